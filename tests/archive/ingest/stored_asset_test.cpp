// Viewing copies by name, and scans as they were captured.
#include "archive/ingest/scan_surface.h"
#include "archive/ingest/stored_asset.h"
#include "archive/readers/reader.h"
#include "tests/archive/ingest/world.h"

#include <algorithm>

namespace stele::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<StoredAsset> opened(const World& world, const std::string& name)
{
    const auto row = world.row("ball");
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    return open_asset_of(archive->root, row.slug, row.access_id, name);
}

TEST(StoredAsset, is_opened_by_name_or_as_the_first)
{
    const World world;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(2))).ok());
    Options same;
    same.record = "ball";
    ASSERT_TRUE(world.ingest(world.put("face.ply", ball(3)), same).ok());
    const auto row = world.row("ball");
    auto archive = Archive::open(world.folder());
    auto access = ocfl::Object::open(archive->root, row.access_id);
    ASSERT_TRUE(access.ok()) << why(access);
    EXPECT_THAT(*asset_names(*access), ElementsAre("ball", "face"));
    const auto first = opened(world, "");
    ASSERT_TRUE(first.ok()) << why(first);
    EXPECT_EQ(first->name, "ball");
    const auto face = opened(world, "face");
    ASSERT_TRUE(face.ok()) << why(face);
    EXPECT_EQ(face->file.index().asset.source_triangles, 512u);
}

TEST(StoredAsset, that_is_not_there_is_said_with_what_is)
{
    const World world;
    ASSERT_TRUE(world.ingest(world.put("ball.ply", ball(2))).ok());
    const auto wrong = opened(world, "bal1");
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code(), Errc::not_found);
    EXPECT_THAT(wrong.error().text(), HasSubstr("did you mean 'ball'?"));
    EXPECT_THAT(opened(world, "quite-another").error().text(), HasSubstr("it has: ball"));
    std::filesystem::remove_all(
        Archive::open(world.folder())->root.object_path(world.row("ball").access_id));
    const auto none = opened(world, "");
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code(), Errc::not_found);
    EXPECT_THAT(none.error().text(), HasSubstr("no viewing copy"));
}

TEST(ScanSurface, is_the_scan_in_metres_without_faces_that_are_none)
{
    const World world;
    test::SourceMesh mesh = ball(2);
    mesh.positions[0].x = std::numeric_limits<double>::quiet_NaN();
    const auto around =
        static_cast<std::uint64_t>(std::count_if(mesh.triangles.begin(), mesh.triangles.end(),
            [](const Triangle& t) { return t[0] == 0 || t[1] == 0 || t[2] == 0; }));
    const auto source = readers::open_scan(world.put("ball.ply", mesh));
    ASSERT_TRUE(source.ok()) << why(source);
    const lod::Place place = [](const lod::SourceShape& shape) -> Result<Placement> {
        EXPECT_LT(shape.bounds.diagonal(), 4);
        Placement placement;
        placement.metres_per_unit = 0.001;
        placement.up = UpAxis::z;
        return placement;
    };
    const Vec3d origin{0, 0.5, 0};
    const auto surface = read_surface(**source, place, origin, nullptr);
    ASSERT_TRUE(surface.ok()) << why(surface);
    EXPECT_EQ(surface->refused_faces, around);
    EXPECT_EQ(surface->triangles.size() + around, mesh.triangles.size());
    const Vec3d p = to_double(to_float(mesh.positions[5]));
    EXPECT_EQ(surface->points[5], (Vec3d{p.x * 0.001, p.z * 0.001 - 0.5, -(p.y * 0.001)}));
}

TEST(ScanSurface, of_no_valid_face_is_refused)
{
    const World world;
    test::SourceMesh mesh = ball(0);
    for (Vec3d& p : mesh.positions)
        p.x = std::numeric_limits<double>::infinity();
    const auto source = readers::open_scan(world.put("ball.ply", mesh));
    ASSERT_TRUE(source.ok()) << why(source);
    const lod::Place place = [](const lod::SourceShape&) -> Result<Placement> {
        return Placement{};
    };
    const auto surface = read_surface(**source, place, {}, nullptr);
    ASSERT_FALSE(surface.ok());
    EXPECT_EQ(surface.error().code(), Errc::malformed);
}

} // namespace
} // namespace stele::ingest
