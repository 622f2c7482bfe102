// Two-dimensional colour images, one level, one layer.
#pragma once

#include "renderer/gpu/device.h"

namespace stele::gpu {

struct Image {
    Handle<VkDeviceMemory> memory;
    Handle<VkImage> image;
    VkFormat format = VK_FORMAT_UNDEFINED;
    Extent extent;

    // R8G8B8A8_UNORM that holds sRGB-encoded values; usable as copy and blit source and
    // destination, and sampled.
    static Result<Image> create(Device& device, Extent extent, const char* name);
};

} // namespace stele::gpu
