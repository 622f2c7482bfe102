// Vertex clustering with locks.
#include "archive/lod/coarsen.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace stele::lod {

namespace {

// Every vertex's representative for cells of this side.
std::vector<std::uint32_t> representatives(const Surface& in, Vec3d low, double side)
{
    struct Member {
        std::tuple<std::int64_t, std::int64_t, std::int64_t> cell;
        std::uint32_t vertex;
    };
    const std::size_t n = in.positions.size();
    std::vector<Member> members(n);
    for (std::uint32_t v = 0; v < n; ++v) {
        const Vec3d p = (to_double(in.positions[v]) - low) / side;
        members[v] = {{std::int64_t(p.x), std::int64_t(p.y), std::int64_t(p.z)}, v};
    }
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        return std::tie(a.cell, a.vertex) < std::tie(b.cell, b.vertex);
    });
    std::vector<std::uint32_t> to(n);
    for (std::size_t i = 0, j = 0; i < n; i = j) {
        Vec3d sum;
        bool any_locked = false;
        for (j = i; j < n && members[j].cell == members[i].cell; ++j) {
            sum += to_double(in.positions[members[j].vertex]);
            any_locked = any_locked || in.locked[members[j].vertex] != 0;
        }
        const auto nearest = [&](Vec3d p) {
            std::uint32_t best = members[i].vertex;
            double least = -1;
            for (std::size_t k = i; k < j; ++k) {
                const std::uint32_t v = members[k].vertex;
                const Vec3d d = to_double(in.positions[v]) - p;
                if ((!any_locked || in.locked[v] != 0) && (least < 0 || dot(d, d) < least)) {
                    least = dot(d, d);
                    best = v;
                }
            }
            return best;
        };
        const std::uint32_t centre = nearest(sum / double(j - i));
        for (std::size_t k = i; k < j; ++k) {
            const std::uint32_t v = members[k].vertex;
            to[v] = in.locked[v] != 0 ? v : centre;
        }
    }
    return to;
}

// The input through the map of vertices: collapsed triangles vanish, opposite pairs cancel.
void apply(const Surface& in, const std::vector<std::uint32_t>& to, Simplified& out)
{
    struct Copy {
        Triangle corners;  // ascending
        std::int32_t turn; // +1: the order is that of the triangle
        std::uint32_t origin;
    };
    std::vector<Copy> copies;
    for (std::uint32_t t = 0; t < in.triangles.size(); ++t) {
        Triangle k = in.triangles[t];
        for (std::uint32_t& v : k)
            v = to[v];
        if (k[0] == k[1] || k[1] == k[2] || k[0] == k[2])
            continue;
        const bool odd = ((k[0] > k[1]) != (k[1] > k[2])) != (k[0] > k[2]);
        std::sort(k.begin(), k.end());
        copies.push_back({k, odd ? -1 : 1, t});
    }
    std::sort(copies.begin(), copies.end(), [](const Copy& a, const Copy& b) {
        return std::tie(a.corners, a.origin) < std::tie(b.corners, b.origin);
    });
    std::vector<std::uint32_t> kept;
    for (std::size_t i = 0, j = 0; i < copies.size(); i = j) {
        std::int32_t net = 0;
        for (j = i; j < copies.size() && copies[j].corners == copies[i].corners; ++j)
            net += copies[j].turn;
        for (std::size_t k = i; k < j && net != 0; ++k)
            if ((copies[k].turn > 0) == (net > 0)) {
                kept.push_back(copies[k].origin);
                net -= copies[k].turn;
            }
    }
    std::sort(kept.begin(), kept.end());
    out.triangles.clear();
    out.origin.clear();
    out.touched.clear();
    for (const std::uint32_t t : kept) {
        const Triangle& k = in.triangles[t];
        const Triangle mapped{to[k[0]], to[k[1]], to[k[2]]};
        out.triangles.push_back(mapped);
        out.origin.push_back(t);
        out.touched.push_back(mapped == k ? 0 : 1);
    }
}

} // namespace

void coarsen(const Surface& in, std::size_t target_triangles, Simplified& out)
{
    Box box;
    for (const Vec3i p : in.positions)
        box.extend(to_double(p));
    const Vec3d size = box.size();
    const double whole = std::max({size.x, size.y, size.z, 1.0});
    std::vector<std::uint32_t> to(in.positions.size());
    for (std::uint32_t v = 0; v < to.size(); ++v)
        to[v] = v;
    Simplified next;
    apply(in, to, next);
    out.triangles.assign(in.triangles.begin(), in.triangles.end());
    out.origin.resize(in.triangles.size());
    for (std::uint32_t t = 0; t < out.origin.size(); ++t)
        out.origin[t] = t;
    out.touched.assign(in.triangles.size(), 0);
    for (double side = whole / 64;; side *= 1.25) {
        apply(in, representatives(in, box.min, side), next);
        if (next.triangles.empty())
            break;
        if (next.triangles.size() < out.triangles.size())
            std::swap(out, next);
        if (out.triangles.size() <= target_triangles || side > whole)
            break;
    }
    out.positions.assign(in.positions.begin(), in.positions.end());
    out.colours.assign(in.colours.begin(), in.colours.end());
    out.normals.assign(in.normals.begin(), in.normals.end());
}

} // namespace stele::lod
