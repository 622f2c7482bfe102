// Mouse and keyboard to actions. Pure: no window system, no clock of its own. One gesture has one
// meaning; whatever a drag does, a key does too.
#pragma once

#include "renderer/frame/standard_view.h"
#include "renderer/ui/arrange.h"

#include <optional>

namespace stele::ui {

enum class ActionKind {
    orbit, // x, y: radians; positive x turns the eye to the left, so the object follows the pointer
           // right
    pan,   // x, y: pixels, right and down
    zoom,  // amount: factor, > 1 comes nearer; at (x, y) in the stage, or its centre when not
           // at_cursor
    recentre, // on the point at (x, y) in the stage
    home,
    standard_view, // view
    toggle_projection,
    move_light, // x, y: radians right and up
    next_mode,
    next_language,
    toggle_help,
    toggle_panel,
    toggle_full_screen,
    screenshot,
    scroll_panel, // y: pixels down
    released,     // the pointer let go: soft limits may return
    quit,
};

struct Action {
    ActionKind kind;
    double x = 0, y = 0;
    double amount = 1;
    bool at_cursor = false;
    frame::StandardView view = frame::StandardView::front;
};

enum class Button { left, middle, right };
enum class Key {
    other,
    left,
    right,
    up,
    down,
    plus,
    minus,
    page_up,
    page_down,
    home,
    f,
    h,
    l,
    m,
    o,
    p,
    t,
    zero,
    one,
    two,
    three,
    four,
    five,
    six,
    seven,
    pad_1,
    pad_3,
    pad_5,
    pad_7,
    f1,
    f11,
    f12,
    escape,
};
enum class Press { released, pressed, repeated };

struct Modifiers {
    bool shift = false, control = false, alt = false;
};

// Positions are pixels of the window's picture, y down.
class Input {
public:
    void set_places(const Arrangement& places, double scale);

    std::optional<Action> button(Button button, Press press, Modifiers held, double time_s);
    std::optional<Action> move(double x, double y);
    std::optional<Action> wheel(double steps_up);
    std::optional<Action> key(Key key, Press press, Modifiers held);
    // The window lost the focus: what was held counts as released.
    std::optional<Action> release_all();

    bool dragging() const { return drag_ != Drag::none; }

private:
    std::optional<Action> recentre() const; // on what is under the pointer

    enum class Drag { none, orbit, pan, light, ignored };

    Arrangement places_;
    double scale_ = 1;
    double x_ = 0, y_ = 0;
    Drag drag_ = Drag::none;
    Button drag_button_ = Button::left;
    bool light_key_ = false;
    double last_click_s_ = -1e9, last_click_x_ = 0, last_click_y_ = 0;
};

} // namespace stele::ui
