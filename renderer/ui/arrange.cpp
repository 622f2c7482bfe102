// Divides a window between stage and panel.
#include "renderer/ui/arrange.h"

#include "renderer/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace stele::ui {

namespace {

constexpr double kStackedShare = 0.38;
constexpr double kSmallestWidth = 200, kSmallestHeight = 240; // dp
constexpr double kWidestShare = 0.45;                         // of a window that is scaled up a lot

} // namespace

Arrangement arrange(std::int32_t width_px, std::int32_t height_px, double scale, PanelShown shown)
{
    const std::int32_t width = std::max(width_px, 0), height = std::max(height_px, 0);
    Arrangement result{{0, 0, width, height}, {width, 0, 0, 0}};
    const double s = scale > 0 ? scale : 1;
    if (shown == PanelShown::no || width < kSmallestWidth * s || height < kSmallestHeight * s)
        return result;
    if (width < dp::kStackBelow * s) {
        const auto under = static_cast<std::int32_t>(std::lround(height * kStackedShare));
        result.stage.height = height - under;
        result.panel = {0, height - under, width, under};
        return result;
    }
    const auto beside =
        static_cast<std::int32_t>(std::lround(std::min(dp::kPanelWidth * s, width * kWidestShare)));
    result.stage.width = width - beside;
    result.panel = {width - beside, 0, beside, height};
    return result;
}

} // namespace stele::ui
