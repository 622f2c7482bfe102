// The files of a folder, sorted, without what operating systems leave behind.
#pragma once

#include "archive/ingest/delivery.h"

namespace stele::ingest {

struct Walked {
    std::vector<std::filesystem::path> files; // regular, relative to the folder, sorted by bytes
    std::vector<LeftOut> left_out;            // sorted by path
};

// Symbolic links are not followed, neither to files nor to folders. Errc::io names a folder that
// cannot be read.
Result<Walked> walk_folder(const std::filesystem::path& folder);

} // namespace stele::ingest
