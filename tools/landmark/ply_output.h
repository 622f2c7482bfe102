// A survey as a binary PLY file with vertex colours, written as it is made: memory holds one patch
// at a time.
#pragma once

#include "archive/base/parallel.h"
#include "archive/base/result.h"
#include "tools/landmark/surface.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stele::landmark {

struct PlyOptions {
    std::uint64_t target_triangles = 1'000'000;
    std::uint64_t seed = 1;
    double noise_m = 0.002; // standard deviation of every coordinate
    std::vector<std::string> comments{};
    const Cancel* cancel = nullptr;
};

// Fails with already_exists rather than overwrite. A failed write leaves no file.
Status write_ply(
    const std::filesystem::path& path, const Survey& survey, const PlyOptions& options);

} // namespace stele::landmark
