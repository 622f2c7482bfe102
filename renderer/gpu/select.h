// Which physical device, and what it must be able to do: one table.
#pragma once

#include "archive/base/result.h"

#include <vulkan/vulkan.h>

#include <string>
#include <string_view>
#include <vector>

namespace stele::gpu {

// The feature structs that Stele looks at, chained. Not copyable: the chain points into itself.
struct FeatureChain {
    VkPhysicalDeviceFeatures2 core{};
    VkPhysicalDeviceVulkan12Features v12{};
    VkPhysicalDeviceVulkan13Features v13{};

    FeatureChain();
    FeatureChain(const FeatureChain&) = delete;
    FeatureChain& operator=(const FeatureChain&) = delete;
};

// Names of required features that offered lacks.
std::vector<std::string> missing_features(FeatureChain& offered);
void enable_required(FeatureChain& chain);

struct Candidate {
    VkPhysicalDevice device = VK_NULL_HANDLE;
    std::string name;
    VkPhysicalDeviceType type = VK_PHYSICAL_DEVICE_TYPE_OTHER;
    std::uint32_t queue_family = 0;
    std::string unusable; // why not, empty if usable
};

// Every device the loader knows, in its order. surface may be null.
Result<std::vector<Candidate>> list_devices(VkInstance instance, VkSurfaceKHR surface);

// PURE. wanted: STELE_GPU, empty for the best. Errc::no_device says what was found and what to
// install.
Result<std::size_t> choose_device(
    const std::vector<Candidate>& candidates, std::string_view wanted);

} // namespace stele::gpu
