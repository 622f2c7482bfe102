// The orbit camera.
#include "renderer/frame/camera.h"

#include <gtest/gtest.h>

namespace stele::frame {
namespace {

Box unit_box()
{
    Box box;
    box.extend(Vec3d{-1, -2, -1});
    box.extend(Vec3d{1, 2, 1});
    return box;
}

Vec2d project(const stream::View& view, Vec3d p)
{
    const Vec3d d = p - view.eye_m;
    const double z = dot(view.forward, d);
    return {view.width / 2.0 + view.focal_px() * dot(view.right, d) / z,
        view.height / 2.0 - view.focal_px() * dot(view.up, d) / z};
}

TEST(OrbitCamera, home_shows_every_corner)
{
    for (const double aspect : {0.5, 1.0, 2.0}) {
        const auto camera = OrbitCamera::home(unit_box(), aspect);
        const stream::View view = camera.view(static_cast<std::uint32_t>(400 * aspect), 400);
        for (int i = 0; i < 8; ++i) {
            const Vec2d p = project(view,
                {(i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 2.0 : -2.0, (i & 4) != 0 ? 1.0 : -1.0});
            EXPECT_GT(p.x, 0);
            EXPECT_LT(p.x, view.width);
            EXPECT_GT(p.y, 0);
            EXPECT_LT(p.y, view.height);
        }
    }
}

TEST(OrbitCamera, axes_are_orthonormal_and_right_handed_everywhere)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    for (int i = 0; i < 100; ++i) {
        camera.orbit(0.7, i % 2 == 0 ? 0.4 : -0.3);
        const stream::View view = camera.view(100, 100);
        EXPECT_NEAR(length(view.right), 1, 1e-12);
        EXPECT_NEAR(length(view.up), 1, 1e-12);
        EXPECT_NEAR(dot(view.right, view.up), 0, 1e-12);
        EXPECT_NEAR(length(cross(view.right, view.up) + view.forward), 0, 1e-12);
        EXPECT_NEAR(
            length(view.eye_m + view.forward * camera.distance_m - camera.target_m), 0, 1e-9);
    }
}

TEST(OrbitCamera, elevation_beyond_the_limit_settles_back)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    for (int i = 0; i < 50; ++i)
        camera.orbit(0, 0.2);
    EXPECT_GT(camera.elevation_rad, OrbitCamera::kMaxElevation);
    EXPECT_LT(camera.elevation_rad, 1.58 + 0.2);
    int steps = 0;
    while (!camera.settle(0.3))
        ASSERT_LT(++steps, 100);
    EXPECT_EQ(camera.elevation_rad, OrbitCamera::kMaxElevation);
}

TEST(OrbitCamera, pan_moves_the_target_with_the_pointer)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    const Vec3d marked = camera.target_m;
    camera.pan(30, -20, 400);
    const Vec2d p = project(camera.view(400, 400), marked);
    EXPECT_NEAR(p.x, 200 + 30, 1e-6);
    EXPECT_NEAR(p.y, 200 - 20, 1e-6);
}

TEST(OrbitCamera, zoom_to_keeps_the_point_in_its_place)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    const Vec3d point{0.5, 1, 0.7};
    const Vec2d before = project(camera.view(400, 400), point);
    camera.zoom_to(point, 2);
    const Vec2d after = project(camera.view(400, 400), point);
    EXPECT_NEAR(before.x, after.x, 1e-6);
    EXPECT_NEAR(before.y, after.y, 1e-6);
}

TEST(OrbitCamera, zoom_stops_at_its_limits)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    for (int i = 0; i < 200; ++i)
        camera.zoom(2);
    EXPECT_GT(camera.distance_m, 0);
    EXPECT_GT(camera.view(1, 1).near_m, 0);
    for (int i = 0; i < 400; ++i)
        camera.zoom(0.5);
    EXPECT_LE(camera.distance_m, 20 * unit_box().diagonal());
}

} // namespace
} // namespace stele::frame
