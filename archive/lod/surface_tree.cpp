// Boxes are single precision and only propose; whatever may be nearer is measured in double.
#include "archive/lod/surface_tree.h"

#include "archive/lod/distance.h"
#include "archive/lod/morton.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stele::lod {

namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();

float below(double x)
{
    const float f = float(x);
    return double(f) > x ? std::nextafter(f, -kInf) : f;
}

float above(double x)
{
    const float f = float(x);
    return double(f) < x ? std::nextafter(f, kInf) : f;
}

// Squares of heights over sides below which rounding may put the closest point on the wrong edge.
constexpr double kSliver = 0x1p-40;

double distance2_to_segment(Vec3d p, Vec3d a, Vec3d b)
{
    const Vec3d ab = b - a, ap = p - a;
    const double along = dot(ab, ap), whole = dot(ab, ab);
    const Vec3d d = ap - ab * (along > 0 ? (along < whole ? along / whole : 1.0) : 0.0);
    return dot(d, d);
}

double distance2_to(Vec3d p, Vec3d a, Vec3d b, Vec3d c)
{
    const Vec3d d = p - closest_point(p, a, b, c);
    const Vec3d ab = b - a, ac = c - a, n = cross(ab, ac);
    const double side2 = std::max(dot(ab, ab), dot(ac, ac));
    if (dot(n, n) > kSliver * side2 * side2)
        return dot(d, d);
    return std::min({dot(d, d), distance2_to_segment(p, a, b), distance2_to_segment(p, b, c),
        distance2_to_segment(p, c, a)});
}

} // namespace

SurfaceTree::SurfaceTree(std::span<const Vec3d> points, std::span<const Triangle> triangles)
    : points_(points), triangles_(triangles)
{
    sort_triangles();
    fit_triangles();
    while (levels_.back().size() > 1) {
        const std::vector<Boxes>& from = levels_.back();
        std::vector<Boxes> to((from.size() + 7) / 8);
        for (std::size_t i = 0; i < to.size() * 8; ++i)
            for (std::size_t k = 0; k < 3; ++k) {
                const bool there = i < from.size();
                to[i / 8].low[k][i % 8] =
                    there ? *std::min_element(from[i].low[k].begin(), from[i].low[k].end()) : kInf;
                to[i / 8].high[k][i % 8] =
                    there ? *std::max_element(from[i].high[k].begin(), from[i].high[k].end())
                          : -kInf;
            }
        levels_.push_back(std::move(to));
    }
}

void SurfaceTree::sort_triangles()
{
    Box box;
    for (const Triangle& t : triangles_)
        for (const std::uint32_t v : t)
            box.extend(points_[v]);
    middle_ = box.centre();
    const Vec3d size = box.size();
    const MortonCube cube(box.min, std::max({size.x, size.y, size.z}), 21);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(triangles_.size());
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        const Triangle& t = triangles_[i];
        keys[i] = {cube.code((points_[t[0]] + points_[t[1]] + points_[t[2]]) * (1.0 / 3.0)), i};
    }
    std::sort(keys.begin(), keys.end());
    order_.resize(keys.size());
    std::transform(
        keys.begin(), keys.end(), order_.begin(), [](const auto& key) { return key.second; });
}

void SurfaceTree::fit_triangles()
{
    Boxes nothing{};
    for (std::size_t k = 0; k < 3; ++k) {
        nothing.low[k].fill(kInf);
        nothing.high[k].fill(-kInf);
    }
    std::vector<Boxes> boxes((order_.size() + 7) / 8, nothing);
    for (std::size_t i = 0; i < order_.size(); ++i) {
        Box box;
        for (const std::uint32_t v : triangles_[order_[i]])
            box.extend(points_[v] - middle_);
        const std::array<double, 3> low{box.min.x, box.min.y, box.min.z},
            high{box.max.x, box.max.y, box.max.z};
        for (std::size_t k = 0; k < 3; ++k) {
            boxes[i / 8].low[k][i % 8] = below(low[k]);
            boxes[i / 8].high[k][i % 8] = above(high[k]);
        }
    }
    levels_.push_back(std::move(boxes));
}

void SurfaceTree::test(Vec3d p, std::uint32_t triangle, Nearest& best) const
{
    const Triangle& t = triangles_[triangle];
    const double distance2 = distance2_to(p, points_[t[0]], points_[t[1]], points_[t[2]]);
    if (distance2 < best.distance2)
        best = {distance2, triangle};
}

void SurfaceTree::visit(std::size_t level, std::size_t node, Vec3d p, Nearest& best) const
{
    const Boxes& box = levels_[level][node];
    const Vec3d q = p - middle_;
    std::array<double, 8> near2{}; // at least this far
    for (std::size_t i = 0; i < 8; ++i) {
        const auto outside = [](double x, float low, float high) {
            const double under = double(low) - x, over = x - double(high);
            const double out = under > over ? under : over;
            return out > 0 ? out : 0.0;
        };
        const double x = outside(q.x, box.low[0][i], box.high[0][i]);
        const double y = outside(q.y, box.low[1][i], box.high[1][i]);
        const double z = outside(q.z, box.low[2][i], box.high[2][i]);
        near2[i] = x * x + y * y + z * z;
    }
    std::array<std::uint8_t, 8> nearest_first{};
    std::size_t count = 0;
    for (std::uint8_t i = 0; i < 8; ++i) {
        if (!(near2[i] < best.distance2))
            continue;
        std::size_t at = count++;
        for (; at > 0 && near2[nearest_first[at - 1]] > near2[i]; --at)
            nearest_first[at] = nearest_first[at - 1];
        nearest_first[at] = i;
    }
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t i = nearest_first[k];
        if (!(near2[i] < best.distance2))
            return;
        if (level == 0)
            test(p, order_[node * 8 + i], best);
        else
            visit(level - 1, node * 8 + i, p, best);
    }
}

SurfaceTree::Nearest SurfaceTree::nearest(Vec3d p, std::uint32_t hint) const
{
    Nearest best{std::numeric_limits<double>::infinity(), kNone};
    if (hint != kNone)
        test(p, hint, best);
    visit(levels_.size() - 1, 0, p, best);
    return best;
}

} // namespace stele::lod
