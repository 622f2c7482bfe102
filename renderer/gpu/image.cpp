// Two-dimensional colour images, one level, one layer.
#include "renderer/gpu/image.h"

namespace stele::gpu {

Result<Image> Image::create(Device& device, Extent extent, const char* name)
{
    VkImageCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO;
    info.imageType = VK_IMAGE_TYPE_2D;
    info.format = VK_FORMAT_R8G8B8A8_UNORM;
    info.extent = {extent.width, extent.height, 1};
    info.mipLevels = 1;
    info.arrayLayers = 1;
    info.samples = VK_SAMPLE_COUNT_1_BIT;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                 VK_IMAGE_USAGE_SAMPLED_BIT;
    VkImage image = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateImage(device.handle(), &info, nullptr, &image); r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateImage");
    Image made;
    made.image = Handle<VkImage>(device, image);
    made.format = info.format;
    made.extent = extent;
    device.name_object(VK_OBJECT_TYPE_IMAGE, reinterpret_cast<std::uint64_t>(image), name);

    VkMemoryRequirements needs{};
    vkGetImageMemoryRequirements(device.handle(), image, &needs);
    STELE_TRY(const std::uint32_t type,
        device.memory_type(needs.memoryTypeBits, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT));
    VkMemoryAllocateInfo allocate{};
    allocate.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
    allocate.allocationSize = needs.size;
    allocate.memoryTypeIndex = type;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    if (const VkResult r = vkAllocateMemory(device.handle(), &allocate, nullptr, &memory);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkAllocateMemory").in(name);
    made.memory = Handle<VkDeviceMemory>(device, memory);
    device.name_object(VK_OBJECT_TYPE_DEVICE_MEMORY, reinterpret_cast<std::uint64_t>(memory), name);
    if (const VkResult r = vkBindImageMemory(device.handle(), image, memory, 0); r != VK_SUCCESS)
        return vulkan_error(r, "vkBindImageMemory");
    return made;
}

} // namespace stele::gpu
