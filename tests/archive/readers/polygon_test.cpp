// Polygons become triangles that cover them once.
#include "archive/readers/polygon.h"

#include <gtest/gtest.h>

#include <numbers>

namespace stele::readers {
namespace {

using Pieces = std::vector<std::array<std::uint32_t, 3>>;

Pieces divide(const std::vector<Vec3f>& corners, Cover cover = Cover::exact)
{
    Pieces pieces;
    triangulate(corners, cover, pieces);
    return pieces;
}

Vec3f area(const std::vector<Vec3f>& corners, const std::array<std::uint32_t, 3>& t)
{
    return cross(corners[t[1]] - corners[t[0]], corners[t[2]] - corners[t[0]]) * 0.5f;
}

// Every piece turns as the whole does, and together they have its area.
void expect_covered(const std::vector<Vec3f>& corners)
{
    const Pieces pieces = divide(corners);
    EXPECT_EQ(pieces.size(), corners.size() - 2);
    Vec3f whole;
    for (std::size_t i = 0; i < corners.size(); ++i)
        whole += cross(corners[i], corners[(i + 1) % corners.size()]) * 0.5f;
    float sum = 0;
    for (const auto& piece : pieces) {
        EXPECT_GE(dot(area(corners, piece), whole), -1e-5f);
        sum += length(area(corners, piece));
    }
    EXPECT_NEAR(sum, length(whole), 1e-4f * length(whole));
}

TEST(Polygon, a_convex_one_is_a_fan_from_its_first_corner)
{
    const std::vector<Vec3f> square{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}};
    EXPECT_EQ(divide(square), (Pieces{{0, 1, 2}, {0, 2, 3}}));
}

TEST(Polygon, a_concave_quad_is_cut_at_its_inner_corner_wherever_that_stands)
{
    std::vector<Vec3f> arrow{{0, 0, 1.5f}, {2, -2, 1}, {0, 2, 2}, {-2, -2, 1}};
    for (int turn = 0; turn < 4; ++turn) {
        expect_covered(arrow);
        std::rotate(arrow.begin(), arrow.begin() + 1, arrow.end());
    }
    std::reverse(arrow.begin(), arrow.end());
    expect_covered(arrow);
}

TEST(Polygon, stars_combs_and_corners_in_line_are_covered)
{
    std::vector<Vec3f> star, comb;
    for (int i = 0; i < 50; ++i) {
        const double angle = i * std::numbers::pi / 25, radius = i % 2 == 0 ? 1 : 0.3;
        star.push_back({float(radius * std::cos(angle)), float(radius * std::sin(angle)), 5});
    }
    comb = {{40, -1, 0}, {40, 0, 0}};
    for (int i = 39; i >= 0; --i)
        comb.push_back({float(i), i % 2 == 0 ? 0.0f : 8.0f, 0});
    comb.push_back({0, -1, 0});
    expect_covered(star);
    expect_covered(comb);
    expect_covered({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {2, 2, 0}, {0, 2, 0}});
    // A hole joined to the rim by a cut: two corners stand twice.
    expect_covered({{0, 0, 0}, {4, 0, 0}, {4, 4, 0}, {0, 4, 0}, {0, 0, 0}, {1, 1, 0}, {1, 3, 0},
        {3, 3, 0}, {3, 1, 0}, {1, 1, 0}});
}

TEST(Polygon, what_no_plane_orders_still_gives_its_triangles)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(divide({{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}).size(), 3u);
    EXPECT_EQ(divide({{0, 0, 0}, {nan, 0, 0}, {1, 1, 0}, {0, 1, 0}}).size(), 2u);
    EXPECT_EQ(divide({{0, 0, 0}, {1, 1, 0}, {1, 0, 0}, {0, 1, 0}}).size(), 2u); // crossed
    EXPECT_EQ(divide({{0, 0, 0}, {3, 0, 0}, {0, 1, 0}, {-1, 0, 9}}, Cover::fan),
        (Pieces{{0, 1, 2}, {0, 2, 3}}));
}

} // namespace
} // namespace stele::readers
