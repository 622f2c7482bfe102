// What the visitor has changed: camera, light, language, panel. Actions in, changes out; no window
// and no device.
#pragma once

#include "renderer/frame/camera.h"
#include "renderer/frame/view.h"
#include "renderer/ui/input.h"
#include "renderer/ui/words.h"

#include <functional>
#include <optional>
#include <string>

namespace stele::viewer {

struct Session {
    frame::OrbitCamera camera;
    frame::Look look;
    bool coloured = true; // the scan has colours to show
    ui::Language language = ui::Language::english;
    bool help = false, panel = true;
    double scroll_px = 0;
    bool settling = false; // the pointer let go beyond a soft limit
    // The camera's way to where a key or a double click sent it.
    struct Flight {
        frame::OrbitCamera from, to;
        std::optional<double> begun_s; // by the first frame that shows it
    };
    std::optional<Flight> flight;
};

struct Changes {
    bool view = false;   // the stage must be drawn again
    bool panel = false;  // the panel says something else
    bool places = false; // stage and panel have other sizes
    bool full_screen = false, screenshot = false, quit = false;
    std::string notice{}; // to be named for a moment, in the session's language
};

// The point of the surface under a pixel of the stage, if there is one.
using Pick = std::function<std::optional<Vec3d>(double x, double y)>;

Changes apply(Session& session, const ui::Action& action, const ui::Rect& stage, const Pick& pick);

// Moves the camera along its flight; now_s: a steady clock. True while it is under way.
bool advance(Session& session, double now_s);

// Steps of one kind that follow one another act as their sum: a busy frame applies them once.
bool merge(ui::Action& earlier, const ui::Action& later);

} // namespace stele::viewer
