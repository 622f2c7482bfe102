// When the window's loop must look again.
#include "tools/viewer/pacing.h"

#include <algorithm>

namespace stele::viewer {

namespace {

constexpr double kFrame_s = 1.0 / 60; // never more often: FIFO does not throttle everywhere
constexpr double kStreaming_s =
    1.0 / 20; // how often arriving pages are shown when nothing else moves

} // namespace

std::optional<double> next_wake_s(const Pending& pending)
{
    if (pending.minimised)
        return std::nullopt;
    std::optional<double> wake;
    const auto at = [&wake](bool needed, double time_s) {
        if (needed)
            wake = std::min(wake.value_or(time_s), time_s);
    };
    at(pending.frame, pending.last_draw_s + kFrame_s);
    at(pending.streaming, pending.last_draw_s + kStreaming_s);
    at(pending.figures, pending.last_panel_s + kPanelPeriod_s);
    at(pending.confirm, pending.last_draw_s + kPanelPeriod_s);
    at(pending.notice_until_s.has_value(), pending.notice_until_s.value_or(0));
    return wake;
}

} // namespace stele::viewer
