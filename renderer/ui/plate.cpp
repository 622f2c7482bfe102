// A line of text with room around it.
#include "renderer/ui/plate.h"

#include "renderer/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace stele::ui {

namespace {
constexpr double kAcross = 14, kAbove = 7; // dp around the words
} // namespace

Image lay_out_plate(const text::Typesetter& typesetter, std::string_view words,
    std::string_view language, double scale, std::int32_t max_width_px)
{
    const double s = scale > 0 ? scale : 1;
    const int across = static_cast<int>(std::lround(kAcross * s)),
              above = static_cast<int>(std::lround(kAbove * s));
    text::Style style;
    style.size_px = dp::kLabel * s;
    style.line_height = 1.5;
    style.figures = text::Figures::tabular;
    style.language = language;
    style.colour = colour::kText;
    const text::Block block =
        typesetter.layout(words, style, std::max(max_width_px - 2 * across, 1), 1);
    if (block.lines() == 0 || max_width_px <= 2 * across)
        return {};
    Image plate;
    plate.width = static_cast<std::uint32_t>(std::ceil(block.width_px())) +
                  2 * static_cast<std::uint32_t>(across);
    plate.height = static_cast<std::uint32_t>(std::ceil(block.height_px())) +
                   2 * static_cast<std::uint32_t>(above);
    plate.pixels.assign(std::size_t{plate.width} * plate.height, colour::kPanel);
    typesetter.draw(block, plate, across, above);
    return plate;
}

} // namespace stele::ui
