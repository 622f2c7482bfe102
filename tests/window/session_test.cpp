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

// To the end of its flight.
void land(Session& session)
{
    EXPECT_TRUE(advance(session, 100));
    EXPECT_FALSE(advance(session, 110));
    EXPECT_FALSE(session.flight);
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
    land(session);
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
    land(session);
    EXPECT_EQ(session.camera.target_m, (Vec3d{1, 2, 3}));
}

TEST(Session, a_flight_starts_where_the_camera_is_and_ends_by_itself)
{
    Session session = tower();
    const frame::OrbitCamera before = session.camera;
    act(session, {ActionKind::recentre, 1, 1}, [](double, double) {
        return std::optional(Vec3d{1, 12, 3});
    });
    EXPECT_TRUE(advance(session, 5)); // however late the first frame is
    EXPECT_EQ(session.camera.target_m, before.target_m);
    EXPECT_TRUE(advance(session, 5.2));
    EXPECT_GT(session.camera.target_m.y, before.target_m.y);
    EXPECT_LT(session.camera.target_m.y, 12);
    EXPECT_FALSE(advance(session, 7));
    EXPECT_EQ(session.camera.target_m, (Vec3d{1, 12, 3}));
    EXPECT_EQ(session.camera.azimuth_rad, before.azimuth_rad);
    EXPECT_EQ(session.camera.elevation_rad, before.elevation_rad);
    EXPECT_FALSE(advance(session, 8));
}

TEST(Session, a_drag_stops_a_flight_where_it_is)
{
    Session session = tower();
    act(session, {ActionKind::standard_view, 0, 0, 1, false, frame::StandardView::right});
    advance(session, 0);
    advance(session, 0.2);
    const double azimuth = session.camera.azimuth_rad;
    EXPECT_GT(azimuth, 0);
    act(session, {ActionKind::orbit, 0, 0});
    EXPECT_FALSE(advance(session, 9));
    EXPECT_EQ(session.camera.azimuth_rad, azimuth);
}

TEST(Session, standard_views_are_named_and_show_the_whole)
{
    Session session = tower();
    act(session, {ActionKind::zoom, 0, 0, 50});
    const Changes changes =
        act(session, {ActionKind::standard_view, 0, 0, 1, false, frame::StandardView::left});
    EXPECT_TRUE(changes.view);
    EXPECT_EQ(changes.notice, "Left");
    land(session);
    EXPECT_EQ(session.camera.target_m, session.camera.bounds.centre());
    EXPECT_GT(session.camera.distance_m, 20);
    session.language = ui::Language::chinese;
    session.camera.projection = frame::Projection::orthographic;
    const std::string notice =
        act(session, {ActionKind::standard_view, 0, 0, 1, false, frame::StandardView::top}).notice;
    EXPECT_NE(notice.find("\u9876\u9762"), std::string::npos) << notice; // "top"
    EXPECT_NE(notice.find("mm"), std::string::npos) << notice;
}

TEST(Session, the_projection_changes_and_the_place_does_not)
{
    Session session = tower();
    const frame::OrbitCamera before = session.camera;
    const Changes changes = act(session, {ActionKind::toggle_projection});
    EXPECT_TRUE(changes.view);
    EXPECT_EQ(changes.notice.rfind("Orthographic", 0), 0u) << changes.notice;
    EXPECT_EQ(session.camera.projection, frame::Projection::orthographic);
    EXPECT_EQ(session.camera.distance_m, before.distance_m);
    EXPECT_EQ(session.camera.eye_m(), before.eye_m());
    EXPECT_TRUE(act(session, {ActionKind::home}).view);
    land(session);
    EXPECT_EQ(session.camera.projection, frame::Projection::orthographic);
    EXPECT_EQ(act(session, {ActionKind::toggle_projection}).notice, "Perspective");
}

TEST(Session, moving_the_light_switches_it_on_and_never_beyond_its_limits)
{
    Session session = tower();
    session.look.mode = frame::Mode::colour;
    act(session, {ActionKind::move_light, 0.1, 0});
    EXPECT_EQ(session.look.mode, frame::Mode::lit);
    session.look.mode = frame::Mode::clay; // has a light of its own
    EXPECT_TRUE(act(session, {ActionKind::move_light, 0.1, 0}).view);
    EXPECT_EQ(session.look.mode, frame::Mode::clay);
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

TEST(Session, the_mode_key_goes_round_and_names_each_mode)
{
    Session session = tower();
    for (const char* const name : {"Clay", "Normals", "Colour", "Lit"}) {
        const Changes changes = act(session, {ActionKind::next_mode});
        EXPECT_TRUE(changes.view);
        EXPECT_EQ(changes.notice, name);
    }
    EXPECT_EQ(session.look.mode, frame::Mode::lit);
}

TEST(Session, without_colours_the_mode_key_passes_the_silhouette_over)
{
    Session session = tower();
    session.coloured = false;
    for (const char* const name : {"Clay", "Normals", "Lit"})
        EXPECT_EQ(act(session, {ActionKind::next_mode}).notice, name);
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
