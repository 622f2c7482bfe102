// Vertices first: they set the scale. Then one side is draped over the other, within 1.25 times the
// greatest distance seen. Triangles where that fails are covered one by one: by one target triangle
// where that suffices, else cut along the prisms over the target's triangles. Most distances are to
// the best triangle found by walking, which is an upper bound; all are asked only where that is too
// large.
#include "archive/lod/distance.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = Correspondence::kNone;
// The bound may exceed the greatest distance seen by this factor.
constexpr double kSlack = 1.25;
// Pieces of one triangle after which the bound at hand is taken as it is; it stays a bound.
constexpr std::size_t kMaxPieces = 400;
// Walks to neighbouring targets before a piece is looked at more closely.
constexpr std::uint32_t kMaxHops = 3;
// Searches of a side that go through all its triangles before a tree is worth its making.
constexpr std::uint32_t kMaxScans = 24;
// Single precision must not lose a triangle that is just near enough.
constexpr double kBallSlack = 1 + 0x1p-16;
// Rounding of the arithmetic here, relative to the size of the coordinates.
constexpr double kRounding = 0x1p-20;

// Where on a triangle the closest point lies: inside, on the edge after a corner, at a corner.
enum class Part { face, edge0, edge1, edge2, corner0, corner1, corner2 };

// Ericson, Real-Time Collision Detection, 5.1.5.
Vec3d closest_part(Vec3d p, Vec3d a, Vec3d b, Vec3d c, Part& part)
{
    const Vec3d ab = b - a, ac = c - a, ap = p - a;
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) {
        part = Part::corner0;
        return a;
    }
    const Vec3d bp = p - b;
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3) {
        part = Part::corner1;
        return b;
    }
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) {
        part = Part::edge0;
        return d1 > d3 ? a + ab * (d1 / (d1 - d3)) : a;
    }
    const Vec3d cp = p - c;
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6) {
        part = Part::corner2;
        return c;
    }
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) {
        part = Part::edge2;
        return d2 > d6 ? a + ac * (d2 / (d2 - d6)) : a;
    }
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
        part = Part::edge1;
        const double along = (d4 - d3) + (d5 - d6);
        return along > 0 ? b + (c - b) * ((d4 - d3) / along) : b;
    }
    part = Part::face;
    const double sum = va + vb + vc;
    return sum > 0 ? a + ab * (vb / sum) + ac * (vc / sum) : a;
}

double distance2_part(Vec3d p, const std::array<Vec3d, 3>& t, Part& part)
{
    const Vec3d d = p - closest_part(p, t[0], t[1], t[2], part);
    return dot(d, d);
}

double distance2(Vec3d p, const std::array<Vec3d, 3>& t)
{
    Part ignored;
    return distance2_part(p, t, ignored);
}

} // namespace

Vec3d closest_point(Vec3d p, Vec3d a, Vec3d b, Vec3d c)
{
    Part ignored;
    return closest_part(p, a, b, c, ignored);
}

const Prism& DistanceMeter::Side::prism(std::uint32_t t)
{
    if (has_prism[t] == 0) {
        const std::array<Vec3d, 3> k = corners(t);
        prisms[t] = prism_of(k[0], k[1], k[2]);
        has_prism[t] = 1;
    }
    return prisms[t];
}

// Downhill from a triangle over its neighbours: often the nearest, always an upper bound.
DistanceMeter::Near DistanceMeter::Side::walk(Vec3d p, std::uint32_t from) const
{
    Part part;
    Near best{from, distance2_part(p, corners(from), part)};
    while (part != Part::face) {
        const std::uint32_t here = best.triangle;
        const Part at = part;
        const auto offer = [&](std::uint32_t t) {
            Part there;
            const double d2 = distance2_part(p, corners(t), there);
            if (d2 < best.distance2) {
                best = {t, d2};
                part = there;
            }
        };
        if (at >= Part::corner0) {
            const std::size_t corner = std::size_t(at) - std::size_t(Part::corner0);
            for (const std::uint32_t t : edges->around(shape.triangles[here][corner]))
                if (t != here)
                    offer(t);
        } else if (const std::uint32_t t =
                       edges->across(here * 3 + std::uint32_t(at) - std::uint32_t(Part::edge0));
                   t != kNone) {
            offer(t);
        }
        if (best.triangle == here)
            break;
    }
    return best;
}

// A walk that does not stop where only triangles at the corners of the last one are nearer.
DistanceMeter::Near DistanceMeter::Side::stroll(Vec3d p, Near start) const
{
    Near best = start;
    for (std::uint32_t here = kNone; here != best.triangle;) {
        here = best.triangle;
        for (const std::uint32_t v : shape.triangles[here])
            for (const std::uint32_t t : edges->around(v)) {
                const double d2 = distance2(p, corners(t));
                if (d2 < best.distance2)
                    best = {t, d2};
            }
    }
    return best;
}

// The nearest of all triangles, at most as far as start.
DistanceMeter::Near DistanceMeter::Side::search(Vec3d p, Near start)
{
    if (++searches <= kMaxScans)
        return scan(p, start);
    if (!has_index)
        index.build(shape.points, shape.triangles);
    has_index = true;
    const std::uint32_t t = index.nearest(p, start.triangle);
    return {t, distance2(p, corners(t))};
}

void DistanceMeter::Side::make_balls()
{
    const std::size_t n = shape.triangles.size();
    for (std::vector<float>& b : ball)
        b.resize(n);
    excess.resize(n);
    for (std::uint32_t t = 0; t < n; ++t) {
        const std::array<Vec3d, 3> k = corners(t);
        const Vec3f c = to_float((k[0] + k[1] + k[2]) * (1.0 / 3));
        const Vec3d middle = to_double(c);
        ball[0][t] = c.x;
        ball[1][t] = c.y;
        ball[2][t] = c.z;
        double radius2 = 0;
        for (const Vec3d q : k)
            radius2 = std::max(radius2, dot(q - middle, q - middle));
        ball[3][t] = float(std::sqrt(radius2) * kBallSlack);
    }
}

// Only triangles whose balls reach as near as the nearest so far are measured.
DistanceMeter::Near DistanceMeter::Side::scan(Vec3d p, Near start)
{
    if (searches == 1)
        make_balls();
    const Vec3f f = to_float(p);
    const float reach = float(std::sqrt(start.distance2) * kBallSlack + length(p - to_double(f)));
    const std::size_t n = shape.triangles.size();
    const float *const xs = ball[0].data(), *const ys = ball[1].data(), *const zs = ball[2].data(),
                       *const radii = ball[3].data();
    float* const over = excess.data();
    for (std::size_t t = 0; t < n; ++t) {
        const float x = xs[t] - f.x, y = ys[t] - f.y, z = zs[t] - f.z;
        const float far = radii[t] + reach;
        over[t] = x * x + y * y + z * z - far * far;
    }
    Near best = start;
    for (std::uint32_t t = 0; t < n; ++t) {
        if (over[t] > 0)
            continue;
        const double d2 = distance2(p, corners(t));
        if (d2 < best.distance2)
            best = {t, d2};
    }
    return best;
}

void DistanceMeter::prepare(Side& side, const Shape& shape, const Correspondence& link)
{
    side.shape = shape;
    side.link = &link;
    side.edges = shape.edges;
    if (side.edges == nullptr) {
        side.own_edges.build(shape.points.size(), shape.triangles);
        side.edges = &side.own_edges;
    }
    side.prisms.resize(shape.triangles.size());
    side.has_prism.assign(shape.triangles.size(), 0);
    side.has_index = false;
    side.searches = 0;
}

// Every vertex at most as far from the other side as a walk finds.
void DistanceMeter::walk_vertices(Side& from, const Side& to, std::span<const std::uint8_t> skip)
{
    const std::size_t n = from.shape.points.size();
    from.vertex_distance.assign(n, 0);
    from.vertex_nearest.assign(n, kNone);
    far_.clear();
    const auto& triangles = from.shape.triangles;
    for (std::uint32_t t = 0; t < triangles.size(); ++t)
        if (from.link->same[t] != 0)
            for (const std::uint32_t v : triangles[t])
                from.vertex_nearest[v] = from.link->triangle[t];
    std::uint32_t last = 0;
    for (std::uint32_t t = 0; t < triangles.size(); ++t) {
        if (!skip.empty() && skip[t] != 0)
            continue;
        std::uint32_t hint = from.link->triangle[t];
        for (const std::uint32_t v : triangles[t])
            if (hint == kNone)
                hint = from.vertex_nearest[v];
        if (hint == kNone)
            hint = last;
        last = hint;
        for (const std::uint32_t v : triangles[t]) {
            if (from.vertex_nearest[v] != kNone)
                continue;
            const Near near = to.walk(from.shape.points[v], hint);
            from.vertex_nearest[v] = near.triangle;
            from.vertex_distance[v] = std::sqrt(near.distance2);
            if (from.vertex_distance[v] > result_.seen)
                far_.emplace_back(from.vertex_distance[v], v);
        }
    }
}

// Furthest first, so that few need to be measured exactly.
void DistanceMeter::measure_vertices(Side& from, Side& to, std::span<const std::uint8_t> skip)
{
    walk_vertices(from, to, skip);
    std::make_heap(far_.begin(), far_.end());
    while (!far_.empty() && far_.front().first > result_.seen) {
        const std::uint32_t v = far_.front().second;
        std::pop_heap(far_.begin(), far_.end());
        far_.pop_back();
        const double walked = from.vertex_distance[v];
        const Near near =
            nearest(to, from.shape.points[v], {from.vertex_nearest[v], walked * walked});
        from.vertex_nearest[v] = near.triangle;
        from.vertex_distance[v] = std::sqrt(near.distance2);
    }
}

void DistanceMeter::push(
    const Piece& piece, std::uint32_t target, std::uint32_t hops, std::uint32_t cut)
{
    if (piece.count < 3)
        return;
    pieces_.push_back(piece);
    pieces_.back().target = target;
    pieces_.back().hops = hops;
    pieces_.back().cut = cut;
}

// No further than the greatest distance seen, or the nearest, and then seen.
DistanceMeter::Near DistanceMeter::nearest(Side& to, Vec3d p, Near start)
{
    const double seen2 = result_.seen * result_.seen;
    if (start.distance2 <= seen2)
        return start;
    Near near = to.stroll(p, start);
    if (near.distance2 > seen2) {
        near = to.search(p, near);
        see(std::sqrt(near.distance2));
    }
    return near;
}

// No target near the piece covers it: measure it at its corners and middle, and cut it in two if
// need be.
void DistanceMeter::refine(Side& to, const Piece& piece)
{
    const Vec3d middle = piece.middle();
    const Near near = nearest(to, middle, to.walk(middle, piece.target));
    const double at_middle = std::sqrt(near.distance2);
    double radius2 = 0;
    for (std::uint32_t i = 0; i < piece.count; ++i) {
        const Vec3d p = piece.corner(i);
        radius2 = std::max(radius2, dot(p - middle, p - middle));
        nearest(to, p, to.walk(p, near.triangle));
    }
    PrismView view;
    look(to.prism(near.triangle), piece, view);
    const double bound = std::min(
        at_middle + std::sqrt(radius2), std::sqrt(double(greatest(view.distance2, piece.count))));
    if (bound <= limit())
        return accept(bound);
    // Cut across its longest diagonal.
    std::uint32_t first = 0, last = 1;
    double longest = -1;
    for (std::uint32_t i = 0; i < piece.count; ++i)
        for (std::uint32_t j = i + 1; j < piece.count; ++j) {
            const Vec3d d = piece.corner(j) - piece.corner(i);
            if (dot(d, d) > longest) {
                longest = dot(d, d);
                first = i;
                last = j;
            }
        }
    const Vec3d axis = piece.corner(last) - piece.corner(first);
    const Vec3d at = (piece.corner(first) + piece.corner(last)) * 0.5;
    PrismView::Lanes along{};
    for (std::uint32_t i = 0; i < piece.count; ++i)
        along[i] = float(dot(axis, piece.corner(i) - at));
    Piece low, high;
    split(piece, along, low, high);
    // A piece too small to be cut is as good as a point.
    if (low.full || high.full || low.count < 3 || high.count < 3)
        return accept(bound);
    push(low, near.triangle, 0);
    push(high, near.triangle, 0);
}

// The edge of the target that a corner too far away lies furthest beyond, of those not cut along
// yet; 3: none, the piece is too high above the target.
std::size_t DistanceMeter::edge_to_cut(
    const Prism& prism, const PrismView& view, const Piece& piece) const
{
    std::array<float, 3> furthest{};
    for (std::uint32_t i = 0; i < piece.count; ++i) {
        if (view.distance2[i] <= limit2_)
            continue;
        for (std::size_t e = 0; e < 3; ++e) {
            const float s = std::min(view.side[e][i], 0.0F);
            furthest[e] = std::max(furthest[e], s * s * prism.inverse[e]);
        }
    }
    std::size_t edge = 3;
    float most = 0;
    for (std::size_t e = 0; e < 3; ++e)
        if ((piece.cut >> e & 1u) == 0 && furthest[e] > most) {
            most = furthest[e];
            edge = e;
        }
    return edge;
}

// What lies beyond an edge of the target goes to the neighbour there, the rest stays with the
// target; what is too high above the target goes to a nearer one.
void DistanceMeter::cover_piece(Side& to, const Piece& piece, const PrismView& view)
{
    const Prism& prism = to.prism(piece.target);
    const float worst2 = greatest(view.distance2, piece.count);
    if (worst2 <= limit2_)
        return accept(std::sqrt(double(worst2)));
    if (piece.hops > kMaxHops || !(prism.normal[0] == prism.normal[0]))
        return refine(to, piece);
    const auto move_on = [&](const Piece& part, std::uint32_t next) {
        push(part, next, next == piece.target ? kMaxHops + 1 : piece.hops + 1);
    };
    const std::size_t edge = edge_to_cut(prism, view, piece);
    if (edge == 3)
        return move_on(piece, to.walk(piece.middle(), piece.target).triangle);
    Piece outer, rest;
    split(piece, view.side[edge], outer, rest);
    // Corners must not be lost: a piece with too many is cut in two first.
    if (outer.full || rest.full)
        return refine(to, piece);
    std::uint32_t next = to.edges->across(piece.target * 3 + std::uint32_t(edge));
    if (rest.count < 3 || next == kNone)
        next = to.walk(outer.middle(), piece.target).triangle;
    move_on(outer, next);
    push(rest, piece.target, piece.hops, piece.cut | 1u << edge);
}

void DistanceMeter::cover(const Side& from, Side& to, std::uint32_t triangle)
{
    const Triangle& k = from.shape.triangles[triangle];
    const std::array<std::uint32_t, 3> near{
        from.vertex_nearest[k[0]], from.vertex_nearest[k[1]], from.vertex_nearest[k[2]]};
    if (near[0] == near[1] && near[0] == near[2])
        return accept(std::max(
            {from.vertex_distance[k[0]], from.vertex_distance[k[1]], from.vertex_distance[k[2]]}));
    Piece piece;
    for (const std::uint32_t v : k)
        piece.add(to_float(from.shape.points[v]));
    const std::uint32_t link = from.link->triangle[triangle];
    std::uint32_t best = near[0];
    float least = std::numeric_limits<float>::infinity();
    std::uint32_t last = kNone;
    PrismView view, best_view;
    for (const std::uint32_t t : {link, near[0], near[1], near[2]}) {
        if (t == kNone || t == last)
            continue;
        last = t;
        look(to.prism(t), piece, view);
        const float worst2 = greatest(view.distance2, 3);
        if (worst2 <= limit2_)
            return accept(std::sqrt(double(worst2)));
        if (!(worst2 >= least)) {
            least = worst2;
            best = t;
            best_view = view;
        }
    }
    pieces_.clear();
    piece.target = best;
    cover_piece(to, piece, best_view);
    for (std::size_t done = 0; !pieces_.empty(); ++done) {
        const Piece next = pieces_.back();
        pieces_.pop_back();
        look(to.prism(next.target), next, view);
        if (done < kMaxPieces) {
            cover_piece(to, next, view);
            continue;
        }
        accept(std::sqrt(double(greatest(view.distance2, next.count))));
    }
}

void DistanceMeter::cover_triangles(const Side& from, Side& to, std::span<const std::uint8_t> skip)
{
    for (std::uint32_t t = 0; t < from.shape.triangles.size(); ++t)
        if (from.link->same[t] == 0 && skip[t] == 0)
            cover(from, to, t);
}

void DistanceMeter::see(double distance)
{
    result_.seen = std::max(result_.seen, distance);
    accept(distance);
    limit_ = std::max(limit_, kSlack * result_.seen);
    limit2_ = float(limit_ * limit_);
}

void DistanceMeter::drape()
{
    const Side& over = side_[0];
    const Side& under = side_[1];
    accept(drape_.lay({over.shape, *over.edges, over.vertex_nearest, over.vertex_distance,
        under.shape, *under.edges, limit_}));
}

TwoSidedDistance DistanceMeter::measure(const Shape& a, const Correspondence& from_a,
    const Shape& b, const Correspondence& from_b, double floor)
{
    result_ = {};
    limit_ = floor;
    limit2_ = float(floor * floor);
    prepare(side_[0], a, from_a);
    prepare(side_[1], b, from_b);
    measure_vertices(side_[0], side_[1], {});
    drape();
    measure_vertices(side_[1], side_[0], drape_.covered());
    cover_triangles(side_[0], side_[1], drape_.laid());
    cover_triangles(side_[1], side_[0], drape_.covered());
    Box box;
    for (const Vec3d p : a.points)
        box.extend(p);
    const Vec3d size = box.size();
    result_.bound += kRounding * (size.x + size.y + size.z);
    return result_;
}

} // namespace stele::lod
