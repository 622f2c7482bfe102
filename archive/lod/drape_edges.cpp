// Edges of the upper surface on their way over the triangles below. Single precision decides where
// they pass, double precision measures what was decided.
#include "archive/lod/distance.h"
#include "archive/lod/drape.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = Adjacency::kNone;
// Triangles that one edge may pass over.
constexpr std::uint16_t kMaxCrossings = 12;

Vec3d closest_on_edge(Vec3d p, Vec3d a, Vec3d b)
{
    const Vec3d edge = b - a;
    const double along = dot(edge, p - a), whole = dot(edge, edge);
    if (!(along > 0))
        return a;
    return along >= whole ? b : a + edge * (along / whole);
}

std::uint32_t corner_of(const Triangle& t, std::uint32_t vertex)
{
    return t[0] == vertex ? 0 : t[1] == vertex ? 1 : 2;
}

std::uint32_t before(std::uint32_t corner)
{
    return corner == 0 ? 2 : corner - 1;
}

} // namespace

void Drape::make_sides()
{
    const std::size_t n = in_->under.triangles.size();
    sides_.resize(n);
    flat_.resize(n);
    for (std::size_t t = 0; t < n; ++t) {
        const Triangle& k = in_->under.triangles[t];
        const std::array<Vec3d, 3> p{
            in_->under.points[k[0]], in_->under.points[k[1]], in_->under.points[k[2]]};
        const Vec3d normal = cross(p[1] - p[0], p[2] - p[1]);
        flat_[t] = dot(normal, normal) > 0 ? 0 : 1;
        Sides& s = sides_[t];
        for (std::size_t i = 0; i < 3; ++i) {
            const Vec3d inward = cross(normal, p[i == 2 ? 0 : i + 1] - p[i]);
            s.x[i] = float(inward.x);
            s.y[i] = float(inward.y);
            s.z[i] = float(inward.z);
            s.w[i] = float(-dot(inward, p[i]));
        }
        s.x[3] = s.y[3] = s.z[3] = s.w[3] = 0;
    }
}

// Passes from a triangle below over one of its edges, which the image lies on.
bool Drape::cross_over(std::uint32_t half, Vec3d image, std::uint32_t& at)
{
    const std::uint32_t other = in_->under_edges.opposite(half);
    if (other == kNone)
        return false;
    crossings_.push_back({in_->under_edges.edge(half), at, other / 3});
    if (wants_images_)
        images_.push_back(image);
    at = other / 3;
    return true;
}

// The same at p, if p is near that edge.
bool Drape::step(Vec3d p, std::uint32_t half, std::uint32_t& at)
{
    const Adjacency::Edge& e = in_->under_edges.edges()[in_->under_edges.edge(half)];
    const Vec3d image = closest_on_edge(p, in_->under.points[e.low], in_->under.points[e.high]);
    const double d2 = dot(p - image, p - image);
    if (!(d2 <= limit2_) || !cross_over(half, image, at))
        return false;
    worst2_ = std::max(worst2_, d2);
    return true;
}

// From one triangle to another around a vertex of both, p staying where it is.
bool Drape::turn(Vec3d p, std::uint32_t vertex, std::uint32_t& at, std::uint32_t end)
{
    const std::size_t crossings = crossings_.size(), images = images_.size();
    const std::uint32_t start = at;
    const std::uint32_t corner = corner_of(in_->under.triangles[at], vertex);
    const bool is_there = p == in_->under.points[vertex];
    for (const std::uint32_t first : {corner, before(corner)}) {
        at = start;
        crossings_.resize(crossings);
        images_.resize(images);
        std::uint32_t half = start * 3 + first;
        for (std::uint16_t n = 0; n < kMaxCrossings; ++n) {
            const std::uint32_t entry = in_->under_edges.opposite(half);
            if (!(is_there ? cross_over(half, p, at) : step(p, half, at)))
                break;
            if (at == end)
                return true;
            // The other edge at the vertex of the triangle arrived in.
            const std::uint32_t i = corner_of(in_->under.triangles[at], vertex);
            half = at * 3 + (at * 3 + i == entry ? before(i) : i);
        }
    }
    return false;
}

bool Drape::turn(Vec3d p, std::uint32_t& at, std::uint32_t end)
{
    const Triangle from = in_->under.triangles[at];
    const Triangle& to = in_->under.triangles[end];
    for (const std::uint32_t w : from)
        if ((w == to[0] || w == to[1] || w == to[2]) && turn(p, w, at, end))
            return true;
    return false;
}

// How far a point is inside each side of a triangle, in units of its own for each.
Drape::Four Drape::inside_of(std::uint32_t triangle, Vec3f p) const
{
    const auto load = [](const std::array<float, 4>& from) {
        Four to;
        std::memcpy(&to, from.data(), sizeof to);
        return to;
    };
    const Sides& s = sides_[triangle];
    return load(s.x) * p.x + load(s.y) * p.y + load(s.z) * p.z + load(s.w);
}

// If the vertex is one below: of the triangles around it there, the one that has the other vertex
// in its corner. So an edge between two groups, the same above and below, passes along itself.
Drape::Start Drape::start_towards(std::uint32_t vertex, std::uint32_t other) const
{
    const std::uint32_t triangle = in_->nearest[vertex];
    if (in_->distance[vertex] > 0)
        return {triangle, kNone};
    const std::uint32_t i = corner_at(triangle, in_->over.points[vertex]);
    if (i == 3)
        return {triangle, kNone};
    const std::uint32_t below = in_->under.triangles[triangle][i];
    const Vec3f q = to_float(in_->over.points[other]);
    Start best{triangle, below};
    double most = -std::numeric_limits<double>::infinity();
    for (const std::uint32_t t : in_->under_edges.around(below)) {
        const std::uint32_t corner = corner_of(in_->under.triangles[t], below);
        const Four inside = inside_of(t, q);
        const std::array<std::uint32_t, 2> at_vertex{corner, before(corner)};
        if (inside[at_vertex[0]] >= 0 && inside[at_vertex[1]] >= 0)
            return {t, below};
        double least = 0;
        for (const std::uint32_t side : at_vertex) {
            const Sides& s = sides_[t];
            const Vec3d n{double(s.x[side]), double(s.y[side]), double(s.z[side])};
            if (inside[side] < 0)
                least = std::min(least, double(inside[side]) / length(n));
        }
        if (least > most) {
            most = least;
            best.triangle = t;
        }
    }
    return best;
}

// The half edge over which the way from u to v leaves the triangle at hand; none if it ends there.
std::uint32_t Drape::way_out(
    std::uint32_t at, std::uint32_t entry, Vec3f u, Vec3f v, float& along) const
{
    const Four at_u = inside_of(at, u), at_v = inside_of(at, v);
    Four share = at_u / (at_u - at_v);
    share = at_u > 0 ? share : Four{};
    share = at_v < 0 ? share : Four{2, 2, 2, 2};
    std::uint32_t out = kNone;
    float least = 2;
    for (std::uint32_t i = 0; i < 3; ++i)
        if (share[i] < least && at * 3 + i != entry) {
            least = share[i];
            out = at * 3 + i;
        }
    if (out != kNone)
        along = std::max(along, least);
    return out;
}

bool Drape::pass(Vec3d u, Vec3d v, std::uint32_t& at, std::uint32_t end)
{
    const Vec3f uf = to_float(u), vf = to_float(v);
    std::uint32_t entry = kNone;
    float along = 0;
    for (std::uint16_t n = 0; at != end; ++n) {
        if (n == kMaxCrossings)
            return false;
        const std::uint32_t out = way_out(at, entry, uf, vf, along);
        if (out == kNone)
            return turn(v, at, end);
        entry = in_->under_edges.opposite(out);
        if (!step(u + (v - u) * double(along), out, at))
            return false;
    }
    return true;
}

void Drape::lay_edge(const Adjacency::Edge& edge, Path& path)
{
    path = {std::uint32_t(crossings_.size()), 0, false};
    std::uint32_t at = in_->nearest[edge.low];
    const std::uint32_t last = in_->nearest[edge.high];
    if (at == last)
        return;
    const Vec3d u = in_->over.points[edge.low], v = in_->over.points[edge.high];
    const Start start = start_towards(edge.low, edge.high),
                end = start_towards(edge.high, edge.low);
    if ((start.triangle != at && !turn(u, start.vertex, at, start.triangle)) ||
        !pass(u, v, at, end.triangle) || (at != last && !turn(v, end.vertex, at, last))) {
        path.broken = true;
        crossings_.resize(path.first);
    }
    path.count = std::uint16_t(crossings_.size() - path.first);
}

} // namespace stele::lod
