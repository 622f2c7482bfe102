// A scan taken the whole road - grid, levels of detail, pages in packs - and opened for drawing.
#pragma once

#include "archive/model/scan.h"
#include "renderer/stream/page_source.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace stele::test {

// Writes packs and index into folder, which must exist and be empty, and opens them.
Result<std::shared_ptr<const stream::PageSource>> store_asset(
    ScanSource& scan, const std::filesystem::path& folder);

// The same, of a file below the shared data.
Result<std::shared_ptr<const stream::PageSource>> store_shared_scan(
    std::string_view relative, const std::filesystem::path& folder);

} // namespace stele::test
