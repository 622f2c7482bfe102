// Surveys of two procedural landmarks, as a scanner would have delivered them: coloured triangles
// with noise, uneven density and holes. Synthetic, and every file says so; the same options give
// the same bytes.
#pragma once

#include "archive/base/parallel.h"
#include "archive/base/result.h"

#include <cstdint>
#include <filesystem>

namespace stele::landmark {

struct TowerOptions {
    std::uint64_t target_triangles = 1'000'000; // within 10 %
    std::uint64_t seed = 1380;                  // of the scanner's noise
    double noise_m = 0.002;                     // standard deviation of every coordinate
    const Cancel* cancel = nullptr;
};
// After Zhenhai Tower in Guangzhou. Binary PLY, metres, y up, the origin in the middle of the
// terrace. Fails with already_exists rather than overwrite; a failed write leaves no file.
Result<void> write_zhenhai_tower(
    const std::filesystem::path& ply, const TowerOptions& options = {});

struct SteleOptions {
    std::uint64_t target_triangles = 200'000; // within 10 %
    std::uint64_t seed = 1368;
    double noise_m = 0.0003;
    const Cancel* cancel = nullptr;
};
// An inscribed stone on the back of a tortoise (bixi), after no particular one. As above.
Result<void> write_tortoise_stele(
    const std::filesystem::path& ply, const SteleOptions& options = {});

} // namespace stele::landmark
