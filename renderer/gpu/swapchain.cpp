// Images of a window: acquire, present, resize.
#include "renderer/gpu/swapchain.h"

#include <algorithm>

namespace stele::gpu {

namespace {

constexpr std::size_t kFramesInFlight = 2;

Result<Handle<VkSemaphore>> make_semaphore(Device& device, const char* name)
{
    VkSemaphoreCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO;
    VkSemaphore semaphore = VK_NULL_HANDLE;
    const VkResult r = vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore);
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateSemaphore");
    device.name_object(VK_OBJECT_TYPE_SEMAPHORE, reinterpret_cast<std::uint64_t>(semaphore), name);
    return Handle<VkSemaphore>(device, semaphore);
}

// UNORM with the sRGB colour space: our pixels are encoded already.
Result<VkSurfaceFormatKHR> choose_format(Device& device)
{
    std::uint32_t count = 0;
    VkResult r =
        vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), device.surface(), &count, nullptr);
    std::vector<VkSurfaceFormatKHR> formats(count);
    if (r == VK_SUCCESS)
        r = vkGetPhysicalDeviceSurfaceFormatsKHR(
            device.physical(), device.surface(), &count, formats.data());
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkGetPhysicalDeviceSurfaceFormatsKHR");
    for (const VkFormat wanted : {VK_FORMAT_B8G8R8A8_UNORM, VK_FORMAT_R8G8B8A8_UNORM})
        for (const VkSurfaceFormatKHR& format : formats)
            if (format.format == wanted && format.colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR)
                return format;
    return Error(Errc::unsupported, "the window offers no 8-bit UNORM colour format");
}

} // namespace

Result<Swapchain> Swapchain::create(Device& device, Extent wanted)
{
    Swapchain made(device);
    for (std::size_t i = 0; i < kFramesInFlight; ++i) {
        STELE_TRY(auto semaphore, make_semaphore(device, "window image available"));
        made.available_.push_back(std::move(semaphore));
        made.in_flight_.push_back(0);
    }
    STELE_CHECK(made.resize(wanted));
    return made;
}

Swapchain::~Swapchain()
{
    // Presentation is not on the timeline; images must not die while the window system reads them.
    if (swapchain_)
        vkQueueWaitIdle(device_->queue());
}

Status Swapchain::resize(Extent wanted)
{
    VkSurfaceCapabilitiesKHR surface{};
    if (const VkResult r = vkGetPhysicalDeviceSurfaceCapabilitiesKHR(
            device_->physical(), device_->surface(), &surface);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
    if (surface.currentExtent.width != 0xffffffffu)
        wanted = {surface.currentExtent.width, surface.currentExtent.height};
    if (swapchain_)
        vkQueueWaitIdle(device_->queue());
    images_.clear();
    rendered_.clear();
    extent_ = wanted;
    if (wanted.width == 0 || wanted.height == 0) {
        swapchain_ = {};
        return {};
    }

    STELE_TRY(const VkSurfaceFormatKHR format, choose_format(*device_));
    format_ = format.format;
    VkSwapchainCreateInfoKHR info{};
    info.sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR;
    info.surface = device_->surface();
    info.minImageCount = std::max(surface.minImageCount, 3u);
    if (surface.maxImageCount != 0)
        info.minImageCount = std::min(info.minImageCount, surface.maxImageCount);
    info.imageFormat = format.format;
    info.imageColorSpace = format.colorSpace;
    info.imageExtent = {wanted.width, wanted.height};
    info.imageArrayLayers = 1;
    info.imageUsage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
    info.imageSharingMode = VK_SHARING_MODE_EXCLUSIVE;
    info.preTransform = surface.currentTransform;
    info.compositeAlpha = VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR;
    info.presentMode = VK_PRESENT_MODE_FIFO_KHR;
    info.clipped = VK_TRUE;
    info.oldSwapchain = swapchain_.get();
    VkSwapchainKHR swapchain = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateSwapchainKHR(device_->handle(), &info, nullptr, &swapchain);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateSwapchainKHR");
    swapchain_ = Handle<VkSwapchainKHR>(*device_, swapchain);
    device_->collect();

    std::uint32_t count = 0;
    VkResult r = vkGetSwapchainImagesKHR(device_->handle(), swapchain, &count, nullptr);
    images_.resize(count);
    if (r == VK_SUCCESS)
        r = vkGetSwapchainImagesKHR(device_->handle(), swapchain, &count, images_.data());
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkGetSwapchainImagesKHR");
    for (std::size_t i = 0; i < images_.size(); ++i) {
        STELE_TRY(auto semaphore, make_semaphore(*device_, "window image rendered"));
        rendered_.push_back(std::move(semaphore));
    }
    return {};
}

Result<std::optional<Swapchain::Acquired>> Swapchain::acquire()
{
    if (!swapchain_)
        return std::optional<Acquired>();
    const std::size_t slot = frame_ % kFramesInFlight;
    STELE_CHECK(device_->wait(in_flight_[slot]));
    std::uint32_t index = 0;
    const VkResult r = vkAcquireNextImageKHR(device_->handle(), swapchain_.get(), UINT64_MAX,
        available_[slot].get(), VK_NULL_HANDLE, &index);
    if (r == VK_ERROR_OUT_OF_DATE_KHR)
        return std::optional<Acquired>();
    if (r != VK_SUCCESS && r != VK_SUBOPTIMAL_KHR)
        return vulkan_error(r, "vkAcquireNextImageKHR");
    ++frame_;
    return std::optional(Acquired{index, ImageRef(images_[index], extent_),
        SubmitSync{available_[slot].get(), rendered_[index].get()}});
}

Result<bool> Swapchain::present(const Acquired& acquired)
{
    in_flight_[(frame_ - 1) % kFramesInFlight] = device_->submitted();
    const VkSwapchainKHR swapchain = swapchain_.get();
    VkPresentInfoKHR info{};
    info.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR;
    info.waitSemaphoreCount = 1;
    info.pWaitSemaphores = &acquired.sync.signal;
    info.swapchainCount = 1;
    info.pSwapchains = &swapchain;
    info.pImageIndices = &acquired.index;
    const VkResult r = vkQueuePresentKHR(device_->queue(), &info);
    if (r == VK_ERROR_OUT_OF_DATE_KHR || r == VK_SUBOPTIMAL_KHR)
        return false;
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkQueuePresentKHR");
    return true;
}

} // namespace stele::gpu
