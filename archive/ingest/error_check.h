// Holds the certified error of a viewing copy against the scan itself: whole levels and cuts at
// random, sampled both ways. Sampling proves nothing, but a bound that is wrong shows here.
#pragma once

#include "archive/ingest/scan_surface.h"
#include "archive/lod/deviation.h"
#include "archive/model/finding.h"
#include "archive/page/asset_file.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace stele::ingest {

struct ErrorCheckOptions {
    std::uint64_t samples = 20000; // a direction and cut; half of them corners, half anywhere
    std::uint32_t random_cuts = 4;
    unsigned jobs = 0;
    const Cancel* cancel = nullptr;
    std::function<void(double fraction)> progress;
};

struct CutCheck {
    std::optional<std::uint32_t> level; // none: a random cut
    std::uint64_t triangles = 0;
    double certified_m = 0;                          // the most of what it draws
    lod::Deviation to_scan;                          // from the drawn surface
    lod::Deviation from_scan;                        // to the drawn surface
    lod::Deviation both;                             // all samples together
    std::uint64_t violations = 0;                    // samples beyond what is certified of them
    double worst_found_m = 0, worst_certified_m = 0; // of the one furthest beyond
};

struct ErrorCheck {
    std::string asset;
    std::uint64_t samples = 0;  // asked for, a direction and cut
    std::uint64_t left_out = 0; // faces of the scan that are points or lines on the grid
    std::vector<CutCheck> cuts; // levels from 0, then random cuts
    Findings findings;          // "verify.error-exceeded", one a cut
};

// where: for findings. The same asset, scan and options give the same result. Fails when a page
// cannot be read or on cancellation.
Result<ErrorCheck> check_error(const page::AssetFile& asset, ScanSurface scan,
    const std::string& where, const ErrorCheckOptions& options);

} // namespace stele::ingest
