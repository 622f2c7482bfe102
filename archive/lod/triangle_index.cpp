// Building and walking the eight-wide tree.
#include "archive/lod/triangle_index.h"

#include "archive/lod/morton.h"

#include <algorithm>
#include <limits>

namespace stele::lod {

namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr unsigned kMortonBits = 7; // a side: 21 bits, two passes of a radix sort

// Sorts by bits [shift, shift + 11) of the upper half, stably.
void radix_pass(std::vector<std::uint64_t>& from, std::vector<std::uint64_t>& to, unsigned shift)
{
    std::array<std::uint32_t, 2048> start{};
    for (const std::uint64_t k : from)
        ++start[k >> shift & 2047];
    std::uint32_t total = 0;
    for (std::uint32_t& s : start) {
        const std::uint32_t count = s;
        s = total;
        total += count;
    }
    for (const std::uint64_t k : from)
        to[start[k >> shift & 2047]++] = k;
}

} // namespace

void TriangleIndex::sort_triangles(
    std::span<const Vec3d> points, std::span<const Triangle> triangles)
{
    Box box;
    for (const Triangle& t : triangles)
        for (const std::uint32_t v : t)
            box.extend(points[v]);
    const Vec3d size = box.size();
    const MortonCube cube(box.min, std::max({size.x, size.y, size.z}), kMortonBits);
    order_.resize(triangles.size());
    swap_.resize(triangles.size());
    for (std::uint32_t i = 0; i < triangles.size(); ++i) {
        const Triangle& t = triangles[i];
        const Vec3d c = (points[t[0]] + points[t[1]] + points[t[2]]) * (1.0 / 3.0);
        order_[i] = cube.code(c) << 32 | i;
    }
    radix_pass(order_, swap_, 32);
    radix_pass(swap_, order_, 43);
}

void TriangleIndex::fill_leaf(Leaf& leaf, std::size_t lane, std::uint32_t triangle,
    std::span<const Vec3d> points, const Triangle& corners)
{
    const Vec3d a = points[corners[0]], b = points[corners[1]], c = points[corners[2]];
    const Vec3d e0 = b - a, e1 = c - b, e2 = a - c;
    const Vec3d n = cross(e0, e1);
    const double l = length(n);
    const double quiet_nan = std::numeric_limits<double>::quiet_NaN();
    const Vec3d unit = l > 0 ? n / l : Vec3d{quiet_nan, quiet_nan, quiet_nan};
    const auto put = [lane](std::array<Lane, 3>& to, Vec3d v) {
        to[0][lane] = float(v.x);
        to[1][lane] = float(v.y);
        to[2][lane] = float(v.z);
    };
    const auto inverse = [](Vec3d e) { return dot(e, e) > 0 ? float(1 / dot(e, e)) : 0.0F; };
    put(leaf.corner, a);
    put(leaf.edge0, e0);
    put(leaf.edge1, e1);
    put(leaf.normal, unit);
    leaf.inv0[lane] = inverse(e0);
    leaf.inv1[lane] = inverse(e1);
    leaf.inv2[lane] = inverse(e2);
    leaf.triangle[lane] = triangle;
}

void TriangleIndex::build(std::span<const Vec3d> points, std::span<const Triangle> triangles)
{
    sort_triangles(points, triangles);
    const std::size_t n = triangles.size();
    leaves_.resize((n + 7) / 8);
    leaf_of_.resize(n);
    std::vector<Boxes>* level = nullptr;
    std::size_t depth = 0;
    const auto open_level = [&](std::size_t children) {
        if (levels_.size() <= depth)
            levels_.emplace_back();
        level = &levels_[depth++];
        level->resize((children + 7) / 8);
        for (Boxes& b : *level)
            for (std::size_t k = 0; k < 3; ++k) {
                b.low[k].fill(kInf);
                b.high[k].fill(-kInf);
            }
    };
    open_level(leaves_.size());
    for (std::size_t i = 0; i < leaves_.size() * 8; ++i) {
        const std::uint32_t t = std::uint32_t(order_[std::min(i, n - 1)]);
        fill_leaf(leaves_[i / 8], i % 8, t, points, triangles[t]);
        leaf_of_[t] = std::uint32_t(std::min(i, n - 1) / 8);
        Boxes& box = (*level)[i / 64];
        for (const std::uint32_t v : triangles[t]) {
            const Vec3f p = to_float(points[v]);
            const std::array<float, 3> x{p.x, p.y, p.z};
            for (std::size_t k = 0; k < 3; ++k) {
                box.low[k][i / 8 % 8] = std::min(box.low[k][i / 8 % 8], x[k]);
                box.high[k][i / 8 % 8] = std::max(box.high[k][i / 8 % 8], x[k]);
            }
        }
    }
    while (level->size() > 1) {
        const std::size_t below = depth - 1;
        open_level(levels_[below].size());
        for (std::size_t i = 0; i < levels_[below].size(); ++i)
            for (std::size_t k = 0; k < 3; ++k) {
                const Boxes& b = levels_[below][i];
                (*level)[i / 8].low[k][i % 8] = *std::min_element(b.low[k].begin(), b.low[k].end());
                (*level)[i / 8].high[k][i % 8] =
                    *std::max_element(b.high[k].begin(), b.high[k].end());
            }
    }
    levels_.resize(depth);
}

void TriangleIndex::test_leaf(const Leaf& leaf, Vec3f p, Found& best) const
{
    Lane d2;
    for (std::size_t i = 0; i < 8; ++i) {
        const float ax = p.x - leaf.corner[0][i], ay = p.y - leaf.corner[1][i],
                    az = p.z - leaf.corner[2][i];
        const float ex = leaf.edge0[0][i], ey = leaf.edge0[1][i], ez = leaf.edge0[2][i];
        const float fx = leaf.edge1[0][i], fy = leaf.edge1[1][i], fz = leaf.edge1[2][i];
        const float gx = -(ex + fx), gy = -(ey + fy), gz = -(ez + fz);
        const float bx = ax - ex, by = ay - ey, bz = az - ez;
        const float cx = ax + gx, cy = ay + gy, cz = az + gz;
        const auto to_edge = [](float x, float y, float z, float u, float v, float w, float inv) {
            float t = (x * u + y * v + z * w) * inv;
            t = t < 0 ? 0 : t;
            t = t > 1 ? 1 : t;
            const float qx = x - u * t, qy = y - v * t, qz = z - w * t;
            return qx * qx + qy * qy + qz * qz;
        };
        const float d0 = to_edge(ax, ay, az, ex, ey, ez, leaf.inv0[i]);
        const float d1 = to_edge(bx, by, bz, fx, fy, fz, leaf.inv1[i]);
        const float d2e = to_edge(cx, cy, cz, gx, gy, gz, leaf.inv2[i]);
        float rim = d0 < d1 ? d0 : d1;
        rim = d2e < rim ? d2e : rim;
        const float nx = leaf.normal[0][i], ny = leaf.normal[1][i], nz = leaf.normal[2][i];
        const auto side = [nx, ny, nz](float x, float y, float z, float u, float v, float w) {
            return nx * (v * z - w * y) + ny * (w * x - u * z) + nz * (u * y - v * x);
        };
        const float s0 = side(ax, ay, az, ex, ey, ez);
        const float s1 = side(bx, by, bz, fx, fy, fz);
        const float s2 = side(cx, cy, cz, gx, gy, gz);
        float least = s0 < s1 ? s0 : s1;
        least = least < s2 ? least : s2; // NaN here takes the rim
        const float h = nx * ax + ny * ay + nz * az;
        d2[i] = least >= 0 ? h * h : rim;
    }
    for (std::size_t i = 0; i < 8; ++i)
        if (d2[i] < best.distance2)
            best = {d2[i], leaf.triangle[i]};
}

void TriangleIndex::visit(std::size_t level, std::size_t node, Vec3f p, Found& best) const
{
    const Boxes& box = levels_[level][node];
    Lane d2;
    for (std::size_t i = 0; i < 8; ++i) {
        const auto outside = [](float x, float low, float high) {
            const float below = low - x, above = x - high;
            const float out = below > above ? below : above;
            return out > 0 ? out : 0.0F;
        };
        const float x = outside(p.x, box.low[0][i], box.high[0][i]);
        const float y = outside(p.y, box.low[1][i], box.high[1][i]);
        const float z = outside(p.z, box.low[2][i], box.high[2][i]);
        d2[i] = x * x + y * y + z * z;
    }
    for (std::size_t i = 0; i < 8; ++i) {
        if (!(d2[i] < best.distance2))
            continue;
        if (level == 0)
            test_leaf(leaves_[node * 8 + i], p, best);
        else
            visit(level - 1, node * 8 + i, p, best);
    }
}

std::uint32_t TriangleIndex::nearest(Vec3d point, std::uint32_t hint) const
{
    const Vec3f p = to_float(point);
    Found best{kInf, hint};
    test_leaf(leaves_[leaf_of_[hint]], p, best);
    visit(levels_.size() - 1, 0, p, best);
    return best.triangle;
}

} // namespace stele::lod
