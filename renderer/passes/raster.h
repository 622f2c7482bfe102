// Raster: visible clusters -> the visibility buffer, small triangles first, large and near ones in
// a second pass.
#pragma once

#include "renderer/passes/targets.h"

namespace stele::passes {

struct RasterPass {
    gpu::Pipeline small, large;

    static Result<RasterPass> create(gpu::Device& device);
    // Takes what CullPass left; leaves visibility in State::written_by_compute and counters in
    // State::read_by_copy.
    void record(
        gpu::Commands& commands, const gpu::BindingSet& bindings, const Targets& targets) const;
};

} // namespace stele::passes
