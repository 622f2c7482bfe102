// Host bytes into device buffers: written directly where memory is shared, else through a ring of
// staging memory.
#pragma once

#include "renderer/gpu/commands.h"

#include <deque>

namespace stele::gpu {

class Upload {
public:
    static Result<Upload> create(Device& device, std::uint64_t ring_bytes);

    // Whether a write of that size fits into the ring now; always where memory is shared.
    bool has_room(std::uint64_t size_bytes);
    // Visible to the shaders of these commands and later ones after finish(). The target range is
    // not in use by the GPU. Precondition: has_room; offset and size are multiples of 4.
    void write(Commands& commands, const Buffer& target, std::uint64_t offset,
        std::span<const std::byte> bytes);
    // Call once after a batch of writes to a buffer, before the pass that reads it.
    static void finish(Commands& commands, const Buffer& target);

private:
    struct Used {
        std::uint64_t timeline_value;
        std::uint64_t bytes;
    };
    Upload(Device& device, Buffer ring) : device_(&device), ring_(std::move(ring)) {}
    std::uint64_t padding(std::uint64_t size_bytes) const;

    Device* device_;
    Buffer ring_;
    std::uint64_t head_ = 0; // next byte
    std::uint64_t in_use_ = 0;
    std::deque<Used> used_; // oldest first
};

} // namespace stele::gpu
