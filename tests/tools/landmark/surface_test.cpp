// The grid of a patch: lines, holes, counts, and which way the solids face.
#include "tools/landmark/noise.h"
#include "tools/landmark/shape.h"
#include "tools/landmark/surface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace stele::landmark {
namespace {

Patch square(double size)
{
    return {{0, size}, {0, size}, [](double u, double v) { return Sample{{u, v, 0}, {}}; }};
}

// Six times the volume that the patches enclose, by the divergence theorem.
double signed_volume(const Survey& survey, double spacing_m)
{
    double sum = 0;
    for (const Patch& patch : survey) {
        const Grid grid = make_grid(patch, spacing_m);
        for (std::size_t j = 0; j + 1 < grid.v.size(); ++j)
            for (std::size_t i = 0; i + 1 < grid.u.size(); ++i) {
                const Vec3d a = patch.at(grid.u[i], grid.v[j]).position_m;
                const Vec3d b = patch.at(grid.u[i + 1], grid.v[j]).position_m;
                const Vec3d c = patch.at(grid.u[i + 1], grid.v[j + 1]).position_m;
                const Vec3d d = patch.at(grid.u[i], grid.v[j + 1]).position_m;
                sum += dot(a, cross(b, c)) + dot(a, cross(c, d));
            }
    }
    return sum / 6;
}

const Paint kGrey = [](Vec3d) { return Colour{0.5, 0.5, 0.5}; };

} // namespace

TEST(GridLines, reach_both_ends_and_ascend)
{
    const Axis axis{-1, 2, 1, {0.5}, {0.7, 1.9999999, -3, 8}};
    for (const double spacing : {10.0, 0.3, 0.01}) {
        const std::vector<double> lines = grid_lines(axis, spacing);
        EXPECT_EQ(lines.front(), -1);
        EXPECT_EQ(lines.back(), 2);
        for (std::size_t i = 1; i < lines.size(); ++i)
            EXPECT_GT(lines[i], lines[i - 1]);
        EXPECT_THAT(lines, ::testing::Contains(0.5)) << "an edge is always a line";
    }
}

TEST(GridLines, keep_features_that_the_spacing_can_show)
{
    const Axis axis{0, 1, 1, {}, {0.41, 0.43}};
    EXPECT_THAT(grid_lines(axis, 0.02), ::testing::IsSupersetOf({0.41, 0.43}));
    EXPECT_THAT(grid_lines(axis, 5), ::testing::ElementsAre(0, 1));
}

TEST(Grid, drops_unseen_cells_and_their_vertices)
{
    Patch patch = square(1);
    const Grid whole = make_grid(patch, 0.1);
    EXPECT_EQ(whole.triangle_count, 200u);
    EXPECT_EQ(whole.vertex_count, 121u);
    patch.unseen = [](double u, double) { return u > 0.5; };
    const Grid half = make_grid(patch, 0.1);
    EXPECT_EQ(half.triangle_count, 100u);
    EXPECT_EQ(half.vertex_count, 66u);
}

TEST(FindSpacing, meets_the_count_in_spite_of_holes)
{
    Survey survey{square(3), square(7)};
    survey[1].unseen = [](double u, double v) { return std::hypot(u - 3.5, v - 3.5) < 3; };
    const double spacing = find_spacing(survey, 20'000);
    std::uint64_t count = 0;
    for (const Patch& patch : survey)
        count += make_grid(patch, spacing).triangle_count;
    EXPECT_NEAR(double(count), 20'000, 1'000);
}

TEST(Solids, face_outwards)
{
    Survey bar;
    add_bar(bar, {{1, 2, 3}, {1, 4, 3}, {1, 0, 0}, 0.5, 0.25}, kGrey);
    EXPECT_NEAR(signed_volume(bar, 0.1), 2 * 0.5 * 0.25, 1e-9);

    Survey ball;
    add_ball(ball, {{4, 0, 1}, {1, 2, 1}}, kGrey);
    EXPECT_NEAR(signed_volume(ball, 0.1), 4.0 / 3 * std::numbers::pi * 2, 0.2);

    Survey tube;
    add_tube(tube,
        {[](double t) {
             return Vec3d{3 * t, 0, 0};
         },
            [](double t) { return 0.5 * std::sin(std::numbers::pi * t); }, 3.0},
        kGrey);
    EXPECT_NEAR(signed_volume(tube, 0.05), 3 * std::numbers::pi * 0.25 / 2, 0.05);
}

TEST(SideFrame, looks_out_of_each_side)
{
    for (int side = 0; side < 4; ++side) {
        const Frame frame = side_frame(side, 2, 1);
        EXPECT_EQ(cross(frame.right, frame.up), frame.out);
        EXPECT_EQ(dot(frame.origin, frame.out), 2);
        EXPECT_EQ(frame.origin.y, 1);
    }
}

TEST(Noise, stays_in_its_range_and_is_smooth)
{
    for (int i = 0; i < 2000; ++i) {
        const Vec3d p{i * 0.37, i * -0.21, i * 0.11};
        EXPECT_LE(std::abs(noise(p)), 1);
        EXPECT_NEAR(noise(p), noise(p + Vec3d{1e-6, 0, 0}), 1e-4);
    }
}

} // namespace stele::landmark
