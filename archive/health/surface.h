// Area, volume, slivers and connected pieces of a mesh: sums over its triangles in their order.
#pragma once

#include "archive/health/health.h"

namespace stele::health {

struct Surface {
    double area_m2 = 0;
    double volume_m3 = 0; // signed; of a closed, oriented surface
    std::uint64_t slivers = 0;
    Pieces pieces;
};

Surface examine_surface(const GridMesh& mesh);

} // namespace stele::health
