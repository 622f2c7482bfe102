// Spheres around grid points, never too small: rounding is always outward.
#pragma once

#include "archive/base/geometry.h"

#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace stele::page {

// Around points relative to a page origin, in grid steps, as the cluster table stores it.
struct StepSphere {
    std::array<float, 3> centre{};
    float radius = 0;
};

// Centre of the box, distance of the farthest point. Precondition: points is not empty.
inline StepSphere enclose_points(std::span<const Vec3i> points)
{
    Box box;
    for (const Vec3i p : points)
        box.extend(to_double(p));
    const Vec3f centre = to_float(box.centre());
    double farthest = 0;
    for (const Vec3i p : points)
        farthest = std::max(farthest, length(to_double(p) - to_double(centre)));
    const double outward = farthest * (1 + 0x1p-50);
    auto radius = static_cast<float>(outward);
    if (double(radius) < outward)
        radius = std::nextafter(radius, std::numeric_limits<float>::infinity());
    return {{centre.x, centre.y, centre.z}, radius};
}

// In asset space. Origins and steps are exact in double; the sums are rounded outward.
inline Sphere asset_sphere(const StepSphere& s, Vec3i origin, double step_m)
{
    const Vec3d centre =
        (to_double(origin) + Vec3d{double(s.centre[0]), double(s.centre[1]), double(s.centre[2])}) *
        step_m;
    return {centre, double(s.radius) * step_m * (1 + 0x1p-50) + 0x1p-50 * length(centre)};
}

} // namespace stele::page
