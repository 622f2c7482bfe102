// overview.glb: what anybody opens in any viewer, without Stele. A uniform-error cut as plain core
// glTF 2.0, in metres, y up, that says what it is and how far it is from the scan.
#pragma once

#include "archive/page/asset_file.h"

#include <cstdint>
#include <string>

namespace stele::page {

struct OverviewText {
    std::string title;
    std::string rights;
    std::string credit;
};

Result<Bytes> make_overview(
    const AssetFile& asset, const OverviewText& text, std::uint64_t max_triangles = 150000);

} // namespace stele::page
