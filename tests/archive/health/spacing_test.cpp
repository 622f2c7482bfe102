// The spacing of point clouds whose spacing is known.
#include "archive/health/health.h"
#include "archive/health/spacing.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

namespace stele::health {
namespace {

std::vector<Vec3d> lattice(int n, double step)
{
    std::vector<Vec3d> points;
    for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x)
            points.push_back({x * step, y * step, 0});
    return points;
}

TEST(PointSpacing, of_a_lattice_is_its_step)
{
    for (const int n : {2, 20, 300}) {
        std::vector<Vec3d> points = lattice(n, 0.25);
        EXPECT_NEAR(point_spacing(points), 0.25, 1e-12) << n;
    }
}

TEST(PointSpacing, does_not_count_points_at_the_same_place)
{
    std::vector<Vec3d> points = lattice(50, 2);
    const std::vector<Vec3d> copy = points;
    for (int i = 0; i < 3; ++i)
        points.insert(points.end(), copy.begin(), copy.end());
    EXPECT_NEAR(point_spacing(points), 2, 1e-12);
    std::vector<Vec3d> same(100'000, Vec3d{1, 2, 3});
    EXPECT_EQ(point_spacing(same), 0);
    EXPECT_EQ(point_spacing({}), 0);
}

TEST(PointSpacing, of_random_points_is_near_the_true_median)
{
    test::Random random(7);
    std::vector<Vec3d> points(20'000);
    for (Vec3d& p : points)
        p = {random.unit(), random.unit(), 0};
    std::vector<double> nearest;
    for (std::size_t i = 0; i < points.size(); i += 40) {
        double least = 2;
        for (const Vec3d q : points)
            if (!(q == points[i]))
                least = std::min(least, length(q - points[i]));
        nearest.push_back(least);
    }
    std::sort(nearest.begin(), nearest.end());
    const double truth = nearest[nearest.size() / 2];
    EXPECT_NEAR(point_spacing(points), truth, 0.1 * truth);
}

TEST(Health, of_points_has_counts_bounds_and_spacing)
{
    std::vector<Vec3d> points = lattice(100, 5);
    Facts facts;
    facts.is_point_cloud = true;
    facts.placement.metres_per_unit = 0.001;
    facts.bounds_m.extend(Vec3d{0, 0, 0});
    facts.bounds_m.extend(Vec3d{0.495, 0.495, 0});
    const Health h = examine_points(points, facts);
    EXPECT_EQ(h.vertices, 10'000u);
    EXPECT_NEAR(h.point_spacing_m, 0.005, 1e-12);
    EXPECT_FALSE(h.closed());
    const Findings findings = findings_of(h);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].code, "health.point-cloud");
}

} // namespace
} // namespace stele::health
