// The guesses are deliberately few and explained: a wrong one must be easy to see and to override.
#include "archive/ingest/placement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace stele::ingest {

namespace {

struct Unit {
    std::string_view name;
    double metres;
};
constexpr std::array kUnits{Unit{"m", 1}, Unit{"cm", 0.01}, Unit{"mm", 0.001}, Unit{"um", 1e-6},
    Unit{"km", 1000}, Unit{"in", 0.0254}, Unit{"ft", 0.3048}};

// Scanned things span centimetres to a few hundred metres; a larger number is most likely
// millimetres, unless the coordinates lie far from the origin as projected metres do.
constexpr double kLargestPlausibleMetres = 500;
constexpr double kProjectedCoordinates = 1e5;
// One axis must be this much longer than the other for "standing" to be a reason.
constexpr double kStandingRatio = 1.2;

std::string rounded(double value)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4)
            .ptr;
    return {text.data(), end};
}

// Scanners sample finer than this; a mean spacing above it says that the unit is not the metre.
constexpr double kCoarsestPlausibleSpacing = 0.5;
constexpr double kLargestSingleObject = 50;

// Of the vertices, as if they were spread over the bounding box; 0 when their number is not known.
double mean_spacing(const ScanInfo& info, Vec3d size)
{
    const double area = 2 * (size.x * size.y + size.y * size.z + size.z * size.x);
    const auto vertices = double(info.declared_vertices.value_or(0));
    return vertices > 0 ? std::sqrt(area / vertices) : 0;
}

void guess_units(const ScanInfo& info, const Box& bounds, Placement& placement)
{
    const Vec3d size = bounds.size();
    const double extent = std::max({size.x, size.y, size.z});
    const double far = std::max({std::abs(bounds.min.x), std::abs(bounds.min.y),
        std::abs(bounds.max.x), std::abs(bounds.max.y)});
    const std::string seen = "the format states no unit and the longest side is " + rounded(extent);
    if (extent > kLargestPlausibleMetres && far < kProjectedCoordinates) {
        placement.metres_per_unit = 0.001;
        placement.units_reason = "guessed millimetres: " + seen + ", too large for metres";
    } else if (const double spacing = mean_spacing(info, size);
               extent > kLargestSingleObject && spacing > kCoarsestPlausibleSpacing &&
               far < kProjectedCoordinates) {
        placement.metres_per_unit = 0.001;
        placement.units_reason = "guessed millimetres: " + seen + " and its vertices are about " +
                                 rounded(spacing) + " apart, too coarse for metres";
    } else if (extent > kLargestPlausibleMetres) {
        placement.units_reason =
            "guessed metres: " + seen + ", far from the origin like projected coordinates";
    } else {
        placement.units_reason = "guessed metres: " + seen;
    }
}

void guess_up(const ScanInfo& info, const Box& bounds, Placement& placement)
{
    const Vec3d size = bounds.size();
    if (size.z > kStandingRatio * std::max(size.x, size.y)) {
        placement.up = UpAxis::z;
        placement.up_reason = "guessed z up: it stands tallest along z";
    } else if (size.y > kStandingRatio * std::max(size.x, size.z)) {
        placement.up = UpAxis::y;
        placement.up_reason = "guessed y up: it stands tallest along y";
    } else if (info.format.starts_with("PLY")) {
        placement.up = UpAxis::z;
        placement.up_reason =
            "guessed z up: the custom of scanners for PLY, the shape decides nothing";
    } else {
        placement.up = UpAxis::y;
        placement.up_reason =
            "guessed y up: the custom of " + info.format + ", the shape decides nothing";
    }
}

} // namespace

Result<double> parse_unit(std::string_view text)
{
    for (const Unit& unit : kUnits)
        if (unit.name == text)
            return unit.metres;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value) &&
        value > 0)
        return value;
    return Error(Errc::invalid_argument,
        "unit '" + std::string(text) +
            "': write m, cm, mm, um, km, in, ft or the metres of one unit, such as 0.001");
}

Result<UpAxis> parse_up_axis(std::string_view text)
{
    if (text == "y" || text == "Y")
        return UpAxis::y;
    if (text == "z" || text == "Z")
        return UpAxis::z;
    return Error(Errc::invalid_argument, "up axis '" + std::string(text) + "': write y or z");
}

Placement choose_placement(const ScanInfo& info, const Box& bounds, const PlacementChoice& choice)
{
    Placement placement;
    if (choice.metres_per_unit) {
        placement.metres_per_unit = *choice.metres_per_unit;
        placement.units_reason = "stated at ingest";
    } else if (info.metres_per_unit) {
        placement.metres_per_unit = *info.metres_per_unit;
        placement.units_reason = info.units_reason;
    } else {
        guess_units(info, bounds, placement);
    }
    if (choice.up) {
        placement.up = *choice.up;
        placement.up_reason = "stated at ingest";
    } else if (info.up) {
        placement.up = *info.up;
        placement.up_reason = info.up_reason;
    } else {
        guess_up(info, bounds, placement);
    }
    return placement;
}

} // namespace stele::ingest
