// The names of modes.
#include "renderer/frame/view.h"

#include <array>

namespace stele::frame {

namespace {
constexpr std::array<std::string_view, kModes> kNames{"colour", "lit", "clay", "normals"};
} // namespace

std::string_view name_of(Mode mode)
{
    return kNames[static_cast<std::size_t>(mode)];
}

std::optional<Mode> mode_named(std::string_view name)
{
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (kNames[i] == name)
            return static_cast<Mode>(i);
    return std::nullopt;
}

} // namespace stele::frame
