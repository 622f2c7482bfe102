// Which physical device, and what it must be able to do: one table.
#include "renderer/gpu/select.h"

#include "renderer/gpu/device.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stele::gpu {

namespace {

struct Requirement {
    const char* name;
    VkBool32& (*flag)(FeatureChain&);
};

#define STELE_FEATURE(part, field)                                                                 \
    Requirement                                                                                    \
    {                                                                                              \
#field, [](FeatureChain & chain) -> VkBool32& { return chain.part.field; }                 \
    }

constexpr std::array kRequirements{
    STELE_FEATURE(core.features, shaderInt64), // 64-bit visibility words and exact edge functions
    STELE_FEATURE(v12, shaderBufferInt64Atomics), // atomicMax on them
    STELE_FEATURE(v12, bufferDeviceAddress),      // pages lie in several slabs
    STELE_FEATURE(v12, scalarBlockLayout),        // structs shared with C++
    STELE_FEATURE(v12, timelineSemaphore),        // one clock for deferred destruction
    STELE_FEATURE(v12, hostQueryReset),           // timers
    STELE_FEATURE(v13, synchronization2),
    STELE_FEATURE(v13, maintenance4), // workgroup sizes as glslc writes them
};
#undef STELE_FEATURE

int rank(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return 4;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return 3;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return 2;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return 1;
    default:
        return 0;
    }
}

// The first family with graphics and compute that can present to surface, if there is one.
Result<std::uint32_t> find_queue_family(VkPhysicalDevice device, VkSurfaceKHR surface)
{
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    constexpr VkQueueFlags kWithout = VK_QUEUE_COMPUTE_BIT;
    constexpr VkQueueFlags kWithWindow = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
    for (std::uint32_t family = 0; family < count; ++family) {
        // Data-centre devices have compute without graphics; blits, which need graphics, are for
        // windows only.
        const VkQueueFlags wanted = surface != VK_NULL_HANDLE ? kWithWindow : kWithout;
        if ((families[family].queueFlags & wanted) != wanted)
            continue;
        VkBool32 presents = VK_TRUE;
        if (surface != VK_NULL_HANDLE &&
            vkGetPhysicalDeviceSurfaceSupportKHR(device, family, surface, &presents) != VK_SUCCESS)
            presents = VK_FALSE;
        if (presents == VK_TRUE)
            return family;
    }
    return Error(Errc::no_device,
        surface != VK_NULL_HANDLE ? "cannot present to the window" : "has no compute queue");
}

Candidate examine(VkPhysicalDevice device, VkSurfaceKHR surface)
{
    VkPhysicalDeviceProperties properties{};
    vkGetPhysicalDeviceProperties(device, &properties);
    Candidate found{device, properties.deviceName, properties.deviceType, 0, {}};
    if (properties.apiVersion < VK_API_VERSION_1_3) {
        found.unusable =
            "offers Vulkan " + std::to_string(VK_API_VERSION_MAJOR(properties.apiVersion)) + "." +
            std::to_string(VK_API_VERSION_MINOR(properties.apiVersion)) + ", 1.3 is needed";
        return found;
    }
    FeatureChain offered;
    vkGetPhysicalDeviceFeatures2(device, &offered.core);
    for (const std::string& name : missing_features(offered))
        found.unusable += (found.unusable.empty() ? "lacks " : ", ") + name;
    auto family = find_queue_family(device, surface);
    if (family)
        found.queue_family = *family;
    else if (found.unusable.empty())
        found.unusable = family.error().message();
    return found;
}

} // namespace

FeatureChain::FeatureChain()
{
    core.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES;
    v13.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES;
    core.pNext = &v12;
    v12.pNext = &v13;
}

std::vector<std::string> missing_features(FeatureChain& offered)
{
    std::vector<std::string> missing;
    for (const Requirement& requirement : kRequirements)
        if (requirement.flag(offered) != VK_TRUE)
            missing.emplace_back(requirement.name);
    return missing;
}

void enable_required(FeatureChain& chain)
{
    for (const Requirement& requirement : kRequirements)
        requirement.flag(chain) = VK_TRUE;
}

Result<std::vector<Candidate>> list_devices(VkInstance instance, VkSurfaceKHR surface)
{
    std::uint32_t count = 0;
    VkResult result = vkEnumeratePhysicalDevices(instance, &count, nullptr);
    std::vector<VkPhysicalDevice> devices(count);
    if (result == VK_SUCCESS && count > 0)
        result = vkEnumeratePhysicalDevices(instance, &count, devices.data());
    // Without any driver the loader reports initialization failed rather than an empty list.
    if (result == VK_ERROR_INITIALIZATION_FAILED)
        return std::vector<Candidate>{};
    if (result != VK_SUCCESS)
        return vulkan_error(result, "vkEnumeratePhysicalDevices");
    std::vector<Candidate> candidates;
    for (const VkPhysicalDevice device : devices)
        candidates.push_back(examine(device, surface));
    return candidates;
}

Result<std::size_t> choose_device(const std::vector<Candidate>& candidates, std::string_view wanted)
{
    std::size_t index = candidates.size();
    const auto [end, parsed] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), index);
    const bool by_index =
        !wanted.empty() && parsed == std::errc() && end == wanted.data() + wanted.size();
    std::string found;
    std::size_t best = candidates.size();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        found += (found.empty() ? "" : "; ") + std::to_string(i) + ": " + candidate.name +
                 (candidate.unusable.empty() ? "" : " (" + candidate.unusable + ")");
        const bool matches =
            wanted.empty() ||
            (by_index ? index == i : candidate.name.find(wanted) != std::string::npos);
        if (!matches || !candidate.unusable.empty())
            continue;
        if (best == candidates.size() || rank(candidate.type) > rank(candidates[best].type))
            best = i;
    }
    if (best < candidates.size())
        return best;
    if (candidates.empty())
        return Error(Errc::no_device, "no Vulkan driver is installed; Debian and Ubuntu: apt-get "
                                      "install mesa-vulkan-drivers");
    if (!wanted.empty())
        return Error(Errc::no_device,
            "STELE_GPU=" + std::string(wanted) + " names no usable Vulkan device; found " + found);
    return Error(
        Errc::no_device, "no usable Vulkan device; found " + found +
                             "; a software device comes with: apt-get install mesa-vulkan-drivers");
}

} // namespace stele::gpu
