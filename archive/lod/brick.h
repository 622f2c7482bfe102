// Bricks: parts of the surface that fit in memory and are simplified on their own. Their borders
// are locked, and move from stage to stage, so that no border lasts.
#pragma once

#include "archive/model/lod.h"

#include <cstdint>
#include <vector>

namespace stele::lod {

inline constexpr std::uint32_t kBrickTriangles = 1u << 18;

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
    std::vector<std::uint8_t> border; // of each position: another brick uses it too
};

// Which triangles (before the first stage) or whole clusters (after it) make up each brick.
struct BrickPlan {
    std::vector<std::uint32_t> order;        // item numbers, brick after brick
    std::vector<std::uint32_t> first;        // of each brick, in order; one more at the end
    std::vector<std::uint32_t> vertex_brick; // of each position: its only brick, or kSharedVertex
    std::size_t bricks() const { return first.size() - 1; }
};
inline constexpr std::uint32_t kSharedVertex = 0xffffffffu;
inline constexpr std::uint32_t kUnusedVertex = 0xfffffffeu;

// Octree cells merged in Morton order up to max_triangles; the lattice of odd stages is shifted by
// a third, so that cell borders differ at every size. Depends on the data alone.
BrickPlan plan_bricks(const Front& front, std::uint32_t stage, std::uint64_t max_triangles);

// local_ids: one a position of the front; bricks write only to vertices that are theirs alone.
Brick load_brick(const Front& front, const BrickPlan& plan, std::size_t brick,
    std::vector<std::uint32_t>& local_ids);

// Joins what the bricks of a stage leave over; equal positions become one vertex.
Front join_bricks(std::vector<Front> parts);

} // namespace stele::lod
