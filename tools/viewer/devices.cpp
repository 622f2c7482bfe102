// See devices.h.
#include "tools/viewer/devices.h"

#include "archive/base/json.h"
#include "renderer/gpu/survey.h"

namespace stele::viewer {

Result<std::string> devices_json()
{
    STELE_TRY(const gpu::Survey survey, gpu::survey_devices());
    Json devices = Json::array();
    for (const gpu::SurveyedDevice& device : survey.devices)
        devices.push(Json::object({{"name", device.name}, {"driver", device.driver},
            {"type", device.type}, {"vulkan", device.vulkan}, {"unusable", device.unusable}}));
    const auto chosen =
        survey.chosen ? static_cast<std::int64_t>(*survey.chosen) : std::int64_t{-1};
    return print_json(
        Json::object({{"devices", devices}, {"chosen", chosen}, {"reason", survey.reason}}));
}

} // namespace stele::viewer
