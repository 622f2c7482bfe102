// A decoded page as the GPU reads it: one blob and its clusters. Checked, because shaders read
// without bounds.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"
#include "archive/model/page_index.h"
#include "renderer/shaders/include/layout.h"

#include <vector>

namespace stele::stream {

struct PackedPage {
    Vec3i origin;
    Vec3i low, high;                                       // of the positions, relative to origin
    Bytes blob;                                            // see shaders::Page
    std::uint32_t colours = 0, normals = 0, triangles = 0; // offsets in the blob
    std::vector<shaders::Cluster> clusters;                // page is not yet known
    std::uint64_t triangle_count = 0;
};

// Errc::malformed if a cluster, vertex number or group does not exist, or a bound is not finite.
Result<PackedPage> pack_page(const DecodedPage& page, const PageIndex& index);

// Memory that a page takes, before it was seen: its clusters have some vertices of their own.
std::uint64_t estimate_bytes(const PageRecord& record, const AssetInfo& asset);

} // namespace stele::stream
