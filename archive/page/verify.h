// What the bytes of a stored asset prove by themselves: checksums, zip structure, pages that decode
// and agree with the index and with their own glTF. That the graph is sound is lod::check's to
// prove, from read_groups.
#pragma once

#include "archive/base/parallel.h"
#include "archive/model/finding.h"
#include "archive/page/asset_file.h"

#include <cstdint>

namespace stele::page {

struct VerifyOptions {
    unsigned jobs = 0;
    const Cancel* cancel = nullptr; // may be null
};

struct VerifyReport {
    Findings findings; // empty: all is well
    std::uint64_t packs = 0, pages = 0, groups = 0, clusters = 0, triangles = 0, bytes = 0;
};

// Fails only when cancelled; whatever is wrong with the bytes is a finding.
Result<VerifyReport> verify_asset(const AssetFile& asset, const VerifyOptions& options = {});

} // namespace stele::page
