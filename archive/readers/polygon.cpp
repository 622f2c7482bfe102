// Ear clipping in the plane of the polygon's Newell normal (Meisters 1975; O'Rourke, Computational
// Geometry in C, 1.4: after a cut only its two neighbours are judged again).
#include "archive/readers/polygon.h"

#include <cmath>

namespace stele::readers {

namespace {

struct Point {
    double x = 0, y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

double cross(const Point& a, const Point& b, const Point& c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// Seen from the side to which the Newell normal points, so that the polygon turns left. The axis
// along which it is thinnest is dropped.
std::vector<Point> flattened(std::span<const Vec3f> corners)
{
    Vec3d normal;
    const auto at = [&](std::size_t i) {
        const Vec3f p = corners[i % corners.size()] - corners[0];
        return Vec3d{double(p.x), double(p.y), double(p.z)};
    };
    for (std::size_t i = 0; i < corners.size(); ++i)
        normal = normal + cross(at(i), at(i + 1));
    const double x = std::abs(normal.x), y = std::abs(normal.y), z = std::abs(normal.z);
    std::vector<Point> points;
    points.reserve(corners.size());
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Vec3d p = at(i);
        Point flat = x >= y && x >= z ? Point{p.y, p.z}
                     : y >= z         ? Point{p.z, p.x}
                                      : Point{p.x, p.y};
        if ((x >= y && x >= z ? normal.x : y >= z ? normal.y : normal.z) < 0)
            flat.x = -flat.x;
        points.push_back(flat);
    }
    return points;
}

class Clipper {
public:
    explicit Clipper(std::vector<Point> points) : points_(std::move(points))
    {
        const auto n = static_cast<std::uint32_t>(points_.size());
        for (std::uint32_t i = 0; i < n; ++i) {
            next_.push_back((i + 1) % n);
            previous_.push_back((i + n - 1) % n);
        }
    }

    // No corner turns right, and no triangle of the fan is empty.
    bool is_convex() const
    {
        const auto n = static_cast<std::uint32_t>(points_.size());
        for (std::uint32_t i = 0; i < n; ++i)
            if (!(turn(i) >= 0))
                return false;
        for (std::uint32_t i = 2; i < n; ++i)
            if (!(cross(points_[0], points_[i - 1], points_[i]) > 0))
                return false;
        return true;
    }

    void clip(std::vector<std::array<std::uint32_t, 3>>& out)
    {
        for (std::uint32_t i = 0; i < points_.size(); ++i)
            is_ear_.push_back(judge(i));
        std::uint32_t at = 0;
        std::size_t left = points_.size(), seen = 0;
        while (left > 3 && seen < left) {
            if (!is_ear_[at]) {
                at = next_[at];
                ++seen;
                continue;
            }
            const std::uint32_t before = previous_[at], after = next_[at];
            out.push_back({before, at, after});
            next_[before] = after;
            previous_[after] = before;
            is_ear_[before] = judge(before);
            is_ear_[after] = judge(after);
            at = after;
            --left;
            seen = 0;
        }
        const std::uint32_t first = at;
        for (at = next_[at]; next_[at] != first; at = next_[at])
            out.push_back({first, at, next_[at]});
    }

private:
    double turn(std::uint32_t i) const
    {
        return cross(points_[previous_[i]], points_[i], points_[next_[i]]);
    }

    // It turns left, and no other corner that does not lies in its triangle.
    bool judge(std::uint32_t i) const
    {
        const Point& a = points_[previous_[i]];
        const Point& b = points_[i];
        const Point& c = points_[next_[i]];
        if (!(cross(a, b, c) > 0))
            return false;
        for (std::uint32_t k = next_[next_[i]]; k != previous_[i]; k = next_[k]) {
            const Point& p = points_[k];
            if (p == a || p == b || p == c || turn(k) > 0)
                continue;
            if (cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0)
                return false;
        }
        return true;
    }

    std::vector<Point> points_;
    std::vector<std::uint32_t> next_, previous_;
    std::vector<bool> is_ear_;
};

} // namespace

void triangulate(
    std::span<const Vec3f> corners, Cover cover, std::vector<std::array<std::uint32_t, 3>>& out)
{
    out.clear();
    const auto n = static_cast<std::uint32_t>(corners.size());
    if (n > 3 && cover == Cover::exact) {
        Clipper clipper(flattened(corners));
        if (!clipper.is_convex()) {
            clipper.clip(out);
            return;
        }
    }
    for (std::uint32_t i = 2; i < n; ++i)
        out.push_back({0, i - 1, i});
}

} // namespace stele::readers
