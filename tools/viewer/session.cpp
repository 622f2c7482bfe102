// Actions applied to camera, light and panel.
#include "tools/viewer/session.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stele::viewer {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kLightLimit = 85 * kDegree;

Changes zoom(Session& session, const ui::Action& action, const Pick& pick)
{
    const auto point = action.at_cursor && pick ? pick(action.x, action.y) : std::nullopt;
    if (point)
        session.camera.zoom_to(*point, action.amount);
    else
        session.camera.zoom(action.amount);
    return {.view = true};
}

Changes move_light(Session& session, const ui::Action& action)
{
    frame::Look& look = session.look;
    look.key_azimuth_rad = std::remainder(look.key_azimuth_rad + action.x, 2 * std::numbers::pi);
    look.key_elevation_rad =
        std::clamp(look.key_elevation_rad + action.y, -kLightLimit, kLightLimit);
    look.mode = frame::Mode::lit; // moving a light that is off would do nothing
    return {.view = true};
}

Changes set_mode(Session& session, frame::Mode mode)
{
    const bool changed = session.look.mode != mode;
    session.look.mode = mode;
    return {.view = changed};
}

} // namespace

Changes apply(Session& session, const ui::Action& action, const ui::Rect& stage, const Pick& pick)
{
    using ui::ActionKind;
    const double height = std::max(stage.height, 1);
    switch (action.kind) {
    case ActionKind::orbit:
        session.camera.orbit(action.x, action.y);
        return {.view = true};
    case ActionKind::pan:
        session.camera.pan(action.x, action.y, height);
        return {.view = true};
    case ActionKind::zoom:
        return zoom(session, action, pick);
    case ActionKind::recentre: {
        const auto point = pick ? pick(action.x, action.y) : std::nullopt;
        if (!point)
            return {};
        session.camera.target_m = *point;
        return {.view = true};
    }
    case ActionKind::home:
        session.camera =
            frame::OrbitCamera::home(session.camera.bounds, std::max(stage.width, 1) / height);
        return {.view = true};
    case ActionKind::move_light:
        return move_light(session, action);
    case ActionKind::next_mode:
        return set_mode(session,
            session.look.mode == frame::Mode::lit ? frame::Mode::colour : frame::Mode::lit);
    case ActionKind::colour_mode:
        return set_mode(session, frame::Mode::colour);
    case ActionKind::lit_mode:
        return set_mode(session, frame::Mode::lit);
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
