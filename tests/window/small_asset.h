// A small asset on disk, as the builder would write it.
#pragma once

#include "archive/base/result.h"

#include <filesystem>

namespace stele::test {

// index.stele and one pack into a folder that holds neither; makes the folder.
Status write_small_asset(const std::filesystem::path& folder);

} // namespace stele::test
