// One Vulkan 1.3 device and its one queue: choice, features, submission by timeline, deferred
// destruction. Used by one thread. No window system unless the caller names instance extensions and
// a surface.
#pragma once

#include "archive/base/result.h"
#include "renderer/gpu/handle.h"

#include <vulkan/vulkan.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace stele::gpu {

class Commands;

struct Extent {
    std::uint32_t width = 0, height = 0;
    friend bool operator==(const Extent&, const Extent&) = default;
};

// Errc::device_lost for a lost device, Errc::limit for exhausted memory, else Errc::internal. what:
// "vkQueueSubmit2".
Error vulkan_error(VkResult result, const char* what);

struct DeviceOptions {
    std::string application = "stele";
    // For a window: what glfwGetRequiredInstanceExtensions returns, and a function that makes the
    // surface. The chosen device can then present to it; Device destroys the surface.
    std::vector<std::string> instance_extensions;
    std::function<Result<VkSurfaceKHR>(VkInstance)> make_surface;
    // Validation layer with synchronization validation; STELE_VALIDATE=1 asks for it too. Asking
    // for it where the layer is not installed fails.
    bool validate = false;
    // Never write device memory directly, even where the host can see it (what discrete GPUs do
    // anyway).
    bool always_stage = false;
};

struct DeviceFacts {
    std::string name;
    std::string driver; // "llvmpipe, Mesa 22.3.6 (LLVM 15.0.6)"
    VkPhysicalDeviceType type = VK_PHYSICAL_DEVICE_TYPE_OTHER;
    std::uint64_t max_storage_range_bytes = 0; // of one buffer binding: 128 MiB on lavapipe
    std::uint64_t device_memory_bytes = 0;     // largest device-local heap
    float timestamp_period_ns = 0;
    bool validated = false;
    bool unified = false; // device memory is written by the host without staging
};

// What a submission waits for and signals besides the timeline; for swapchains.
struct SubmitSync {
    VkSemaphore wait = VK_NULL_HANDLE;
    VkSemaphore signal = VK_NULL_HANDLE;
};

class Device final : public Graveyard {
public:
    // Choice: discrete > integrated > virtual > CPU among those that have every required feature;
    // STELE_GPU (part of the name, or an index in the loader's order) overrides it. Errc::no_device
    // says what was found and what to do.
    static Result<std::unique_ptr<Device>> create(const DeviceOptions& options);
    ~Device() override; // waits until the GPU is idle

    const DeviceFacts& facts() const { return facts_; }
    VkInstance instance() const { return instance_; }
    VkPhysicalDevice physical() const { return physical_; }
    VkDevice handle() const { return device_; }
    VkQueue queue() const { return queue_; }
    std::uint32_t queue_family() const { return queue_family_; }
    VkSurfaceKHR surface() const { return surface_; } // null without a window

    // Validation warnings and errors so far. Always 0 when not validated.
    std::uint64_t validation_messages() const;
    std::vector<std::string> validation_log() const; // the first 100 of them

    // Command buffers are recycled once the GPU has finished them.
    Result<Commands> begin(const char* name);
    // Returns the timeline value that this work reaches when it is done.
    Result<std::uint64_t> submit(Commands commands, const SubmitSync& sync = {});
    Status wait(std::uint64_t timeline_value);
    Result<std::uint64_t> completed() const; // the timeline value reached
    std::uint64_t submitted() const { return submitted_; }
    // Destroys what the GPU has let go of; called once a frame.
    void collect();

    void bury(VkObjectType type, std::uint64_t object) override;
    void name_object(VkObjectType type, std::uint64_t object, const char* name) const;
    void begin_label(VkCommandBuffer buffer, const char* name) const;
    void end_label(VkCommandBuffer buffer) const;
    // The first memory type that allowed_bits permit and that has all wanted flags.
    Result<std::uint32_t> memory_type(
        std::uint32_t allowed_bits, VkMemoryPropertyFlags wanted) const;

    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

private:
    struct Validation;
    struct Grave {
        std::uint64_t timeline_value;
        VkObjectType type;
        std::uint64_t object;
    };
    struct Recorded {
        std::uint64_t timeline_value;
        VkCommandBuffer buffer;
    };

    Device();
    Status make_instance(const DeviceOptions& options);
    Status choose(const DeviceOptions& options);
    Status make_device(const DeviceOptions& options);
    void destroy(VkObjectType type, std::uint64_t object) const;

    DeviceFacts facts_;
    VkInstance instance_ = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
    VkSurfaceKHR surface_ = VK_NULL_HANDLE;
    VkPhysicalDevice physical_ = VK_NULL_HANDLE;
    VkDevice device_ = VK_NULL_HANDLE;
    VkQueue queue_ = VK_NULL_HANDLE;
    std::uint32_t queue_family_ = 0;
    VkCommandPool pool_ = VK_NULL_HANDLE;
    VkSemaphore timeline_ = VK_NULL_HANDLE;
    std::uint64_t submitted_ = 0;
    std::vector<Grave> graves_;
    std::vector<Recorded> recorded_;
    std::unique_ptr<Validation> validation_;
    PFN_vkSetDebugUtilsObjectNameEXT set_name_ = nullptr;
    PFN_vkCmdBeginDebugUtilsLabelEXT begin_label_ = nullptr;
    PFN_vkCmdEndDebugUtilsLabelEXT end_label_ = nullptr;
};

} // namespace stele::gpu
