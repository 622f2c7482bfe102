// One page -> what the renderer uploads, or the groups as they were encoded. Bytes are hostile:
// every count, range, index and table entry is checked, and nothing is read through the JSON.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/page_index.h"
#include "archive/page/table.h"

#include <vector>

namespace stele::page {

// The caller has compared the checksum (AssetFile::read_page does). Errc::malformed, Errc::corrupt
// (table), Errc::newer_format.
Result<DecodedPage> decode_page(ByteSpan glb, const PageRecord& record, const AssetInfo& asset);

// Exact positions, 8-bit colours and cluster membership; order of triangles and of vertices, the
// first corner of a triangle and the last bits of normals may differ from what was encoded. Unused
// vertices are gone.
Result<std::vector<LodGroup>> read_groups(
    ByteSpan glb, const PageRecord& record, const AssetInfo& asset);

// The streams without the split into clusters.
struct PageStreams {
    PageTable table;
    std::vector<Vec3i> positions; // relative to the page origin
    std::vector<Rgba8> colours;
    std::vector<Vec3f> normals;
    std::vector<std::array<std::uint16_t, 3>> triangles;
};
Result<PageStreams> decode_streams(ByteSpan glb, const PageRecord& record, const AssetInfo& asset);

} // namespace stele::page
