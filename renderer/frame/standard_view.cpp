// The table of standard views.
#include "renderer/frame/standard_view.h"

#include <array>
#include <numbers>

namespace stele::frame {

namespace {

struct Row {
    std::string_view name;
    double azimuth_deg, elevation_deg;
};
constexpr std::array<Row, kStandardViews> kRows{{
    {"front", 0, 0},
    {"back", 180, 0},
    {"left", -90, 0},
    {"right", 90, 0},
    {"top", 0, 90},
    {"bottom", 0, -90},
    {"three-quarter", 35, 20},
}};

} // namespace

Direction direction_of(StandardView view)
{
    constexpr double kDegree = std::numbers::pi / 180;
    const Row& row = kRows[static_cast<std::size_t>(view)];
    return {row.azimuth_deg * kDegree, row.elevation_deg * kDegree};
}

std::string_view name_of(StandardView view)
{
    return kRows[static_cast<std::size_t>(view)].name;
}

std::optional<StandardView> standard_view_named(std::string_view name)
{
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (kRows[i].name == name)
            return static_cast<StandardView>(i);
    return std::nullopt;
}

} // namespace stele::frame
