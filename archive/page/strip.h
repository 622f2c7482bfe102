// Orders the triangles of a cluster in strips, so that most share an edge with one shortly before:
// the index codec then needs a byte a triangle, and decoders find their vertices near.
#pragma once

#include "archive/model/lod.h"

#include <cstdint>
#include <span>

namespace stele::page {

// Three corners a triangle, numbered below kMaxClusterVertices; as many in out. Turns triangles
// around, but over never. Precondition: at most kMaxClusterTriangles triangles.
void order_in_strips(std::span<const std::uint32_t> corners, std::span<std::uint32_t> out);

} // namespace stele::page
