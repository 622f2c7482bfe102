// One picture without a window system: stage and, if wanted, the panel, as one PNG.
#pragma once

#include "archive/model/image.h"
#include "renderer/frame/frame.h"
#include "renderer/ui/record_content.h"
#include "tools/viewer/scene.h"
#include "tools/viewer/session.h"

namespace stele::viewer {

struct Still {
    Image picture;
    frame::Stats stats;
    std::string device;
    std::uint64_t validation_messages = 0;
    double metres_per_px = 0; // orthographic; 0 in perspective
};

Result<Still> render_still(const Scene& scene, const Options& options);

// Shared with the window.
Session start_session(const Scene& scene, const Options& options, const ui::Rect& stage);
ui::Shown shown_of(const frame::Stats& stats, bool streaming, const frame::OrbitCamera& camera,
    const ui::Rect& stage);
Result<text::Typesetter> make_typesetter(const Options& options);
// The stage on the left or top, the panel where the arrangement has it.
Image compose(const ui::Arrangement& places, const Image& stage, const Image& panel);

} // namespace stele::viewer
