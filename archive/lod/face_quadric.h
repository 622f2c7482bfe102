// The quadrics that a surface starts from: each face's plane, and the slope of its colour, at its
// three corners.
#pragma once

#include "archive/lod/quadric.h"
#include "archive/lod/surface.h"

namespace stele::lod {

// Share of a face's weight that holds a vertex in place where planes do not.
inline constexpr double kPointShare = 1e-4;

// colours: sRGB codes, empty or one a point. Returns the grid units that one code weighs as much
// as.
double sum_face_quadrics(std::span<const Vec3d> points, std::span<const Vec3f> colours,
    std::span<const Triangle> triangles, std::vector<Quadric>& quadrics,
    std::vector<ColourQuadric>& colour_quadrics);

} // namespace stele::lod
