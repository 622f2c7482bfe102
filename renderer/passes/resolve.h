// Resolve: the visibility buffer -> pixels. Background first, then the tiles that anything covers,
// with one pipeline a mode.
#pragma once

#include "renderer/gpu/pipeline.h"
#include "renderer/passes/targets.h"
#include "renderer/shaders/include/layout.h"

#include <array>

namespace stele::passes {

struct ResolvePass {
    gpu::Pipeline background;
    std::array<gpu::Pipeline, shaders::kModes> by_mode;

    static Result<ResolvePass> create(gpu::Device& device);
    // Takes what RasterPass left; leaves pixels and counters in State::read_by_copy.
    // mode: shaders::kMode*.
    void record(gpu::Commands& commands, const gpu::BindingSet& bindings, const Targets& targets,
        std::uint32_t mode) const;
};

} // namespace stele::passes
