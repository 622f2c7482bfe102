// What the drape says of a triangle holds for the points of it, whatever the surfaces.
#include "archive/lod/distance.h"
#include "archive/lod/drape.h"
#include "archive/lod/simplify.h"
#include "tests/archive/lod/hierarchy.h"

namespace stele::test {
namespace {

using Triangles = std::vector<Triangle>;
using Points = std::vector<Vec3d>;

struct Found {
    std::uint32_t triangle = 0;
    double distance = Box::kInf;
};

Found nearest(Vec3d p, const Points& points, const Triangles& triangles)
{
    Found best;
    for (std::uint32_t t = 0; t < triangles.size(); ++t) {
        const Triangle& k = triangles[t];
        const double d =
            length(p - lod::closest_point(p, points[k[0]], points[k[1]], points[k[2]]));
        if (d < best.distance)
            best = {t, d};
    }
    return best;
}

double furthest_of(
    const Triangle& t, const Points& points, const Points& target, const Triangles& to)
{
    constexpr int kDensity = 6;
    double worst = 0;
    for (int i = 0; i <= kDensity; ++i)
        for (int j = 0; i + j <= kDensity; ++j) {
            const Vec3d p = points[t[0]] * (double(i) / kDensity) +
                            points[t[1]] * (double(j) / kDensity) +
                            points[t[2]] * (double(kDensity - i - j) / kDensity);
            worst = std::max(worst, nearest(p, target, to).distance);
        }
    return worst;
}

struct Surfaces {
    Points before, after;
    Triangles over, under;
};

struct Told {
    double laid = 0, covered = 0; // shares
    double moved = 0, limit = 0;
};

// Drapes with a limit of slack times what the vertices need, and checks what is said of it.
Told expect_truth(const Surfaces& s, double slack)
{
    std::vector<std::uint32_t> triangle(s.before.size(), 0);
    std::vector<double> distance(s.before.size(), 0);
    Told told;
    for (const Triangle& t : s.over)
        for (const std::uint32_t v : t) {
            const Found f = nearest(s.before[v], s.after, s.under);
            triangle[v] = f.triangle;
            distance[v] = f.distance;
            told.limit = std::max(told.limit, f.distance * slack);
        }
    lod::Adjacency over, under;
    over.build(s.before.size(), s.over);
    under.build(s.after.size(), s.under);
    lod::Drape drape;
    told.moved = drape.lay(
        {{s.before, s.over}, over, triangle, distance, {s.after, s.under}, under, told.limit});
    EXPECT_LE(told.moved, told.limit);
    for (std::size_t t = 0; t < s.over.size(); ++t)
        if (drape.laid()[t] != 0) {
            told.laid += 1 / double(s.over.size());
            EXPECT_LE(furthest_of(s.over[t], s.before, s.after, s.under), told.limit + 1e-6);
        }
    for (std::size_t t = 0; t < s.under.size(); ++t)
        if (drape.covered()[t] != 0) {
            told.covered += 1 / double(s.under.size());
            EXPECT_LE(furthest_of(s.under[t], s.after, s.before, s.over), told.limit + 1e-6);
        }
    return told;
}

Surfaces simplified(SourceMesh source, std::size_t divisor)
{
    const GridMesh mesh = grid_of(std::move(source)).mesh;
    const std::vector<std::uint8_t> locked(mesh.positions.size(), 0);
    lod::CollapseScratch scratch;
    lod::Simplified out;
    simplify({mesh.positions, mesh.colours, mesh.normals, mesh.triangles, locked},
        mesh.triangles.size() / divisor, scratch, out);
    Surfaces s{{}, {}, mesh.triangles, out.triangles};
    for (const Vec3i p : mesh.positions)
        s.before.push_back(to_double(p));
    for (const Vec3i p : out.positions)
        s.after.push_back(to_double(p));
    return s;
}

TEST(Drape, tells_the_truth_of_rough_smooth_open_and_tangled_surfaces)
{
    for (const double slack : {1.0, 1.25, 3.0})
        for (const std::size_t divisor : {2u, 5u}) {
            expect_truth(simplified(make_height_field(12, 0.15, 0), divisor), slack);
            expect_truth(simplified(make_height_field(14, 0.05, 0.15), divisor), slack);
            expect_truth(simplified(make_sphere(2, 0.02), divisor), slack);
            expect_truth(simplified(make_two_sheets(8), divisor), slack);
            expect_truth(simplified(make_non_manifold(8), divisor), slack);
        }
}

// Triangles taken away from either side leave holes that nothing may be said to cover.
TEST(Drape, tells_the_truth_where_one_side_has_holes)
{
    for (std::size_t hole = 0; hole < 30; ++hole) {
        Surfaces s = simplified(make_height_field(8, 0.1, 0), 2);
        auto& from = hole % 2 == 0 ? s.over : s.under;
        for (std::size_t i = 0; i < 1 + hole % 4; ++i)
            from.erase(from.begin() + std::ptrdiff_t(hole * 7 % from.size()));
        expect_truth(s, 1.25);
    }
}

// The vertex at the middle is the same on both sides; above, a sector around it is missing.
TEST(Drape, does_not_count_turns_around_a_vertex_on_the_rim)
{
    for (std::size_t missing = 0; missing < 6; ++missing)
        for (std::uint32_t start = 0; start < 6; ++start) {
            Surfaces s;
            s.before = s.after = {{0, 0, 0}, {16, 0, 0}, {8, 14, 0}, {-8, 14, 0}, {-16, 0, 0},
                {-8, -14, 0}, {8, -14, 0}};
            for (std::uint32_t i = 0; i < 6; ++i) {
                const std::uint32_t j = (i + start) % 6;
                s.under.push_back({0, 1 + j, 1 + (j + 1) % 6});
                if (i != missing)
                    s.over.push_back({0, 1 + i, 1 + (i + 1) % 6});
            }
            for (Vec3d& p : s.before)
                p.z = p == Vec3d{} ? 0 : 0.5;
            expect_truth(s, 1.25);
        }
}

// Else it would be slow.
TEST(Drape, lays_and_covers_most_of_a_scanned_surface)
{
    const Told told = expect_truth(simplified(make_height_field(24, 0.02, 0), 2), 1.25);
    EXPECT_GT(told.laid, 0.9);
    EXPECT_GT(told.covered, 0.6);
}

} // namespace
} // namespace stele::test
