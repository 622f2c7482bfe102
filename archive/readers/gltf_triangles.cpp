// See gltf_triangles.h. Areas are exact enough in double: what has none there has none on any grid.
#include "archive/readers/gltf_triangles.h"

#include "archive/readers/face_sink.h"

#include <algorithm>

namespace stele::readers {

namespace {

// Visits the corners in order until the visitor says true.
template <class Visitor>
bool any_corner(const GltfInstance& instance, const Visitor& visit)
{
    std::vector<std::int64_t> corners;
    for (std::uint64_t first = 0; first < instance.corner_count(); first += kBatch) {
        const std::uint64_t left = instance.corner_count() - first;
        read_corners(instance, first,
            static_cast<std::size_t>(std::min<std::uint64_t>(left, kBatch)), corners);
        for (const std::int64_t corner : corners)
            if (visit(corner))
                return true;
    }
    return false;
}

// Nothing when there is no such vertex, or it is nowhere.
std::optional<Vec3d> position_of(
    const GltfInstance& instance, std::int64_t vertex, std::vector<double>& values)
{
    if (static_cast<std::uint64_t>(vertex) >= instance.positions.count())
        return std::nullopt;
    instance.positions.read(static_cast<std::uint64_t>(vertex), 1, values);
    const Vec3d p = instance.world_from_local.point({values[0], values[1], values[2]});
    return is_finite(p) ? std::optional(p) : std::nullopt;
}

} // namespace

std::optional<std::array<std::int64_t, 3>> TriangleAssembler::add(std::int64_t corner)
{
    const std::uint64_t number = count_++;
    const auto [a, b] = last_;
    switch (topology_) {
    case Topology::triangles:
        if (number % 3 == 2)
            return std::array{a, b, corner};
        last_[number % 3] = corner;
        return std::nullopt;
    case Topology::strip:
        last_ = {b, corner};
        if (number < 2)
            return std::nullopt;
        return number % 2 == 0 ? std::array{a, b, corner} : std::array{b, a, corner};
    case Topology::fan: // a is the common vertex
        if (number == 0)
            last_[0] = corner;
        last_[1] = corner;
        if (number < 2)
            return std::nullopt;
        return std::array{b, corner, a};
    default:
        return std::nullopt;
    }
}

void read_corners(const GltfInstance& instance, std::uint64_t first, std::size_t count,
    std::vector<std::int64_t>& out)
{
    out.resize(count);
    if (!instance.indices) {
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<std::int64_t>(first + i);
        return;
    }
    std::vector<double> values;
    instance.indices->read(first, count, values);
    const double forbidden = instance.indices->restart_value();
    std::transform(values.begin(), values.end(), out.begin(), [forbidden](double value) {
        return value == forbidden ? std::int64_t{-1} : static_cast<std::int64_t>(value);
    });
}

bool has_area(const GltfInstance& instance)
{
    if (instance.positions.is_zeros())
        return false;
    TriangleAssembler assembler(instance.topology);
    std::vector<double> values;
    return any_corner(instance, [&](std::int64_t corner) {
        const auto triangle = assembler.add(corner);
        if (!triangle)
            return false;
        const auto [i, j, k] = *triangle;
        if (i == j || j == k || k == i)
            return false;
        const auto a = position_of(instance, i, values), b = position_of(instance, j, values),
                   c = position_of(instance, k, values);
        if (!a || !b || !c)
            return false;
        const Vec3d n = cross(*b - *a, *c - *a);
        return n != Vec3d{};
    });
}

bool has_point(const GltfInstance& instance)
{
    std::vector<double> values;
    return any_corner(instance,
        [&](std::int64_t corner) { return position_of(instance, corner, values).has_value(); });
}

} // namespace stele::readers
