// The certified error held against the scan: the truth passes, every kind of lie is found.
#include "archive/ingest/error_check.h"
#include "archive/ingest/stored_asset.h"
#include "archive/ingest/stored_scan.h"
#include "archive/ocfl/update.h"
#include "archive/page/decode.h"
#include "archive/page/index.h"
#include "archive/page/pack_writer.h"
#include "tests/archive/ingest/world.h"

#include <algorithm>

namespace stele::ingest {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* kCode = "verify.error-exceeded";

// A ball of 32 768 triangles and its viewing copy.
class ErrorCheckTest : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        world_ = new World();
        ASSERT_TRUE(world_->ingest(world_->put("ball.ply", ball(6))).ok());
    }
    static void TearDownTestSuite()
    {
        delete world_;
        world_ = nullptr;
    }
    void SetUp() override
    {
        auto archive = Archive::open(world_->folder());
        ASSERT_TRUE(archive.ok()) << why(archive);
        const auto row = world_->row("ball");
        auto asset = open_asset_of(archive->root, row.slug, row.access_id, "");
        ASSERT_TRUE(asset.ok()) << why(asset);
        asset_.emplace(std::move(asset->file));
        auto record = ocfl::Object::open(archive->root, row.object_id);
        ASSERT_TRUE(record.ok()) << why(record);
        auto scan = read_stored_scan(*record, "ball", asset_->index().asset, nullptr);
        ASSERT_TRUE(scan.ok()) << why(scan);
        scan_ = std::move(*scan);
        index_path_ = archive->root.object_path(row.access_id);
        auto access = ocfl::Object::open(archive->root, row.access_id);
        const auto files = access->files();
        ASSERT_TRUE(files.ok()) << why(files);
        for (const auto& file : *files)
            if (file.logical.text == "access/ball/index.stele")
                index_path_ = access->path() / file.content.text;
    }
    // The copy with another index.
    page::AssetFile with_index(const PageIndex& index) const
    {
        const fs::path folder = dir_ / "asset";
        fs::remove_all(folder);
        fs::copy(index_path_.parent_path(), folder);
        fs::remove(folder / "index.stele");
        const auto bytes = page::write_index(index);
        EXPECT_TRUE(bytes.ok()) << why(bytes);
        EXPECT_TRUE(write_new_file(real_io(), folder / "index.stele", *bytes).ok());
        auto asset = page::AssetFile::open(page::open_in(folder));
        EXPECT_TRUE(asset.ok()) << why(asset);
        return std::move(*asset);
    }
    static ErrorCheckOptions few()
    {
        ErrorCheckOptions options;
        options.samples = 4000;
        return options;
    }
    static ErrorCheck checked(const page::AssetFile& asset, const ScanSurface& scan,
        const ErrorCheckOptions& options = few())
    {
        auto result = check_error(asset, scan, "here", options);
        EXPECT_TRUE(result.ok()) << why(result);
        return result ? std::move(*result) : ErrorCheck();
    }

    static World* world_;
    test::TempDir dir_;
    std::optional<page::AssetFile> asset_;
    ScanSurface scan_;
    fs::path index_path_;
};
World* ErrorCheckTest::world_ = nullptr;

TEST_F(ErrorCheckTest, what_the_builder_certifies_holds)
{
    const ErrorCheck check = checked(*asset_, scan_);
    EXPECT_EQ(text_of(check.findings), "");
    ASSERT_GE(check.cuts.size(), 3u + 4u);
    std::uint64_t before = 1u << 30;
    for (std::size_t c = 0; c + 4 < check.cuts.size(); ++c) {
        const CutCheck& cut = check.cuts[c];
        EXPECT_EQ(cut.level, std::optional<std::uint32_t>(static_cast<std::uint32_t>(c)));
        EXPECT_LT(cut.triangles, before);
        before = cut.triangles;
        EXPECT_GT(cut.both.max, 0);
        EXPECT_LE(cut.both.max, cut.certified_m);
        EXPECT_LE(cut.both.rms, cut.both.p95 + cut.both.max);
        EXPECT_EQ(cut.both.max, std::max(cut.to_scan.max, cut.from_scan.max));
        EXPECT_EQ(cut.to_scan.samples, check.samples);
        EXPECT_EQ(cut.from_scan.samples, check.samples);
    }
    EXPECT_EQ(check.cuts[0].triangles, 32768u);
    EXPECT_EQ(check.cuts[0].certified_m, asset_->index().asset.quantisation_m);
    std::size_t mixed = 0; // random cuts are not levels
    for (std::size_t c = check.cuts.size() - 4; c < check.cuts.size(); ++c) {
        EXPECT_FALSE(check.cuts[c].level.has_value());
        mixed +=
            std::none_of(check.cuts.begin(), check.cuts.end() - 4,
                [&](const CutCheck& level) { return level.triangles == check.cuts[c].triangles; })
                ? 1u
                : 0u;
    }
    EXPECT_GE(mixed, 2u);
}

TEST_F(ErrorCheckTest, says_the_same_again_for_any_number_of_threads)
{
    ErrorCheckOptions one = few(), two = few();
    one.jobs = 1;
    two.jobs = 2;
    const ErrorCheck a = checked(*asset_, scan_, one), b = checked(*asset_, scan_, two);
    ASSERT_EQ(a.cuts.size(), b.cuts.size());
    for (std::size_t c = 0; c < a.cuts.size(); ++c) {
        EXPECT_EQ(a.cuts[c].triangles, b.cuts[c].triangles);
        EXPECT_EQ(a.cuts[c].both.rms, b.cuts[c].both.rms);
        EXPECT_EQ(a.cuts[c].both.max, b.cuts[c].both.max);
    }
}

TEST_F(ErrorCheckTest, an_index_with_lowered_errors_is_found)
{
    PageIndex lie = asset_->index();
    for (GroupRecord& group : lie.groups)
        group.error.geometric_m *= 0.2;
    const ErrorCheck check = checked(with_index(lie), scan_);
    const Finding* const finding = find(check.findings, kCode);
    ASSERT_NE(finding, nullptr);
    EXPECT_EQ(finding->severity, Severity::error);
    EXPECT_THAT(finding->where, HasSubstr("here, level "));
    EXPECT_GT(finding->count, 0u);
    EXPECT_THAT(finding->text, HasSubstr("is certified"));
    EXPECT_GE(check.findings.size(), 3u); // every level above the scan itself
    EXPECT_EQ(check.cuts[0].violations, 0u);
}

TEST_F(ErrorCheckTest, one_group_that_lies_is_found_where_others_are_worse)
{
    // The largest certified error of the cut hides it; its own triangles do not.
    PageIndex lie = asset_->index();
    const auto first = std::find_if(lie.groups.begin(), lie.groups.end(),
        [](const GroupRecord& group) { return group.level == 0; });
    ASSERT_NE(first, lie.groups.end());
    first->error.geometric_m *= 0.02;
    ErrorCheckOptions options;
    options.samples = 40000;
    const ErrorCheck check = checked(with_index(lie), scan_, options);
    EXPECT_GT(check.cuts[1].violations, 0u);
    EXPECT_LT(check.cuts[1].both.max, check.cuts[1].certified_m);
}

TEST_F(ErrorCheckTest, a_surface_that_is_missing_or_elsewhere_is_found)
{
    ScanSurface more = scan_; // the copy lacks what the scan has
    const auto base = static_cast<std::uint32_t>(more.points.size());
    for (const Vec3d p : {Vec3d{2, 0, 0}, Vec3d{2.1, 0, 0}, Vec3d{2, 0.1, 0}})
        more.points.push_back(p);
    more.triangles.push_back({base, base + 1, base + 2});
    const ErrorCheck one = checked(*asset_, more);
    EXPECT_GT(one.cuts[0].from_scan.max, 0.5);
    EXPECT_NE(find(one.findings, kCode), nullptr);

    ScanSurface less = scan_; // the copy has what the scan lacks
    less.triangles.resize(less.triangles.size() / 2);
    const ErrorCheck other = checked(*asset_, less);
    EXPECT_GT(other.cuts[0].to_scan.max, 0.5);
    EXPECT_NE(find(other.findings, kCode), nullptr);

    ScanSurface moved = scan_; // half a step aside: within rounding no more
    for (Vec3d& p : moved.points)
        p.x += 2 * asset_->index().asset.grid.step_m;
    EXPECT_NE(find(checked(*asset_, moved).findings, kCode), nullptr);
}

TEST_F(ErrorCheckTest, faces_that_vanish_on_the_grid_are_left_out)
{
    ScanSurface dusty = scan_;
    const auto base = static_cast<std::uint32_t>(dusty.points.size());
    const double step = asset_->index().asset.grid.step_m;
    for (const Vec3d p : {Vec3d{5, 0, 0}, Vec3d{5 + step / 8, 0, 0}, Vec3d{6, 0, 0}})
        dusty.points.push_back(p);
    dusty.triangles.push_back({base, base + 1, base + 2});
    const ErrorCheck check = checked(*asset_, dusty);
    EXPECT_EQ(check.left_out, 1u);
    EXPECT_EQ(text_of(check.findings), "");
}

TEST_F(ErrorCheckTest, ends_when_cancelled)
{
    Cancel cancel;
    cancel.requested = true;
    ErrorCheckOptions options;
    options.cancel = &cancel;
    const auto result = check_error(*asset_, scan_, "here", options);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code(), Errc::cancelled);
}

// --- through stele verify ---

Verdict verdict_of(const World& world, bool error)
{
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    VerifyOptions options;
    options.error = error;
    const auto slug = archive->catalogue.list({})->front().slug;
    auto verdict = verify_record(*archive, slug, world.row(slug).uuid, options);
    EXPECT_TRUE(verdict.ok()) << why(verdict);
    return verdict ? *verdict : Verdict();
}

// Writes the viewing copy again, sound in all but its errors, which are a fifth.
void plant_lie(const World& world)
{
    auto archive = world.open();
    ASSERT_TRUE(archive.ok()) << why(archive);
    const auto row = world.row("ball");
    auto access = ocfl::Object::open(archive->root, row.access_id);
    const auto asset = open_asset(*access, "ball");
    ASSERT_TRUE(asset.ok()) << why(asset);
    const PageIndex& index = asset->index();
    auto update = ocfl::ObjectUpdate::begin_replacement(*archive->lock, real_io(), row.access_id);
    ASSERT_TRUE(update.ok()) << why(update);
    const auto files = access->files();
    ASSERT_TRUE(files.ok()) << why(files);
    for (const auto& file : *files)
        if (file.logical.text.ends_with("source.json")) {
            ASSERT_TRUE(update->add_copy(file.logical, access->path() / file.content.text).ok());
        }
    const auto folder = update->stage_directory({"access/ball"});
    ASSERT_TRUE(folder.ok()) << why(folder);
    const auto writer = page::PackWriter::create(real_io(), *folder, {index.asset.grid, 1, 0});
    for (std::uint32_t p = 0; p < index.pages.size(); ++p) {
        auto groups = page::read_groups(*asset->read_page({p}), index.pages[p], index.asset);
        ASSERT_TRUE(groups.ok()) << why(groups);
        for (LodGroup& group : *groups) {
            group.error.geometric_m *= 0.2;
            group.error.appearance_m *= 0.2;
            group.error.selection_m *= 0.2;
        }
        ASSERT_TRUE((*writer)->take(std::move(*groups)).ok());
    }
    ASSERT_TRUE((*writer)->finish(index.asset).ok());
    ASSERT_TRUE(update->commit({"a lie", "x", "mailto:x@localhost", {}}).ok());
}

TEST(VerifyError, passes_what_is_true_and_reports_every_level)
{
    const World world;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(6))).ok());
    const Verdict verdict = verdict_of(world, true);
    EXPECT_EQ(text_of(verdict.findings), "");
    ASSERT_EQ(verdict.errors.size(), 1u);
    EXPECT_EQ(verdict.errors[0].asset, "ball");
    EXPECT_GE(verdict.errors[0].cuts.size(), 7u);
    EXPECT_TRUE(verdict_of(world, false).errors.empty());
}

TEST(VerifyError, finds_a_lie_that_nothing_else_finds)
{
    const World world;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(6))).ok());
    plant_lie(world);
    EXPECT_EQ(text_of(verdict_of(world, false).findings), "");
    const Verdict verdict = verdict_of(world, true);
    EXPECT_TRUE(verdict.damaged());
    const Finding* const finding = find(verdict.findings, kCode);
    ASSERT_NE(finding, nullptr) << text_of(verdict.findings);
    EXPECT_THAT(finding->where, HasSubstr("access/ball, level 1"));
}

TEST(VerifyError, reads_scans_as_they_were_placed_and_with_their_companions)
{
    const World world;
    Options options;
    options.placement.metres_per_unit = 0.0254;
    options.placement.up = UpAxis::z;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(5)), options).ok());
    EXPECT_EQ(text_of(verdict_of(world, true).findings), "");

    const World gltf; // a buffer beside the document
    std::string bin;
    const auto put = [&](const auto& value) {
        bin.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    const test::SourceMesh mesh = ball(3);
    for (const Vec3d p : mesh.positions)
        put(to_float(p));
    for (const Triangle& t : mesh.triangles)
        put(t);
    const std::string vertices = std::to_string(mesh.positions.size()),
                      corners = std::to_string(mesh.triangles.size() * 3),
                      split = std::to_string(mesh.positions.size() * 12);
    gltf.put("ball.bin", bin);
    const auto scan = gltf.put("ball.gltf",
        R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],)"
        R"("meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1}]}],)"
        R"("buffers":[{"uri":"ball.bin","byteLength":)" +
            std::to_string(bin.size()) + R"(}],"bufferViews":[{"buffer":0,"byteLength":)" + split +
            R"(},{"buffer":0,"byteOffset":)" + split + R"(,"byteLength":)" +
            std::to_string(mesh.triangles.size() * 12) +
            R"(}],"accessors":[{"bufferView":0,"componentType":5126,"type":"VEC3","count":)" +
            vertices +
            R"(,"min":[-2,-2,-2],"max":[2,2,2]},{"bufferView":1,"componentType":5125,)"
            R"("type":"SCALAR","count":)" +
            corners + "}]}");
    ASSERT_TRUE(gltf.ingest(scan).ok());
    const Verdict verdict = verdict_of(gltf, true);
    EXPECT_EQ(text_of(verdict.findings), "");
    ASSERT_EQ(verdict.errors.size(), 1u);
    EXPECT_EQ(verdict.errors[0].cuts[0].triangles, mesh.triangles.size());
}

TEST(VerifyError, without_the_report_of_the_copy_is_unproven_not_damage)
{
    const World world;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(3))).ok());
    {
        auto archive = world.open();
        auto update =
            ocfl::ObjectUpdate::begin_next(*archive->lock, real_io(), world.row("ball").object_id);
        ASSERT_TRUE(update.ok()) << why(update);
        ASSERT_TRUE(update->remove({"report/ball.json"}).ok());
        ASSERT_TRUE(update->commit({"no report", "x", "mailto:x@localhost", {}}).ok());
    }
    const Verdict verdict = verdict_of(world, true);
    EXPECT_FALSE(verdict.damaged()) << text_of(verdict.findings);
    EXPECT_NE(find(verdict.findings, "verify.error-unproven"), nullptr);
}

} // namespace
} // namespace stele::ingest
