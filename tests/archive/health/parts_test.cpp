// A surface in parts has the health of the whole, however it is cut.
#include "archive/health/boundary.h"
#include "archive/health/health_json.h"
#include "tests/archive/health/made_mesh.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>

namespace stele::health {
namespace {

GridMesh torn_ball(std::uint64_t seed)
{
    test::Random random(seed);
    GridMesh mesh = ball(4, 1500);
    std::erase_if(mesh.triangles, [&](const Triangle&) { return random.below(15) == 0; });
    return mesh;
}

// Cubes in a lattice that meet in edges and corners.
GridMesh touching_cubes()
{
    GridMesh mesh = made({}, {});
    for (std::int32_t i = 0; i < 27; ++i)
        if (i % 2 == 0)
            add_cube(mesh, {i % 3 * 100, i / 3 % 3 * 100, i / 9 * 100}, 100);
    return welded(mesh);
}

// A ball in a cloud of cubes of all sizes, and triangles on their own.
GridMesh dusty_ball(std::uint64_t seed)
{
    test::Random random(seed);
    GridMesh mesh = ball(3, 400);
    for (std::int32_t i = 0; i < 60; ++i)
        add_cube(mesh, {i % 8 * 100 + 1000, i / 8 * 100, 0}, 1 + std::int32_t(random.below(40)));
    for (std::int32_t i = 0; i < 60; ++i) {
        const auto n = static_cast<std::uint32_t>(mesh.positions.size());
        for (const Vec3i p : {Vec3i{0, 0, 0}, Vec3i{3, 0, 1}, Vec3i{0, 4, 0}})
            mesh.positions.push_back(p + Vec3i{i * 10, -900, 0});
        mesh.triangles.push_back({n, n + 1, n + 2});
    }
    return mesh;
}

GridMesh sheets_of_different_detail()
{
    GridMesh mesh = sheet(40);
    const auto n = static_cast<std::uint32_t>(mesh.positions.size());
    for (std::uint32_t i = 0; i < 10; ++i) {
        mesh.positions.push_back({std::int32_t(i) * 40 + 20, -30, 0});
        mesh.triangles.push_back({i * 4, n + i, i * 4 + 4});
    }
    return mesh;
}

std::vector<std::pair<const char*, GridMesh>> meshes()
{
    GridMesh open = ball(4, 1500);
    open.triangles.resize(open.triangles.size() * 2 / 3);
    GridMesh turned = ball(3, 500);
    for (std::size_t t = 0; t < turned.triangles.size(); t += 7)
        std::swap(turned.triangles[t][0], turned.triangles[t][1]);
    std::vector<std::pair<const char*, GridMesh>> out = {{"closed", ball(4, 1500)}, {"open", open},
        {"turned", turned}, {"torn", torn_ball(1)}, {"torn more", torn_ball(2)},
        {"touching cubes", touching_cubes()}, {"dusty", dusty_ball(3)},
        {"t-junctions", sheets_of_different_detail()}, {"a triangle", sheet(1)}};
    for (std::uint64_t seed = 0; seed < 12; ++seed)
        out.emplace_back("filthy", random_mesh(seed));
    return out;
}

// Vertices without a triangle belong to no part.
GridMesh without_unused(const GridMesh& mesh)
{
    return cut_at_random(mesh, 1, Borders::exact, 0)[0].mesh;
}

void expect_same(const Health& h, const Health& whole)
{
    EXPECT_EQ(h.vertices, whole.vertices);
    EXPECT_EQ(h.triangles, whole.triangles);
    EXPECT_EQ(h.edges, whole.edges);
    EXPECT_EQ(h.boundary_edges, whole.boundary_edges);
    EXPECT_EQ(h.non_manifold_edges, whole.non_manifold_edges);
    EXPECT_EQ(h.non_manifold_vertices, whole.non_manifold_vertices);
    EXPECT_EQ(h.inconsistent_edges, whole.inconsistent_edges);
    EXPECT_EQ(h.t_junctions, whole.t_junctions);
    EXPECT_EQ(h.slivers, whole.slivers);
    EXPECT_EQ(h.area_m2, whole.area_m2);
    EXPECT_EQ(h.volume_m3.has_value(), whole.volume_m3.has_value());
    EXPECT_NEAR(h.volume_m3.value_or(0), whole.volume_m3.value_or(0), 1e-9);
    Health mine = h, theirs = whole;
    mine.volume_m3 = theirs.volume_m3 = 0;
    EXPECT_EQ(print_json(health_json(mine)), print_json(health_json(theirs)));
}

TEST(Parts, have_the_health_of_the_whole)
{
    for (const auto& [name, made] : meshes()) {
        const GridMesh mesh = without_unused(made);
        const Health whole = examine(mesh);
        for (const std::size_t count : {1u, 2u, 7u, 60u})
            for (const Borders borders : {Borders::exact, Borders::some_more, Borders::all}) {
                SCOPED_TRACE(std::string(name) + ", " + std::to_string(count) + " parts, borders " +
                             std::to_string(static_cast<int>(borders)));
                const auto parts = cut_at_random(mesh, count, borders, count + 1);
                expect_same(examine_parts(parts, mesh.grid, facts_of(mesh)), whole);
            }
    }
}

TEST(Parts, have_the_same_health_for_any_number_of_jobs)
{
    for (const auto& [name, mesh] : meshes())
        for (const std::size_t count : {1u, 3u, 20u}) {
            const auto parts = cut_at_random(mesh, count, Borders::some_more, count);
            const Json one = health_json(examine_parts(parts, mesh.grid, facts_of(mesh), 1));
            for (const unsigned jobs : {2u, 4u})
                EXPECT_EQ(
                    print_json(health_json(examine_parts(parts, mesh.grid, facts_of(mesh), jobs))),
                    print_json(one))
                    << name << " " << count << " " << jobs;
        }
}

TEST(Parts, may_meet_in_a_single_corner_or_not_at_all)
{
    GridMesh mesh = cube();
    add_cube(mesh, {1000, 1000, 1000}, 1000);
    const GridMesh near = welded(mesh);
    std::vector<SurfacePart> parts(2);
    for (std::size_t i = 0; i < 2; ++i) {
        parts[i].mesh = made({}, {});
        add_cube(parts[i].mesh, i == 0 ? Vec3i{} : Vec3i{1000, 1000, 1000}, 1000);
        parts[i].border.resize(8);
        parts[i].border[i == 0 ? 7 : 0] = 1;
    }
    const Health h = examine_parts(parts, near.grid, facts_of(near));
    EXPECT_EQ(h.vertices, 15u);
    EXPECT_EQ(h.non_manifold_vertices, 1u);
    EXPECT_EQ(h.pieces.count, 1u);
    EXPECT_NEAR(h.volume_m3.value_or(0), 2, 1e-9);
    parts[1].mesh.positions[0].x -= 1;
    EXPECT_EQ(examine_parts(parts, near.grid, facts_of(near)).pieces.count, 2u);
}

TEST(Parts, may_be_empty_or_none)
{
    const Grid grid = made({}, {}).grid;
    EXPECT_EQ(examine_parts({}, grid, {}).triangles, 0u);
    EXPECT_FALSE(examine_parts({}, grid, {}).closed());
    const SurfacePart whole{cube(), std::vector<std::uint8_t>(8)};
    expect_same(examine_parts({{}, whole, {}}, grid, facts_of(cube())), examine(cube()));
}

TEST(Parts, are_loaded_once_each)
{
    const GridMesh mesh = ball(3, 500);
    const auto parts = cut_at_random(mesh, 9, Borders::exact, 1);
    std::vector<std::atomic<int>> loads(parts.size());
    const LoadPart load = [&](std::size_t part) -> Result<SurfacePart> {
        ++loads[part];
        return parts[part];
    };
    ASSERT_TRUE(examine_surface(parts.size(), load, mesh.grid, facts_of(mesh), {3, 3}).ok());
    for (const auto& count : loads)
        EXPECT_EQ(count, 1);
}

TEST(Parts, that_cannot_be_loaded_are_an_error)
{
    const LoadPart load = [&](std::size_t part) -> Result<SurfacePart> {
        if (part == 3)
            return Error(Errc::io, "part 3 is gone");
        return SurfacePart{cube(), std::vector<std::uint8_t>(8)};
    };
    const auto health = examine_surface(5, load, cube().grid, {}, {2, 2});
    ASSERT_FALSE(health.ok());
    EXPECT_EQ(health.error().code(), Errc::io);
}

TEST(Parts, that_are_torn_everywhere_are_not_traced_which_is_said)
{
    // Triangles on their own, 100 000 a part.
    constexpr std::size_t kParts = 7;
    const LoadPart load = [&](std::size_t part) -> Result<SurfacePart> {
        SurfacePart out;
        for (std::uint32_t i = 0; i < 100'000; ++i) {
            const Vec3i at{std::int32_t(i) * 4, std::int32_t(part) * 4, 0};
            for (const Vec3i p : {Vec3i{0, 0, 0}, Vec3i{2, 0, 0}, Vec3i{0, 2, 0}})
                out.mesh.positions.push_back(at + p);
            out.mesh.triangles.push_back({i * 3, i * 3 + 1, i * 3 + 2});
        }
        out.border.resize(out.mesh.positions.size());
        return out;
    };
    const auto few = examine_surface(1, load, made({}, {}).grid, {}, {2, 2});
    ASSERT_TRUE(few.ok());
    EXPECT_TRUE(few->openings.traced);
    EXPECT_EQ(few->openings.count, 100'000u);
    const auto many = examine_surface(kParts, load, made({}, {}).grid, {}, {2, 2});
    ASSERT_TRUE(many.ok());
    EXPECT_GT(many->boundary_edges, kMostTracedEdges);
    EXPECT_EQ(many->boundary_edges, kParts * 300'000);
    EXPECT_FALSE(many->openings.traced);
    EXPECT_EQ(many->pieces.count, kParts * 100'000);
    EXPECT_EQ(many->pieces.dust, kParts * 100'000);
    EXPECT_EQ(many->pieces.dust_triangles, kParts * 100'000);
    EXPECT_NEAR(many->pieces.dust_share, 1, 1e-12);
    const Findings findings = findings_of(*many);
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings[0].code, "health.openings-not-traced");
    EXPECT_EQ(findings[0].count, kParts * 300'000);
    const Json json = health_json(*many);
    EXPECT_FALSE(json["openings"]["traced"].bool_or(true));
    EXPECT_FALSE(health_from_json(json).openings.traced);
    EXPECT_EQ(print_json(health_json(health_from_json(json))), print_json(json));
}

} // namespace
} // namespace stele::health
