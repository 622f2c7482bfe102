// Where the stage and the panel lie in a window. Pure.
#pragma once

#include <cstdint>

namespace stele::ui {

struct Rect {
    std::int32_t x = 0, y = 0, width = 0, height = 0;

    bool empty() const { return width <= 0 || height <= 0; }
    bool contains(double px, double py) const
    {
        return px >= x && py >= y && px < x + width && py < y + height;
    }
    bool inside(const Rect& outer) const
    {
        return x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width &&
               y + height <= outer.y + outer.height;
    }
    bool overlaps(const Rect& other) const
    {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
               other.y < y + height;
    }
    friend bool operator==(const Rect&, const Rect&) = default;
};

enum class PanelShown { no, yes };

struct Arrangement {
    Rect stage, panel; // disjoint, together the whole window; panel is empty when it is not shown
                       // or does not fit
};

// Beside the stage at 400 dp; under it, 38 % of the height, where the window is narrower than 900
// dp; dropped where the window is too small for any text (200 x 240 dp).
Arrangement arrange(std::int32_t width_px, std::int32_t height_px, double scale, PanelShown shown);

} // namespace stele::ui
