// The views that every drawing of an object has, by name and by where the eye stands. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace stele::frame {

enum class StandardView { front, back, left, right, top, bottom, three_quarter };
inline constexpr int kStandardViews = 7;

// As OrbitCamera counts them. Front looks from +z, right from +x, top from +y with the front at
// the lower edge.
struct Direction {
    double azimuth_rad = 0, elevation_rad = 0;
};

Direction direction_of(StandardView view);
std::string_view name_of(StandardView view); // as the command line writes it
std::optional<StandardView> standard_view_named(std::string_view name);

} // namespace stele::frame
