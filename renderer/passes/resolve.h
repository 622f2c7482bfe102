// Resolve: the visibility buffer -> sRGB-encoded pixels.
#pragma once

#include "renderer/passes/targets.h"

namespace stele::passes {

struct ResolvePass {
    gpu::Pipeline pipeline;

    static Result<ResolvePass> create(gpu::Device& device);
    // Takes what RasterPass left; leaves pixels in State::read_by_copy.
    void record(
        gpu::Commands& commands, const gpu::BindingSet& bindings, const Targets& targets) const;
};

} // namespace stele::passes
