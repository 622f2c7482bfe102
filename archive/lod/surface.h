// A group's surface before and after simplification, with vertices named by number within the
// group.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

// Grid positions of one group; no two vertices at the same place.
struct Surface {
    std::span<const Vec3i> positions;
    std::span<const Rgba8> colours; // empty or one a position
    std::span<const Vec3f> normals; // empty or one a position
    std::span<const Triangle> triangles;
    std::span<const std::uint8_t>
        locked; // 1: another group or brick uses this vertex; it stays as it is
};

// Vertices keep their numbers: a surviving vertex may have moved, a removed one is named by no
// triangle.
struct Simplified {
    std::vector<Vec3i> positions; // one an input vertex
    std::vector<Rgba8> colours;   // empty or one an input vertex
    std::vector<Vec3f> normals;   // empty or one an input vertex
    std::vector<Triangle> triangles;
    std::vector<std::uint32_t> origin; // the input triangle that each triangle comes from
    std::vector<std::uint8_t> touched; // of each triangle: 0 if it is its origin, unchanged
};

} // namespace stele::lod
