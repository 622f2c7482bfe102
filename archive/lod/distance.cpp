// Vertices first, exactly: they set the scale. Then every triangle is covered within 1.25 times the greatest distance
// seen: by a bound from its corners where that suffices, else cut along the prisms of the target's triangles.
#include "archive/lod/distance.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
// Pieces of one triangle after which the bound at hand is taken as it is; it stays a bound.
constexpr std::size_t kMaxPieces = 400;
// Points of a triangle are at most this share of its longest edge from the nearest corner.
constexpr double kCornerReach = 0.57735026919;
// Rounding of the arithmetic here, relative to the size of the coordinates.
constexpr double kRounding = 0x1p-40;

double distance2(Vec3d p, Vec3d a, Vec3d b, Vec3d c)
{
    const Vec3d d = p - closest_point(p, a, b, c);
    return dot(d, d);
}

} // namespace

Vec3d closest_point(Vec3d p, Vec3d a, Vec3d b, Vec3d c)
{
    const Vec3d ab = b - a, ac = c - a, ap = p - a;
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0)
        return a;
    const Vec3d bp = p - b;
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3)
        return b;
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0)
        return d1 > d3 ? a + ab * (d1 / (d1 - d3)) : a;
    const Vec3d cp = p - c;
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6)
        return c;
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0)
        return d2 > d6 ? a + ac * (d2 / (d2 - d6)) : a;
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
        const double along = (d4 - d3) + (d5 - d6);
        return along > 0 ? b + (c - b) * ((d4 - d3) / along) : b;
    }
    const double sum = va + vb + vc;
    return sum > 0 ? a + ab * (vb / sum) + ac * (vc / sum) : a;
}

void DistanceMeter::prepare(Side& side, const Shape& shape, const Correspondence& link)
{
    side.shape = shape;
    side.link = &link;
    side.index.build(shape.points, shape.triangles);
    const std::size_t n = shape.points.size();
    side.fan_first.assign(n + 2, 0);
    for (const Triangle& t : shape.triangles)
        for (const std::uint32_t v : t)
            ++side.fan_first[v + 2];
    for (std::size_t v = 2; v < n + 2; ++v)
        side.fan_first[v] += side.fan_first[v - 1];
    side.fan.resize(shape.triangles.size() * 3);
    for (std::uint32_t t = 0; t < shape.triangles.size(); ++t)
        for (const std::uint32_t v : shape.triangles[t])
            side.fan[side.fan_first[v + 1]++] = t;
}

void DistanceMeter::measure_vertices(Side& from, const Side& to)
{
    const std::size_t n = from.shape.points.size();
    from.vertex_distance.assign(n, 0);
    from.vertex_nearest.assign(n, kNone);
    const auto& triangles = from.shape.triangles;
    for (std::uint32_t t = 0; t < triangles.size(); ++t)
        if (from.link->same[t] != 0)
            for (const std::uint32_t v : triangles[t])
                from.vertex_nearest[v] = from.link->triangle[t];
    for (std::uint32_t t = 0; t < triangles.size(); ++t) {
        for (const std::uint32_t v : triangles[t]) {
            if (from.vertex_nearest[v] != kNone)
                continue;
            const Vec3d p = from.shape.points[v];
            const std::uint32_t near = to.index.nearest(p, from.link->triangle[t]);
            const Triangle& k = to.shape.triangles[near];
            from.vertex_nearest[v] = near;
            from.vertex_distance[v] = std::sqrt(
                distance2(p, to.shape.points[k[0]], to.shape.points[k[1]], to.shape.points[k[2]]));
            see(from.vertex_distance[v]);
        }
    }
}

double DistanceMeter::piece_bound(const Side& to, const Piece& piece, std::uint32_t target) const
{
    const Triangle& k = to.shape.triangles[target];
    const Vec3d a = to.shape.points[k[0]], b = to.shape.points[k[1]], c = to.shape.points[k[2]];
    double worst = 0;
    for (std::uint32_t i = 0; i < piece.count; ++i)
        worst = std::max(worst, distance2(piece.corner[i], a, b, c));
    return std::sqrt(worst);
}

// The other triangle at an edge, or none.
std::uint32_t DistanceMeter::across(const Side& side, std::uint32_t triangle, std::size_t edge) const
{
    const Triangle& k = side.shape.triangles[triangle];
    const std::uint32_t u = k[edge], v = k[(edge + 1) % 3];
    for (std::uint32_t i = side.fan_first[u]; i < side.fan_first[u + 1]; ++i) {
        const std::uint32_t t = side.fan[i];
        const Triangle& o = side.shape.triangles[t];
        if (t != triangle && (o[0] == v || o[1] == v || o[2] == v))
            return t;
    }
    return kNone;
}

void DistanceMeter::push(const Piece& piece, std::uint32_t target, bool exact)
{
    if (piece.count < 3)
        return;
    pieces_.push_back(piece);
    pieces_.back().target = target;
    pieces_.back().exact = exact;
}

namespace {

Vec3d centroid(std::span<const Vec3d> corners)
{
    Vec3d sum;
    for (const Vec3d p : corners)
        sum += p;
    return sum / double(corners.size());
}

} // namespace

// The piece lies around its nearest target triangle but is not within the limit of it: look closer.
void DistanceMeter::refine(const Side& to, Piece& piece)
{
    const std::span corners(piece.corner.data(), piece.count);
    const auto measure = [&](Vec3d p, std::uint32_t hint) {
        const Triangle& k = to.shape.triangles[hint];
        return std::sqrt(
            distance2(p, to.shape.points[k[0]], to.shape.points[k[1]], to.shape.points[k[2]]));
    };
    const Vec3d middle = centroid(corners);
    double at_middle = measure(middle, piece.target);
    see(at_middle);
    double radius = 0, at_corners = 0;
    for (const Vec3d p : corners) {
        radius = std::max(radius, length(p - middle));
        const double d = measure(p, to.index.nearest(p, piece.target));
        see(d);
        at_corners = std::max(at_corners, d);
    }
    const double bound = std::min(at_middle + radius, piece_bound(to, piece, piece.target));
    if (bound <= limit())
        return accept(bound);
    // Cut across its longest diagonal.
    std::size_t first = 0, last = 1;
    double longest = -1;
    for (std::size_t i = 0; i < corners.size(); ++i)
        for (std::size_t j = i + 1; j < corners.size(); ++j) {
            const Vec3d d = corners[j] - corners[i];
            if (dot(d, d) > longest) {
                longest = dot(d, d);
                first = i;
                last = j;
            }
        }
    const Vec3d axis = corners[last] - corners[first];
    const double level = dot(axis, (corners[first] + corners[last]) * 0.5);
    Piece near, far;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Vec3d p = corners[i], q = corners[(i + 1) % corners.size()];
        const double s = dot(axis, p) - level, t = dot(axis, q) - level;
        if (s <= 0)
            near.add(p);
        if (s >= 0)
            far.add(p);
        if ((s < 0 && t > 0) || (s > 0 && t < 0)) {
            const Vec3d cut = p + (q - p) * (s / (s - t));
            near.add(cut);
            far.add(cut);
        }
    }
    if (near.full || far.full)
        return accept(bound);
    push(near, piece.target, false);
    push(far, piece.target, false);
}

void DistanceMeter::cover_piece(const Side& to, Piece& piece)
{
    const double bound = piece_bound(to, piece, piece.target);
    if (bound <= limit())
        return accept(bound);
    const auto nearest_to = [&](const Piece& part) {
        return to.index.nearest(centroid({part.corner.data(), part.count}), piece.target);
    };
    const Triangle& k = to.shape.triangles[piece.target];
    const std::array<Vec3d, 3> v{
        to.shape.points[k[0]], to.shape.points[k[1]], to.shape.points[k[2]]};
    const Vec3d normal = cross(v[1] - v[0], v[2] - v[0]);
    const double area = length(normal);
    std::array<Piece, 3> outer;
    Piece inner = piece;
    for (std::size_t e = 0; e < 3 && inner.count > 0; ++e) {
        const Vec3d inward = cross(normal, v[(e + 1) % 3] - v[e]);
        std::array<double, Piece::kMax> side;
        bool any_out = false;
        for (std::uint32_t i = 0; i < inner.count; ++i) {
            side[i] = dot(inward, inner.corner[i] - v[e]);
            any_out = any_out || side[i] < 0;
        }
        if (!any_out)
            continue;
        Piece in;
        for (std::uint32_t i = 0; i < inner.count; ++i) {
            const std::uint32_t j = i + 1 == inner.count ? 0 : i + 1;
            (side[i] < 0 ? outer[e] : in).add(inner.corner[i]);
            if ((side[i] < 0) != (side[j] < 0)) {
                const Vec3d cut = inner.corner[i] +
                                  (inner.corner[j] - inner.corner[i]) * (side[i] / (side[i] - side[j]));
                outer[e].add(cut);
                in.add(cut);
            }
        }
        inner = in;
    }
    if (inner.full || outer[0].full || outer[1].full || outer[2].full)
        return refine(to, piece);
    if (!(area > 0) || inner.count < 3) {
        if (!piece.exact)
            return push(piece, nearest_to(piece), true);
        return refine(to, piece);
    }
    double height = 0;
    for (std::uint32_t i = 0; i < inner.count; ++i)
        height = std::max(height, std::abs(dot(normal, inner.corner[i] - v[0])));
    height /= area;
    if (height <= limit()) {
        accept(height);
    } else {
        inner.target = nearest_to(inner);
        if (inner.target != piece.target)
            push(inner, inner.target, true);
        else
            refine(to, inner);
    }
    for (std::size_t e = 0; e < 3; ++e) {
        if (outer[e].count < 3)
            continue;
        const std::uint32_t next = across(to, piece.target, e);
        push(outer[e], next != kNone ? next : nearest_to(outer[e]), next == kNone);
    }
}

void DistanceMeter::cover(const Side& from, const Side& to, std::uint32_t triangle)
{
    const Triangle& k = from.shape.triangles[triangle];
    const std::array<double, 3> d{
        from.vertex_distance[k[0]], from.vertex_distance[k[1]], from.vertex_distance[k[2]]};
    const std::array<std::uint32_t, 3> near{
        from.vertex_nearest[k[0]], from.vertex_nearest[k[1]], from.vertex_nearest[k[2]]};
    const double worst = std::max({d[0], d[1], d[2]});
    if (near[0] == near[1] && near[0] == near[2])
        return accept(worst);
    Piece piece;
    double longest2 = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        piece.add(from.shape.points[k[i]]);
        const Vec3d e = from.shape.points[k[(i + 1) % 3]] - from.shape.points[k[i]];
        longest2 = std::max(longest2, dot(e, e));
    }
    const double reach = worst + kCornerReach * std::sqrt(longest2);
    if (reach <= limit())
        return accept(reach);
    pieces_.clear();
    push(piece, from.link->triangle[triangle], false);
    for (std::size_t done = 0; !pieces_.empty(); ++done) {
        Piece next = pieces_.back();
        pieces_.pop_back();
        if (done < kMaxPieces)
            cover_piece(to, next);
        else
            accept(piece_bound(to, next, next.target));
    }
}

void DistanceMeter::cover_triangles(const Side& from, const Side& to)
{
    for (std::uint32_t t = 0; t < from.shape.triangles.size(); ++t)
        if (from.link->same[t] == 0)
            cover(from, to, t);
}

TwoSidedDistance DistanceMeter::measure(const Shape& a, const Correspondence& from_a,
    const Shape& b, const Correspondence& from_b, double floor)
{
    result_ = {};
    floor_ = floor;
    prepare(side_[0], a, from_a);
    prepare(side_[1], b, from_b);
    measure_vertices(side_[0], side_[1]);
    measure_vertices(side_[1], side_[0]);
    cover_triangles(side_[0], side_[1]);
    cover_triangles(side_[1], side_[0]);
    Box box;
    for (const Vec3d p : a.points)
        box.extend(p);
    const Vec3d size = box.size();
    result_.bound += kRounding * (size.x + size.y + size.z);
    return result_;
}

} // namespace stele::lod
