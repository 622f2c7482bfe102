// Spheres, boxes and matrices.
#include "archive/base/geometry.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Enclose, holds_both_spheres)
{
    std::uint32_t state = 1;
    const auto random = [&] {
        state = state * 1664525u + 1013904223u;
        return double(state >> 8) / double(1 << 24) * 20 - 10;
    };
    for (int i = 0; i < 1000; ++i) {
        const Sphere a{{random(), random(), random()}, std::abs(random())};
        const Sphere b{{random(), random(), random()}, std::abs(random())};
        const Sphere e = enclose(a, b);
        EXPECT_LE(length(a.centre - e.centre) + a.radius, e.radius * (1 + 1e-12));
        EXPECT_LE(length(b.centre - e.centre) + b.radius, e.radius * (1 + 1e-12));
    }
}

TEST(Box, is_empty_until_extended)
{
    Box box;
    EXPECT_TRUE(box.empty());
    EXPECT_EQ(box.diagonal(), 0);
    box.extend(Vec3d{1, 2, 3});
    EXPECT_FALSE(box.empty());
    box.extend(Vec3d{4, 6, 3});
    EXPECT_EQ(box.diagonal(), 5);
}

TEST(Mat4, composes_right_to_left)
{
    Mat4 move;
    move.m[12] = 5;
    Mat4 scale;
    scale.m[0] = scale.m[5] = scale.m[10] = 2;
    const Vec3d p = (move * scale).point({1, 1, 1});
    EXPECT_EQ(p, (Vec3d{7, 2, 2}));
    EXPECT_EQ((move * scale).vector({1, 1, 1}), (Vec3d{2, 2, 2}));
}

} // namespace
} // namespace stele
