// One level of detail for the whole asset: the groups that a uniform error or a triangle budget
// makes active, and the mesh they draw. draw(C) = active(G(C)) and (R(C) is none or not
// active(R(C))).
#pragma once

#include "archive/page/asset_file.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace stele::page {

// What decides where detail is needed. Both grow towards the root.
enum class CutMetric {
    looks,    // selection_m: geometry, colours and normals, as a viewer selects
    geometry, // geometric_m alone: what is certified
};

struct CutOptions {
    CutMetric metric = CutMetric::looks;
    double max_error_m = 0; // groups whose error is above are drawn in detail; 0 = the source
    std::uint64_t max_triangles = std::numeric_limits<std::uint64_t>::max();
};

struct Cut {
    std::vector<bool> active; // one a group; parents of an active group are active
    std::uint64_t triangles = 0;
    // Every drawn point is within this distance of the source, grid rounding included, and the
    // reverse.
    double certified_m = 0;
};

// Coarsest first, largest error first, until the error is reached or the next group would pass the
// budget. The terminal groups are always in, even beyond the budget. Reads only the pages of active
// groups.
Result<Cut> choose_cut(const AssetFile& asset, const CutOptions& options);

// The cut that draws these groups in detail. Precondition: one a group, terminal groups and all
// parents of active groups are active.
Result<Cut> cut_of_groups(const AssetFile& asset, std::vector<bool> active);

// Welded by grid position; where drawn clusters disagree on a colour or normal, the first page
// wins.
Result<GridMesh> cut_mesh(const AssetFile& asset, const Cut& cut);

// The triangles that a cut draws, each with what is certified of it: for measuring. Vertices of
// different pages are apart.
struct DrawnSurface {
    std::vector<Vec3i> positions; // asset grid
    std::vector<Triangle> triangles;
    std::vector<double> certified_m; // one a triangle: no point of it is further from the scan
};
Result<DrawnSurface> draw_cut(const AssetFile& asset, const Cut& cut);

} // namespace stele::page
