// Cuts triangles into compact clusters within the limits of triangles and vertices, by halving
// along the longer side.
#pragma once

#include "archive/model/scan.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

// Working memory of one thread.
struct ClusterScratch {
    std::vector<Vec3f> centres;
    std::vector<std::uint64_t> keys;
    std::vector<Triangle> sorted;
    std::vector<std::uint32_t> seen;
    std::uint32_t stamp = 0;
};

// Reorders triangles cluster by cluster and appends each cluster's triangle count to sizes.
void cut_into_clusters(std::span<const Vec3i> positions, std::span<Triangle> triangles,
    ClusterScratch& scratch, std::vector<std::uint32_t>& sizes);

} // namespace stele::lod
