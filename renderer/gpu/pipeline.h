// Compute pipelines from SPIR-V that is embedded in the program, and the storage buffers bound to
// them.
#pragma once

#include "renderer/gpu/buffer.h"

#include <cstdint>
#include <span>

namespace stele::gpu {

// Bindings 0..count-1 are storage buffers, visible to compute. Pipelines with the same count share
// sets.
struct Pipeline {
    Handle<VkDescriptorSetLayout> set_layout;
    Handle<VkPipelineLayout> layout;
    Handle<VkPipeline> pipeline;

    struct Desc {
        const char* name = "";
        std::span<const std::uint32_t> spirv;
        std::uint32_t storage_buffers = 0;
        std::uint32_t constant = 0; // specialization constant 0; 0 leaves the shader's own value
    };
    static Result<Pipeline> create(Device& device, const Desc& desc);
};

// A descriptor set with one whole buffer a binding. Recreated when a buffer is.
struct BindingSet {
    Handle<VkDescriptorPool> pool; // frees the set with it
    VkDescriptorSet set = VK_NULL_HANDLE;

    static Result<BindingSet> create(Device& device, const Pipeline& pipeline,
        std::span<const Buffer* const> buffers, const char* name);
};

} // namespace stele::gpu
