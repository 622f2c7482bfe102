// The buffers that the passes of one frame hand to each other. One set serves all frames: the queue
// orders them.
#pragma once

#include "renderer/gpu/commands.h"

namespace stele::passes {

struct Targets {
    gpu::Extent extent;
    gpu::Buffer visible;    // cluster indices
    gpu::Buffer counters;   // shaders::Counters
    gpu::Buffer deferred;   // cluster indices
    gpu::Buffer large;      // shaders::LargeTile
    gpu::Buffer visibility; // 64 bits a pixel
    gpu::Buffer pixels;     // RGBA8
    gpu::Buffer tiles;      // of kResolvePx that anything covers

    std::uint32_t large_capacity = 0;

    std::uint32_t resolve_tiles() const; // that the picture consists of

    // Errc::invalid_argument for an empty extent, Errc::limit for one whose visibility buffer
    // cannot be bound at once.
    static Result<Targets> create(gpu::Device& device, gpu::Extent extent,
        std::uint32_t cluster_capacity, std::uint32_t large_capacity = 1u << 18);
};

// What a frame uploads: one set a frame in flight.
struct FrameInputs {
    gpu::Buffer frame; // shaders::FrameBlock
    gpu::Buffer group_bits;
    gpu::Buffer pages; // shaders::Page by slot

    static Result<FrameInputs> create(
        gpu::Device& device, std::size_t groups, std::size_t page_slots);
};

// All buffers in the order of shaders::kBind*.
Result<gpu::BindingSet> bind_all(gpu::Device& device, const gpu::Pipeline& pipeline,
    const FrameInputs& inputs, const gpu::Buffer& clusters, const Targets& targets);

} // namespace stele::passes
