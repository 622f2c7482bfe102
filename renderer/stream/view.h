// What the eye sees from where, in asset space: metres, y up, right-handed. A pinhole, or parallel
// rays.
#pragma once

#include "archive/base/geometry.h"

#include <cmath>
#include <cstdint>

namespace stele::stream {

enum class Projection { perspective, orthographic };

struct View {
    Vec3d eye_m;
    Vec3d right{1, 0, 0}, up{0, 1, 0}, forward{0, 0, -1}; // orthonormal
    Projection projection = Projection::perspective;
    double fov_y_rad = 0.78539816339744831; // perspective: 45 degrees
    double height_m = 1;                    // orthographic: what the picture is high
    // Depths, along forward from the eye. Nothing nearer is drawn; orthographic: near may lie
    // behind the eye, and all that is seen lies before far.
    double near_m = 0.01, far_m = 1;
    std::uint32_t width = 1, height = 1;
    double threshold_px = 1; // geometry is refined until its error projects to no more than this

    bool orthographic() const { return projection == Projection::orthographic; }
    // Pixels that one metre covers at one metre depth; orthographic: at any.
    double focal_px() const
    {
        return orthographic() ? height / height_m : height / (2 * std::tan(fov_y_rad / 2));
    }
    double px_per_m(double depth_m) const
    {
        return orthographic() ? focal_px() : focal_px() / depth_m;
    }
    double depth_m(Vec3d p) const { return dot(forward, p - eye_m); }
    // Pixels from the left and from the top. Precondition in perspective: depth_m(p) > 0.
    Vec2d project(Vec3d p) const
    {
        const Vec3d d = p - eye_m;
        const double scale = px_per_m(dot(forward, d));
        return {width / 2.0 + scale * dot(right, d), height / 2.0 - scale * dot(up, d)};
    }
    Vec3d unproject(Vec2d px, double depth_m) const
    {
        const double m_per_px = 1 / px_per_m(depth_m);
        return eye_m + forward * depth_m + right * ((px.x - width / 2.0) * m_per_px) +
               up * ((height / 2.0 - px.y) * m_per_px);
    }
    // What the visibility buffer keeps of a depth: 1 near, towards 0 far; linear on the screen.
    double depth_of_encoded(double encoded) const
    {
        return orthographic() ? far_m - encoded * (far_m - near_m) : near_m / encoded;
    }
};

} // namespace stele::stream
