// MAIN PATH of the level-of-detail builder: a gridded scan becomes groups of clusters, level by
// level, up to a root.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/brick_results.h"
#include "archive/lod/grid.h"
#include "archive/lod/replace.h"
#include "archive/model/finding.h"

#include <functional>

namespace stele::lod {

struct BuildOptions {
    unsigned jobs = 0; // threads; 0: all cores. Never changes the result
    const Cancel* cancel = nullptr;
    BrickResults* results = nullptr; // of this same build, if it was interrupted before
    std::function<void(double fraction)> progress; // called from any thread, never from two at once
};

struct LevelReport {
    std::uint32_t level = 0;
    std::uint32_t groups = 0;
    std::uint64_t triangles = 0;
    double mean_geometric_m = 0, max_geometric_m = 0; // of groups that are not terminal
    double mean_appearance_m = 0;
};

struct BuildReport {
    std::vector<LevelReport> levels;
    StageTimes cpu; // seconds
    std::uint64_t root_triangles = 0;
    Findings findings;
};

// Uses the bricks up. The sink sees the same calls whatever jobs is and however much memory the
// workspace may use. Fails only if the sink or the scratch space fails, on cancellation or without
// memory.
Result<BuildReport> build(
    Gridded& gridded, Workspace& workspace, const BuildOptions& options, GroupSink& sink);

} // namespace stele::lod
