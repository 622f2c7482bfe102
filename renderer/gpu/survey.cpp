// An instance without layers or extensions, the devices it lists, and the choice among them.
#include "renderer/gpu/survey.h"

#include "renderer/gpu/device.h"
#include "renderer/gpu/select.h"

#include <cstdlib>

namespace stele::gpu {

namespace {

std::string version_text(std::uint32_t version)
{
    return std::to_string(VK_API_VERSION_MAJOR(version)) + "." +
           std::to_string(VK_API_VERSION_MINOR(version)) + "." +
           std::to_string(VK_API_VERSION_PATCH(version));
}

std::string type_text(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return "discrete";
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return "integrated";
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return "virtual";
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return "software";
    default:
        return "other";
    }
}

SurveyedDevice survey_of(const Candidate& candidate)
{
    VkPhysicalDeviceProperties properties{};
    vkGetPhysicalDeviceProperties(candidate.device, &properties);
    SurveyedDevice device{candidate.name, {}, type_text(candidate.type),
        version_text(properties.apiVersion), candidate.unusable};
    if (properties.apiVersion < VK_API_VERSION_1_2)
        return device; // the driver's name is a question of Vulkan 1.2
    VkPhysicalDeviceDriverProperties driver{};
    driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
    VkPhysicalDeviceProperties2 described{};
    described.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
    described.pNext = &driver;
    vkGetPhysicalDeviceProperties2(candidate.device, &described);
    device.driver = std::string(driver.driverName) + ", " + driver.driverInfo;
    return device;
}

Result<Survey> survey_of(VkInstance instance)
{
    STELE_TRY(const std::vector<Candidate> candidates, list_devices(instance, VK_NULL_HANDLE));
    Survey survey;
    for (const Candidate& candidate : candidates)
        survey.devices.push_back(survey_of(candidate));
    const char* const wanted = std::getenv("STELE_GPU");
    const auto chosen = choose_device(candidates, wanted != nullptr ? wanted : "");
    if (chosen)
        survey.chosen = *chosen;
    else
        survey.reason = chosen.error().message();
    return survey;
}

} // namespace

Result<Survey> survey_devices()
{
    VkApplicationInfo application{};
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
    application.apiVersion = VK_API_VERSION_1_3;
    VkInstanceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
    info.pApplicationInfo = &application;
    VkInstance instance = VK_NULL_HANDLE;
    const VkResult made = vkCreateInstance(&info, nullptr, &instance);
    if (made == VK_ERROR_INCOMPATIBLE_DRIVER)
        return Survey{{}, std::nullopt, "no Vulkan driver is installed"};
    if (made != VK_SUCCESS)
        return vulkan_error(made, "vkCreateInstance");
    auto survey = survey_of(instance);
    vkDestroyInstance(instance, nullptr);
    return survey;
}

} // namespace stele::gpu
