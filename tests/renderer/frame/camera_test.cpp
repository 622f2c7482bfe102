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

Vec3d corner(int i)
{
    return {(i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 2.0 : -2.0, (i & 4) != 0 ? 1.0 : -1.0};
}

void expect_all_in_view(const View& view)
{
    for (int i = 0; i < 8; ++i) {
        const Vec2d p = view.project(corner(i));
        EXPECT_GT(p.x, 0);
        EXPECT_LT(p.x, view.width);
        EXPECT_GT(p.y, 0);
        EXPECT_LT(p.y, view.height);
        EXPECT_GT(view.depth_m(corner(i)), view.near_m);
    }
}

TEST(OrbitCamera, home_shows_every_corner)
{
    for (const double aspect : {0.5, 1.0, 2.0}) {
        const auto camera = OrbitCamera::home(unit_box(), aspect);
        expect_all_in_view(camera.view(static_cast<std::uint32_t>(400 * aspect), 400));
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
    const Vec2d p = camera.view(400, 400).project(marked);
    EXPECT_NEAR(p.x, 200 + 30, 1e-6);
    EXPECT_NEAR(p.y, 200 - 20, 1e-6);
}

TEST(OrbitCamera, zoom_to_keeps_the_point_in_its_place)
{
    for (const auto projection : {Projection::perspective, Projection::orthographic}) {
        auto camera = OrbitCamera::home(unit_box(), 1, projection);
        const Vec3d point{0.5, 1, 0.7};
        const Vec2d before = camera.view(400, 400).project(point);
        const double scale = camera.metres_per_px(400);
        camera.zoom_to(point, 2);
        const Vec2d after = camera.view(400, 400).project(point);
        EXPECT_NEAR(before.x, after.x, 1e-6);
        EXPECT_NEAR(before.y, after.y, 1e-6);
        EXPECT_NEAR(camera.metres_per_px(400) * 2, scale, 1e-12);
    }
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

TEST(OrbitCamera, both_projections_agree_in_the_plane_of_the_target)
{
    auto camera = OrbitCamera::home(unit_box(), 1.5);
    camera.orbit(0.6, 0.3);
    camera.pan(20, 10, 400);
    const View perspective = camera.view(600, 400);
    camera.projection = Projection::orthographic;
    const View orthographic = camera.view(600, 400);
    for (const auto& [right, up] : {std::pair{0.0, 0.0}, {0.4, 0.1}, {-0.3, 0.8}}) {
        const Vec3d p = camera.target_m + perspective.right * right + perspective.up * up;
        const Vec2d a = perspective.project(p), b = orthographic.project(p);
        EXPECT_NEAR(a.x, b.x, 1e-9);
        EXPECT_NEAR(a.y, b.y, 1e-9);
    }
    const Vec3d nearer = camera.target_m + perspective.right * 0.4 - perspective.forward;
    EXPECT_GT(perspective.project(nearer).x, orthographic.project(nearer).x + 4);
    EXPECT_NEAR(orthographic.px_per_m(0.1) * camera.metres_per_px(400), 1, 1e-12);
}

TEST(OrbitCamera, what_is_projected_comes_back_from_its_pixel_and_depth)
{
    for (const auto projection : {Projection::perspective, Projection::orthographic}) {
        auto camera = OrbitCamera::home(unit_box(), 1.5, projection);
        camera.orbit(2, 0.5);
        const View view = camera.view(600, 400);
        for (int i = 0; i < 8; ++i) {
            const Vec3d back = view.unproject(view.project(corner(i)), view.depth_m(corner(i)));
            EXPECT_NEAR(length(back - corner(i)), 0, 1e-12);
        }
    }
}

TEST(OrbitCamera, an_orthographic_view_cuts_nothing_away_however_near_it_is)
{
    auto camera = OrbitCamera::home(unit_box(), 1, Projection::orthographic);
    camera.orbit(0.4, 0.2);
    for (int i = 0; i < 12; ++i, camera.zoom(2)) {
        const View view = camera.view(400, 400);
        for (int c = 0; c < 8; ++c) {
            EXPECT_GT(view.depth_m(corner(c)), view.near_m);
            EXPECT_LT(view.depth_m(corner(c)), view.far_m);
        }
        EXPECT_LT(view.far_m - view.near_m, 2 * unit_box().diagonal()); // floats stay precise
        EXPECT_NEAR(view.depth_of_encoded(1), view.near_m, 1e-12);
        EXPECT_NEAR(view.depth_of_encoded(0), view.far_m, 1e-12);
    }
}

TEST(OrbitCamera, standard_views_look_along_the_axes_and_show_the_whole)
{
    using enum StandardView;
    const std::pair<StandardView, Vec3d> from[] = {{front, {0, 0, 1}}, {back, {0, 0, -1}},
        {left, {-1, 0, 0}}, {right, {1, 0, 0}}, {top, {0, 1, 0}}, {bottom, {0, -1, 0}}};
    for (const auto projection : {Projection::perspective, Projection::orthographic})
        for (int i = 0; i < kStandardViews; ++i) {
            const auto standard = static_cast<StandardView>(i);
            auto camera = OrbitCamera::home(unit_box(), 1.5, projection);
            camera.zoom(7);
            camera.look_from(direction_of(standard), 1.5);
            expect_all_in_view(camera.view(600, 400));
            EXPECT_TRUE(camera.settle(0.5)) << name_of(standard);
            EXPECT_EQ(standard_view_named(name_of(standard)), standard);
            if (standard != three_quarter) {
                EXPECT_NEAR(length(camera.view(1, 1).forward + from[i].second), 0, 1e-12);
            }
        }
    // Unfolded as drawings are: seen from the top, the front is the lower edge of the picture.
    auto camera = OrbitCamera::home(unit_box(), 1);
    camera.look_from(direction_of(top), 1);
    EXPECT_GT(camera.view(400, 400).project({0, 2, 1}).y, 200);
    camera.look_from(direction_of(bottom), 1);
    EXPECT_LT(camera.view(400, 400).project({0, -2, 1}).y, 200);
    EXPECT_FALSE(standard_view_named("Front"));
}

TEST(OrbitCamera, from_below_the_limits_wait_until_the_camera_is_back)
{
    auto camera = OrbitCamera::home(unit_box(), 1);
    camera.look_from(direction_of(StandardView::bottom), 1);
    camera.orbit(0, 0.4);
    EXPECT_TRUE(camera.settle(1));
    EXPECT_NEAR(camera.elevation_rad, -1.1707963, 1e-6); // where the hand left it
    camera.orbit(0, 1.5);
    camera.orbit(0, -0.9);
    camera.settle(1);
    EXPECT_EQ(camera.elevation_rad, OrbitCamera::kMinElevation);
}

TEST(OrbitCamera, recentring_keeps_the_direction_comes_nearer_and_ends_somewhere)
{
    for (const auto projection : {Projection::perspective, Projection::orthographic}) {
        auto camera = OrbitCamera::home(unit_box(), 1, projection);
        camera.orbit(0.4, 0.1);
        const Vec3d point{0.3, 1.2, 1};
        double last = camera.distance_m;
        for (int i = 0; i < 30; ++i) {
            const Vec3d forward = camera.view(1, 1).forward;
            camera.recentre(point);
            EXPECT_EQ(camera.target_m, point);
            EXPECT_NEAR(length(camera.view(1, 1).forward - forward), 0, 1e-12);
            EXPECT_LE(camera.distance_m, last * (1 + 1e-12));
            EXPECT_GT(camera.distance_m, last * 0.4);
            last = camera.distance_m;
        }
        EXPECT_NEAR(last, 0.05 * unit_box().diagonal(), 1e-9);
        camera.zoom(4); // nearer than recentring goes by itself: it stays there
        last = camera.distance_m;
        camera.recentre(point);
        EXPECT_NEAR(camera.distance_m, last, 1e-12);
    }
}

TEST(OrbitCamera, the_way_between_cameras_begins_and_ends_exactly_and_turns_the_short_way)
{
    auto from = OrbitCamera::home(unit_box(), 1), to = from;
    from.azimuth_rad = 3.0;
    to.azimuth_rad = -3.0;
    to.distance_m = from.distance_m / 4;
    to.target_m = {1, 1, 1};
    EXPECT_EQ(between(from, to, 0).distance_m, from.distance_m);
    EXPECT_EQ(between(from, to, 1).target_m, to.target_m);
    const OrbitCamera half = between(from, to, 0.5);
    EXPECT_NEAR(half.distance_m, from.distance_m / 2, 1e-12);
    EXPECT_NEAR(std::abs(half.azimuth_rad), 3.14159265, 1e-6);
    EXPECT_EQ(eased(0), 0);
    EXPECT_EQ(eased(1), 1);
    EXPECT_NEAR(eased(0.5), 0.5, 1e-12);
    EXPECT_LT(eased(0.1), 0.01);
}

} // namespace
} // namespace stele::frame
