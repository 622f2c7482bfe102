// An ingest killed at every operation of its Io: the storage root is valid at once, recovery leaves
// no trace of the half-done, nothing acknowledged is lost, and the same command then succeeds. The
// catalogue's own writes do not go through Io; SQLite's transactions answer for them.
//
// STELE_SWEEP_STRIDE=k tries every k-th operation only (default 1: all of them).
#include "tests/archive/ingest/world.h"

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace stele::ingest {
namespace {

using test::Fault;
using test::FaultyIo;

std::uint64_t stride()
{
    const char* const text = std::getenv("STELE_SWEEP_STRIDE");
    const long value = text != nullptr ? std::atol(text) : 1;
    return value > 1 ? std::uint64_t(value) : 1;
}

Options options()
{
    Options o;
    o.jobs = 1; // the n-th operation is the same one each time
    return o;
}

struct Scenario {
    std::filesystem::path prepared; // an archive to start from
    std::string before, after;      // bytes of the scan; before is empty for a new record
    std::uint64_t triangles_after = 0;
};

constexpr const char* kName = "ball.ply";

std::string original_in(Archive& archive, const ObjectId& id, std::optional<VersionNum> version)
{
    auto object = ocfl::Object::open(archive.root, id);
    if (!object)
        return why(object);
    const auto bytes = object->read_file({std::string("original/") + kName}, 1u << 28, version);
    return bytes ? std::string(as_text(*bytes)) : why(bytes);
}

// What must hold once the archive was opened for writing again.
void expect_recovered(const World& world, const Scenario& scenario, const std::string& when)
{
    {
        auto archive = world.open();
        ASSERT_TRUE(archive.ok()) << when << ": " << why(archive);
        const auto intents = archive->catalogue.pending_intents();
        ASSERT_TRUE(intents.ok()) << when << ": " << why(intents);
        EXPECT_TRUE(intents->empty()) << when;
        for (const auto& entry : std::filesystem::directory_iterator(archive->dir.staging()))
            EXPECT_EQ(entry.path().filename(), ocfl::kLockName) << when;
        const auto row = archive->catalogue.find("ball");
        EXPECT_TRUE(row.ok() || scenario.before.empty()) << when << ": the record is gone";
        if (row && !scenario.before.empty()) {
            const std::string first = original_in(*archive, row->object_id, VersionNum{1});
            EXPECT_TRUE(first == scenario.before)
                << when << ": the first original is not what it was";
        }
        if (row) {
            const std::string head = original_in(*archive, row->object_id, {});
            EXPECT_TRUE(head == scenario.before || head == scenario.after) << when;
        }
        EXPECT_EQ(world.records(), row ? 1u : 0u) << when;
    }
    if (world.records() > 0) {
        EXPECT_EQ(world.damage("ball"), "") << when << ", after recovery";
    }
    const std::string dump = world.dump();
    ASSERT_TRUE(rebuild_catalogue(world.folder(), real_io()).ok()) << when;
    EXPECT_EQ(dump, world.dump()) << when << ": the catalogue did not say what the root says";
}

void expect_retried(const World& world, const Scenario& scenario, const std::filesystem::path& scan,
    const std::string& when)
{
    const auto retried = world.ingest(scan, options());
    ASSERT_TRUE(retried.ok()) << when << ": " << why(retried);
    EXPECT_TRUE(retried->has_viewing_copy) << when << text_of(retried->findings);
    EXPECT_EQ(world.records(), 1u) << when;
    EXPECT_EQ(world.objects(), 2u) << when;
    EXPECT_EQ(world.row("ball").state, catalogue::State::ok) << when;
    EXPECT_EQ(world.row("ball").triangles, scenario.triangles_after) << when;
    EXPECT_EQ(world.damage("ball"), "") << when << ", after the retry";
    const auto again = world.ingest(scan, options());
    ASSERT_TRUE(again.ok()) << when << ": " << why(again);
    EXPECT_EQ(again->action, Action::unchanged) << when;
}

void try_point(const Scenario& scenario, Fault fault, std::uint64_t n, std::uint64_t count)
{
    const World world(scenario.prepared);
    const auto scan = world.put(kName, scenario.after);
    std::string when = "operation " + std::to_string(n) + " of " + std::to_string(count);
    {
        FaultyIo io(real_io(), {fault, n, Errc::io});
        const auto outcome = world.ingest(scan, options(), io);
        EXPECT_TRUE(io.hit()) << when;
        when += " (" + io.operations()[n - 1].name + " " +
                io.operations()[n - 1].path.lexically_relative(world.folder()).string() + ")";
    }
    ASSERT_FALSE(ocfl::has_errors(ocfl::validate_root(world.storage())))
        << when << ", before recovery";
    expect_recovered(world, scenario, when);
    if (!::testing::Test::HasFailure())
        expect_retried(world, scenario, scan, when);
}

std::vector<test::Operation> operations_of(const Scenario& scenario)
{
    const World world(scenario.prepared);
    FaultyIo io(real_io());
    const auto outcome = world.ingest(world.put(kName, scenario.after), options(), io);
    EXPECT_TRUE(outcome.ok() && outcome->has_viewing_copy) << why(outcome);
    return io.operations();
}

// Every operation in turn; a torn write leaves half of its bytes, so only writes are torn.
void sweep(const Scenario& scenario, Fault fault, const char* name)
{
    const auto operations = operations_of(scenario);
    std::size_t points = 0;
    const auto failed = [] { return ::testing::Test::HasFailure(); };
    for (std::uint64_t n = 1; n <= operations.size() && !failed(); n += stride())
        if (fault != Fault::die_torn || operations[n - 1].name == "write") {
            try_point(scenario, fault, n, operations.size());
            ++points;
        }
    EXPECT_GT(points, 0u);
    std::printf("%s: %zu points of %zu operations\n", name, points, operations.size());
    ::testing::Test::RecordProperty("points", std::to_string(points));
}

void sweep_new_record(Fault fault, const char* name)
{
    const World empty;
    sweep({empty.folder(), "", test::ply_bytes(ball(2)), 128}, fault, name);
}

void sweep_changed_scan(Fault fault, const char* name)
{
    const World start;
    const std::string before = test::ply_bytes(ball(1)), after = test::ply_bytes(ball(2));
    const auto first = start.ingest(start.put(kName, before), options());
    ASSERT_TRUE(first.ok() && first->has_viewing_copy) << why(first);
    sweep({start.folder(), before, after, 128}, fault, name);
}

TEST(IngestCrash, killed_before_every_operation_of_a_new_record)
{
    sweep_new_record(Fault::die_before, "new record, killed");
}

TEST(IngestCrash, killed_in_every_write_of_a_new_record)
{
    sweep_new_record(Fault::die_torn, "new record, torn writes");
}

TEST(IngestCrash, refused_every_operation_of_a_new_record)
{
    sweep_new_record(Fault::fail_once, "new record, refused");
}

TEST(IngestCrash, killed_before_every_operation_of_a_changed_scan)
{
    sweep_changed_scan(Fault::die_before, "changed scan, killed");
}

TEST(IngestCrash, killed_in_every_write_of_a_changed_scan)
{
    sweep_changed_scan(Fault::die_torn, "changed scan, torn writes");
}

TEST(IngestCrash, refused_every_operation_of_a_changed_scan)
{
    sweep_changed_scan(Fault::fail_once, "changed scan, refused");
}

} // namespace
} // namespace stele::ingest
