// A balanced k-d tree over the boundary vertices, asked for those near each boundary edge.
#include "archive/health/openings.h"

#include <algorithm>
#include <array>

namespace stele::health {

namespace {

constexpr double kToleranceSteps = 2;
constexpr std::size_t kLeaf = 8;

template <class T>
T axis_of(Vec3<T> p, unsigned axis)
{
    return axis == 0 ? p.x : axis == 1 ? p.y : p.z;
}

struct Point {
    Vec3i at;
    std::uint32_t vertex = 0;
};

// A piece of an edge: what of it may still lie near the points asked.
struct Reach {
    Vec3d from, along; // the edge is from + t * along
    double low = 0, high = 1;
};

class Tree {
public:
    explicit Tree(std::vector<Point> points)
        : points_(std::move(points)), split_axis_(points_.size())
    {
        build(0, points_.size());
    }

    // Calls near(point) for every point within the tolerance of the edge, and some others.
    template <class Near>
    void visit(const Reach& edge, const Near& near) const
    {
        visit(0, points_.size(), edge, near);
    }

private:
    // The median of each range splits it where it is widest: boundaries may be flat.
    void build(std::size_t begin, std::size_t end)
    {
        if (end - begin <= kLeaf)
            return;
        const std::size_t middle = begin + (end - begin) / 2;
        const auto at = [&](std::size_t i) {
            return points_.begin() + static_cast<std::ptrdiff_t>(i);
        };
        const unsigned axis = widest_axis(begin, end);
        std::nth_element(at(begin), at(middle), at(end), [&](const Point& a, const Point& b) {
            const std::int32_t x = axis_of(a.at, axis), y = axis_of(b.at, axis);
            return x != y ? x < y : a.vertex < b.vertex;
        });
        split_axis_[middle] = static_cast<std::uint8_t>(axis);
        build(begin, middle);
        build(middle + 1, end);
    }

    unsigned widest_axis(std::size_t begin, std::size_t end) const
    {
        Box box;
        for (std::size_t i = begin; i < end; ++i)
            box.extend(to_double(points_[i].at));
        const Vec3d size = box.size();
        return size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    }

    template <class Near>
    void visit(std::size_t begin, std::size_t end, const Reach& reach, const Near& near) const
    {
        if (reach.low > reach.high)
            return;
        if (end - begin <= kLeaf) {
            for (std::size_t i = begin; i < end; ++i)
                near(points_[i]);
            return;
        }
        const std::size_t middle = begin + (end - begin) / 2;
        near(points_[middle]);
        const unsigned axis = split_axis_[middle];
        const double split = axis_of(points_[middle].at, axis);
        const double from = axis_of(reach.from, axis), along = axis_of(reach.along, axis);
        visit(begin, middle, clipped(reach, from, along, split + kToleranceSteps), near);
        visit(middle + 1, end, clipped(reach, -from, -along, -split + kToleranceSteps), near);
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
    std::vector<std::uint8_t> split_axis_; // of each point that splits a range
};

std::vector<Point> points_of(const std::vector<Vec3i>& vertices)
{
    std::vector<Point> points;
    points.reserve(vertices.size());
    for (std::uint32_t v = 0; v < vertices.size(); ++v)
        points.push_back({vertices[v], v});
    return points;
}

} // namespace

std::uint64_t count_t_junctions(const Boundary& boundary)
{
    const Tree tree(points_of(boundary.vertices));
    std::vector<bool> found(boundary.vertices.size());
    for (const BoundaryEdge& edge : boundary.edges) {
        const Vec3d from = to_double(boundary.vertices[edge.a]);
        const Vec3d along = to_double(boundary.vertices[edge.b]) - from;
        const double squared = dot(along, along), size = std::sqrt(squared);
        tree.visit({from, along}, [&](const Point& p) {
            if (p.vertex == edge.a || p.vertex == edge.b || p.vertex == edge.opposite)
                return;
            const Vec3d at = to_double(p.at) - from;
            const double t = dot(at, along) / squared;
            const bool is_inside = t * size > kToleranceSteps && (1 - t) * size > kToleranceSteps;
            if (is_inside && length(at - along * t) <= kToleranceSteps)
                found[p.vertex] = true;
        });
    }
    return static_cast<std::uint64_t>(std::count(found.begin(), found.end(), true));
}

} // namespace stele::health
