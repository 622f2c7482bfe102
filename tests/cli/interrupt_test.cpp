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
