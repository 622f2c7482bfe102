// Drags, wheel steps and keys, and what they mean.
#include "renderer/ui/input.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stele::ui {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kOrbitPerStageWidth = 220 * kDegree;
constexpr double kKeyStep = 5 * kDegree;
constexpr double kShiftFactor = 5;
constexpr double kWheelStep = 1 / 0.9;
constexpr double kKeyZoom = 1.25;
constexpr double kLightPerStageWidth = 180 * kDegree;
constexpr double kPanelWheelStep = 60;                       // dp
constexpr double kDoubleClick_s = 0.4, kDoubleClickSlop = 6; // dp

// Digits in the order of drawings; the number pad as Blender has it, Control for the opposite side.
std::optional<frame::StandardView> view_of(Key key, bool opposite)
{
    using enum frame::StandardView;
    switch (key) {
    case Key::one:
        return front;
    case Key::two:
        return back;
    case Key::three:
        return left;
    case Key::four:
        return right;
    case Key::five:
        return top;
    case Key::six:
        return bottom;
    case Key::seven:
        return three_quarter;
    case Key::pad_1:
        return opposite ? back : front;
    case Key::pad_3:
        return opposite ? left : right;
    case Key::pad_7:
        return opposite ? bottom : top;
    default:
        return std::nullopt;
    }
}

bool on_pad(Key key)
{
    return key == Key::pad_1 || key == Key::pad_3 || key == Key::pad_7;
}

} // namespace

void Input::set_places(const Arrangement& places, double scale)
{
    places_ = places;
    scale_ = scale > 0 ? scale : 1;
}

std::optional<Action> Input::button(Button button, Press press, Modifiers held, double time_s)
{
    if (press == Press::released) {
        if (drag_ == Drag::none || button != drag_button_)
            return std::nullopt;
        const bool moved_view = drag_ != Drag::ignored;
        drag_ = Drag::none;
        return moved_view ? std::optional(Action{ActionKind::released}) : std::nullopt;
    }
    if (press != Press::pressed || drag_ != Drag::none)
        return std::nullopt; // the first button owns the drag
    drag_button_ = button;
    if (!places_.stage.contains(x_, y_)) {
        drag_ = Drag::ignored;
        return std::nullopt;
    }
    if (button != Button::left)
        drag_ = Drag::pan;
    else if (held.shift && held.control)
        drag_ = Drag::light;
    else if (held.shift)
        drag_ = Drag::pan;
    else
        drag_ = light_key_ ? Drag::light : Drag::orbit;
    if (button != Button::left || held.shift)
        return std::nullopt;
    const bool twice =
        time_s - last_click_s_ < kDoubleClick_s &&
        std::hypot(x_ - last_click_x_, y_ - last_click_y_) < kDoubleClickSlop * scale_;
    last_click_s_ = twice ? -1e9 : time_s;
    last_click_x_ = x_;
    last_click_y_ = y_;
    if (!twice)
        return std::nullopt;
    drag_ = Drag::ignored; // a hand that trembles while the camera glides must not stop it
    return recentre();
}

std::optional<Action> Input::recentre() const
{
    if (!places_.stage.contains(x_, y_))
        return std::nullopt;
    return Action{ActionKind::recentre, x_ - places_.stage.x, y_ - places_.stage.y, 1, true};
}

std::optional<Action> Input::move(double x, double y)
{
    const double dx = x - x_, dy = y - y_;
    x_ = x;
    y_ = y;
    if (drag_ == Drag::none || drag_ == Drag::ignored || (dx == 0 && dy == 0))
        return std::nullopt;
    const double width = std::max(places_.stage.width, 1);
    if (drag_ == Drag::pan)
        return Action{ActionKind::pan, dx, dy};
    if (drag_ == Drag::light)
        return Action{ActionKind::move_light, dx / width * kLightPerStageWidth,
            -dy / width * kLightPerStageWidth};
    return Action{
        ActionKind::orbit, -dx / width * kOrbitPerStageWidth, dy / width * kOrbitPerStageWidth};
}

std::optional<Action> Input::wheel(double steps_up)
{
    if (steps_up == 0 || !std::isfinite(steps_up))
        return std::nullopt;
    if (places_.panel.contains(x_, y_))
        return Action{ActionKind::scroll_panel, 0, -steps_up * kPanelWheelStep * scale_};
    if (!places_.stage.contains(x_, y_))
        return std::nullopt;
    const double steps = std::clamp(steps_up, -20.0, 20.0);
    return Action{ActionKind::zoom, x_ - places_.stage.x, y_ - places_.stage.y,
        std::pow(kWheelStep, steps), true};
}

std::optional<Action> Input::key(Key key, Press press, Modifiers held)
{
    if (key == Key::l)
        light_key_ = press != Press::released;
    if (press == Press::released)
        return std::nullopt;
    const double step = kKeyStep * (held.shift ? kShiftFactor : 1);
    const ActionKind turned = light_key_ ? ActionKind::move_light : ActionKind::orbit;
    switch (key) { // what may repeat while the key is held
    case Key::left:
        return Action{turned, -step, 0};
    case Key::right:
        return Action{turned, step, 0};
    case Key::up:
        return Action{turned, 0, step};
    case Key::down:
        return Action{turned, 0, -step};
    case Key::plus:
        return Action{ActionKind::zoom, 0, 0, kKeyZoom};
    case Key::minus:
        return Action{ActionKind::zoom, 0, 0, 1 / kKeyZoom};
    case Key::page_up:
        return Action{ActionKind::scroll_panel, 0, -3 * kPanelWheelStep * scale_};
    case Key::page_down:
        return Action{ActionKind::scroll_panel, 0, 3 * kPanelWheelStep * scale_};
    default:
        break;
    }
    if (press == Press::repeated || held.alt || (held.control && !on_pad(key)))
        return std::nullopt;
    if (const auto view = view_of(key, held.control))
        return Action{ActionKind::standard_view, 0, 0, 1, false, *view};
    switch (key) {
    case Key::home:
        return Action{ActionKind::home};
    case Key::f:
        return recentre();
    case Key::zero:
    case Key::o:
    case Key::pad_5:
        return Action{ActionKind::toggle_projection};
    case Key::m:
        return Action{ActionKind::next_mode};
    case Key::t:
        return Action{ActionKind::next_language};
    case Key::p:
        return Action{ActionKind::toggle_panel};
    case Key::h:
    case Key::f1:
        return Action{ActionKind::toggle_help};
    case Key::f11:
        return Action{ActionKind::toggle_full_screen};
    case Key::f12:
        return Action{ActionKind::screenshot};
    case Key::escape:
        return Action{ActionKind::quit};
    default:
        return std::nullopt;
    }
}

std::optional<Action> Input::release_all()
{
    light_key_ = false;
    const bool moved_view = drag_ != Drag::none && drag_ != Drag::ignored;
    drag_ = Drag::none;
    return moved_view ? std::optional(Action{ActionKind::released}) : std::nullopt;
}

} // namespace stele::ui
