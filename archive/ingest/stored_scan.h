// The scan that a viewing copy was made from, read back out of the archive and placed in metres as
// its report says: what the copy can be held against at any later time.
#pragma once

#include "archive/ingest/scan_surface.h"
#include "archive/ocfl/object.h"
#include "archive/page/asset_file.h"

#include <string>

namespace stele::ingest {

// Points are in the asset's space, relative to its origin. Fails when the record has no report on
// the asset, holds other bytes than the copy was made from, or the reader fails.
Result<ScanSurface> read_stored_scan(
    ocfl::Object& record, const std::string& asset, const AssetInfo& info, const Cancel* cancel);

} // namespace stele::ingest
