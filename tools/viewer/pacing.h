// When the window's loop must look again. Pure: this is what keeps a window at rest from drawing.
#pragma once

#include <optional>

namespace stele::viewer {

// What is left to do. Times are of one steady clock, in seconds.
struct Pending {
    bool minimised = false;
    bool frame = false;     // something on the screen changed: draw as soon as the frame cap allows
    bool streaming = false; // pages are on their way
    bool figures = false;   // the panel's figures are behind
    bool confirm = false;   // figures of the last picture are still with the GPU
    std::optional<double> notice_until_s; // a plate is to be taken away then
    double last_draw_s = 0, last_panel_s = 0;
};

// Nothing: wait for an event, however long it takes.
std::optional<double> next_wake_s(const Pending& pending);

inline constexpr double kPanelPeriod_s = 0.125; // how often the panel's figures are set anew

} // namespace stele::viewer
