// A writer killed, or refused by the file system, at every operation it makes: the storage root is
// valid at once, what was acknowledged is there, recovery leaves staging empty, a retry succeeds.
#include "tests/archive/ocfl/world.h"

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace stele::ocfl {
namespace {

using test::Abilities;
using test::Fault;
using test::FaultPlan;
using test::FaultyIo;

constexpr Abilities kNoneOfThem{
    false, false, false, false}; // sync, exchange, no_replace, hard_link

struct Scenario {
    ObjectId id;
    std::function<void(const World&)> prepare; // on real_io, must succeed
    std::function<Result<Committed>(const World&, Io&)> act;
    Contents before, after; // of the object's head
    Abilities abilities;
    bool valid_before_recovery =
        true; // the exchange path; write-ahead promises it after recovery only
};

Contents pages(const std::string& text)
{
    return {{"access/venus/pages-0001.zip", "zip " + text},
        {"access/venus/index.stele", "index " + text},
        {"access/venus/overview.glb", "glb " + text}};
}

Scenario creation()
{
    return {kTower, [](const World&) {},
        [](const World& world, Io& io) { return world.create_tower(io); }, {}, kTowerV1, {}, true};
}

Scenario updating()
{
    return {kTower, [](const World& world) { ASSERT_TRUE(world.create_tower(world.io()).ok()); },
        [](const World& world, Io& io) { return world.update_tower(io); }, kTowerV1, kTowerV2, {},
        true};
}

Scenario replacing()
{
    return {kPages,
        [](const World& world) { ASSERT_TRUE(world.replace_pages(world.io(), "old").ok()); },
        [](const World& world, Io& io) { return world.replace_pages(io, "new"); }, pages("old"),
        pages("new"), {}, true};
}

std::uint64_t operations_of(const Scenario& scenario)
{
    const World world;
    scenario.prepare(world);
    FaultyIo io(real_io(), {}, scenario.abilities);
    const Result<Committed> done = scenario.act(world, io);
    EXPECT_TRUE(done.ok()) << (done ? "" : done.error().text());
    EXPECT_EQ(contents_of(world.archive(), scenario.id), scenario.after);
    return io.count();
}

void expect_sound(const World& world, const std::string& when)
{
    const Violations found = world.validate();
    EXPECT_TRUE(found.empty()) << when << show(found);
}

// What must hold after the writer ended in whatever way, its lock released.
void expect_survives(
    const World& world, const Scenario& scenario, bool acknowledged, const std::string& when)
{
    if (scenario.valid_before_recovery) {
        expect_sound(world, when + ", before recovery");
        const Contents found = contents_of(world.archive(), scenario.id);
        EXPECT_TRUE(found == scenario.before || found == scenario.after) << when;
        EXPECT_TRUE(!acknowledged || found == scenario.after) << when;
    }
    const Result<Recovery> recovered = world.recover_now();
    ASSERT_TRUE(recovered.ok()) << when << ": " << recovered.error().text();
    EXPECT_EQ(world.staging_entries(), 0u) << when;
    expect_sound(world, when + ", after recovery");
    const Contents found = contents_of(world.archive(), scenario.id);
    EXPECT_TRUE(found == scenario.before || found == scenario.after) << when;
    EXPECT_TRUE(!acknowledged || found == scenario.after) << when;

    if (found != scenario.after) { // as ingest does: look, and do it again when it is not there
        const Result<Committed> again = scenario.act(world, world.io());
        ASSERT_TRUE(again.ok()) << when << ": " << again.error().text();
    }
    EXPECT_EQ(contents_of(world.archive(), scenario.id), scenario.after) << when;
    expect_sound(world, when + ", after the retry");
    EXPECT_EQ(world.staging_entries(), 0u) << when;
}

// Returns the number of points.
std::uint64_t sweep(const Scenario& scenario, Fault fault, Errc error = Errc::io)
{
    const std::uint64_t count = operations_of(scenario);
    std::uint64_t points = 0;
    for (std::uint64_t n = 1; n <= count && !::testing::Test::HasFailure(); ++n, ++points) {
        const World world;
        scenario.prepare(world);
        FaultyIo io(real_io(), {fault, n, error}, scenario.abilities);
        const Result<Committed> done = scenario.act(world, io);
        EXPECT_TRUE(io.hit());
        std::string when = "operation " + std::to_string(n) + " of " + std::to_string(count);
        when += " (" + io.operations()[n - 1].name + ")";
        expect_survives(world, scenario, done.ok(), when);
    }
    return points;
}

std::uint64_t sweep_kills(const Scenario& scenario)
{
    return sweep(scenario, Fault::die_before) + sweep(scenario, Fault::die_after) +
           sweep(scenario, Fault::die_torn);
}

std::uint64_t sweep_errors(const Scenario& scenario)
{
    return sweep(scenario, Fault::fail_once, Errc::io) +
           sweep(scenario, Fault::fail_forever, Errc::no_space);
}

TEST(Crash, kill_at_every_operation_of_a_creation)
{
    RecordProperty("points", std::to_string(sweep_kills(creation())));
}

TEST(Crash, kill_at_every_operation_of_an_update)
{
    RecordProperty("points", std::to_string(sweep_kills(updating())));
}

TEST(Crash, kill_at_every_operation_of_a_replacement)
{
    RecordProperty("points", std::to_string(sweep_kills(replacing())));
}

TEST(Crash, kill_at_every_operation_of_an_update_that_cannot_link)
{
    Scenario scenario = updating();
    scenario.abilities.hard_link = false;
    RecordProperty("points", std::to_string(sweep_kills(scenario)));
}

TEST(Crash, kill_at_every_operation_without_exchange_is_valid_after_recovery)
{
    std::uint64_t points = 0;
    for (Scenario scenario : {creation(), updating(), replacing()}) {
        scenario.abilities = kNoneOfThem;
        scenario.valid_before_recovery = false;
        points += sweep_kills(scenario);
    }
    RecordProperty("points", std::to_string(points));
}

TEST(Crash, error_at_every_operation_fails_cleanly_or_succeeds_wholly)
{
    std::uint64_t points = 0;
    for (const Scenario& scenario : {creation(), updating(), replacing()})
        points += sweep_errors(scenario);
    RecordProperty("points", std::to_string(points));
}

TEST(Crash, error_at_every_operation_without_exchange)
{
    std::uint64_t points = 0;
    for (Scenario scenario : {creation(), updating(), replacing()}) {
        scenario.abilities = kNoneOfThem;
        scenario.valid_before_recovery = false;
        points += sweep_errors(scenario);
    }
    RecordProperty("points", std::to_string(points));
}

TEST(Crash, recovery_itself_may_be_killed_at_every_operation)
{
    std::uint64_t points = 0;
    for (const bool exchange : {true, false}) {
        Scenario scenario = updating();
        scenario.abilities.exchange = exchange;
        const std::uint64_t count = operations_of(scenario);
        // A point where there is most to recover: just after the version is in place.
        for (std::uint64_t n = 1; n <= 200 && !::testing::Test::HasFailure(); ++n, ++points) {
            const World world;
            scenario.prepare(world);
            FaultyIo probe(
                real_io(), {Fault::die_after, count - count / 4, Errc::io}, scenario.abilities);
            static_cast<void>(scenario.act(world, probe).ok());
            FaultyIo io(real_io(), {Fault::die_before, n, Errc::io}, scenario.abilities);
            {
                const Result<WriteLock> lock = WriteLock::take(world.archive());
                ASSERT_TRUE(lock.ok());
                static_cast<void>(recover(*lock, io).ok());
            }
            expect_survives(world,
                {scenario.id, {}, scenario.act, scenario.before, scenario.after, scenario.abilities,
                    exchange},
                false, "recovery killed at " + std::to_string(n));
            if (!io.hit())
                break;
        }
    }
    RecordProperty("points", std::to_string(points));
}

// The same with a process that really ends: locks, descriptors and buffers go with it.
TEST(Crash, a_killed_process_leaves_a_valid_root_and_no_lock)
{
    for (const Scenario& scenario : {creation(), updating()}) {
        const std::uint64_t count = operations_of(scenario);
        for (std::uint64_t n = 1; n <= count && !HasFailure(); n += 3) {
            const World world(std::filesystem::temp_directory_path());
            scenario.prepare(world);
            const pid_t child = ::fork();
            ASSERT_GE(child, 0);
            if (child == 0) {
                FaultyIo io(
                    real_io(), {n % 2 == 0 ? Fault::exit_before : Fault::exit_after, n, Errc::io});
                ::_exit(scenario.act(world, io).ok() ? 0 : 1);
            }
            int status = 0;
            ASSERT_EQ(::waitpid(child, &status, 0), child);
            ASSERT_TRUE(WIFEXITED(status));
            EXPECT_EQ(WEXITSTATUS(status), FaultyIo::kExitCode);
            expect_survives(world, scenario, false, "killed at " + std::to_string(n));
        }
    }
}

TEST(Crash, creating_an_archive_killed_at_every_operation_is_repeated_or_complete)
{
    const CreateOptions options{{{"README", "how to"}, {"schemas/record-1.json", "{}"}},
        {{"ocfl_1.1.md", "the specification"}}, ""};
    std::uint64_t points = 0;
    for (const Fault fault : {Fault::die_before, Fault::die_after, Fault::die_torn}) {
        for (std::uint64_t n = 1;; ++n, ++points) {
            const test::TempDir directory(memory_directory());
            FaultyIo io(real_io(), {fault, n, Errc::io});
            const Result<ArchiveDir> created = ArchiveDir::create(io, directory / "a", options);
            if (!io.hit())
                break;
            if (!ArchiveDir::open(directory / "a").ok()) {
                ASSERT_FALSE(created.ok());
                const Result<ArchiveDir> again =
                    ArchiveDir::create(real_io(), directory / "a", options);
                ASSERT_TRUE(again.ok()) << n << ": " << again.error().text();
            }
            const Result<ArchiveDir> archive = ArchiveDir::open(directory / "a");
            ASSERT_TRUE(archive.ok()) << n << ": " << archive.error().text();
            const Violations found = validate_root(archive->storage_root());
            EXPECT_TRUE(found.empty()) << n << show(found);
            for (const char* const file : {"README", "schemas/record-1.json", "ocfl/ocfl_1.1.md"})
                EXPECT_TRUE(std::filesystem::exists(archive->folder() / file)) << n << file;
        }
    }
    RecordProperty("points", std::to_string(points));
}

} // namespace
} // namespace stele::ocfl
