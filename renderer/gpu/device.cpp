// One Vulkan 1.3 device and its one queue: choice, features, submission by timeline, deferred
// destruction.
#include "renderer/gpu/device.h"

#include "renderer/gpu/commands.h"
#include "renderer/gpu/select.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>

namespace stele::gpu {

namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";
constexpr std::size_t kKeptMessages = 100;
constexpr std::uint64_t kWaitLimitNs =
    60'000'000'000; // a device that is silent for a minute is lost

std::string environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

bool layer_installed()
{
    std::uint32_t count = 0;
    if (vkEnumerateInstanceLayerProperties(&count, nullptr) != VK_SUCCESS)
        return false;
    std::vector<VkLayerProperties> layers(count);
    if (vkEnumerateInstanceLayerProperties(&count, layers.data()) != VK_SUCCESS)
        return false;
    return std::any_of(layers.begin(), layers.end(), [](const VkLayerProperties& layer) {
        return std::strcmp(layer.layerName, kValidationLayer) == 0;
    });
}

} // namespace

struct Device::Validation {
    std::mutex mutex; // the layer may call from any thread
    std::uint64_t count = 0;
    std::vector<std::string> messages;

    static VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
        VkDebugUtilsMessageTypeFlagsEXT, const VkDebugUtilsMessengerCallbackDataEXT* data,
        void* self)
    {
        auto& validation = *static_cast<Validation*>(self);
        const std::lock_guard lock(validation.mutex);
        ++validation.count;
        if (validation.messages.size() < kKeptMessages)
            validation.messages.emplace_back(data->pMessage);
        return VK_FALSE;
    }
    VkDebugUtilsMessengerCreateInfoEXT info()
    {
        VkDebugUtilsMessengerCreateInfoEXT info{};
        info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
        info.messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                               VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
        info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
        info.pfnUserCallback = on_message;
        info.pUserData = this;
        return info;
    }
};

Error vulkan_error(VkResult result, const char* what)
{
    const std::string text = std::string(what) + " failed with VkResult " + std::to_string(result);
    switch (result) {
    case VK_ERROR_DEVICE_LOST:
        return {Errc::device_lost, text + " (device lost)"};
    case VK_ERROR_OUT_OF_HOST_MEMORY:
        return {Errc::limit, text + " (out of memory)"};
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
        return {Errc::limit, text + " (out of device memory)"};
    default:
        return {Errc::internal, text};
    }
}

Device::Device() = default;

Result<std::unique_ptr<Device>> Device::create(const DeviceOptions& options)
{
    std::unique_ptr<Device> device(new Device);
    STELE_CHECK(device->make_instance(options));
    if (options.make_surface) {
        STELE_TRY(device->surface_, options.make_surface(device->instance_));
    }
    STELE_CHECK(device->choose(options));
    STELE_CHECK(device->make_device(options));
    return device;
}

Status Device::make_instance(const DeviceOptions& options)
{
    const bool validate = options.validate || environment("STELE_VALIDATE") == "1";
    if (validate && !layer_installed())
        return Error(Errc::unsupported,
            std::string(kValidationLayer) +
                " is not installed; Debian and Ubuntu: apt-get install vulkan-validationlayers");
    facts_.validated = validate;

    VkApplicationInfo application{};
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
    application.pApplicationName = options.application.c_str();
    application.apiVersion = VK_API_VERSION_1_3;
    std::vector<const char*> extensions;
    for (const std::string& name : options.instance_extensions)
        extensions.push_back(name.c_str());
    std::vector<const char*> layers;
    VkInstanceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
    info.pApplicationInfo = &application;

    VkDebugUtilsMessengerCreateInfoEXT messenger{};
    VkValidationFeaturesEXT features{};
    constexpr VkValidationFeatureEnableEXT kSynchronization =
        VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
    if (validate) {
        validation_ = std::make_unique<Validation>();
        messenger = validation_->info();
        features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
        features.enabledValidationFeatureCount = 1;
        features.pEnabledValidationFeatures = &kSynchronization;
        features.pNext = &messenger; // covers instance creation itself
        info.pNext = &features;
        layers.push_back(kValidationLayer);
        extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
        extensions.push_back(VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME);
    }
    info.enabledExtensionCount = static_cast<std::uint32_t>(extensions.size());
    info.ppEnabledExtensionNames = extensions.data();
    info.enabledLayerCount = static_cast<std::uint32_t>(layers.size());
    info.ppEnabledLayerNames = layers.data();
    const VkResult result = vkCreateInstance(&info, nullptr, &instance_);
    if (result == VK_ERROR_INCOMPATIBLE_DRIVER)
        return Error(Errc::no_device, "no Vulkan driver is installed; Debian and Ubuntu: apt-get "
                                      "install mesa-vulkan-drivers");
    if (result != VK_SUCCESS)
        return vulkan_error(result, "vkCreateInstance");
    if (!validate)
        return {};

    const auto load = [this](const char* name) { return vkGetInstanceProcAddr(instance_, name); };
    set_name_ =
        reinterpret_cast<PFN_vkSetDebugUtilsObjectNameEXT>(load("vkSetDebugUtilsObjectNameEXT"));
    begin_label_ =
        reinterpret_cast<PFN_vkCmdBeginDebugUtilsLabelEXT>(load("vkCmdBeginDebugUtilsLabelEXT"));
    end_label_ =
        reinterpret_cast<PFN_vkCmdEndDebugUtilsLabelEXT>(load("vkCmdEndDebugUtilsLabelEXT"));
    const auto create_messenger = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        load("vkCreateDebugUtilsMessengerEXT"));
    messenger.pNext = nullptr;
    const VkResult made = create_messenger(instance_, &messenger, nullptr, &messenger_);
    return made == VK_SUCCESS ? Status() : vulkan_error(made, "vkCreateDebugUtilsMessengerEXT");
}

Status Device::choose(const DeviceOptions& options)
{
    STELE_TRY(const std::vector<Candidate> candidates, list_devices(instance_, surface_));
    STELE_TRY(const std::size_t index, choose_device(candidates, environment("STELE_GPU")));
    physical_ = candidates[index].device;
    queue_family_ = candidates[index].queue_family;

    VkPhysicalDeviceDriverProperties driver{};
    driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
    VkPhysicalDeviceProperties2 described{};
    described.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
    described.pNext = &driver;
    vkGetPhysicalDeviceProperties2(physical_, &described);
    const VkPhysicalDeviceProperties& properties = described.properties;
    VkPhysicalDeviceMemoryProperties memory{};
    vkGetPhysicalDeviceMemoryProperties(physical_, &memory);
    facts_.name = properties.deviceName;
    facts_.driver = std::string(driver.driverName) + ", " + driver.driverInfo;
    facts_.type = properties.deviceType;
    facts_.max_storage_range_bytes = properties.limits.maxStorageBufferRange;
    facts_.timestamp_period_ns = properties.limits.timestampPeriod;
    for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i)
        if ((memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0)
            facts_.device_memory_bytes =
                std::max<std::uint64_t>(facts_.device_memory_bytes, memory.memoryHeaps[i].size);
    const bool shares_memory = facts_.type == VK_PHYSICAL_DEVICE_TYPE_CPU ||
                               facts_.type == VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU;
    facts_.unified = shares_memory && !options.always_stage;
    return {};
}

Status Device::make_device(const DeviceOptions&)
{
    const float priority = 1;
    VkDeviceQueueCreateInfo queue{};
    queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
    queue.queueFamilyIndex = queue_family_;
    queue.queueCount = 1;
    queue.pQueuePriorities = &priority;
    FeatureChain features;
    enable_required(features);
    const char* const swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
    VkDeviceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
    info.pNext = &features.core;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    info.enabledExtensionCount = surface_ != VK_NULL_HANDLE ? 1 : 0;
    info.ppEnabledExtensionNames = &swapchain;
    if (const VkResult r = vkCreateDevice(physical_, &info, nullptr, &device_); r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateDevice");
    vkGetDeviceQueue(device_, queue_family_, 0, &queue_);

    VkCommandPoolCreateInfo pool{};
    pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
    pool.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
    pool.queueFamilyIndex = queue_family_;
    if (const VkResult r = vkCreateCommandPool(device_, &pool, nullptr, &pool_); r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateCommandPool");

    VkSemaphoreTypeCreateInfo type{};
    type.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO;
    type.semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE;
    VkSemaphoreCreateInfo semaphore{};
    semaphore.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO;
    semaphore.pNext = &type;
    const VkResult r = vkCreateSemaphore(device_, &semaphore, nullptr, &timeline_);
    return r == VK_SUCCESS ? Status() : vulkan_error(r, "vkCreateSemaphore");
}

Device::~Device()
{
    if (device_ != VK_NULL_HANDLE) {
        vkDeviceWaitIdle(device_); // a lost device is as idle as it gets
        for (const Grave& grave : graves_)
            destroy(grave.type, grave.object);
        vkDestroySemaphore(device_, timeline_, nullptr);
        vkDestroyCommandPool(device_, pool_, nullptr);
        vkDestroyDevice(device_, nullptr);
    }
    if (surface_ != VK_NULL_HANDLE)
        vkDestroySurfaceKHR(instance_, surface_, nullptr);
    if (messenger_ != VK_NULL_HANDLE) {
        const auto destroy_messenger = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(instance_, "vkDestroyDebugUtilsMessengerEXT"));
        destroy_messenger(instance_, messenger_, nullptr);
    }
    if (instance_ != VK_NULL_HANDLE)
        vkDestroyInstance(instance_, nullptr);
}

std::uint64_t Device::validation_messages() const
{
    if (!validation_)
        return 0;
    const std::lock_guard lock(validation_->mutex);
    return validation_->count;
}

std::vector<std::string> Device::validation_log() const
{
    if (!validation_)
        return {};
    const std::lock_guard lock(validation_->mutex);
    return validation_->messages;
}

Result<Commands> Device::begin(const char* name)
{
    STELE_TRY(const std::uint64_t done, completed());
    const auto finished = std::find_if(recorded_.begin(), recorded_.end(),
        [done](const Recorded& recorded) { return recorded.timeline_value <= done; });
    VkCommandBuffer buffer = VK_NULL_HANDLE;
    if (finished != recorded_.end()) {
        buffer = finished->buffer;
        recorded_.erase(finished);
    } else {
        VkCommandBufferAllocateInfo info{};
        info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
        info.commandPool = pool_;
        info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
        info.commandBufferCount = 1;
        if (const VkResult r = vkAllocateCommandBuffers(device_, &info, &buffer); r != VK_SUCCESS)
            return vulkan_error(r, "vkAllocateCommandBuffers");
    }
    name_object(VK_OBJECT_TYPE_COMMAND_BUFFER, reinterpret_cast<std::uint64_t>(buffer), name);
    VkCommandBufferBeginInfo begin{};
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
    begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
    if (const VkResult r = vkBeginCommandBuffer(buffer, &begin); r != VK_SUCCESS)
        return vulkan_error(r, "vkBeginCommandBuffer");
    return Commands(*this, buffer);
}

Result<std::uint64_t> Device::submit(Commands commands, const SubmitSync& sync)
{
    if (const VkResult r = vkEndCommandBuffer(commands.handle()); r != VK_SUCCESS)
        return vulkan_error(r, "vkEndCommandBuffer");
    VkCommandBufferSubmitInfo buffer{};
    buffer.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO;
    buffer.commandBuffer = commands.handle();
    const auto semaphore = [](VkSemaphore handle, std::uint64_t value) {
        VkSemaphoreSubmitInfo info{};
        info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO;
        info.semaphore = handle;
        info.value = value;
        info.stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
        return info;
    };
    const VkSemaphoreSubmitInfo wait = semaphore(sync.wait, 0);
    const std::array signals{semaphore(timeline_, submitted_ + 1), semaphore(sync.signal, 0)};
    VkSubmitInfo2 info{};
    info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2;
    info.waitSemaphoreInfoCount = sync.wait != VK_NULL_HANDLE ? 1 : 0;
    info.pWaitSemaphoreInfos = &wait;
    info.commandBufferInfoCount = 1;
    info.pCommandBufferInfos = &buffer;
    info.signalSemaphoreInfoCount = sync.signal != VK_NULL_HANDLE ? 2 : 1;
    info.pSignalSemaphoreInfos = signals.data();
    if (const VkResult r = vkQueueSubmit2(queue_, 1, &info, VK_NULL_HANDLE); r != VK_SUCCESS)
        return vulkan_error(r, "vkQueueSubmit2");
    ++submitted_;
    recorded_.push_back({submitted_, commands.handle()});
    return submitted_;
}

Status Device::wait(std::uint64_t timeline_value)
{
    VkSemaphoreWaitInfo info{};
    info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO;
    info.semaphoreCount = 1;
    info.pSemaphores = &timeline_;
    info.pValues = &timeline_value;
    const VkResult r = vkWaitSemaphores(device_, &info, kWaitLimitNs);
    if (r == VK_TIMEOUT)
        return Error(Errc::device_lost, "the device did not finish within 60 seconds");
    return r == VK_SUCCESS ? Status() : vulkan_error(r, "vkWaitSemaphores");
}

Result<std::uint64_t> Device::completed() const
{
    std::uint64_t value = 0;
    const VkResult r = vkGetSemaphoreCounterValue(device_, timeline_, &value);
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkGetSemaphoreCounterValue");
    return value;
}

void Device::collect()
{
    const auto done = completed();
    if (!done)
        return; // the next submission reports the loss
    const auto kept = std::stable_partition(graves_.begin(), graves_.end(),
        [&done](const Grave& grave) { return grave.timeline_value <= *done; });
    for (auto grave = graves_.begin(); grave != kept; ++grave)
        destroy(grave->type, grave->object);
    graves_.erase(graves_.begin(), kept);
}

void Device::bury(VkObjectType type, std::uint64_t object)
{
    // Work being recorded now may use it too and will be submitted as the next value.
    graves_.push_back({submitted_ + 1, type, object});
}

void Device::destroy(VkObjectType type, std::uint64_t object) const
{
    const auto as = [object]<class Vk>(Vk) { return reinterpret_cast<Vk>(object); };
    switch (type) {
    case VK_OBJECT_TYPE_BUFFER:
        return vkDestroyBuffer(device_, as(VkBuffer{}), nullptr);
    case VK_OBJECT_TYPE_DEVICE_MEMORY:
        return vkFreeMemory(device_, as(VkDeviceMemory{}), nullptr);
    case VK_OBJECT_TYPE_IMAGE:
        return vkDestroyImage(device_, as(VkImage{}), nullptr);
    case VK_OBJECT_TYPE_PIPELINE:
        return vkDestroyPipeline(device_, as(VkPipeline{}), nullptr);
    case VK_OBJECT_TYPE_PIPELINE_LAYOUT:
        return vkDestroyPipelineLayout(device_, as(VkPipelineLayout{}), nullptr);
    case VK_OBJECT_TYPE_DESCRIPTOR_SET_LAYOUT:
        return vkDestroyDescriptorSetLayout(device_, as(VkDescriptorSetLayout{}), nullptr);
    case VK_OBJECT_TYPE_DESCRIPTOR_POOL:
        return vkDestroyDescriptorPool(device_, as(VkDescriptorPool{}), nullptr);
    case VK_OBJECT_TYPE_SEMAPHORE:
        return vkDestroySemaphore(device_, as(VkSemaphore{}), nullptr);
    case VK_OBJECT_TYPE_QUERY_POOL:
        return vkDestroyQueryPool(device_, as(VkQueryPool{}), nullptr);
    case VK_OBJECT_TYPE_SWAPCHAIN_KHR:
        return vkDestroySwapchainKHR(device_, as(VkSwapchainKHR{}), nullptr);
    default:
        assert(false && "an object type that Handle does not know");
    }
}

void Device::name_object(VkObjectType type, std::uint64_t object, const char* name) const
{
    if (set_name_ == nullptr)
        return;
    VkDebugUtilsObjectNameInfoEXT info{};
    info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_OBJECT_NAME_INFO_EXT;
    info.objectType = type;
    info.objectHandle = object;
    info.pObjectName = name;
    // A name that cannot be kept costs nothing but a less readable message.
    static_cast<void>(set_name_(device_, &info));
}

void Device::begin_label(VkCommandBuffer buffer, const char* name) const
{
    if (begin_label_ == nullptr)
        return;
    VkDebugUtilsLabelEXT label{};
    label.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_LABEL_EXT;
    label.pLabelName = name;
    begin_label_(buffer, &label);
}

void Device::end_label(VkCommandBuffer buffer) const
{
    if (end_label_ != nullptr)
        end_label_(buffer);
}

Result<std::uint32_t> Device::memory_type(
    std::uint32_t allowed_bits, VkMemoryPropertyFlags wanted) const
{
    VkPhysicalDeviceMemoryProperties memory{};
    vkGetPhysicalDeviceMemoryProperties(physical_, &memory);
    for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i)
        if ((allowed_bits & (1u << i)) != 0 &&
            (memory.memoryTypes[i].propertyFlags & wanted) == wanted)
            return i;
    return Error(Errc::unsupported,
        "the device has no memory with property flags " + std::to_string(wanted));
}

} // namespace stele::gpu
