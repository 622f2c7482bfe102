// Ctrl-C and termination in the middle of an ingest: the exit code says so, the archive is whole.
#include "tests/cli/program.h"

#include <signal.h>

#include <chrono>
#include <thread>

namespace stele::cli {
namespace {

namespace fs = std::filesystem;

// The originals are committed and the build has begun.
bool has_object(const fs::path& storage)
{
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(storage, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
        if (it->path().filename() == "0=ocfl_object_1.1")
            return true;
    return false;
}

void interrupt_with(int number, int exit)
{
    const Workplace place;
    const std::string scan = test::write_file(
        place / "field.ply", test::ply_bytes(test::make_height_field(500, 0.1, 0.02)))
                                 .string();
    Started program(
        {test::built_program("stele"), "--json", "-A", place.folder().string(), "ingest", scan},
        place / "out", place / "err");
    while (program.running() && !has_object(place.storage()))
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_TRUE(program.running()) << "it ended before it could be interrupted";
    program.signal(number);
    Outcome outcome;
    outcome.exit = program.wait();
    outcome.out = test::slurp(place / "out");
    outcome.err = test::slurp(place / "err");
    EXPECT_EQ(outcome.exit, exit) << said(outcome);
    events_of(outcome);

    const Outcome valid = stele({"ocfl", "validate", place.storage().string()});
    EXPECT_EQ(valid.exit, 0) << said(valid);
    const Outcome list = place.run({"--json", "list"});
    ASSERT_EQ(list.exit, 0) << said(list);
    const auto records = elements_of(document_of(list)["records"]);
    ASSERT_EQ(records.size(), 1u); // the original was acknowledged
    EXPECT_EQ(records[0]["state"].string_or(""), "no-viewing-copy");
    const Outcome verified = place.run({"verify"});
    EXPECT_EQ(verified.exit, 0) << said(verified);
}

std::size_t brick_results(const fs::path& archive)
{
    std::size_t count = 0;
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(archive / ".staging", error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
        count += it->path().filename().string().starts_with("brick-") ? 1u : 0u;
    return count;
}

// Everything of the viewing copy but its folder in the storage root.
std::map<std::string, std::string> pages_of(const fs::path& storage)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(storage)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("pages-") || name == "index.stele" || name == "overview.glb")
            files[name] = test::slurp(entry.path());
    }
    return files;
}

TEST(Interrupt, a_killed_build_goes_on_where_it_was_and_ends_with_the_same_bytes)
{
    const std::string bytes = test::ply_bytes(test::make_height_field(600, 0.1, 0.02));
    const Workplace whole, killed;
    const std::string scan = test::write_file(whole / "field.ply", bytes).string();
    const Outcome straight = whole.run({"ingest", scan});
    ASSERT_EQ(straight.exit, 0) << said(straight);

    std::size_t kept = 0;
    int kills = 0;
    for (bool done = false; !done; ++kills) {
        Started program({test::built_program("stele"), "-j", "1", "-A", killed.folder().string(),
                            "ingest", scan},
            killed / ("out" + std::to_string(kills)), killed / ("err" + std::to_string(kills)));
        while (program.running() && brick_results(killed.folder()) <= kept)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (program.running()) {
            EXPECT_GT(brick_results(killed.folder()), kept) << "nothing was gained";
            kept = brick_results(killed.folder());
            program.signal(SIGKILL);
        }
        done = program.wait() == 0;
        const Outcome valid = stele({"ocfl", "validate", killed.storage().string()});
        EXPECT_EQ(valid.exit, 0) << said(valid);
        ASSERT_LT(kills, 50);
    }
    EXPECT_GT(kills, 2);
    EXPECT_EQ(brick_results(killed.folder()), 0u);
    EXPECT_EQ(pages_of(killed.storage()), pages_of(whole.storage()));
    EXPECT_GE(pages_of(whole.storage()).size(), 3u);
}

TEST(Interrupt, ctrl_c_ends_an_ingest_with_130_and_a_valid_archive)
{
    interrupt_with(SIGINT, 130);
}

TEST(Interrupt, termination_ends_an_ingest_with_143_and_a_valid_archive)
{
    interrupt_with(SIGTERM, 143);
}

} // namespace
} // namespace stele::cli
