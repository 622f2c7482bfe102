// overview.glb: what anybody opens in any viewer, without Stele. A uniform-error cut as plain core
// glTF 2.0, in metres, y up, that says what it is and how far it is from the scan.
#pragma once

#include "archive/page/asset_file.h"
#include "archive/page/cut.h"
#include "archive/page/plain_glb.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace stele::page {

struct OverviewText {
    std::string title;
    std::string rights;
    std::string credit;
};

Result<Bytes> make_overview(
    const AssetFile& asset, const OverviewText& text, std::uint64_t max_triangles = 150000);

// The parts of which an overview is made, for other cuts.
// In metres around a node at the middle of the cut; normals are derived where there are none.
PlainMesh plain_mesh(GridMesh mesh);
// Whose it is and how far it is from the scan. what: a sentence that says what the cut is.
Json cut_statement(
    const AssetFile& asset, const Cut& cut, const OverviewText& text, std::string_view what);
void name_plain_mesh(PlainMesh& plain, const OverviewText& text, Json statement);

} // namespace stele::page
