// A balanced k-d tree over the boundary vertices, asked for those near each boundary edge.
#include "archive/health/openings.h"

#include <algorithm>
#include <array>

namespace stele::health {

namespace {

constexpr double kToleranceSteps = 2;
constexpr std::size_t kLeaf = 8;

double axis_of(Vec3d p, unsigned axis)
{
    return axis == 0 ? p.x : axis == 1 ? p.y : p.z;
}

struct Point {
    Vec3d at; // in grid steps
    std::uint32_t vertex = 0;
};

// A piece of an edge: what of it may still lie near the points asked.
struct Reach {
    Vec3d from, along; // the edge is from + t * along
    double low = 0, high = 1;
};

class Tree {
public:
    explicit Tree(std::vector<Point> points) : points_(std::move(points))
    {
        build(0, points_.size(), 0);
    }

    // Calls near(point) for every point within the tolerance of the edge, and some others.
    template <class Near>
    void visit(const Reach& edge, const Near& near) const
    {
        visit(0, points_.size(), 0, edge, near);
    }

private:
    // The median of each range splits it; the axis changes with the depth.
    void build(std::size_t begin, std::size_t end, unsigned axis)
    {
        if (end - begin <= kLeaf)
            return;
        const std::size_t middle = begin + (end - begin) / 2;
        const auto at = [&](std::size_t i) {
            return points_.begin() + static_cast<std::ptrdiff_t>(i);
        };
        std::nth_element(at(begin), at(middle), at(end), [&](const Point& a, const Point& b) {
            const double x = axis_of(a.at, axis), y = axis_of(b.at, axis);
            return x != y ? x < y : a.vertex < b.vertex;
        });
        build(begin, middle, (axis + 1) % 3);
        build(middle + 1, end, (axis + 1) % 3);
    }

    template <class Near>
    void visit(std::size_t begin, std::size_t end, unsigned axis, const Reach& reach,
        const Near& near) const
    {
        if (end - begin <= kLeaf) {
            for (std::size_t i = begin; i < end; ++i)
                near(points_[i]);
            return;
        }
        const std::size_t middle = begin + (end - begin) / 2;
        near(points_[middle]);
        const double split = axis_of(points_[middle].at, axis);
        const double from = axis_of(reach.from, axis), along = axis_of(reach.along, axis);
        visit_side(begin, middle, axis, clipped(reach, from, along, split + kToleranceSteps), near);
        visit_side(
            middle + 1, end, axis, clipped(reach, -from, -along, -split + kToleranceSteps), near);
    }

    template <class Near>
    void visit_side(std::size_t begin, std::size_t end, unsigned axis, const Reach& reach,
        const Near& near) const
    {
        if (reach.low <= reach.high)
            visit(begin, end, (axis + 1) % 3, reach, near);
    }

    // The part where from + t * along <= limit; empty when low > high.
    static Reach clipped(Reach reach, double from, double along, double limit)
    {
        const double room = limit - from;
        // A little more than the quotient, so that rounding loses nothing.
        if (along > 0)
            reach.high = std::min(reach.high, room / along + 1e-9);
        else if (along < 0)
            reach.low = std::max(reach.low, room / along - 1e-9);
        else if (room < 0)
            reach.high = reach.low - 1;
        return reach;
    }

    std::vector<Point> points_;
};

std::vector<Point> boundary_points(const GridMesh& mesh, std::span<const BoundaryEdge> boundary)
{
    std::vector<std::uint32_t> vertices;
    for (const BoundaryEdge& edge : boundary)
        vertices.insert(vertices.end(), {edge.a, edge.b});
    std::sort(vertices.begin(), vertices.end());
    vertices.erase(std::unique(vertices.begin(), vertices.end()), vertices.end());
    std::vector<Point> points;
    for (const std::uint32_t v : vertices)
        points.push_back({to_double(mesh.positions[v]), v});
    return points;
}

} // namespace

std::uint64_t count_t_junctions(const GridMesh& mesh, std::span<const BoundaryEdge> boundary)
{
    const Tree tree(boundary_points(mesh, boundary));
    std::vector<std::uint32_t> found;
    for (const BoundaryEdge& edge : boundary) {
        const Vec3d from = to_double(mesh.positions[edge.a]);
        const Vec3d along = to_double(mesh.positions[edge.b]) - from;
        const double squared = dot(along, along), size = std::sqrt(squared);
        tree.visit({from, along}, [&](const Point& p) {
            if (p.vertex == edge.a || p.vertex == edge.b || p.vertex == edge.opposite)
                return;
            const double t = dot(p.at - from, along) / squared;
            const bool is_inside = t * size > kToleranceSteps && (1 - t) * size > kToleranceSteps;
            if (is_inside && length(p.at - from - along * t) <= kToleranceSteps)
                found.push_back(p.vertex);
        });
    }
    std::sort(found.begin(), found.end());
    return static_cast<std::uint64_t>(std::unique(found.begin(), found.end()) - found.begin());
}

} // namespace stele::health
