// Groups of one page -> one binary glTF 2.0 file with EXT_meshopt_compression. Same groups, same
// bytes.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/page_index.h"

#include <span>
#include <string>

namespace stele::page {

struct EncodedPage {
    Bytes glb;
    PageRecord record; // pack and offset are the writer's to set
};

// Precondition: groups is not empty. Keys are consecutive; all groups or none have colours,
// likewise normals. Errc::invalid_argument when the groups break a rule of LodGroup, Errc::limit
// when they do not fit one page.
Result<EncodedPage> encode_page(std::span<const LodGroup> groups, const Grid& grid);

// "meshoptimizer 0.18, index codec 1, vertex codec 0": decides bytes, so it belongs into
// AssetInfo::recipe.
std::string codec_recipe();

} // namespace stele::page
