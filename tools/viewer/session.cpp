// Actions applied to camera, light and panel.
#include "tools/viewer/session.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stele::viewer {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kLightLimit = 85 * kDegree;
constexpr double kFlight_s = 0.45;

double aspect_of(const ui::Rect& stage)
{
    return static_cast<double>(std::max(stage.width, 1)) / std::max(stage.height, 1);
}

Changes fly(Session& session, const frame::OrbitCamera& to)
{
    session.settling = false;
    session.flight = Session::Flight{session.camera, to, std::nullopt};
    return {.view = true};
}

Changes recentre(Session& session, const ui::Action& action, const Pick& pick)
{
    const auto point = pick ? pick(action.x, action.y) : std::nullopt;
    if (!point)
        return {};
    frame::OrbitCamera to = session.camera;
    to.recentre(*point);
    return fly(session, to);
}

std::string scale_text(const Session& session, const frame::OrbitCamera& camera, int height_px)
{
    using ui::Word;
    if (camera.projection == frame::Projection::perspective)
        return std::string(ui::word(Word::perspective, session.language));
    return std::string(ui::word(Word::orthographic, session.language)) + " \u00b7 " +
           ui::fill_in(ui::word(Word::pixel_is, session.language),
               {ui::length(camera.metres_per_px(height_px))});
}

Changes show_standard_view(Session& session, frame::StandardView view, const ui::Rect& stage)
{
    frame::OrbitCamera to = session.camera;
    to.look_from(frame::direction_of(view), aspect_of(stage));
    Changes changes = fly(session, to);
    changes.notice = ui::view_word(view, session.language);
    if (to.projection == frame::Projection::orthographic)
        changes.notice += " \u00b7 " + scale_text(session, to, stage.height);
    return changes;
}

Changes toggle_projection(Session& session, const ui::Rect& stage)
{
    using frame::Projection;
    const Projection other = session.camera.projection == Projection::perspective
                                 ? Projection::orthographic
                                 : Projection::perspective;
    session.camera.projection = other;
    if (session.flight)
        session.flight->from.projection = session.flight->to.projection = other;
    const frame::OrbitCamera& shown = session.flight ? session.flight->to : session.camera;
    return {.view = true, .notice = scale_text(session, shown, stage.height)};
}

Changes zoom(Session& session, const ui::Action& action, const Pick& pick)
{
    session.flight.reset();
    const auto point = action.at_cursor && pick ? pick(action.x, action.y) : std::nullopt;
    if (point)
        session.camera.zoom_to(*point, action.amount);
    else
        session.camera.zoom(action.amount);
    return {.view = true};
}

// Unlit and without colours a surface is only a silhouette: that mode is passed over.
frame::Mode next_mode(const Session& session)
{
    const auto next =
        static_cast<frame::Mode>((static_cast<int>(session.look.mode) + 1) % frame::kModes);
    return next == frame::Mode::colour && !session.coloured ? frame::Mode::lit : next;
}

Changes set_mode(Session& session, frame::Mode mode)
{
    if (session.look.mode == mode)
        return {.view = true};
    session.look.mode = mode;
    return {.view = true, .notice = std::string(ui::mode_word(mode, session.language))};
}

Changes move_light(Session& session, const ui::Action& action)
{
    frame::Look& look = session.look;
    look.key_azimuth_rad = std::remainder(look.key_azimuth_rad + action.x, 2 * std::numbers::pi);
    look.key_elevation_rad =
        std::clamp(look.key_elevation_rad + action.y, -kLightLimit, kLightLimit);
    // Moving a light that is off would do nothing.
    return set_mode(session, look.mode == frame::Mode::clay ? frame::Mode::clay : frame::Mode::lit);
}

} // namespace

Changes apply(Session& session, const ui::Action& action, const ui::Rect& stage, const Pick& pick)
{
    using ui::ActionKind;
    switch (action.kind) {
    case ActionKind::orbit:
        session.flight.reset();
        session.camera.orbit(action.x, action.y);
        return {.view = true};
    case ActionKind::pan:
        session.flight.reset();
        session.camera.pan(action.x, action.y, std::max(stage.height, 1));
        return {.view = true};
    case ActionKind::zoom:
        return zoom(session, action, pick);
    case ActionKind::recentre:
        return recentre(session, action, pick);
    case ActionKind::home:
        return fly(session, frame::OrbitCamera::home(session.camera.bounds, aspect_of(stage),
                                session.camera.projection));
    case ActionKind::standard_view:
        return show_standard_view(session, action.view, stage);
    case ActionKind::toggle_projection:
        return toggle_projection(session, stage);
    case ActionKind::move_light:
        return move_light(session, action);
    case ActionKind::next_mode:
        return set_mode(session, next_mode(session));
    case ActionKind::next_language:
        session.language = ui::other(session.language);
        session.scroll_px = 0;
        return {.panel = true};
    case ActionKind::toggle_help: {
        const bool hidden = !session.panel; // help is in the panel: show it
        session.help = hidden || !session.help;
        session.panel = true;
        session.scroll_px = 0;
        return {.view = hidden, .panel = true, .places = hidden};
    }
    case ActionKind::toggle_panel:
        session.panel = !session.panel;
        return {.view = true, .panel = true, .places = true};
    case ActionKind::scroll_panel:
        session.scroll_px = std::max(0.0, session.scroll_px + action.y);
        return {.panel = true};
    case ActionKind::released:
        session.settling = true;
        return {.view = true};
    case ActionKind::toggle_full_screen:
        return {.full_screen = true};
    case ActionKind::screenshot:
        return {.screenshot = true};
    case ActionKind::quit:
        return {.quit = true};
    }
    return {};
}

bool advance(Session& session, double now_s)
{
    if (!session.flight)
        return false;
    Session::Flight& flight = *session.flight;
    if (!flight.begun_s)
        flight.begun_s = now_s;
    const double share = (now_s - *flight.begun_s) / kFlight_s;
    session.camera = frame::between(flight.from, flight.to, frame::eased(share));
    if (share < 1)
        return true;
    session.flight.reset();
    session.settling = true; // it may have begun beyond a soft limit
    return false;
}

bool merge(ui::Action& earlier, const ui::Action& later)
{
    using ui::ActionKind;
    if (earlier.kind != later.kind)
        return false;
    switch (earlier.kind) {
    case ActionKind::orbit:
    case ActionKind::pan:
    case ActionKind::move_light:
    case ActionKind::scroll_panel:
        earlier.x += later.x;
        earlier.y += later.y;
        return true;
    case ActionKind::zoom:
        if (earlier.at_cursor != later.at_cursor || earlier.x != later.x || earlier.y != later.y)
            return false;
        earlier.amount *= later.amount;
        return true;
    default:
        return false;
    }
}

} // namespace stele::viewer
