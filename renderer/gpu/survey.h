// The Vulkan devices of this computer, for people who ask what is wrong with it. Makes no device.
#pragma once

#include "archive/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace stele::gpu {

struct SurveyedDevice {
    std::string name;
    std::string driver;   // "llvmpipe, Mesa 22.3.6 (LLVM 15.0.6)"
    std::string type;     // discrete, integrated, virtual, software, other
    std::string vulkan;   // "1.3.230"
    std::string unusable; // why not, empty if usable
};

struct Survey {
    std::vector<SurveyedDevice> devices; // in the loader's order
    std::optional<std::size_t> chosen;   // what Device::create would take without a window
    std::string reason;                  // why none is chosen
};

// No driver at all is a survey without devices.
Result<Survey> survey_devices();

} // namespace stele::gpu
