// Images of a window: acquire, present, resize. FIFO always; the colour format is UNORM (values are
// already sRGB).
#pragma once

#include "renderer/gpu/commands.h"

#include <optional>
#include <vector>

namespace stele::gpu {

// Per frame:
//     auto acquired = swapchain.acquire();           // none: resize() first
//     commands.barrier(acquired->image, State::acquired, State::written_by_copy);
//     commands.blit(renderer.output(), ..., acquired->image, ...);
//     commands.barrier(acquired->image, State::written_by_copy, State::presented);
//     device.submit(std::move(commands), acquired->sync);
//     swapchain.present(*acquired);                  // false: resize() before the next frame
class Swapchain {
public:
    struct Acquired {
        std::uint32_t index = 0;
        ImageRef image;
        SubmitSync sync;
    };

    // Precondition: device was created with a surface. wanted is used where the window system
    // leaves it open.
    static Result<Swapchain> create(Device& device, Extent wanted);
    ~Swapchain();
    Swapchain(Swapchain&&) noexcept = default;
    Swapchain& operator=(Swapchain&&) noexcept = default;

    // None: the window has another size now (or none at all while it is minimised): resize. Blocks
    // until an image is free and at most two frames are in flight.
    Result<std::optional<Acquired>> acquire();
    Result<bool> present(const Acquired& acquired); // false: resize before the next acquire
    // An extent of zero area leaves the swapchain empty: acquire then returns none.
    Status resize(Extent wanted);

    Extent extent() const { return extent_; }
    VkFormat format() const { return format_; }

private:
    explicit Swapchain(Device& device) : device_(&device) {}

    Device* device_;
    VkFormat format_ = VK_FORMAT_UNDEFINED;
    Extent extent_;
    Handle<VkSwapchainKHR> swapchain_;
    std::vector<VkImage> images_;
    std::vector<Handle<VkSemaphore>> rendered_;  // one an image
    std::vector<Handle<VkSemaphore>> available_; // one a frame in flight
    std::vector<std::uint64_t> in_flight_;       // timeline value that freed each available_
    std::size_t frame_ = 0;
};

} // namespace stele::gpu
