// A polygon in space becomes triangles that cover it once, concave ones included.
#pragma once

#include "archive/base/geometry.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::readers {

// Ear clipping takes the square of the corners.
inline constexpr std::size_t kMaxClippedCorners = 1024;

enum class Cover { exact, fan };

// Replaces out by corners.size() - 2 triangles of corner numbers, turned as the polygon is. Convex
// ones are fans from the first corner. Of corners that no plane orders (crossed, not finite) the
// part that ears do not cover is a fan. Precondition: three corners or more.
void triangulate(
    std::span<const Vec3f> corners, Cover cover, std::vector<std::array<std::uint32_t, 3>>& out);

} // namespace stele::readers
