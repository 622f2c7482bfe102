// Buffers made from what they are for.
#include "renderer/gpu/buffer.h"

namespace stele::gpu {

namespace {

constexpr VkMemoryPropertyFlags kMapped =
    VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;

// First choice first.
std::vector<VkMemoryPropertyFlags> memory_wishes(const Device& device, BufferUse use)
{
    switch (use) {
    case BufferUse::device:
        if (device.facts().unified)
            return {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT | kMapped};
        return {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT};
    case BufferUse::upload:
        return {kMapped};
    case BufferUse::readback:
        return {kMapped | VK_MEMORY_PROPERTY_HOST_CACHED_BIT, kMapped};
    }
    return {};
}

Result<std::uint32_t> choose_memory(const Device& device, BufferUse use, std::uint32_t allowed)
{
    const auto wishes = memory_wishes(device, use);
    for (const VkMemoryPropertyFlags wish : wishes)
        if (auto type = device.memory_type(allowed, wish))
            return *type;
    return Error(Errc::unsupported, "the device has no memory for this use of a buffer");
}

} // namespace

Result<Buffer> Buffer::create(
    Device& device, BufferUse use, std::uint64_t size_bytes, const char* name)
{
    VkBufferCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
    info.size = size_bytes;
    info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT |
                 VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT |
                 VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT;
    VkBuffer buffer = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateBuffer(device.handle(), &info, nullptr, &buffer);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateBuffer");
    Buffer made;
    made.buffer = Handle<VkBuffer>(device, buffer);
    made.size_bytes = size_bytes;
    device.name_object(VK_OBJECT_TYPE_BUFFER, reinterpret_cast<std::uint64_t>(buffer), name);

    VkMemoryRequirements needs{};
    vkGetBufferMemoryRequirements(device.handle(), buffer, &needs);
    STELE_TRY(const std::uint32_t type, choose_memory(device, use, needs.memoryTypeBits));
    VkMemoryAllocateFlagsInfo flags{};
    flags.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO;
    flags.flags = VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT;
    VkMemoryAllocateInfo allocate{};
    allocate.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
    allocate.pNext = &flags;
    allocate.allocationSize = needs.size;
    allocate.memoryTypeIndex = type;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    if (const VkResult r = vkAllocateMemory(device.handle(), &allocate, nullptr, &memory);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkAllocateMemory").in(name);
    made.memory = Handle<VkDeviceMemory>(device, memory);
    device.name_object(VK_OBJECT_TYPE_DEVICE_MEMORY, reinterpret_cast<std::uint64_t>(memory), name);
    if (const VkResult r = vkBindBufferMemory(device.handle(), buffer, memory, 0); r != VK_SUCCESS)
        return vulkan_error(r, "vkBindBufferMemory");

    if (use != BufferUse::device || device.facts().unified) {
        void* mapped = nullptr;
        const VkResult r = vkMapMemory(device.handle(), memory, 0, VK_WHOLE_SIZE, 0, &mapped);
        if (r != VK_SUCCESS)
            return vulkan_error(r, "vkMapMemory");
        made.maybe_mapped = static_cast<std::byte*>(mapped);
    }
    VkBufferDeviceAddressInfo address{};
    address.sType = VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO;
    address.buffer = buffer;
    made.address = vkGetBufferDeviceAddress(device.handle(), &address);
    return made;
}

} // namespace stele::gpu
