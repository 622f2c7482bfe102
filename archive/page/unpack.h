// One page as plain core glTF 2.0 that needs no extension: positions stay integers of the grid,
// scaled by the node.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/page_index.h"

namespace stele::page {

Result<Bytes> unpack_page(ByteSpan glb, const PageRecord& record, const AssetInfo& asset);

} // namespace stele::page
