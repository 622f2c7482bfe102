// Edges first, each once for both triangles at it; then the triangles; then what they cover.
#include "archive/lod/drape.h"

#include "archive/lod/distance.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = Adjacency::kNone;

std::uint32_t corner_of(const Triangle& t, std::uint32_t vertex)
{
    return t[0] == vertex ? 0 : t[1] == vertex ? 1 : 2;
}

} // namespace

bool Drape::Loop::cross(std::uint32_t edge, std::uint32_t from, std::uint32_t to)
{
    if (end > 0 && steps[end - 1].edge == edge) {
        --end;
        return true;
    }
    if (end == kMax)
        return false;
    steps[end++] = {edge, from, to};
    return true;
}

// The way is round: its end may undo its beginning.
void Drape::Loop::close()
{
    while (size() >= 2 && steps[first].edge == steps[end - 1].edge) {
        ++first;
        --end;
    }
}

// The vertex of two edges of one triangle.
std::uint32_t Drape::shared_vertex(std::uint32_t edge, std::uint32_t other) const
{
    const Adjacency::Edge& a = in_->under_edges.edges()[edge];
    return in_->under_edges.edges()[other].has(a.low) ? a.low : a.high;
}

// The vertex that the way passes over the most edges of in a row; the way is turned to begin there.
Drape::Run Drape::longest_run(Loop& loop) const
{
    const auto& edges = in_->under_edges.edges();
    const std::size_t n = loop.size();
    const auto edge = [&](std::size_t i) {
        return loop.steps[loop.first + (i < n ? i : i - n)].edge;
    };
    Run best;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t w = shared_vertex(edge(i), edge(i + 1));
        std::size_t length = 2;
        while (length < n && edges[edge(i + length)].has(w))
            ++length;
        if (length > best.length) {
            best = {w, length};
            begin = i;
        }
        if (length == n)
            break;
    }
    const auto first = loop.steps.begin() + std::ptrdiff_t(loop.first);
    std::rotate(first, first + std::ptrdiff_t(begin), first + std::ptrdiff_t(n));
    return best;
}

void Drape::count_turn(std::uint32_t triangle, std::uint32_t vertex, std::int16_t direction)
{
    counted_.push_back(
        {triangle * 3 + corner_of(in_->under.triangles[triangle], vertex), direction});
}

// The way with the run replaced by the edges on the other side of its vertex.
bool Drape::go_round(const Loop& loop, const Run& run, std::int16_t direction, Loop& rest)
{
    const auto* const steps = &loop.steps[loop.first];
    const std::uint32_t after = steps[run.length].from;
    std::uint32_t at = steps[0].from, edge = steps[0].edge;
    for (std::size_t n = 0; at != after; ++n) {
        const std::uint32_t corner = corner_of(in_->under.triangles[at], run.vertex);
        std::uint32_t half = at * 3 + corner;
        if (in_->under_edges.edge(half) == edge)
            half = at * 3 + (corner + 2) % 3;
        edge = in_->under_edges.edge(half);
        const std::uint32_t to = in_->under_edges.across(half);
        // The other side must be the shorter one, so that this comes to an end.
        if (to == kNone || n + 1 >= run.length)
            return false;
        rest.cross(edge, at, to);
        count_turn(to, run.vertex, direction);
        at = to;
    }
    for (std::size_t i = run.length; i < loop.size(); ++i)
        rest.cross(steps[i].edge, steps[i].from, steps[i].to);
    rest.close();
    return true;
}

// A triangle over a vertex below: some point of it must be near that vertex, and goes there. The
// pieces around that point lie in the triangles around the vertex; beyond them the way goes along
// the other side of it.
bool Drape::take_vertex(std::uint32_t triangle, Loop& loop)
{
    const Run run = longest_run(loop);
    const Triangle& k = in_->over.triangles[triangle];
    const Vec3d p = in_->under.points[run.vertex];
    const Vec3d d = p - closest_point(p, in_->over.points[k[0]], in_->over.points[k[1]],
                            in_->over.points[k[2]]);
    if (!(dot(d, d) <= limit2_))
        return false;
    worst2_ = std::max(worst2_, dot(d, d));
    const auto* const steps = &loop.steps[loop.first];
    // Left over the edge that starts at the vertex: one way around, else the other.
    const std::uint32_t corner = corner_of(in_->under.triangles[steps[0].from], run.vertex);
    const std::int16_t direction =
        in_->under_edges.edge(steps[0].from * 3 + corner) == steps[0].edge ? 1 : -1;
    Loop rest;
    if (run.length < loop.size() && !go_round(loop, run, direction, rest))
        return false;
    for (std::size_t i = 0; i < run.length; ++i)
        count_turn(steps[i].from, run.vertex, direction);
    loop = rest;
    return true;
}

bool Drape::lay_triangle(std::uint32_t triangle)
{
    const Triangle& k = in_->over.triangles[triangle];
    const auto& edges = in_->over_edges.edges();
    const std::array<std::uint32_t, 3> around{in_->over_edges.edge(triangle * 3),
        in_->over_edges.edge(triangle * 3 + 1), in_->over_edges.edge(triangle * 3 + 2)};
    std::uint32_t crossings = 0;
    for (const std::uint32_t e : around) {
        if (paths_[e].broken)
            return false;
        crossings += paths_[e].count;
    }
    if (crossings == 0)
        return true;
    Loop loop;
    for (std::size_t i = 0; i < 3; ++i) {
        const Path& path = paths_[around[i]];
        const bool forward = k[i] == edges[around[i]].low;
        const Crossing* const first = crossings_.data() + path.first;
        for (std::uint32_t n = 0; n < path.count; ++n) {
            const Crossing& c = first[forward ? n : path.count - 1u - n];
            if (!loop.cross(c.edge, forward ? c.from : c.to, forward ? c.to : c.from))
                return false;
        }
    }
    loop.close();
    counted_.clear();
    while (loop.size() > 0)
        if (loop.size() == 1 || !take_vertex(triangle, loop))
            return false;
    for (const auto& [corner, direction] : counted_)
        turns_[corner] = std::int16_t(turns_[corner] + direction);
    return true;
}

// No chain that has this edge in its border closes.
void Drape::spoil(const Adjacency::Edge& edge, const Path& path)
{
    spoilt_[in_->nearest[edge.low]] = 1;
    for (std::uint32_t n = 0; n < path.count; ++n)
        spoilt_[crossings_[path.first + n].to] = 1;
}

// An edge whose parts do not cancel: harmless where they go to one point, or along an edge below.
void Drape::mark_open(const Adjacency::Edge& edge)
{
    const auto vertex_image = [&](std::uint32_t v) {
        const Triangle& t = in_->under.triangles[in_->nearest[v]];
        return closest_point(in_->over.points[v], in_->under.points[t[0]], in_->under.points[t[1]],
            in_->under.points[t[2]]);
    };
    Path path;
    images_.clear();
    wants_images_ = true;
    lay_edge(edge, path);
    wants_images_ = false;
    Vec3d from = vertex_image(edge.low);
    std::uint32_t at = in_->nearest[edge.low];
    for (std::uint32_t n = 0; n < path.count; ++n) {
        const Crossing c = crossings_[path.first + n];
        mark_part(at, from, images_[n]);
        mark_corner(c.from, images_[n]);
        mark_corner(c.to, images_[n]);
        from = images_[n];
        at = c.to;
    }
    mark_part(at, from, vertex_image(edge.high));
    crossings_.resize(path.first);
}

std::uint32_t Drape::corner_at(std::uint32_t triangle, Vec3d p) const
{
    const Triangle& t = in_->under.triangles[triangle];
    std::uint32_t i = 0;
    while (i < 3 && !(in_->under.points[t[i]] == p))
        ++i;
    return i;
}

void Drape::mark_part(std::uint32_t triangle, Vec3d from, Vec3d to)
{
    if (from == to)
        return;
    const std::uint32_t a = corner_at(triangle, from), b = corner_at(triangle, to);
    if (a == 3 || b == 3)
        spoilt_[triangle] = 1;
    else
        open_[triangle] = std::uint8_t(open_[triangle] | 1u << ((a + 1) % 3 == b ? a : b));
}

// Turns around this corner do not tell how often the triangle is covered.
void Drape::mark_corner(std::uint32_t triangle, Vec3d image)
{
    const std::uint32_t i = corner_at(triangle, image);
    if (i == 3)
        spoilt_[triangle] = 1;
    else
        open_[triangle] = std::uint8_t(open_[triangle] | 8u << i);
}

void Drape::mark_edges()
{
    const auto edges = in_->over_edges.edges();
    for (std::size_t e = 0; e < edges.size(); ++e) {
        if (paths_[e].broken)
            continue;
        if (!edges[e].is_inner())
            mark_open(edges[e]);
        else if (laid_[edges[e].half[0] / 3] != laid_[edges[e].half[1] / 3])
            spoil(edges[e], paths_[e]);
    }
}

// An edge is passed by the border of what lies in the triangle as often as its end is surrounded,
// if nothing open lies along it or crosses at that end. Of two edges at a corner one will do.
bool Drape::is_covered(std::uint32_t t) const
{
    const unsigned open = open_[t], along = open & 7;
    if (spoilt_[t] != 0 || flat_[t] != 0 || (along & (along - 1)) != 0)
        return false;
    for (std::uint32_t i = 0; i < 3; ++i)
        if (turns_[t * 3 + i] != 0 && (open >> 3 >> i & 1) == 0)
            return true;
    return false;
}

double Drape::lay(const DrapeInput& in)
{
    in_ = &in;
    limit2_ = in.limit * in.limit;
    worst2_ = 0;
    make_sides();
    crossings_.clear();
    const auto edges = in.over_edges.edges();
    paths_.resize(edges.size());
    for (std::size_t e = 0; e < edges.size(); ++e)
        lay_edge(edges[e], paths_[e]);
    const std::size_t n = in.under.triangles.size();
    spoilt_.assign(n, 0);
    open_.assign(n, 0);
    turns_.assign(n * 3, 0);
    laid_.resize(in.over.triangles.size());
    for (std::uint32_t t = 0; t < laid_.size(); ++t)
        laid_[t] = lay_triangle(t) ? 1 : 0;
    mark_edges();
    covered_.resize(n);
    for (std::uint32_t t = 0; t < n; ++t)
        covered_[t] = is_covered(t) ? 1 : 0;
    return std::sqrt(worst2_);
}

} // namespace stele::lod
