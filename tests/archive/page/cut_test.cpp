// Uniform cuts: complete, within their budget, honest about their error.
#include "archive/page/cut.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

namespace stele::page {
namespace {

struct Stored {
    test::TempDir dir;
    std::optional<AssetFile> asset;

    explicit Stored(std::uint32_t tiles)
    {
        test::SampleOptions o;
        o.tiles = tiles;
        EXPECT_TRUE(test::write_sample(o, dir.path()));
        asset = *AssetFile::open(open_in(dir.path()));
    }
};

// The sheet's area seen from above, in cells: every complete cut covers each cell once.
double covered_cells(const GridMesh& mesh)
{
    double twice = 0;
    for (const Triangle& t : mesh.triangles) {
        const Vec3i a = mesh.positions[t[0]], b = mesh.positions[t[1]], c = mesh.positions[t[2]];
        twice += double(b.z - a.z) * (c.x - a.x) - double(b.x - a.x) * (c.z - a.z);
    }
    return twice / 200;
}

TEST(Cut, without_limits_it_is_the_source)
{
    const Stored stored(8);
    const auto cut = choose_cut(*stored.asset, {});
    ASSERT_TRUE(cut) << cut.error().text();
    EXPECT_EQ(cut->triangles, stored.asset->index().asset.source_triangles);
    EXPECT_EQ(cut->certified_m, stored.asset->index().asset.quantisation_m);
    const auto mesh = cut_mesh(*stored.asset, *cut);
    ASSERT_TRUE(mesh) << mesh.error().text();
    EXPECT_EQ(mesh->triangles.size(), cut->triangles);
    EXPECT_EQ(mesh->positions.size(), stored.asset->index().asset.source_vertices);
    EXPECT_EQ(mesh->colours.size(), mesh->positions.size());
    EXPECT_EQ(covered_cells(*mesh), 128.0 * 128);
}

TEST(Cut, every_budget_is_kept_and_covers_the_sheet)
{
    const Stored stored(8);
    std::uint64_t before = 0;
    for (const std::uint64_t budget : {std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{3000},
             std::uint64_t{9000}, std::uint64_t{20000}, std::uint64_t{32767}}) {
        CutOptions options;
        options.max_triangles = budget;
        const auto cut = choose_cut(*stored.asset, options);
        ASSERT_TRUE(cut);
        EXPECT_LE(cut->triangles, std::max<std::uint64_t>(budget, 512));
        EXPECT_GE(cut->triangles, before);
        before = cut->triangles;
        const auto mesh = cut_mesh(*stored.asset, *cut);
        ASSERT_TRUE(mesh);
        EXPECT_EQ(mesh->triangles.size(), cut->triangles);
        EXPECT_EQ(covered_cells(*mesh), 128.0 * 128);
    }
    EXPECT_GT(before, 30000u);
}

TEST(Cut, the_error_asked_for_bounds_the_certified_error)
{
    const Stored stored(8);
    for (const double error : {0.0005, 0.0015, 0.003, 0.1}) {
        CutOptions options;
        options.max_error_m = error;
        const auto cut = choose_cut(*stored.asset, options);
        ASSERT_TRUE(cut);
        EXPECT_LE(cut->certified_m, std::max(error, stored.asset->index().asset.quantisation_m));
        EXPECT_EQ(covered_cells(*cut_mesh(*stored.asset, *cut)), 128.0 * 128);
    }
}

TEST(Cut, by_geometry_keeps_the_error_that_it_was_given)
{
    const Stored stored(8);
    std::uint64_t before = 0;
    for (const double error : {1.0, 0.02, 0.01, 0.005, 0.001, 0.0}) {
        CutOptions options;
        options.metric = CutMetric::geometry;
        options.max_error_m = error;
        const auto cut = choose_cut(*stored.asset, options);
        ASSERT_TRUE(cut);
        EXPECT_LE(cut->certified_m, std::max(error, stored.asset->index().asset.quantisation_m));
        EXPECT_GE(cut->triangles, before);
        before = cut->triangles;
        options.metric = CutMetric::looks;
        EXPECT_GE(choose_cut(*stored.asset, options)->triangles, cut->triangles);
        EXPECT_EQ(covered_cells(*cut_mesh(*stored.asset, *cut)), 128.0 * 128);
    }
    EXPECT_EQ(before, stored.asset->index().asset.source_triangles);
}

} // namespace
} // namespace stele::page
