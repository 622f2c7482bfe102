// Buffers made from what they are for. Contents are undefined until written: lavapipe does not zero
// memory.
#pragma once

#include "renderer/gpu/device.h"

#include <cstddef>

namespace stele::gpu {

enum class BufferUse {
    device, // written and read by shaders and copies; host-visible too where the device is unified
    upload, // written by the host, read by copies and shaders; mapped and coherent
    readback, // written by copies, read by the host; mapped and coherent, cached where possible
};

struct Buffer {
    Handle<VkDeviceMemory> memory;
    Handle<VkBuffer> buffer;
    std::uint64_t size_bytes = 0;
    VkDeviceAddress address = 0;
    std::byte* maybe_mapped = nullptr;

    // Usable as storage, indirect arguments, copy source and destination and by device address.
    static Result<Buffer> create(
        Device& device, BufferUse use, std::uint64_t size_bytes, const char* name);
};

} // namespace stele::gpu
