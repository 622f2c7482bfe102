// Holes are told apart, and T-junctions found where they are.
#include "archive/health/openings.h"
#include "tests/archive/health/made_mesh.h"

#include <gtest/gtest.h>

namespace stele::health {
namespace {

// Without the two triangles of the square (x, y).
GridMesh sheet_without(std::uint32_t n, const std::vector<std::pair<unsigned, unsigned>>& squares)
{
    GridMesh mesh = sheet(n);
    std::vector<Triangle> kept;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        const std::size_t square = t / 2;
        const bool gone = std::any_of(squares.begin(), squares.end(),
            [&](const auto& s) { return square == s.second * n + s.first; });
        if (!gone)
            kept.push_back(mesh.triangles[t]);
    }
    mesh.triangles = kept;
    return mesh;
}

TEST(Openings, of_a_sheet_are_its_rim_and_its_holes)
{
    const Health h = examine(sheet_without(10, {{2, 2}, {5, 5}, {5, 6}}));
    EXPECT_EQ(h.openings.count, 3u);
    EXPECT_EQ(h.openings.rims, 1u);
    EXPECT_EQ(h.openings.holes(), 2u);
    EXPECT_NEAR(h.openings.longest_m, 0.4, 1e-9);
    EXPECT_NEAR(h.openings.longest_hole_m, 0.06, 1e-9);
    EXPECT_NEAR(h.openings.longest_hole_at_m.x, 0.055, 1e-9);
    EXPECT_NEAR(h.openings.longest_hole_at_m.y, 0.06, 1e-9);
    EXPECT_NEAR(h.openings.total_m, 0.4 + 0.04 + 0.06, 1e-9);
}

TEST(Openings, that_touch_in_a_corner_are_two)
{
    const Health h = examine(sheet_without(10, {{4, 4}, {5, 5}}));
    EXPECT_EQ(h.openings.holes(), 2u);
    EXPECT_NEAR(h.openings.longest_hole_m, 0.04, 1e-9);
    EXPECT_EQ(h.non_manifold_vertices, 1u);
}

TEST(Openings, do_not_count_the_outline_of_a_flap)
{
    // Three sheets that meet in one edge, like a half-open book with a leaf.
    const GridMesh mesh = made({{0, 0, 0}, {0, 100, 0}, {100, 0, 0}, {-100, 0, 0}, {0, 0, 100}},
        {{0, 1, 2}, {0, 1, 3}, {0, 1, 4}});
    const Health h = examine(mesh);
    EXPECT_EQ(h.non_manifold_edges, 1u);
    EXPECT_EQ(h.boundary_edges, 6u);
    EXPECT_EQ(h.openings.count, 1u) << "around two of the leaves";
    EXPECT_EQ(h.openings.flaps, 1u) << "the third";
    EXPECT_NEAR(h.openings.longest_flap_m, 0.1 + 0.1 * std::sqrt(2.0), 1e-9);
    EXPECT_NEAR(h.openings.total_m, 2 * (0.1 + 0.1 * std::sqrt(2.0)), 1e-9);
}

TEST(TJunctions, are_found_where_two_sheets_meet_with_different_detail)
{
    // One long edge below, ten short ones above.
    GridMesh mesh = sheet(10);
    const auto n = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.positions.push_back({50, -50, 0});
    mesh.triangles.push_back({0, n, 10});
    EXPECT_EQ(examine(mesh).t_junctions, 9u);
}

TEST(TJunctions, are_not_the_ends_nor_the_third_corner_nor_a_neighbour_farther_off)
{
    EXPECT_EQ(examine(sheet(10)).t_junctions, 0u);
    const GridMesh sliver = made({{0, 0, 0}, {100, 0, 0}, {50, 1, 0}}, {{0, 1, 2}});
    EXPECT_EQ(examine(sliver).t_junctions, 0u);
    // A second sheet three steps away, its vertices opposite the middle of edges.
    GridMesh apart = sheet(10);
    const auto n = static_cast<std::uint32_t>(apart.positions.size());
    for (const Vec3i p : {Vec3i{5, -3, 0}, Vec3i{15, -3, 0}, Vec3i{10, -20, 0}})
        apart.positions.push_back(p);
    apart.triangles.push_back({n, n + 2, n + 1});
    EXPECT_EQ(examine(apart).t_junctions, 0u);
    apart.positions[n] = {5, -2, 0};
    EXPECT_EQ(examine(apart).t_junctions, 1u);
}

} // namespace
} // namespace stele::health
