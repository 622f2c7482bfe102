// The whole road on small generated scans: what is added, what is left alone, what is refused.
#include "archive/base/file.h"
#include "archive/ingest/ingest.h"
#include "archive/ingest/viewing_copy.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using test::FaultyIo;
using ::testing::HasSubstr;

// A file of the record object in a version; the test fails when it is not there.
std::string original_of(const World& world, const std::string& slug, const std::string& path,
    std::optional<VersionNum> version = {})
{
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    auto object = ocfl::Object::open(archive->root, world.row(slug).object_id);
    EXPECT_TRUE(object.ok()) << why(object);
    const auto bytes = object->read_file({path}, 1u << 28, version);
    EXPECT_TRUE(bytes.ok()) << why(bytes);
    return bytes ? std::string(as_text(*bytes)) : "";
}

std::vector<std::string> access_files(const World& world, const std::string& slug)
{
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    auto object = ocfl::Object::open(archive->root, world.row(slug).access_id);
    EXPECT_TRUE(object.ok()) << why(object);
    std::vector<std::string> paths;
    if (!object)
        return paths;
    const auto files = object->files();
    EXPECT_TRUE(files.ok()) << why(files);
    if (files)
        for (const auto& file : *files)
            paths.push_back(file.logical.text);
    return paths;
}

TEST(Ingest, a_scan_becomes_a_catalogued_landmark)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    const auto outcome = world.ingest(scan);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::added);
    EXPECT_EQ(outcome->id, "ball");
    EXPECT_TRUE(outcome->has_viewing_copy);
    EXPECT_EQ(outcome->original_files, 1u);
    EXPECT_EQ(outcome->original_bytes, std::filesystem::file_size(scan));
    ASSERT_TRUE(outcome->report.has_value());
    EXPECT_EQ(outcome->report->grid.kept_triangles, 128u);

    const auto row = world.row("ball");
    EXPECT_EQ(row.triangles, 128u);
    EXPECT_EQ(row.state, catalogue::State::ok);
    EXPECT_EQ(original_of(world, "ball", "original/ball.ply"), test::slurp(scan));
    EXPECT_THAT(access_files(world, "ball"),
        ::testing::UnorderedElementsAre("access/ball/index.stele", "access/ball/overview.glb",
            "access/ball/pages-0001.zip", "access/ball/source.json"));
    EXPECT_EQ(world.damage("ball"), "");
    EXPECT_FALSE(ocfl::has_errors(ocfl::validate_root(world.storage())));
}

TEST(Ingest, a_scan_that_changed_since_it_was_kept_gets_no_viewing_copy)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    auto archive = world.open();
    ASSERT_TRUE(archive.ok());
    record::Record record;
    record.uuid = "37e94125-00e4-452c-88aa-08d87a7c81f6";
    const std::string kept_digest(128, '0'); // of what lay there before
    const auto report = make_viewing_copy(
        *archive, {scan, scan.parent_path(), "ball", "original/ball.ply", kept_digest, record}, {});
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().code(), Errc::corrupt);
    EXPECT_FALSE(archive->root.contains(access_object_id(record.uuid)));
}

TEST(Ingest, the_same_again_writes_nothing)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    ASSERT_TRUE(world.ingest(scan).ok());
    const auto before = world.row("ball");
    const auto files = files_of(world.storage());

    FaultyIo io(real_io());
    const auto again = world.ingest(scan, {}, io);
    ASSERT_TRUE(again.ok()) << why(again);
    EXPECT_EQ(again->action, Action::unchanged);
    EXPECT_TRUE(again->has_viewing_copy);
    EXPECT_EQ(io.count(), 0u);
    EXPECT_EQ(world.row("ball").head_version, before.head_version);
    EXPECT_EQ(files_of(world.storage()), files);
}

TEST(Ingest, changed_bytes_make_a_version_and_the_old_original_stays_readable)
{
    const World world;
    const auto scan = world.put("ball.ply", ball(2, 0.1));
    const std::string old_bytes = test::slurp(scan);
    ASSERT_TRUE(world.ingest(scan).ok());
    const VersionNum before = world.row("ball").head_version;

    world.put("ball.ply", ball(3, 0.2));
    const auto outcome = world.ingest(scan);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::updated);
    EXPECT_GT(world.row("ball").head_version, before);
    EXPECT_EQ(world.row("ball").triangles, 512u);
    EXPECT_EQ(original_of(world, "ball", "original/ball.ply"), test::slurp(scan));
    EXPECT_EQ(original_of(world, "ball", "original/ball.ply", VersionNum{1}), old_bytes);
    EXPECT_EQ(world.records(), 1u);
    EXPECT_EQ(world.damage("ball"), "");
}

TEST(Ingest, a_changed_record_makes_a_version_with_the_same_pages)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    ASSERT_TRUE(world.ingest(scan).ok());
    const auto before = world.row("ball");
    auto archive = Archive::open(world.folder());
    const auto access = files_of(archive->root.object_path(before.access_id));

    Options options;
    options.set = {"title.en=A ball"};
    const auto outcome = world.ingest(scan, options);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::updated);
    EXPECT_EQ(world.row("ball").head_version.value, before.head_version.value + 1);
    EXPECT_EQ(world.row("ball").titles.at("en"), "A ball");
    EXPECT_EQ(world.row("ball").triangles, 128u);
    EXPECT_EQ(files_of(archive->root.object_path(before.access_id)), access);
}

TEST(Ingest, a_second_scan_of_a_record_keeps_the_first)
{
    const World world;
    Options options;
    options.record = "pair";
    ASSERT_TRUE(world.ingest(world.put("one.ply", ball(1)), options).ok());
    const auto outcome = world.ingest(world.put("two.ply", ball(2)), options);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::updated);
    EXPECT_EQ(world.row("pair").triangles, 32u + 128u);
    EXPECT_THAT(access_files(world, "pair"),
        ::testing::IsSupersetOf({"access/one/index.stele", "access/two/index.stele"}));
    EXPECT_EQ(world.damage("pair"), "");
    EXPECT_EQ(world.records(), 1u);
}

TEST(Ingest, scans_whose_names_give_the_same_asset_name_do_not_replace_each_other)
{
    const World world;
    Options options;
    options.record = "towers";
    const auto first = world.put("\u5927\u96c1\u5854.ply", ball(1)); // no Latin letter: "scan"
    const auto second = world.put("\u5c0f\u96c1\u5854.ply", ball(2));
    ASSERT_TRUE(world.ingest(first, options).ok());
    ASSERT_TRUE(world.ingest(second, options).ok());
    EXPECT_EQ(world.row("towers").triangles, 32u + 128u);
    EXPECT_THAT(access_files(world, "towers"),
        ::testing::IsSupersetOf({"access/scan/index.stele", "access/scan-2/index.stele"}));
    for (const auto& scan : {first, second}) {
        const auto again = world.ingest(scan, options);
        ASSERT_TRUE(again.ok()) << why(again);
        EXPECT_EQ(again->action, Action::unchanged) << scan;
    }
    EXPECT_EQ(world.damage("towers"), "");
}

TEST(Ingest, a_repeated_ingest_remembers_the_curators_unit_and_axis)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    Options options;
    options.placement = {0.01, UpAxis::z};
    options.grid_step_m = 0x1p-16;
    const auto first = world.ingest(scan, options);
    ASSERT_TRUE(first.ok()) << why(first);
    EXPECT_DOUBLE_EQ(first->report->grid.placement.metres_per_unit, 0.01);

    const auto same = world.ingest(scan); // says nothing of units
    ASSERT_TRUE(same.ok()) << why(same);
    EXPECT_EQ(same->action, Action::unchanged);

    world.put("ball.ply", ball(3));
    const auto changed = world.ingest(scan);
    ASSERT_TRUE(changed.ok()) << why(changed);
    EXPECT_DOUBLE_EQ(changed->report->grid.placement.metres_per_unit, 0.01);
    EXPECT_EQ(changed->report->grid.placement.up, UpAxis::z);
    EXPECT_DOUBLE_EQ(changed->report->lattice.step_m, 0x1p-16);

    Options other;
    other.placement.metres_per_unit = 0.001;
    const auto corrected = world.ingest(scan, other);
    ASSERT_TRUE(corrected.ok()) << why(corrected);
    EXPECT_EQ(corrected->action, Action::updated);
    EXPECT_DOUBLE_EQ(corrected->report->grid.placement.metres_per_unit, 0.001);
}

TEST(Ingest, a_dry_run_writes_nothing)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    const auto before = files_of(world.storage());
    const std::string dump = world.dump();
    auto archive = Archive::open(world.folder());
    ASSERT_TRUE(archive.ok()) << why(archive);
    Options options;
    options.dry_run = true;
    const auto outcome = stele::ingest::ingest(*archive, intake_of_scan(scan), options);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::examined);
    ASSERT_TRUE(outcome->report.has_value());
    EXPECT_EQ(outcome->report->grid.kept_triangles, 128u);
    EXPECT_NE(find(outcome->findings, "placement.units"), nullptr) << text_of(outcome->findings);
    EXPECT_EQ(files_of(world.storage()), before);
    EXPECT_EQ(world.dump(), dump);
    EXPECT_EQ(world.records(), 0u);
}

TEST(Ingest, strict_refuses_a_scan_with_findings_and_takes_one_without)
{
    const World world;
    auto broken = ball();
    broken.triangles.push_back({0, 0, 1}); // degenerate
    Options options;
    options.strict = true;
    const auto refused = world.ingest(world.put("broken.ply", broken), options);
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().text(), HasSubstr("--strict"));
    EXPECT_EQ(world.objects(), 0u);
    const auto taken = world.ingest(world.put("whole.ply", ball()), options);
    EXPECT_TRUE(taken.ok()) << why(taken);
}

TEST(Ingest, strict_refuses_a_name_that_is_not_utf8)
{
    const World world;
    Options options;
    options.strict = true;
    EXPECT_FALSE(world.ingest(world.put("b\xff.ply", ball()), options).ok());
    EXPECT_EQ(world.objects(), 0u);
}

TEST(Ingest, a_scan_that_cannot_be_built_keeps_its_original)
{
    const World world;
    test::SourceMesh nothing = ball(0);
    nothing.triangles = {{0, 0, 1}, {2, 2, 2}};
    const auto scan = world.put("nothing.ply", nothing);
    const auto outcome = world.ingest(scan);
    ASSERT_TRUE(outcome.ok()) << why(outcome);
    EXPECT_EQ(outcome->action, Action::added);
    EXPECT_FALSE(outcome->has_viewing_copy);
    const Finding* const finding = find(outcome->findings, "ingest.no-viewing-copy");
    ASSERT_NE(finding, nullptr) << text_of(outcome->findings);
    EXPECT_EQ(finding->severity, Severity::error);
    EXPECT_THAT(finding->text, HasSubstr("originals are kept"));
    EXPECT_EQ(world.row("nothing").state, catalogue::State::no_viewing_copy);
    EXPECT_EQ(original_of(world, "nothing", "original/nothing.ply"), test::slurp(scan));
    EXPECT_THAT(original_of(world, "nothing", "events/0002.json"), HasSubstr("\"failure\""));
    EXPECT_EQ(world.damage("nothing"), "");
    EXPECT_EQ(world.objects(), 1u); // no access object
}

TEST(Ingest, a_failure_that_repeats_is_not_recorded_again)
{
    const World world;
    test::SourceMesh nothing = ball(0);
    nothing.triangles = {{0, 0, 1}};
    const auto scan = world.put("nothing.ply", nothing);
    ASSERT_TRUE(world.ingest(scan).ok());
    const VersionNum before = world.row("nothing").head_version;
    const auto again = world.ingest(scan);
    ASSERT_TRUE(again.ok()) << why(again);
    EXPECT_EQ(again->action, Action::unchanged);
    EXPECT_FALSE(again->has_viewing_copy);
    EXPECT_NE(find(again->findings, "ingest.no-viewing-copy"), nullptr);
    EXPECT_EQ(world.row("nothing").head_version, before);
}

TEST(Ingest, a_file_that_is_no_scan_is_refused_and_the_archive_left_as_it_was)
{
    const World world;
    const auto before = files_of(world.storage());
    const std::string ply = test::ply_bytes(ball());
    const std::pair<std::string, std::string> kRefused[] = {{"letter.txt", "Dear curator"},
        {"empty.ply", ""}, {"cut.ply", ply.substr(0, 60)}, {"picture.glb", "\x89PNG\r\n"}};
    for (const auto& [name, bytes] : kRefused) {
        const auto outcome = world.ingest(world.put(name, bytes));
        ASSERT_FALSE(outcome.ok()) << name;
        EXPECT_THAT(outcome.error().text(), HasSubstr(name));
    }
    EXPECT_FALSE(world.ingest(world.inbox() / "absent.ply").ok());
    EXPECT_EQ(files_of(world.storage()), before);
    EXPECT_EQ(world.records(), 0u);
}

TEST(Ingest, a_cancelled_ingest_leaves_a_valid_archive)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    Cancel cancel;
    cancel.requested = true;
    Options options;
    options.cancel = &cancel;
    const auto outcome = world.ingest(scan, options);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().code(), Errc::cancelled);
    EXPECT_FALSE(ocfl::has_errors(ocfl::validate_root(world.storage())));
    const auto retried = world.ingest(scan);
    ASSERT_TRUE(retried.ok()) << why(retried);
    EXPECT_EQ(world.damage("ball"), "");
}

TEST(Ingest, same_scan_and_time_give_the_same_bytes_for_any_number_of_jobs)
{
    ASSERT_EQ(::setenv("SOURCE_DATE_EPOCH", "1700000000", 1), 0);
    std::map<std::string, std::string> trees[2];
    for (const unsigned jobs : {1u, 2u}) {
        const World world;
        const auto scan = world.put("ball.ply", ball(5));
        world.put("ball.toml", "uuid = '0f1e2d3c-4b5a-4697-8877-665544332211'\n");
        Options options;
        options.jobs = jobs;
        const auto outcome = world.ingest(scan, options);
        EXPECT_TRUE(outcome.ok() && outcome->has_viewing_copy) << why(outcome);
        trees[jobs - 1] = files_of(world.storage());
    }
    ::unsetenv("SOURCE_DATE_EPOCH");
    EXPECT_GT(trees[0].size(), 10u);
    ASSERT_EQ(trees[0].size(), trees[1].size());
    for (const auto& [path, bytes] : trees[0])
        EXPECT_TRUE(trees[1].contains(path) && trees[1].at(path) == bytes) << path;
}

} // namespace
} // namespace stele::ingest
