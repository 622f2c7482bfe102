// What the eye sees from where: a pinhole camera in asset space, metres, y up, right-handed.
#pragma once

#include "archive/base/geometry.h"

#include <cmath>
#include <cstdint>

namespace stele::stream {

struct View {
    Vec3d eye_m;
    Vec3d right{1, 0, 0}, up{0, 1, 0}, forward{0, 0, -1}; // orthonormal
    double fov_y_rad = 0.78539816339744831;               // 45 degrees
    double near_m = 0.01;
    std::uint32_t width = 1, height = 1;
    double threshold_px = 1; // geometry is refined until its error projects to no more than this

    // Pixels that one metre covers at one metre depth.
    double focal_px() const { return height / (2 * std::tan(fov_y_rad / 2)); }
};

} // namespace stele::stream
