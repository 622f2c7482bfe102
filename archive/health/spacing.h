// How far the points of a cloud lie apart.
#pragma once

#include "archive/base/geometry.h"

#include <span>

namespace stele::health {

// Median distance to the nearest other place, over 64 neighbourhoods spread through the cloud; 0
// with fewer than two places. Reorders the points. O(n).
double point_spacing(std::span<Vec3d> points);

} // namespace stele::health
