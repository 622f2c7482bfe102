// Halving along the longest side leads to neighbourhoods of a few hundred points; only as many as
// are asked for are followed to the end.
#include "archive/health/spacing.h"

#include <algorithm>
#include <vector>

namespace stele::health {

namespace {

constexpr std::size_t kNeighbourhood = 512;
constexpr unsigned kBranchingDepth = 6; // 2^6 neighbourhoods

double along(Vec3d p, int axis)
{
    return axis == 0 ? p.x : axis == 1 ? p.y : p.z;
}

int longest_axis(std::span<const Vec3d> points)
{
    Box box;
    for (const Vec3d p : points)
        box.extend(p);
    const Vec3d size = box.size();
    return size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
}

void measure(std::span<const Vec3d> points, std::vector<double>& nearest)
{
    for (const Vec3d p : points) {
        double least = Box::kInf;
        for (const Vec3d q : points)
            if (const Vec3d d = q - p; dot(d, d) > 0)
                least = std::min(least, dot(d, d));
        if (least < Box::kInf)
            nearest.push_back(std::sqrt(least));
    }
}

void descend(std::span<Vec3d> points, unsigned depth, std::vector<double>& nearest)
{
    if (points.size() <= kNeighbourhood)
        return measure(points, nearest);
    const int axis = longest_axis(points);
    const std::size_t half = points.size() / 2;
    std::nth_element(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(half),
        points.end(), [axis](Vec3d a, Vec3d b) {
            return along(a, axis) != along(b, axis) ? along(a, axis) < along(b, axis) : a < b;
        });
    const bool both = depth < kBranchingDepth;
    if (both || depth % 2 == 0)
        descend(points.first(half), depth + 1, nearest);
    if (both || depth % 2 == 1)
        descend(points.subspan(half), depth + 1, nearest);
}

} // namespace

double point_spacing(std::span<Vec3d> points)
{
    std::vector<double> nearest;
    descend(points, 0, nearest);
    if (nearest.empty())
        return 0;
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::nth_element(nearest.begin(), middle, nearest.end());
    return *middle;
}

} // namespace stele::health
