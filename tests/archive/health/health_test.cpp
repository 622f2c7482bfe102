// Bills of health of things whose health is known by hand.
#include "tests/archive/health/made_mesh.h"

#include <gtest/gtest.h>

namespace stele::health {
namespace {

TEST(Health, of_a_cube_is_perfect)
{
    const Health h = examine(cube());
    EXPECT_TRUE(h.closed());
    EXPECT_EQ(h.vertices, 8u);
    EXPECT_EQ(h.triangles, 12u);
    EXPECT_EQ(h.edges, 18u);
    EXPECT_EQ(h.openings.count, 0u);
    EXPECT_EQ(h.non_manifold_edges + h.non_manifold_vertices + h.inconsistent_edges, 0u);
    EXPECT_NEAR(h.area_m2, 6, 1e-9);
    ASSERT_TRUE(h.volume_m3);
    EXPECT_NEAR(*h.volume_m3, 1, 1e-9);
    EXPECT_EQ(h.pieces.count, 1u);
    EXPECT_DOUBLE_EQ(h.pieces.largest_share, 1);
    EXPECT_NEAR(h.points_per_m2, 8.0 / 6, 1e-9);
    EXPECT_TRUE(findings_of(h).empty());
}

TEST(Health, of_a_cube_without_a_lid_has_one_opening_of_four_edges)
{
    const Health h = examine(cube_without_lid());
    EXPECT_FALSE(h.closed());
    EXPECT_EQ(h.boundary_edges, 4u);
    EXPECT_EQ(h.openings.count, 1u);
    EXPECT_EQ(h.openings.rims, 1u);
    EXPECT_NEAR(h.openings.longest_m, 4, 1e-9);
    EXPECT_NEAR(h.openings.total_m, 4, 1e-9);
    EXPECT_EQ(h.openings.longest_at_m, (Vec3d{0.5, 0.5, 1}));
    EXPECT_FALSE(h.volume_m3);
}

TEST(Health, of_an_inside_out_cube_has_a_negative_volume)
{
    GridMesh mesh = cube();
    for (Triangle& t : mesh.triangles)
        std::swap(t[0], t[1]);
    const Health h = examine(mesh);
    EXPECT_TRUE(h.closed());
    EXPECT_EQ(h.inconsistent_edges, 0u);
    EXPECT_NEAR(h.volume_m3.value_or(0), -1, 1e-9);
}

TEST(Health, of_a_cube_with_one_turned_triangle_has_three_inconsistent_edges)
{
    GridMesh mesh = cube();
    std::swap(mesh.triangles[4][0], mesh.triangles[4][1]);
    const Health h = examine(mesh);
    EXPECT_TRUE(h.closed());
    EXPECT_EQ(h.inconsistent_edges, 3u);
    EXPECT_FALSE(h.volume_m3);
}

TEST(Health, of_two_cubes_that_share_an_edge_has_one_non_manifold_edge)
{
    GridMesh mesh = cube();
    add_cube(mesh, {1000, 1000, 0}, 1000);
    const Health h = examine(welded(mesh));
    EXPECT_TRUE(h.closed());
    EXPECT_EQ(h.non_manifold_edges, 1u);
    EXPECT_EQ(h.non_manifold_vertices, 0u) << "its ends are explained by the edge";
    EXPECT_EQ(h.pieces.count, 1u);
    EXPECT_NEAR(h.volume_m3.value_or(0), 2, 1e-9);
}

TEST(Health, of_two_cubes_that_share_a_corner_has_one_non_manifold_vertex)
{
    GridMesh mesh = cube();
    add_cube(mesh, {1000, 1000, 1000}, 1000);
    const Health h = examine(welded(mesh));
    EXPECT_EQ(h.non_manifold_edges, 0u);
    EXPECT_EQ(h.non_manifold_vertices, 1u);
}

TEST(Health, of_a_moebius_strip_has_one_opening_and_no_consistent_side)
{
    // Seven squares round a ring with half a turn.
    GridMesh mesh = made({}, {});
    constexpr std::uint32_t kSquares = 7;
    for (std::uint32_t i = 0; i < kSquares; ++i)
        for (const double side : {-1.0, 1.0}) {
            const double turn = 2 * 3.14159265358979 * i / kSquares;
            const double r = 1000 + side * 300 * std::cos(turn / 2);
            mesh.positions.push_back({std::int32_t(std::lround(r * std::cos(turn))),
                std::int32_t(std::lround(r * std::sin(turn))),
                std::int32_t(std::lround(side * 300 * std::sin(turn / 2)))});
        }
    for (std::uint32_t i = 0; i < kSquares; ++i) {
        const bool last = i + 1 == kSquares; // joined crosswise
        const std::uint32_t a = i * 2, b = a + 1;
        const std::uint32_t c = last ? 1 : a + 2, d = last ? 0 : a + 3;
        mesh.triangles.push_back({a, c, b});
        mesh.triangles.push_back({b, c, d});
    }
    const Health h = examine(mesh);
    EXPECT_EQ(h.openings.count, 1u);
    EXPECT_EQ(h.boundary_edges, 2 * kSquares);
    EXPECT_EQ(h.inconsistent_edges, 1u);
    EXPECT_EQ(h.non_manifold_edges + h.non_manifold_vertices, 0u);
}

TEST(Health, counts_dust_by_its_share_of_the_area)
{
    GridMesh mesh = cube(1000);       // 6 m^2
    add_cube(mesh, {2000, 0, 0}, 30); // 0.0054 m^2: dust
    add_cube(mesh, {0, 2000, 0}, 40); // 0.0096 m^2: a piece
    const Health h = examine(mesh);
    EXPECT_EQ(h.pieces.count, 3u);
    EXPECT_EQ(h.pieces.dust, 1u);
    EXPECT_EQ(h.pieces.dust_triangles, 12u);
    EXPECT_NEAR(h.pieces.dust_share, 0.0054 / 6.015, 1e-6);
    EXPECT_NEAR(h.pieces.largest_share, 6 / 6.015, 1e-6);
}

TEST(Health, knows_the_step_of_a_float_far_from_the_origin)
{
    GridMesh mesh = sheet(4);
    mesh.grid.origin_m = {500'000, 4'000'000, 30};
    const Health h = examine(mesh);
    EXPECT_NEAR(h.farthest_m, 4'000'000, 1);
    EXPECT_EQ(h.float_step_m, 0.25) << "2^21 to 2^22 has 24 bits down to 2^-2";
    EXPECT_NEAR(h.median_edge_m, 0.01, 0.00005);
    EXPECT_NEAR(h.p95_edge_m, 0.01414, 0.00006);

    Facts in_millimetres = facts_of(mesh);
    in_millimetres.placement.metres_per_unit = 0.001;
    EXPECT_NEAR(examine_mesh(mesh, in_millimetres).float_step_m, 0.256, 1e-9);
}

TEST(Health, compares_texture_and_mesh)
{
    const GridMesh mesh = sheet(10);
    Facts facts = facts_of(mesh);
    EXPECT_EQ(examine_mesh(mesh, facts).texture_finer_by(), 0);
    facts.texel_m = 0.001;
    EXPECT_NEAR(examine_mesh(mesh, facts).texture_finer_by(), 10, 0.05);
}

TEST(Health, is_the_same_for_any_number_of_jobs)
{
    GridMesh mesh = ball(5, 4000);
    mesh.triangles.resize(mesh.triangles.size() * 2 / 3);
    const Health one = examine_mesh(mesh, facts_of(mesh), 1);
    const Health four = examine_mesh(mesh, facts_of(mesh), 4);
    EXPECT_EQ(one.edges, four.edges);
    EXPECT_EQ(one.median_edge_m, four.median_edge_m);
    EXPECT_EQ(one.openings.longest_m, four.openings.longest_m);
    EXPECT_EQ(one.area_m2, four.area_m2);
    EXPECT_EQ(one.t_junctions, four.t_junctions);
}

} // namespace
} // namespace stele::health
