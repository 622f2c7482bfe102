// Deviations that are known without measuring: spheres in spheres, planes above planes.
#include "archive/lod/deviation.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace stele::test {
namespace {

std::vector<double> measured(
    const std::vector<lod::SurfaceSample>& samples, const SourceMesh& target, unsigned jobs = 2)
{
    const lod::SurfaceTree tree(target.positions, target.triangles);
    auto distances = lod::distances_to(tree, samples, jobs, nullptr);
    EXPECT_TRUE(distances.ok());
    return distances ? std::move(*distances) : std::vector<double>();
}

SourceMesh plane_at(double y)
{
    SourceMesh m = make_height_field(8, 0, 0);
    for (Vec3d& p : m.positions)
        p.y = y;
    return m;
}

TEST(Deviation, of_a_plane_above_a_plane_is_its_height)
{
    const SourceMesh low = plane_at(0), high = plane_at(0.125);
    for (const auto& samples : {lod::sample_area(high.positions, high.triangles, 1000, 1),
             lod::sample_corners(high.positions, high.triangles, 1000)}) {
        const lod::Deviation d = lod::summarise(measured(samples, low));
        EXPECT_EQ(d.samples, samples.size());
        for (const double value : {d.rms, d.mean, d.p95, d.p99, d.max})
            EXPECT_NEAR(value, 0.125, 1e-12);
    }
}

TEST(Deviation, of_a_sphere_in_a_sphere_lies_between_the_radii_and_the_chords)
{
    const SourceMesh inner = make_sphere(5, 0);
    SourceMesh outer = inner;
    for (Vec3d& p : outer.positions)
        p = p * 1.25;
    // The flat triangles of the inner sphere lie this much within it, at most.
    double chord = 0;
    for (const Triangle& t : inner.triangles)
        chord = std::max(chord,
            1 - length(inner.positions[t[0]] + inner.positions[t[1]] + inner.positions[t[2]]) / 3);
    const auto corners = lod::sample_corners(outer.positions, outer.triangles, 1u << 20);
    ASSERT_EQ(corners.size(), outer.positions.size());
    const lod::Deviation inward = lod::summarise(measured(corners, inner));
    EXPECT_NEAR(inward.max, 0.25, 2 * chord);
    EXPECT_GE(inward.max, 0.25 - 1e-12);
    EXPECT_NEAR(inward.rms, 0.25, 2 * chord);
    const auto area = lod::sample_area(inner.positions, inner.triangles, 5000, 3);
    const lod::Deviation outward = lod::summarise(measured(area, outer));
    EXPECT_NEAR(outward.mean, 0.25, 3 * chord);
    EXPECT_LE(outward.mean, outward.rms);
    EXPECT_LE(outward.rms, outward.p99);
    EXPECT_LE(outward.p95, outward.p99);
    EXPECT_LE(outward.p99, outward.max);
}

TEST(Deviation, of_a_bump_is_seen_from_the_side_that_has_it)
{
    const SourceMesh flat = plane_at(0);
    SourceMesh bumped = flat;
    bumped.positions[40].y = 0.5; // in the middle
    const auto all = [](const SourceMesh& m) {
        return lod::sample_corners(m.positions, m.triangles, 1000);
    };
    EXPECT_EQ(lod::summarise(measured(all(bumped), flat)).max, 0.5);
    EXPECT_LT(lod::summarise(measured(all(flat), bumped)).max, 0.5);
}

TEST(Deviation, ranks_are_nearest_ranks)
{
    std::vector<double> hundred(100);
    std::iota(hundred.begin(), hundred.end(), 1);
    std::reverse(hundred.begin(), hundred.end());
    const lod::Deviation d = lod::summarise(hundred);
    EXPECT_EQ(d.p95, 95);
    EXPECT_EQ(d.p99, 99);
    EXPECT_EQ(d.max, 100);
    EXPECT_EQ(d.mean, 50.5);
    const lod::Deviation one = lod::summarise({7});
    EXPECT_EQ(one.p95, 7);
    EXPECT_EQ(one.rms, 7);
    EXPECT_EQ(lod::summarise({}).samples, 0u);
}

TEST(Deviation, area_samples_fall_evenly_and_on_their_triangles)
{
    SourceMesh mesh; // a large and a small triangle: 4 to 1
    for (const Vec3d p : {Vec3d{0, 0, 0}, Vec3d{2, 0, 0}, Vec3d{0, 2, 0}, Vec3d{9, 0, 0},
             Vec3d{10, 0, 0}, Vec3d{9, 1, 0}})
        mesh.add(p);
    mesh.triangles = {{0, 1, 2}, {0, 0, 1}, {3, 4, 5}};
    const auto samples = lod::sample_area(mesh.positions, mesh.triangles, 1000, 9);
    ASSERT_EQ(samples.size(), 1000u);
    EXPECT_EQ(std::count_if(
                  samples.begin(), samples.end(), [](const auto& s) { return s.triangle == 0; }),
        800);
    Vec3d sum;
    for (const auto& s : samples)
        if (s.triangle == 0)
            sum += s.position;
    EXPECT_NEAR(sum.x / 800, 2.0 / 3, 0.04);
    EXPECT_NEAR(sum.y / 800, 2.0 / 3, 0.04);
    EXPECT_LT(lod::summarise(measured(samples, mesh)).max, 1e-12);
    mesh.triangles = {{0, 0, 1}};
    EXPECT_TRUE(lod::sample_area(mesh.positions, mesh.triangles, 10, 9).empty());
}

TEST(Deviation, corner_samples_are_spread_over_the_used_points)
{
    SourceMesh mesh = make_sphere(4, 0.1);
    mesh.add({9, 9, 9}); // used by nothing
    const auto few = lod::sample_corners(mesh.positions, mesh.triangles, 100);
    EXPECT_EQ(few.size(), 100u);
    for (const auto& s : few) {
        const Triangle& t = mesh.triangles[s.triangle];
        EXPECT_TRUE(std::any_of(
            t.begin(), t.end(), [&](std::uint32_t v) { return mesh.positions[v] == s.position; }));
    }
    EXPECT_EQ(lod::sample_corners(mesh.positions, mesh.triangles, 1u << 20).size(),
        mesh.positions.size() - 1);
}

TEST(Deviation, is_the_same_for_any_number_of_threads)
{
    const SourceMesh from = make_sphere(6, 0.1), to = make_sphere(4, 0.1);
    const auto samples = lod::sample_area(from.positions, from.triangles, 20000, 5);
    const auto one = measured(samples, to, 1);
    EXPECT_EQ(one, measured(samples, to, 2));
    EXPECT_EQ(one, measured(samples, to, 5));
    const auto again = lod::sample_area(from.positions, from.triangles, 20000, 5);
    EXPECT_EQ(one, measured(again, to, 2));
}

TEST(Deviation, ends_when_cancelled)
{
    const SourceMesh mesh = make_sphere(3, 0);
    const lod::SurfaceTree tree(mesh.positions, mesh.triangles);
    Cancel cancel;
    cancel.requested = true;
    const auto samples = lod::sample_area(mesh.positions, mesh.triangles, 100, 5);
    const auto distances = lod::distances_to(tree, samples, 2, &cancel);
    ASSERT_FALSE(distances.ok());
    EXPECT_EQ(distances.error().code(), Errc::cancelled);
}

} // namespace
} // namespace stele::test
