// The guesses are deliberately few and explained: a wrong one must be easy to see and to override.
#include "archive/ingest/placement.h"

#include "archive/record/finding_text.h"

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
// The lowest part that counts as a base, the share of the floor it must cover, and by how much more
// than along the other axis.
constexpr double kBaseSlab = 0.04;
constexpr double kBaseShare = 0.3;
constexpr double kBaseRatio = 2;

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

Finding reason(std::string code, std::vector<std::pair<std::string, std::string>> values = {})
{
    Finding why{Severity::info, std::move(code), "", "", 1, std::move(values)};
    why.text = record::FindingTexts::in_language("en").sentence(why);
    return why;
}

void guess_units(const ScanInfo& info, const Box& bounds, Placement& placement)
{
    const Vec3d size = bounds.size();
    const double extent = std::max({size.x, size.y, size.z});
    const double spacing = mean_spacing(info, size);
    const double far = std::max({std::abs(bounds.min.x), std::abs(bounds.min.y),
        std::abs(bounds.max.x), std::abs(bounds.max.y)});
    const bool is_projected = far >= kProjectedCoordinates;
    const std::pair<std::string, std::string> seen{"extent", rounded(extent)};
    if (extent > kLargestPlausibleMetres && !is_projected) {
        placement.metres_per_unit = 0.001;
        placement.units_reason = reason("reason.millimetres-by-size", {seen});
    } else if (extent > kLargestSingleObject && spacing > kCoarsestPlausibleSpacing &&
               !is_projected) {
        placement.metres_per_unit = 0.001;
        placement.units_reason =
            reason("reason.millimetres-by-spacing", {seen, {"spacing", rounded(spacing)}});
    } else if (extent > kLargestPlausibleMetres) {
        placement.units_reason = reason("reason.metres-by-projection", {seen});
    } else {
        placement.units_reason = reason("reason.metres-by-size", {seen});
    }
}

// Share of the bounding box's floor that the lowest slab of the sample covers, along one axis: near
// 1 for a plinth, near 0 for the tip of a tail.
double base_share(
    const Box& bounds, std::span<const Vec3d> sample, double Vec3d::*up, double Vec3d::*other)
{
    const Vec3d size = bounds.size();
    const double floor_area = size.x * size.*other;
    if (!(floor_area > 0))
        return 0;
    const double top_of_slab = bounds.min.*up + kBaseSlab * size.*up;
    Box base;
    for (const Vec3d p : sample)
        if (p.*up <= top_of_slab)
            base.extend(p);
    return base.size().x * base.size().*other / floor_area;
}

// True when it settled the question.
bool guess_up_from_base(const Box& bounds, std::span<const Vec3d> sample, Placement& placement)
{
    const double on_y = base_share(bounds, sample, &Vec3d::y, &Vec3d::z);
    const double on_z = base_share(bounds, sample, &Vec3d::z, &Vec3d::y);
    if (std::max(on_y, on_z) < kBaseShare ||
        std::max(on_y, on_z) < kBaseRatio * std::min(on_y, on_z))
        return false;
    placement.up = on_y > on_z ? UpAxis::y : UpAxis::z;
    placement.up_reason =
        reason("reason.up-by-base", {{"axis", placement.up == UpAxis::y ? "y" : "z"}});
    return true;
}

void guess_up(
    const ScanInfo& info, const Box& bounds, std::span<const Vec3d> sample, Placement& placement)
{
    if (guess_up_from_base(bounds, sample, placement))
        return;
    const Vec3d size = bounds.size();
    if (size.z > kStandingRatio * std::max(size.x, size.y)) {
        placement.up = UpAxis::z;
        placement.up_reason = reason("reason.up-by-height", {{"axis", "z"}});
    } else if (size.y > kStandingRatio * std::max(size.x, size.z)) {
        placement.up = UpAxis::y;
        placement.up_reason = reason("reason.up-by-height", {{"axis", "y"}});
    } else if (info.format.starts_with("PLY") || info.format.starts_with("STL")) {
        placement.up = UpAxis::z;
        placement.up_reason =
            reason("reason.up-by-custom", {{"axis", "z"}, {"format", info.format.substr(0, 3)}});
    } else {
        placement.up = UpAxis::y;
        placement.up_reason =
            reason("reason.up-by-custom", {{"axis", "y"}, {"format", info.format}});
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

Placement choose_placement(const ScanInfo& info, const Box& bounds, const PlacementChoice& choice,
    std::span<const Vec3d> sample)
{
    Placement placement;
    if (choice.metres_per_unit) {
        placement.metres_per_unit = *choice.metres_per_unit;
        placement.units_reason = reason("reason.said-at-ingest");
    } else if (info.metres_per_unit) {
        placement.metres_per_unit = *info.metres_per_unit;
        placement.units_reason = reason("reason.stated", {{"said", info.units_reason}});
    } else {
        guess_units(info, bounds, placement);
    }
    if (choice.up) {
        placement.up = *choice.up;
        placement.up_reason = reason("reason.said-at-ingest");
    } else if (info.up) {
        placement.up = *info.up;
        placement.up_reason = reason("reason.stated", {{"said", info.up_reason}});
    } else {
        guess_up(info, bounds, sample, placement);
    }
    return placement;
}

} // namespace stele::ingest
