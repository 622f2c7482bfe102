// Handle<Vk>: sole owner of one Vulkan object. Destruction buries the object; the graveyard
// destroys it once the GPU can no longer use it.
#pragma once

#include <vulkan/vulkan.h>

#include <cstdint>
#include <utility>

namespace stele::gpu {

// Who destroys objects when it is safe to. Device is one; tests have another that counts.
class Graveyard {
public:
    virtual ~Graveyard() = default;
    virtual void bury(VkObjectType type, std::uint64_t object) = 0;
};

// clang-format off
template <class Vk> struct ObjectTypeOf;
template <> struct ObjectTypeOf<VkBuffer>              { static constexpr auto kValue = VK_OBJECT_TYPE_BUFFER; };
template <> struct ObjectTypeOf<VkDeviceMemory>        { static constexpr auto kValue = VK_OBJECT_TYPE_DEVICE_MEMORY; };
template <> struct ObjectTypeOf<VkImage>               { static constexpr auto kValue = VK_OBJECT_TYPE_IMAGE; };
template <> struct ObjectTypeOf<VkPipeline>            { static constexpr auto kValue = VK_OBJECT_TYPE_PIPELINE; };
template <> struct ObjectTypeOf<VkPipelineLayout>      { static constexpr auto kValue = VK_OBJECT_TYPE_PIPELINE_LAYOUT; };
template <> struct ObjectTypeOf<VkDescriptorSetLayout> { static constexpr auto kValue = VK_OBJECT_TYPE_DESCRIPTOR_SET_LAYOUT; };
template <> struct ObjectTypeOf<VkDescriptorPool>      { static constexpr auto kValue = VK_OBJECT_TYPE_DESCRIPTOR_POOL; };
template <> struct ObjectTypeOf<VkSemaphore>           { static constexpr auto kValue = VK_OBJECT_TYPE_SEMAPHORE; };
template <> struct ObjectTypeOf<VkSwapchainKHR>        { static constexpr auto kValue = VK_OBJECT_TYPE_SWAPCHAIN_KHR; };
template <> struct ObjectTypeOf<VkQueryPool>           { static constexpr auto kValue = VK_OBJECT_TYPE_QUERY_POOL; };
// clang-format on

template <class Vk>
class Handle {
public:
    Handle() = default;
    Handle(Graveyard& graveyard, Vk value) : graveyard_(&graveyard), value_(value) {}
    ~Handle()
    {
        if (value_ != VK_NULL_HANDLE)
            graveyard_->bury(ObjectTypeOf<Vk>::kValue, reinterpret_cast<std::uint64_t>(value_));
    }
    Handle(Handle&& other) noexcept { swap(other); }
    Handle& operator=(Handle&& other) noexcept
    {
        Handle moved(std::move(other));
        swap(moved);
        return *this;
    }

    Vk get() const { return value_; }
    explicit operator bool() const { return value_ != VK_NULL_HANDLE; }

private:
    void swap(Handle& other) noexcept
    {
        std::swap(graveyard_, other.graveyard_);
        std::swap(value_, other.value_);
    }

    Graveyard* graveyard_ = nullptr;
    Vk value_ = VK_NULL_HANDLE;
};

} // namespace stele::gpu
