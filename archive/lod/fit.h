// How the input's vertices lie beside the simplified surface, and where its vertices should move to
// meet them: one damped step of least squares (after Hoppe et al. 1993). Quadrics know the planes
// at a vertex; this knows the surface between vertices.
#pragma once

#include "archive/lod/surface.h"

#include <span>

namespace stele::lod {

// What a vertex of the simplified surface would do for the input vertices near it.
struct Pull {
    Vec3d move;
    Vec3f recolour; // sRGB codes
    double weight = 0;

    // The rest of the input, faces and edges, is not asked, so that a vertex yields only in part.
    static constexpr double kInertia = 4;
    static constexpr double kColourInertia = 1;
    Vec3d step() const { return move / (weight + kInertia); }
    Vec3f colour_step() const { return recolour * float(1 / (weight + kColourInertia)); }
};

// The simplified surface, as far as one input vertex may lie on it.
struct FitTarget {
    std::span<const Vec3d> points;
    std::span<const Vec3f> colours; // empty or one a vertex
    std::span<const Triangle> triangles;
    std::span<const std::uint8_t> dead; // of each triangle
};

// Adds the pull of an input vertex at p on the corners of the nearest of those triangles that it
// lies above or below; none if there is none.
void add_pull(const FitTarget& target, std::span<const std::uint32_t> near, Vec3d p, Vec3f colour,
    std::span<Pull> pulls);

} // namespace stele::lod
