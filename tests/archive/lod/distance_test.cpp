// The certified distance against brute force: never below, and not far above.
#include "archive/lod/distance.h"
#include "archive/lod/simplify.h"
#include "tests/archive/lod/hierarchy.h"

#include <algorithm>

namespace stele::test {
namespace {

struct Pair {
    std::vector<Vec3d> before, after;
    std::vector<Triangle> input;
    lod::Simplified output;
    lod::Correspondence from_in, from_out;
};

Pair simplified_pair(SourceMesh source, std::size_t divisor)
{
    Pair p;
    const GridMesh mesh = grid_of(std::move(source)).mesh;
    const std::vector<std::uint8_t> locked(mesh.positions.size(), 0);
    lod::CollapseScratch scratch;
    simplify({mesh.positions, mesh.colours, mesh.normals, mesh.triangles, locked},
        mesh.triangles.size() / divisor, scratch, p.output);
    p.input = mesh.triangles;
    for (const Vec3i v : mesh.positions)
        p.before.push_back(to_double(v));
    for (const Vec3i v : p.output.positions)
        p.after.push_back(to_double(v));
    p.from_in.triangle.assign(p.input.size(), lod::Correspondence::kNone);
    p.from_in.same.assign(p.input.size(), 0);
    for (std::uint32_t t = 0; t < p.output.triangles.size(); ++t) {
        p.from_in.triangle[p.output.origin[t]] = t;
        p.from_in.same[p.output.origin[t]] = p.output.touched[t] == 0;
        p.from_out.same.push_back(p.output.touched[t] == 0);
    }
    p.from_out.triangle = p.output.origin;
    return p;
}

double brute_force(const std::vector<Vec3d>& points, const std::vector<Triangle>& from,
    const std::vector<Vec3d>& target, const std::vector<Triangle>& to, int density)
{
    double worst = 0;
    for (const Triangle& t : from)
        for (int i = 0; i <= density; ++i)
            for (int j = 0; i + j <= density; ++j) {
                const Vec3d p = points[t[0]] * (double(i) / density) +
                                points[t[1]] * (double(j) / density) +
                                points[t[2]] * (double(density - i - j) / density);
                double least = Box::kInf;
                for (const Triangle& k : to) {
                    const Vec3d d =
                        p - lod::closest_point(p, target[k[0]], target[k[1]], target[k[2]]);
                    least = std::min(least, dot(d, d));
                }
                worst = std::max(worst, least);
            }
    return std::sqrt(worst);
}

void expect_certified(const Pair& p)
{
    lod::DistanceMeter meter;
    const lod::TwoSidedDistance d = meter.measure(
        {p.before, p.input}, p.from_in, {p.after, p.output.triangles}, p.from_out, 0.125);
    const double truth = std::max(brute_force(p.before, p.input, p.after, p.output.triangles, 5),
        brute_force(p.after, p.output.triangles, p.before, p.input, 7));
    EXPECT_GE(d.bound, truth - 1e-6);
    EXPECT_LE(d.seen, d.bound);
    EXPECT_LE(d.bound, std::max(1.26 * d.seen, 0.126));
    EXPECT_LE(d.bound, 1.6 * std::max(truth, 0.125));
}

TEST(Distance, bounds_a_noisy_surface)
{
    expect_certified(simplified_pair(make_height_field(16, 0.1, 0), 2));
    expect_certified(simplified_pair(make_height_field(16, 0.1, 0), 6));
}

TEST(Distance, bounds_a_surface_with_holes)
{
    expect_certified(simplified_pair(make_height_field(18, 0.05, 0.1), 3));
}

TEST(Distance, bounds_a_smooth_closed_surface)
{
    expect_certified(simplified_pair(make_sphere(3, 0), 2));
    expect_certified(simplified_pair(make_sphere(3, 0), 8));
}

TEST(Distance, bounds_two_sheets)
{
    expect_certified(simplified_pair(make_two_sheets(12), 3));
}

TEST(Distance, bounds_a_non_manifold_surface)
{
    expect_certified(simplified_pair(make_non_manifold(10), 3));
}

// In steps of 1/2^15 of its side: the points of a straight border are on the grid to half a step.
TEST(Distance, a_plane_simplified_is_at_the_distance_of_a_few_steps)
{
    Pair p = simplified_pair(make_height_field(20, 0, 0), 8);
    lod::DistanceMeter meter;
    EXPECT_LE(meter
                  .measure({p.before, p.input}, p.from_in, {p.after, p.output.triangles},
                      p.from_out, 0.125)
                  .bound,
        4);
}

TEST(Distance, of_unrelated_surfaces_is_found_without_hints)
{
    const std::vector<Vec3d> a{{0, 0, 0}, {10, 0, 0}, {0, 10, 0}};
    const std::vector<Vec3d> b{{0, 0, 7}, {10, 0, 3}, {0, 10, 3}};
    const std::vector<Triangle> t{{0, 1, 2}};
    const lod::Correspondence none{{lod::Correspondence::kNone}, {0}};
    lod::DistanceMeter meter;
    const lod::TwoSidedDistance d = meter.measure({a, t}, none, {b, t}, none, 0);
    EXPECT_GE(d.bound, 7 - 1e-9);
    EXPECT_LE(d.bound, 7 * 1.26);
}

} // namespace
} // namespace stele::test
