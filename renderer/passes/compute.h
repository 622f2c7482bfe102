// What every pass here has in common: the one binding layout and no push constants.
#pragma once

#include "renderer/gpu/pipeline.h"
#include "renderer/shaders/include/layout.h"

namespace stele::passes {

inline Result<gpu::Pipeline> compute_pipeline(gpu::Device& device, const char* name,
    std::span<const std::uint32_t> spirv, std::uint32_t constant = 0)
{
    return gpu::Pipeline::create(device, {name, spirv, shaders::kBindings, constant});
}

} // namespace stele::passes
