// What the visitor has changed: camera, light, language, panel. Actions in, changes out; no window
// and no device.
#pragma once

#include "renderer/frame/camera.h"
#include "renderer/frame/view.h"
#include "renderer/ui/input.h"
#include "renderer/ui/words.h"

#include <functional>
#include <optional>

namespace stele::viewer {

struct Session {
    frame::OrbitCamera camera;
    frame::Look look;
    ui::Language language = ui::Language::english;
    bool help = false, panel = true;
    double scroll_px = 0;
    bool settling = false; // the pointer let go beyond a soft limit
};

struct Changes {
    bool view = false;   // the stage must be drawn again
    bool panel = false;  // the panel says something else
    bool places = false; // stage and panel have other sizes
    bool full_screen = false, screenshot = false, quit = false;
};

// The point of the surface under a pixel of the stage, if there is one.
using Pick = std::function<std::optional<Vec3d>(double x, double y)>;

Changes apply(Session& session, const ui::Action& action, const ui::Rect& stage, const Pick& pick);

// Steps of one kind that follow one another act as their sum: a busy frame applies them once.
bool merge(ui::Action& earlier, const ui::Action& later);

} // namespace stele::viewer
