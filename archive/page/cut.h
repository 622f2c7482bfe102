// One level of detail for the whole asset: the groups that a uniform error or a triangle budget
// makes active, and the mesh they draw. draw(C) = active(G(C)) and (R(C) is none or not
// active(R(C))).
#pragma once

#include "archive/page/asset_file.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace stele::page {

struct CutOptions {
    double max_error_m =
        0; // groups whose selection error is above are drawn in detail; 0 = the source
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

// Welded by grid position; where drawn clusters disagree on a colour or normal, the first page
// wins.
Result<GridMesh> cut_mesh(const AssetFile& asset, const Cut& cut);

} // namespace stele::page
