// Bricks: parts of the surface that fit in memory and are simplified on their own. Their borders
// are locked, and move from stage to stage, so that no border lasts.
#pragma once

#include "archive/model/lod.h"

#include <cstdint>
#include <vector>

namespace stele::lod {

inline constexpr std::uint32_t kBrickTriangles = 1u << 18;
inline constexpr std::uint32_t kUnusedVertex = 0xfffffffeu;

// Triangles that have been simplified together and will be grouped anew.
struct PendingCluster {
    std::uint32_t first_triangle = 0, triangle_count = 0;
    GroupKey refined;          // the group whose output this is
    GroupError error{0, 0, 0}; // of that group; level 0: the grid's rounding
    Sphere bound;              // of that group; radius < 0 at level 0
    std::uint32_t waits = 0;   // how often it was passed on because its group would not shrink
};

// A surface whose vertices are unique by position.
struct Front {
    std::vector<Vec3i> positions;
    std::vector<Rgba8> colours; // empty or one a position
    std::vector<Vec3f> normals; // empty or one a position
    std::vector<Triangle> triangles;
    std::vector<PendingCluster> clusters; // consecutive triangles; empty before the first stage
};

struct Brick {
    Front front;
    std::vector<std::uint8_t> border; // of each position: another brick may use it too
};

} // namespace stele::lod
