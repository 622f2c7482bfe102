// How the scene is looked at and lit.
#pragma once

#include "renderer/stream/view.h"

namespace stele::frame {

using stream::View;

enum class Mode {
    colour, // the measured colours, unlit
    lit,    // colours under a key light and a soft fill
};

// Colours are linear RGB in 0..1.
struct Look {
    Mode mode = Mode::lit;
    // Where the key light comes from, relative to the viewer: azimuth to the right, elevation
    // upwards.
    double key_azimuth_rad = -0.7, key_elevation_rad = 0.8;
    double key = 0.95, fill = 0.30;
    Vec3f background_top{0.105f, 0.107f, 0.112f}, background_bottom{0.040f, 0.041f, 0.044f};
    Vec3f uncoloured{0.55f, 0.53f, 0.50f}; // of surfaces without measured colours
};

} // namespace stele::frame
