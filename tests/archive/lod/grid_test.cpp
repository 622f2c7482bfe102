// Gridding: what is kept, what is left out and said, and that nothing moves further than it may.
#include "archive/lod/grid.h"
#include "tests/archive/lod/hierarchy.h"

#include <algorithm>
#include <limits>

namespace stele::test {
namespace {

std::uint64_t count_of(const lod::Gridded& g, const std::string& code)
{
    for (const Finding& f : g.findings)
        if (f.code == code)
            return f.count;
    return 0;
}

TEST(Grid, cube_is_kept_whole)
{
    const lod::Gridded g = grid_of(make_cube());
    EXPECT_EQ(g.mesh.triangles.size(), 12u);
    EXPECT_EQ(g.mesh.positions.size(), 8u);
    EXPECT_TRUE(g.findings.empty());
    EXPECT_DOUBLE_EQ(g.report.bounds.max.x, 1);
}

TEST(Grid, no_vertex_moves_further_than_the_quantisation)
{
    const SourceMesh source = make_height_field(40, 0.1, 0);
    const lod::Gridded g = grid_of(source);
    ASSERT_EQ(g.mesh.triangles.size(), source.triangles.size());
    double worst = 0;
    for (std::size_t t = 0; t < source.triangles.size(); ++t)
        for (std::size_t i = 0; i < 3; ++i)
            worst = std::max(
                worst, length(g.mesh.grid.world_m(g.mesh.positions[g.mesh.triangles[t][i]]) -
                              source.positions[source.triangles[t][i]]));
    EXPECT_LE(worst, g.report.quantisation_m);
    EXPECT_GT(worst, g.report.quantisation_m / 8);
}

TEST(Grid, step_is_a_power_of_two_near_a_64th_of_an_edge)
{
    const lod::Gridded g = grid_of(make_height_field(1000, 0, 0));
    int exponent = 0;
    EXPECT_EQ(std::frexp(g.mesh.grid.step_m, &exponent), 0.5);
    EXPECT_LE(g.mesh.grid.step_m, 0.00142 / 64);
    EXPECT_GT(g.mesh.grid.step_m, 0.001 / 64 / 2.1);
}

TEST(Grid, step_is_small_beside_the_size_of_what_has_few_triangles)
{
    const lod::Gridded g = grid_of(make_cube());
    EXPECT_LE(g.mesh.grid.step_m * 0x1p15, g.report.bounds.size().x);
    EXPECT_GT(g.mesh.grid.step_m * 0x1p16, g.report.bounds.size().x);
}

TEST(Grid, faces_that_say_nothing_are_left_out_and_counted)
{
    SourceMesh m = make_cube();
    const std::uint32_t nan = m.add({std::numeric_limits<double>::quiet_NaN(), 0, 0});
    const std::uint32_t inf = m.add({std::numeric_limits<double>::infinity(), 0, 0});
    m.add({0.5, 0.5, 0.5}); // used by no face
    m.triangles.push_back({0, 1, nan});
    m.triangles.push_back({0, inf, 2});
    m.triangles.push_back({3, 3, 4});
    m.triangles.push_back({2, 1, 0}); // a face turned over
    m.triangles.push_back({0, 1, 99});
    const lod::Gridded g = grid_of(m);
    EXPECT_EQ(g.mesh.triangles.size(), 12u);
    EXPECT_EQ(count_of(g, "scan.non-finite"), 2u);
    EXPECT_EQ(count_of(g, "scan.degenerate-face"), 1u);
    EXPECT_EQ(count_of(g, "scan.duplicate-face"), 1u);
    EXPECT_EQ(count_of(g, "scan.index-out-of-range"), 1u);
    EXPECT_EQ(count_of(g, "scan.unreferenced-vertex"), 3u);
}

TEST(Grid, equal_places_become_one_vertex_with_the_mean_colour)
{
    SourceMesh m;
    for (const Vec3d p : {Vec3d{0, 0, 0}, Vec3d{1, 0, 0}, Vec3d{0, 1, 0}, Vec3d{1, 0, 0},
             Vec3d{0, 0, 0}, Vec3d{0, 0, 1}})
        m.add(p);
    m.colours = {{10, 0, 0, 255}, {0, 0, 0, 255}, {0, 0, 0, 255}, {0, 0, 0, 255}, {21, 0, 0, 255},
        {0, 0, 0, 255}};
    m.triangles = {{0, 1, 2}, {3, 4, 5}};
    const lod::Gridded g = grid_of(m);
    ASSERT_EQ(g.mesh.positions.size(), 4u);
    EXPECT_EQ(g.mesh.colours[g.mesh.triangles[0][0]], (Rgba8{16, 0, 0, 255}));
}

TEST(Grid, huge_extent_coarsens_the_grid_and_says_so)
{
    SourceMesh m = make_height_field(20, 0.1, 0);
    append(m, make_cube(), {1e7, 0, 0});
    const lod::Gridded g = grid_of(m);
    EXPECT_EQ(count_of(g, "grid.coarsened"), 1u);
    for (const Vec3i p : g.mesh.positions)
        EXPECT_LE(std::abs(p.x), 1 << 24);
}

TEST(Grid, far_from_the_origin_keeps_its_detail)
{
    SourceMesh m = make_height_field(20, 0.1, 0);
    for (Vec3d& p : m.positions)
        p += Vec3d{4e6, 5e6, 500};
    const lod::Gridded g = grid_of(m);
    EXPECT_TRUE(g.findings.empty());
    EXPECT_EQ(g.mesh.triangles.size(), 800u);
    EXPECT_LT(
        length(g.mesh.grid.world_m(g.mesh.positions[0]) - m.positions[m.triangles[0][0]]), 0.01);
}

TEST(Grid, z_up_millimetres_become_metres_y_up)
{
    MeshSource source(make_height_field(4, 0.1, 0));
    const auto g = lod::grid_scan(
        source,
        [](const lod::SourceShape&) {
            return Placement{0.001, UpAxis::z, {}, {}};
        },
        {}, nullptr);
    ASSERT_TRUE(g);
    EXPECT_NEAR(g->report.bounds.size().x, 0.001, 1e-9);
    EXPECT_NEAR(g->report.bounds.size().y, 0.001, 1e-9);
    EXPECT_NEAR(g->report.bounds.min.y, 0, 1e-9);
}

TEST(Grid, nothing_valid_is_refused)
{
    SourceMesh m = make_cube();
    m.triangles = {{1, 1, 2}};
    MeshSource degenerate(m);
    const auto place = [](const lod::SourceShape&) { return Placement{}; };
    const auto a = lod::grid_scan(degenerate, place, {}, nullptr);
    ASSERT_FALSE(a);
    EXPECT_EQ(a.error().code(), Errc::malformed);
    m.triangles.clear();
    MeshSource points(m);
    const auto cloud = lod::grid_scan(points, place, {}, nullptr);
    ASSERT_FALSE(cloud);
    EXPECT_EQ(cloud.error().code(), Errc::unsupported);
    MeshSource empty(SourceMesh{});
    const auto b = lod::grid_scan(empty, place, {}, nullptr);
    ASSERT_FALSE(b);
    EXPECT_EQ(b.error().code(), Errc::malformed);
}

} // namespace
} // namespace stele::test
