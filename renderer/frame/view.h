// How the scene is looked at and lit.
#pragma once

#include "renderer/stream/view.h"

#include <optional>
#include <string_view>

namespace stele::frame {

using stream::Projection;
using stream::View;

enum class Mode {
    colour,  // the measured colours, unlit
    lit,     // colours under a key light and a soft fill
    clay,    // one matt material under the same key light: form without colour
    normals, // the surface's direction, asset axes (y up): red, green, blue = 127.5 + 127.5 * x, y,
             // z as plain numbers, not sRGB-encoded; towards the eye
};
inline constexpr int kModes = 4;

std::string_view name_of(Mode mode); // as the command line writes it
std::optional<Mode> mode_named(std::string_view name);

// Colours are linear RGB in 0..1.
struct Look {
    Mode mode = Mode::lit;
    // Where the key light comes from, relative to the viewer: azimuth to the right, elevation
    // upwards.
    double key_azimuth_rad = -0.7, key_elevation_rad = 0.8;
    double key = 0.95, fill = 0.30;
    Vec3f background_top{0.105f, 0.107f, 0.112f}, background_bottom{0.040f, 0.041f, 0.044f};
    Vec3f uncoloured{0.55f, 0.53f, 0.50f}; // of surfaces without measured colours
    Vec3f clay{0.56f, 0.50f, 0.44f};
};

} // namespace stele::frame
