// Gather, simplify, check the boundary, certify, cut into clusters.
#include "archive/lod/replace.h"

#include "archive/base/cpu_time.h"
#include "archive/lod/appearance.h"
#include "archive/lod/coarsen.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

// A group that keeps more than this share has not shrunk: its locked border would be copied from
// level to level.
constexpr double kStuckShare = 0.85;
// Distances below this many grid steps need not be told apart.
constexpr double kDistanceFloor = 0.125;
// Spheres are grown by this so that rounding never puts a point outside.
constexpr double kSphereSlack = 1 + 0x1p-40;
// Each coarser level's selection error exceeds the finer one's by this factor at least.
constexpr double kMonotone = 1 + 0x1p-12;

Surface surface_of(const Replacement& r, const ReplaceScratch& scratch)
{
    const LodGroup& g = r.group;
    return {g.positions, g.colours, g.normals, g.triangles, scratch.locked};
}

// Encloses the group's points and the spheres of the groups its clusters come from.
Sphere enclosing_sphere(
    const ReplaceInput& in, std::span<const std::uint32_t> clusters, const LodGroup& group)
{
    Box box;
    for (const Vec3i p : group.positions)
        box.extend(to_double(p) * in.step_m);
    for (const std::uint32_t c : clusters) {
        const Sphere& s = in.front.clusters[c].bound;
        if (s.radius < 0)
            continue;
        box.extend(s.centre - Vec3d{s.radius, s.radius, s.radius});
        box.extend(s.centre + Vec3d{s.radius, s.radius, s.radius});
    }
    Sphere out{box.centre(), 0};
    for (const Vec3i p : group.positions)
        out.radius = std::max(out.radius, length(to_double(p) * in.step_m - out.centre));
    for (const std::uint32_t c : clusters) {
        const Sphere& s = in.front.clusters[c].bound;
        if (s.radius >= 0)
            out.radius = std::max(out.radius, length(s.centre - out.centre) + s.radius);
    }
    out.radius *= kSphereSlack;
    return out;
}

// Do triangles run along all three edges of t more often this way than back?
bool is_open_around(EdgeChain& chain, const Triangle& t)
{
    for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t u = t[i], v = t[(i + 1) % 3];
        const EdgeChain::Entry* const e = chain.find(u, v);
        if (e == nullptr || (u < v ? e->first : -e->first) <= 0)
            return false;
    }
    return true;
}

// Deletes triangles, smallest first, whose three edges are all open, in the group as in everything:
// no closed surface can lose one, and no boundary grows.
void drop_triangles(const Surface& in, std::span<const std::uint32_t> names, EdgeChain& open,
    EdgeChain& own, Simplified& out)
{
    own.clear(in.triangles.size() * 2);
    for (const Triangle& t : in.triangles)
        own.add_first(t);
    std::vector<std::pair<double, std::uint32_t>> by_area;
    for (std::uint32_t t = 0; t < in.triangles.size(); ++t) {
        const Triangle& k = in.triangles[t];
        const Vec3d a = to_double(in.positions[k[0]]);
        const Vec3d n = cross(to_double(in.positions[k[1]]) - a, to_double(in.positions[k[2]]) - a);
        by_area.emplace_back(dot(n, n), t);
    }
    std::sort(by_area.begin(), by_area.end());
    const std::size_t target = std::max<std::size_t>(1, in.triangles.size() / 2);
    std::vector<std::uint8_t> dead(in.triangles.size(), 0);
    std::size_t live = in.triangles.size();
    for (const auto& [area, t] : by_area) {
        if (live <= target)
            break;
        const Triangle& k = in.triangles[t];
        const Triangle named{names[k[0]], names[k[1]], names[k[2]]};
        if (!is_open_around(open, named) || !is_open_around(own, k))
            continue;
        own.add_first(k, -1);
        open.add_first(named, -1);
        dead[t] = 1;
        --live;
    }
    out = {};
    out.positions.assign(in.positions.begin(), in.positions.end());
    out.colours.assign(in.colours.begin(), in.colours.end());
    out.normals.assign(in.normals.begin(), in.normals.end());
    for (std::uint32_t t = 0; t < in.triangles.size(); ++t)
        if (dead[t] == 0) {
            out.triangles.push_back(in.triangles[t]);
            out.origin.push_back(t);
            out.touched.push_back(0);
        }
}

void link_sides(const Surface& in, const Simplified& out, ReplaceScratch& s)
{
    s.from_in.triangle.assign(in.triangles.size(), Correspondence::kNone);
    s.from_in.same.assign(in.triangles.size(), 0);
    s.from_out.triangle = out.origin;
    s.from_out.same.resize(out.triangles.size());
    for (std::uint32_t t = 0; t < out.triangles.size(); ++t) {
        const bool same = out.touched[t] == 0;
        s.from_in.triangle[out.origin[t]] = t;
        s.from_in.same[out.origin[t]] = same;
        s.from_out.same[t] = same;
    }
}

void relative_points(std::span<const Vec3i> positions, Vec3d centre, std::vector<Vec3d>& out)
{
    out.resize(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i)
        out[i] = to_double(positions[i]) - centre;
}

// Also grows the group's sphere around the output.
void certify(const ReplaceInput& in, std::span<const std::uint32_t> clusters, Replacement& r,
    ReplaceScratch& s)
{
    const Surface surface = surface_of(r, s);
    Box box;
    for (const Vec3i p : r.group.positions)
        box.extend(to_double(p));
    relative_points(r.group.positions, box.centre(), s.points_in);
    relative_points(r.output.positions, box.centre(), s.points_out);
    link_sides(surface, r.output, s);
    const TwoSidedDistance d = s.meter.measure({s.points_in, r.group.triangles, &s.edges_in},
        s.from_in, {s.points_out, r.output.triangles, &s.edges_out}, s.from_out, kDistanceFloor);
    GroupError finer{0, 0, 0};
    for (const std::uint32_t c : clusters) {
        const GroupError& e = in.front.clusters[c].error;
        finer.geometric_m = std::max(finer.geometric_m, e.geometric_m);
        finer.appearance_m = std::max(finer.appearance_m, e.appearance_m);
        finer.selection_m = std::max(finer.selection_m, e.selection_m);
    }
    GroupError& e = r.group.error;
    e.geometric_m = finer.geometric_m + d.bound * in.step_m;
    e.appearance_m = std::max(finer.appearance_m,
        appearance_error(surface, r.output, s.meter.nearest_to_a()) * in.step_m);
    e.selection_m = std::max({e.geometric_m, e.appearance_m, finer.selection_m * kMonotone});
    Sphere& bound = r.group.bound;
    for (const Triangle& t : r.output.triangles)
        for (const std::uint32_t v : t)
            bound.radius = std::max(bound.radius,
                length(to_double(r.output.positions[v]) * in.step_m - bound.centre) * kSphereSlack);
}

} // namespace

Replacement gather_group(
    const ReplaceInput& in, std::span<const std::uint32_t> clusters, ReplaceScratch& s)
{
    Replacement r;
    LodGroup& g = r.group;
    if (s.local_of.size() < in.front.positions.size())
        s.local_of.resize(in.front.positions.size(), kUnusedVertex);
    for (const std::uint32_t c : clusters) {
        const PendingCluster& k = in.front.clusters[c];
        g.clusters.push_back({std::uint32_t(g.triangles.size()), k.triangle_count, k.refined});
        for (std::uint32_t t = 0; t < k.triangle_count; ++t) {
            Triangle corners = in.front.triangles[k.first_triangle + t];
            for (std::uint32_t& v : corners) {
                std::uint32_t& local = s.local_of[v];
                if (local == kUnusedVertex) {
                    local = std::uint32_t(r.brick_vertex.size());
                    r.brick_vertex.push_back(v);
                }
                v = local;
            }
            g.triangles.push_back(corners);
        }
    }
    s.locked.clear();
    for (const std::uint32_t v : r.brick_vertex) {
        s.local_of[v] = kUnusedVertex;
        s.locked.push_back(in.locked[v]);
        g.positions.push_back(in.front.positions[v]);
        if (!in.front.colours.empty())
            g.colours.push_back(in.front.colours[v]);
        if (!in.front.normals.empty())
            g.normals.push_back(in.front.normals[v]);
    }
    g.bound = enclosing_sphere(in, clusters, g);
    return r;
}

void replace_group(const ReplaceInput& in, std::span<const std::uint32_t> clusters, Effort effort,
    EdgeChain* open_edges, Replacement& r, ReplaceScratch& s)
{
    CpuTime timer;
    const Surface surface = surface_of(r, s);
    const std::size_t before = surface.triangles.size();
    s.edges_in.build(surface.positions.size(), surface.triangles);
    const auto shrunk = [&] {
        s.edges_out.build(surface.positions.size(), r.output.triangles);
        return !r.output.triangles.empty() &&
               double(r.output.triangles.size()) <= kStuckShare * double(before) &&
               keeps_boundary(surface, s.edges_in, s.edges_out);
    };
    simplify(surface, before / 2, s.collapse, r.output);
    r.shrunk = shrunk();
    if (!r.shrunk && effort >= Effort::merge) {
        coarsen(surface, before / 2, r.output);
        r.shrunk = shrunk();
    }
    if (!r.shrunk && effort >= Effort::drop && open_edges != nullptr) {
        drop_triangles(surface, r.brick_vertex, *open_edges, s.chain, r.output);
        r.shrunk = r.output.triangles.size() < before;
        s.edges_out.build(surface.positions.size(), r.output.triangles);
    }
    s.times.simplify += timer.lap();
    if (!r.shrunk)
        return;
    certify(in, clusters, r, s);
    s.times.certify += timer.lap();
    cut_into_clusters(r.output.positions, r.output.triangles, s.cluster, r.cluster_sizes);
    s.times.cluster += timer.lap();
}

} // namespace stele::lod
