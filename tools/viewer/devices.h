// stele-viewer --devices: what stele doctor asks, since only this program knows Vulkan.
#pragma once

#include "archive/base/result.h"

#include <string>

namespace stele::viewer {

// {"devices": [{"name", "driver", "type", "vulkan", "unusable"}], "chosen": index or -1,
// "reason"} on one line.
Result<std::string> devices_json();

} // namespace stele::viewer
