// Actions on camera, light, language and panel.
#include "tools/viewer/session.h"

#include <gtest/gtest.h>

namespace stele::viewer {
namespace {

using ui::Action;
using ui::ActionKind;

const ui::Rect kStage{0, 0, 880, 720};

Session tower()
{
    Session session;
    Box bounds;
    bounds.extend(Vec3d{-5, 0, -5});
    bounds.extend(Vec3d{5, 20, 5});
    session.camera = frame::OrbitCamera::home(bounds, 880.0 / 720);
    return session;
}

Changes act(Session& session, const Action& action, const Pick& pick = {})
{
    return apply(session, action, kStage, pick);
}

TEST(Session, home_undoes_orbit_pan_and_zoom)
{
    Session session = tower();
    const frame::OrbitCamera before = session.camera;
    EXPECT_TRUE(act(session, {ActionKind::orbit, 0.5, 0.1}).view);
    EXPECT_TRUE(act(session, {ActionKind::pan, 30, -20}).view);
    EXPECT_TRUE(act(session, {ActionKind::zoom, 0, 0, 2}).view);
    EXPECT_NE(session.camera.azimuth_rad, before.azimuth_rad);
    EXPECT_NE(session.camera.target_m, before.target_m);
    EXPECT_LT(session.camera.distance_m, before.distance_m);
    EXPECT_TRUE(act(session, {ActionKind::home}).view);
    EXPECT_EQ(session.camera.azimuth_rad, before.azimuth_rad);
    EXPECT_EQ(session.camera.target_m, before.target_m);
    EXPECT_EQ(session.camera.distance_m, before.distance_m);
}

TEST(Session, zoom_at_the_cursor_asks_where_the_surface_is)
{
    Session session = tower(), centred = tower();
    double asked_x = 0;
    act(session, {ActionKind::zoom, 100, 50, 2, true}, [&](double x, double) {
        asked_x = x;
        return std::optional(Vec3d{3, 15, 5});
    });
    act(centred, {ActionKind::zoom, 100, 50, 2, true}, [](double, double) { return std::nullopt; });
    EXPECT_EQ(asked_x, 100);
    EXPECT_NE(session.camera.target_m, centred.camera.target_m);
}

TEST(Session, recentring_on_the_background_changes_nothing)
{
    Session session = tower();
    EXPECT_FALSE(act(session, {ActionKind::recentre, 1, 1}, [](double, double) {
        return std::nullopt;
    }).view);
    EXPECT_TRUE(act(session, {ActionKind::recentre, 1, 1}, [](double, double) {
        return std::optional(Vec3d{1, 2, 3});
    }).view);
    EXPECT_EQ(session.camera.target_m, (Vec3d{1, 2, 3}));
}

TEST(Session, moving_the_light_switches_it_on_and_never_beyond_its_limits)
{
    Session session = tower();
    session.look.mode = frame::Mode::colour;
    act(session, {ActionKind::move_light, 0.1, 0});
    EXPECT_EQ(session.look.mode, frame::Mode::lit);
    for (int i = 0; i < 100; ++i)
        act(session, {ActionKind::move_light, 1, 1});
    EXPECT_LE(session.look.key_elevation_rad, 1.5);
    EXPECT_LE(std::abs(session.look.key_azimuth_rad), 3.15);
}

TEST(Session, language_changes_the_panel_only)
{
    Session session = tower();
    session.scroll_px = 50;
    const Changes changes = act(session, {ActionKind::next_language});
    EXPECT_TRUE(changes.panel);
    EXPECT_FALSE(changes.view || changes.places);
    EXPECT_EQ(session.language, ui::Language::chinese);
    EXPECT_EQ(session.scroll_px, 0);
    act(session, {ActionKind::next_language});
    EXPECT_EQ(session.language, ui::Language::english);
}

TEST(Session, help_brings_a_hidden_panel_back)
{
    Session session = tower();
    EXPECT_TRUE(act(session, {ActionKind::toggle_panel}).places);
    EXPECT_FALSE(session.panel);
    EXPECT_TRUE(act(session, {ActionKind::toggle_help}).places);
    EXPECT_TRUE(session.panel && session.help);
    EXPECT_FALSE(act(session, {ActionKind::toggle_help}).places);
    EXPECT_FALSE(session.help);
}

TEST(Session, mode_keys_report_a_change_only_when_there_is_one)
{
    Session session = tower();
    EXPECT_FALSE(act(session, {ActionKind::lit_mode}).view);
    EXPECT_TRUE(act(session, {ActionKind::colour_mode}).view);
    EXPECT_TRUE(act(session, {ActionKind::next_mode}).view);
    EXPECT_EQ(session.look.mode, frame::Mode::lit);
}

TEST(Session, steps_merge_and_keys_do_not)
{
    Action drag{ActionKind::orbit, 1, 2};
    EXPECT_TRUE(merge(drag, {ActionKind::orbit, 3, 4}));
    EXPECT_EQ(drag.x, 4);
    EXPECT_EQ(drag.y, 6);
    EXPECT_FALSE(merge(drag, {ActionKind::pan, 1, 1}));
    Action wheel{ActionKind::zoom, 5, 6, 2, true};
    EXPECT_TRUE(merge(wheel, {ActionKind::zoom, 5, 6, 3, true}));
    EXPECT_EQ(wheel.amount, 6);
    EXPECT_FALSE(merge(wheel, {ActionKind::zoom, 5, 7, 3, true}));
    Action toggle{ActionKind::next_language};
    EXPECT_FALSE(merge(toggle, {ActionKind::next_language}));
}

} // namespace
} // namespace stele::viewer
