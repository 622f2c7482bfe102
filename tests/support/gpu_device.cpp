// The device that tests draw with.
#include "tests/support/gpu_device.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace stele::test {

void prefer_lavapipe()
{
    if (std::getenv("STELE_GPU") != nullptr || std::getenv("VK_ICD_FILENAMES") != nullptr ||
        std::getenv("VK_DRIVER_FILES") != nullptr)
        return;
    for (const char* folder :
        {"/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"}) {
        std::error_code absent;
        for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("lvp_icd") && name.ends_with(".json"))
                ::setenv("VK_ICD_FILENAMES", entry.path().c_str(), 0);
        }
    }
}

std::unique_ptr<gpu::Device> make_device(gpu::DeviceOptions options)
{
    prefer_lavapipe();
    options.validate = true;
    auto device = gpu::Device::create(options);
    if (!device) {
        ADD_FAILURE() << device.error().text();
        return nullptr;
    }
    return std::move(*device);
}

void expect_silent(const gpu::Device& device)
{
    EXPECT_TRUE(device.facts().validated);
    EXPECT_EQ(device.validation_messages(), 0u);
    for (const std::string& message : device.validation_log())
        ADD_FAILURE() << message;
}

} // namespace stele::test
