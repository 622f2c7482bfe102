// What the simplifier promises about one group.
#include "archive/lod/chain.h"
#include "archive/lod/coarsen.h"
#include "archive/lod/simplify.h"
#include "tests/archive/lod/hierarchy.h"

#include <algorithm>
#include <set>

namespace stele::test {
namespace {

struct Patch {
    GridMesh mesh;
    std::vector<std::uint8_t> locked;
    lod::Surface surface() const
    {
        return {mesh.positions, mesh.colours, mesh.normals, mesh.triangles, locked};
    }
    bool is_kept_by(const lod::Simplified& out) const
    {
        lod::Adjacency before, after;
        before.build(mesh.positions.size(), mesh.triangles);
        after.build(mesh.positions.size(), out.triangles);
        return keeps_boundary(surface(), before, after);
    }
};

// Vertices nearer than width to the square's sides x = 0 and x = 1 are locked.
Patch patch_of(SourceMesh source, double width)
{
    Patch p;
    p.mesh = grid_of(std::move(source)).mesh;
    for (const Vec3i v : p.mesh.positions) {
        const double x = p.mesh.grid.world_m(v).x;
        p.locked.push_back(x < width || x > 1 - width ? 1 : 0);
    }
    return p;
}

TEST(Simplify, reaches_half_and_keeps_the_boundary_chain)
{
    for (const double holes : {0.0, 0.05}) {
        const Patch p = patch_of(make_height_field(40, 0.05, holes), 0.001);
        lod::CollapseScratch scratch;
        lod::Simplified out;
        simplify(p.surface(), p.mesh.triangles.size() / 2, scratch, out);
        EXPECT_LE(out.triangles.size(), p.mesh.triangles.size() / 2);
        EXPECT_GE(out.triangles.size() + 2, p.mesh.triangles.size() / 2);
        EXPECT_TRUE(p.is_kept_by(out));
    }
}

TEST(Simplify, locked_vertices_stay_where_they_are)
{
    const Patch p = patch_of(make_height_field(40, 0.05, 0.05), 0.1);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify(p.surface(), 10, scratch, out);
    std::set<std::uint32_t> used;
    for (const Triangle& t : out.triangles)
        used.insert(t.begin(), t.end());
    for (std::uint32_t v = 0; v < p.locked.size(); ++v)
        if (p.locked[v] != 0) {
            EXPECT_EQ(out.positions[v], p.mesh.positions[v]);
            EXPECT_EQ(out.colours[v], p.mesh.colours[v]);
        }
    // The far sides' border is still there, edge for edge.
    EXPECT_TRUE(p.is_kept_by(out));
}

TEST(Simplify, output_has_no_degenerate_duplicate_or_coincident_parts)
{
    const Patch p = patch_of(make_non_manifold(30), 0.05);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify(p.surface(), p.mesh.triangles.size() / 4, scratch, out);
    std::set<std::set<std::uint32_t>> faces;
    std::set<std::uint32_t> used;
    for (const Triangle& t : out.triangles) {
        EXPECT_EQ(std::set<std::uint32_t>(t.begin(), t.end()).size(), 3u);
        EXPECT_TRUE(faces.insert({t.begin(), t.end()}).second);
        used.insert(t.begin(), t.end());
    }
    std::set<Vec3i> places;
    for (const std::uint32_t v : used)
        EXPECT_TRUE(places.insert(out.positions[v]).second);
}

TEST(Simplify, flat_border_does_not_erode)
{
    const Patch p = patch_of(make_height_field(40, 0, 0), -1);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify(p.surface(), 100, scratch, out);
    double area = 0;
    for (const Triangle& t : out.triangles) {
        const Vec3d a = p.mesh.grid.world_m(out.positions[t[0]]);
        area += length(cross(p.mesh.grid.world_m(out.positions[t[1]]) - a,
                    p.mesh.grid.world_m(out.positions[t[2]]) - a)) /
                2;
    }
    EXPECT_NEAR(area, 1, 0.002);
}

TEST(Simplify, untouched_triangles_are_their_origin)
{
    const Patch p = patch_of(make_height_field(30, 0.1, 0), 0.2);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify(p.surface(), p.mesh.triangles.size() / 2, scratch, out);
    std::size_t untouched = 0;
    for (std::size_t t = 0; t < out.triangles.size(); ++t) {
        if (out.touched[t] != 0)
            continue;
        ++untouched;
        EXPECT_EQ(out.triangles[t], p.mesh.triangles[out.origin[t]]);
        for (const std::uint32_t v : out.triangles[t])
            EXPECT_EQ(out.positions[v], p.mesh.positions[v]);
    }
    EXPECT_GT(untouched, 0u);
}

// Colours that change evenly cost nothing; a line across the plane stays where it is.
TEST(Simplify, painted_line_on_a_plane_stays_sharp)
{
    SourceMesh source = make_height_field(40, 0, 0);
    source.colours.clear();
    for (const Vec3d p : source.positions)
        source.colours.push_back(p.x < 0.5 ? Rgba8{0, 0, 0, 255} : Rgba8{255, 255, 255, 255});
    const Patch p = patch_of(std::move(source), -1);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify(p.surface(), p.mesh.triangles.size() / 4, scratch, out);
    std::size_t wrong = 0, used = 0;
    std::set<std::uint32_t> seen;
    for (const Triangle& t : out.triangles)
        seen.insert(t.begin(), t.end());
    for (const std::uint32_t v : seen) {
        const double x = p.mesh.grid.world_m(out.positions[v]).x;
        if (std::abs(x - 0.5) < 0.03)
            continue;
        ++used;
        wrong += std::abs(int(out.colours[v].r) - (x < 0.5 ? 0 : 255)) > 16 ? 1u : 0u;
    }
    EXPECT_GT(used, 100u);
    EXPECT_EQ(wrong, 0u);
}

TEST(Fit, vertex_yields_towards_what_lies_above_it)
{
    const std::vector<Vec3d> points{{0, 0, 0}, {9, 0, 0}, {0, 9, 0}};
    const std::vector<Triangle> triangles{{0, 1, 2}};
    const std::vector<std::uint8_t> dead(1, 0);
    const std::vector<std::uint32_t> near{0};
    std::vector<lod::Pull> pulls(3);
    add_pull({points, {}, triangles, dead}, near, {3, 3, 6}, {}, pulls);
    for (const lod::Pull& pull : pulls) {
        EXPECT_NEAR(pull.move.z, 2, 1e-12);
        EXPECT_NEAR(length(pull.move), 2, 1e-12);
        EXPECT_GT(pull.step().z, 0);
    }
    std::vector<lod::Pull> beside(3);
    add_pull({points, {}, triangles, dead}, near, {-3, 3, 0}, {}, beside);
    for (const lod::Pull& pull : beside)
        EXPECT_EQ(pull.weight, 0);
}

TEST(Boundary, a_face_moved_off_locked_vertices_is_noticed)
{
    const Patch p = patch_of(make_height_field(20, 0.05, 0), 2); // all locked
    lod::Simplified out;
    out.positions = p.mesh.positions;
    out.triangles = p.mesh.triangles;
    EXPECT_TRUE(p.is_kept_by(out));
    out.triangles.pop_back();
    EXPECT_FALSE(p.is_kept_by(out));
}

TEST(Coarsen, reduces_dust_and_keeps_the_boundary_chain)
{
    const Patch p = patch_of(make_dust(500), 0.05);
    lod::Simplified out;
    coarsen(p.surface(), p.mesh.triangles.size() / 2, out);
    EXPECT_LE(out.triangles.size(), p.mesh.triangles.size() / 2);
    EXPECT_FALSE(out.triangles.empty());
    EXPECT_TRUE(p.is_kept_by(out));
}

} // namespace
} // namespace stele::test
