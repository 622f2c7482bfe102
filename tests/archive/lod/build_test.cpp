// The builder on surfaces of every kind: sound by check(), closed in every cut, certified, the same
// for any jobs.
#include "tests/archive/lod/soundness.h"

#include <algorithm>
#include <map>

namespace stele::test {
namespace {

using Edge = std::pair<Vec3i, Vec3i>;

// Edges that are not matched by the same edge the other way.
std::size_t open_edges(const std::vector<std::array<Vec3i, 3>>& triangles)
{
    std::vector<std::pair<Edge, int>> edges;
    for (const auto& t : triangles)
        for (std::size_t i = 0; i < 3; ++i) {
            const Vec3i a = t[i], b = t[(i + 1) % 3];
            edges.push_back(a < b ? std::pair{Edge{a, b}, 1} : std::pair{Edge{b, a}, -1});
        }
    std::sort(
        edges.begin(), edges.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    std::size_t open = 0;
    for (std::size_t i = 0, j = 0; i < edges.size(); i = j) {
        int net = 0;
        for (j = i; j < edges.size() && edges[j].first == edges[i].first; ++j)
            net += edges[j].second;
        open += net != 0 ? 1 : 0;
    }
    return open;
}

TEST(Build, tiny_cube_is_a_terminal_group)
{
    const Hierarchy h = hierarchy_of(make_cube());
    expect_sound(h);
    EXPECT_EQ(h.groups.size(), 1u);
    EXPECT_TRUE(h.groups[0].terminal);
}

TEST(Build, sphere_is_sound)
{
    expect_sound(hierarchy_of(make_sphere(6, 0.1)));
}

TEST(Build, smooth_sphere_is_sound)
{
    expect_sound(hierarchy_of(make_sphere(6, 0)));
}

TEST(Build, plane_costs_nothing)
{
    const Hierarchy h = hierarchy_of(make_height_field(120, 0, 0));
    expect_sound(h);
    for (const LodGroup& g : h.groups)
        EXPECT_TRUE(g.terminal || g.error.geometric_m <= 2 * h.source.grid.step_m);
}

TEST(Build, height_field_with_holes_is_sound)
{
    expect_sound(hierarchy_of(make_height_field(160, 0.05, 0.08)));
}

// Erosion of the border is a distance like any other: from the source's border to what is drawn.
TEST(Build, open_border_erodes_no_more_than_the_stored_error)
{
    SourceMesh bowl = make_sphere(6, 0.05);
    std::erase_if(bowl.triangles, [&](const Triangle& t) {
        return bowl.positions[t[0]].y + bowl.positions[t[1]].y + bowl.positions[t[2]].y > 0;
    });
    const Hierarchy h = hierarchy_of(std::move(bowl));
    expect_sound(h);
    std::map<Edge, int> sides;
    for (const auto& t : source_triangles(h))
        for (std::size_t i = 0; i < 3; ++i) {
            const Vec3i a = t[i], b = t[(i + 1) % 3];
            ++sides[a < b ? Edge{a, b} : Edge{b, a}];
        }
    Random random(3);
    for (const double keep : {0.0, 0.5}) {
        const Cut cut = cut_of(h, random_active(h, random, keep));
        const Meter to_cut(cut.triangles);
        double sum = 0, count = 0;
        for (const auto& [edge, uses] : sides) {
            if (uses != 1)
                continue;
            const double d = to_cut.to((to_double(edge.first) + to_double(edge.second)) * 0.5) *
                             h.source.grid.step_m;
            EXPECT_LE(d, cut.error_m);
            sum += d;
            ++count;
        }
        ASSERT_GT(count, 100);
        EXPECT_LT(sum / count, cut.error_m / 4); // and mostly far less
    }
}

TEST(Build, two_sheets_are_sound)
{
    expect_sound(hierarchy_of(make_two_sheets(110)));
}

TEST(Build, soup_converges_to_a_root)
{
    expect_sound(hierarchy_of(make_soup(40000, 0.02)));
}

TEST(Build, dust_converges_to_a_root)
{
    expect_sound(hierarchy_of(make_dust(25000)));
}

TEST(Build, knot_of_random_triangles_converges_to_a_root)
{
    expect_sound(hierarchy_of(make_knot(5000, 30000)));
}

TEST(Build, book_of_pages_around_one_edge_converges_to_a_root)
{
    expect_sound(hierarchy_of(make_book(20000)));
}

TEST(Build, non_manifold_edges_and_flipped_faces_are_sound)
{
    expect_sound(hierarchy_of(make_non_manifold(80)));
}

TEST(Build, borders_simplified_onto_the_same_places_are_sound)
{
    expect_sound(hierarchy_of(make_fan_of_sheets(24, 120, 16)));
}

TEST(Build, strip_is_sound)
{
    expect_sound(hierarchy_of(make_strip(30000)));
}

// More than one brick, so more than one stage.
TEST(Build, neither_jobs_nor_memory_change_the_groups_and_bricks_are_sound)
{
    const SourceMesh mesh = make_height_field(200, 0.03, 0.01);
    const Hierarchy one = hierarchy_of(mesh, {1, lod::kDefaultMemory, 8192});
    expect_sound(one);
    for (const unsigned jobs : {2u, 4u})
        expect_same(one, hierarchy_of(mesh, {jobs, lod::kDefaultMemory, 8192}));
    expect_same(one, hierarchy_of(mesh, {2, 1u << 20, 8192})); // nearly everything on disk
}

// A few triangles far away: all the others lie in one cell of the first lattice.
TEST(Build, crowded_cells_are_cut_again)
{
    SourceMesh mesh = make_height_field(100, 0.03, 0);
    append(mesh, make_cube(), {1e4, 0, 0});
    const GriddedMesh g = grid_of(mesh, {2, lod::kDefaultMemory, 4096});
    EXPECT_GT(g.gridded.bricks.bricks(), 4u);
    EXPECT_EQ(g.mesh.triangles.size(), mesh.triangles.size());
    expect_sound(hierarchy_of(std::move(mesh), {2, lod::kDefaultMemory, 4096}));
}

// All centres at one place: no lattice can tell the triangles apart.
TEST(Build, triangles_around_one_centre_converge_to_a_root)
{
    SourceMesh mesh;
    Random random(3);
    for (int i = 0; i < 9000; ++i) {
        const Vec3d a{random.unit(), random.unit(), random.unit()};
        const Vec3d b{random.unit(), random.unit(), random.unit()};
        const std::uint32_t first = mesh.add(a);
        mesh.add(b);
        mesh.add(-a - b);
        mesh.triangles.push_back({first, first + 1, first + 2});
    }
    expect_sound(hierarchy_of(std::move(mesh), {2, lod::kDefaultMemory, 2048}));
}

TEST(Build, cancelled_build_says_so)
{
    Cancel cancel;
    cancel.requested = true;
    lod::BuildOptions options;
    options.cancel = &cancel;
    KeepGroups sink;
    GriddedMesh source = grid_of(make_sphere(6, 0.1));
    const auto report = lod::build(source.gridded, *source.workspace, options, sink);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code(), Errc::cancelled);
}

// The signed sum over a cluster of random numbers for its edges: zero, but for one chance in 2^64,
// only if every edge is matched. It is linear, so a cut costs one addition a cluster.
std::uint64_t signature(const LodGroup& g, const LodCluster& c)
{
    std::uint64_t sum = 0;
    for (std::uint32_t t = 0; t < c.triangle_count; ++t)
        for (std::size_t i = 0; i < 3; ++i) {
            const Triangle& k = g.triangles[c.first_triangle + t];
            const Vec3i a = g.positions[k[i]], b = g.positions[k[(i + 1) % 3]];
            const Vec3i low = a < b ? a : b, high = a < b ? b : a;
            std::uint64_t h = 1;
            for (const std::int32_t x : {low.x, low.y, low.z, high.x, high.y, high.z})
                h = Random(h + std::uint64_t(std::uint32_t(x))).next();
            sum += a < b ? h : ~h + 1;
        }
    return sum;
}

TEST(Cut, random_cuts_of_a_closed_surface_are_closed)
{
    for (const Hierarchy& h :
        {hierarchy_of(make_sphere(6, 0.15)), hierarchy_of(make_sphere(6, 0))}) {
        ASSERT_EQ(open_edges(source_triangles(h)), 0u);
        std::vector<std::vector<std::uint64_t>> signatures;
        for (const LodGroup& g : h.groups) {
            signatures.emplace_back();
            for (const LodCluster& c : g.clusters)
                signatures.back().push_back(signature(g, c));
        }
        Random random(21);
        for (int i = 0; i < 5000; ++i) {
            const auto active = random_active(h, random, 0.5 + 0.5 * random.unit());
            if (i % 500 == 0) {
                ASSERT_EQ(open_edges(cut_of(h, active).triangles), 0u);
            }
            std::uint64_t sum = 0;
            for (const LodGroup& g : h.groups)
                for (std::size_t c = 0; c < g.clusters.size() && active[g.key.value]; ++c)
                    if (g.clusters[c].refined.is_none() || !active[g.clusters[c].refined.value])
                        sum += signatures[g.key.value][c];
            ASSERT_EQ(sum, 0u) << i;
        }
    }
}

TEST(Cut, is_within_its_certified_distance_both_ways)
{
    const Hierarchy h = hierarchy_of(make_height_field(160, 0.05, 0.01));
    const auto source = source_triangles(h);
    const Meter to_source(source);
    Random random(31);
    for (int i = 0; i < 12; ++i) {
        const Cut cut = cut_of(h, random_active(h, random, i == 0 ? 0 : random.unit()));
        const Meter to_cut(cut.triangles);
        const double step = h.source.grid.step_m;
        // Level 0 itself is exact on the grid; its share of the error is the rounding before.
        EXPECT_LE(sampled(cut.triangles, to_source, 4000) * step, cut.error_m);
        EXPECT_LE(sampled(source, to_cut, 4000) * step, cut.error_m);
    }
}

TEST(Cut, error_shrinks_as_the_cut_refines)
{
    const Hierarchy h = hierarchy_of(make_sphere(6, 0.1));
    Random random(1);
    const Cut root = cut_of(h, random_active(h, random, 0));
    const Cut all = cut_of(h, std::vector<bool>(h.groups.size(), true));
    EXPECT_EQ(all.triangles.size(), h.source.triangles.size());
    EXPECT_LT(root.triangles.size(), all.triangles.size() / 2);
    EXPECT_LT(all.error_m, root.error_m);
}

} // namespace
} // namespace stele::test
