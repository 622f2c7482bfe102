// Cull: group bits and clusters -> the list of clusters to draw.
#pragma once

#include "renderer/passes/targets.h"

namespace stele::passes {

struct CullPass {
    gpu::Pipeline pipeline;

    static Result<CullPass> create(gpu::Device& device);
    // Leaves visible and counters in State::written_by_compute.
    void record(gpu::Commands& commands, const gpu::BindingSet& bindings, const Targets& targets,
        std::uint32_t page_slots) const;
};

} // namespace stele::passes
