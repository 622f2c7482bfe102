// The collapse loop: a lazy heap of edges, checks that keep the surface a surface, then the
// collapse itself.
#include "archive/lod/simplify.h"

#include "archive/lod/distance.h"
#include "archive/lod/edge_heap.h"
#include "archive/lod/face_quadric.h"
#include "archive/model/position_hash.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
// An open border is worth this many planes of its own length squared, so that it does not erode.
constexpr double kRimWeight = 8;
// A face must not turn by more than about 75 degrees in one collapse: cosine squared.
constexpr double kMinTurnCos2 = 0.0625;

// Round to nearest even without a library call; exact for |x| < 2^51.
double round_even(double x)
{
    constexpr double kMagic = 0x1.8p52;
    return (x + kMagic) - kMagic;
}

class Collapser {
public:
    Collapser(const Surface& in, CollapseScratch& scratch, Simplified& out)
        : in_(in), s_(scratch), out_(out)
    {
    }

    void run(std::size_t target)
    {
        place_vertices();
        link_fans();
        colour_scale_ = sum_face_quadrics(
            s_.points, s_.colours, out_.triangles, s_.quadrics, s_.colour_quadrics);
        collect_edges();
        live_ = in_.triangles.size();
        for (int round = 0; round < 3 && live_ > target; ++round) {
            const std::size_t before = live_;
            drain_heap(target);
            if (live_ == before)
                break;
            retry_refused();
        }
        fit_to_input();
        write_output();
    }

private:
    using Edge = CollapseScratch::Edge;

    void place_vertices()
    {
        const std::size_t n = in_.positions.size();
        out_.positions.assign(in_.positions.begin(), in_.positions.end());
        out_.colours.assign(in_.colours.begin(), in_.colours.end());
        out_.normals.assign(in_.normals.begin(), in_.normals.end());
        Box box;
        for (const Vec3i p : in_.positions)
            box.extend(to_double(p));
        const Vec3d c = box.centre();
        centre_ = {round_even(c.x), round_even(c.y), round_even(c.z)};
        low_ = box.min - centre_;
        high_ = box.max - centre_;
        s_.points.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            s_.points[i] = to_double(in_.positions[i]) - centre_;
        s_.colours.resize(in_.colours.size());
        for (std::size_t i = 0; i < in_.colours.size(); ++i) {
            const Rgba8 k = in_.colours[i];
            s_.colours[i] = {float(k.r), float(k.g), float(k.b)};
        }
        s_.parent.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            s_.parent[i] = std::uint32_t(i);
        s_.version.assign(n, 0);
        s_.mark.assign(n, 0);
        s_.apex_mark.assign(n, 0);
        s_.uses.resize(n);
        s_.net.resize(n);
        s_.rim.assign(n, 0);
        stamp_ = 0;
        s_.occupied.assign(std::bit_ceil(n * 2 + 16), kNone);
        for (std::size_t i = 0; i < n; ++i)
            occupy(std::uint32_t(i));
    }

    void link_fans()
    {
        const std::size_t n = in_.positions.size();
        out_.triangles.assign(in_.triangles.begin(), in_.triangles.end());
        s_.dead.assign(out_.triangles.size(), 0);
        out_.touched.assign(out_.triangles.size(), 0);
        s_.fan_count.assign(n, 0);
        s_.fan_first.resize(n);
        for (const Triangle& t : out_.triangles)
            for (const std::uint32_t v : t)
                ++s_.fan_count[v];
        std::uint32_t total = 0;
        for (std::size_t v = 0; v < n; ++v) {
            s_.fan_first[v] = total;
            total += s_.fan_count[v];
            s_.fan_count[v] = 0;
        }
        s_.fans.resize(total);
        for (std::uint32_t t = 0; t < out_.triangles.size(); ++t)
            for (const std::uint32_t v : out_.triangles[t])
                s_.fans[s_.fan_first[v] + s_.fan_count[v]++] = t;
    }

    std::span<const std::uint32_t> fan(std::uint32_t v) const
    {
        return {s_.fans.data() + s_.fan_first[v], s_.fan_count[v]};
    }

    // Fills ring with the vertices around v; uses[w] is the number of triangles at edge v-w, net[w]
    // how often they run from v to w rather than back. An inner edge has 2 and 0.
    void walk_ring(std::uint32_t v)
    {
        s_.ring.clear();
        ++stamp_;
        for (const std::uint32_t t : fan(v)) {
            if (s_.dead[t])
                continue;
            const Triangle& k = out_.triangles[t];
            const std::size_t i = k[0] == v ? 0 : k[1] == v ? 1 : 2;
            meet(k[(i + 1) % 3], 1);
            meet(k[(i + 2) % 3], -1);
        }
    }

    void meet(std::uint32_t w, std::int32_t direction)
    {
        if (s_.mark[w] != stamp_) {
            s_.mark[w] = stamp_;
            s_.uses[w] = 0;
            s_.net[w] = 0;
            s_.ring.push_back(w);
        }
        ++s_.uses[w];
        s_.net[w] += direction;
    }

    bool is_rim(std::uint32_t w) const { return s_.uses[w] != 2 || s_.net[w] != 0; }

    void add_rim_plane(std::uint32_t u, std::uint32_t v)
    {
        for (const std::uint32_t t : fan(u)) {
            const Triangle& k = out_.triangles[t];
            if (k[0] != v && k[1] != v && k[2] != v)
                continue;
            const Vec3d a = s_.points[u], b = s_.points[v];
            const Vec3d face =
                cross(s_.points[k[1]] - s_.points[k[0]], s_.points[k[2]] - s_.points[k[0]]);
            const Vec3d side = cross(b - a, face);
            const double l = length(side);
            if (!(l > 0))
                return;
            const Vec3d n = side / l;
            const double weight = kRimWeight * dot(b - a, b - a);
            for (const std::uint32_t end : {u, v}) {
                s_.quadrics[end].add_plane(n, -dot(n, a), weight);
                s_.quadrics[end].add_point(s_.points[end], weight * kPointShare);
            }
        }
    }

    void collect_edges()
    {
        s_.edges.clear();
        s_.heap.clear();
        s_.refused.clear();
        for (std::uint32_t v = 0; v < in_.positions.size(); ++v) {
            walk_ring(v);
            for (const std::uint32_t w : s_.ring) {
                if (is_rim(w))
                    s_.rim[v] = 1;
                if (w < v || (in_.locked[v] && in_.locked[w]))
                    continue;
                s_.edges.push_back({v, w, 0, 0, {}});
                if (is_rim(w))
                    add_rim_plane(v, w);
            }
        }
        for (std::uint32_t e = 0; e < s_.edges.size(); ++e)
            s_.heap.push_back(key_of(e));
        make_least_first(s_.heap);
    }

    // Where the edge would collapse to and what that costs; the key orders by cost, then by edge
    // number.
    std::uint64_t key_of(std::uint32_t e)
    {
        Edge& edge = s_.edges[e];
        Quadric q = s_.quadrics[edge.u];
        q.add(s_.quadrics[edge.v]);
        const double planes = q.xx + q.yy + q.zz;
        if (!s_.colours.empty()) {
            ColourQuadric colour = s_.colour_quadrics[edge.u];
            colour.add(s_.colour_quadrics[edge.v]);
            colour.add_best(q);
        }
        const Vec3d a = s_.points[edge.u], b = s_.points[edge.v];
        Vec3d p;
        if (in_.locked[edge.u]) {
            p = a;
        } else if (in_.locked[edge.v]) {
            p = b;
        } else {
            const Vec3d mid = (a + b) * 0.5;
            const Vec3d span = b - a;
            if (!q.minimum(p) || !(dot(p - mid, p - mid) <= 4 * dot(span, span)) || !inside(p))
                p = mid;
            p = {round_even(p.x), round_even(p.y), round_even(p.z)};
        }
        edge.target = grid(p);
        // The summed square times its mean: that no place is far off matters beside the sum,
        // because the greatest distance is what a group is drawn by.
        const double sum = std::max(0.0, q.at(p));
        const double cost = planes > 0 ? sum * (sum / planes) : 0;
        return std::uint64_t(std::bit_cast<std::uint32_t>(float(cost))) << 32 | e;
    }

    // Nothing leaves the group's box grown by a quarter, so positions stay in range.
    bool inside(Vec3d p) const
    {
        const Vec3d margin = (high_ - low_) * 0.25;
        const Vec3d lo = low_ - margin, hi = high_ + margin;
        const Vec3d w = p + centre_;
        constexpr double kLimit = 0x1p30;
        return p.x >= lo.x && p.y >= lo.y && p.z >= lo.z && p.x <= hi.x && p.y <= hi.y &&
               p.z <= hi.z && std::abs(w.x) < kLimit && std::abs(w.y) < kLimit &&
               std::abs(w.z) < kLimit;
    }
    Vec3i grid(Vec3d p) const
    {
        return {std::int32_t(p.x + centre_.x), std::int32_t(p.y + centre_.y),
            std::int32_t(p.z + centre_.z)};
    }

    std::uint32_t survivor(std::uint32_t v)
    {
        while (s_.parent[v] != v) {
            s_.parent[v] = s_.parent[s_.parent[v]];
            v = s_.parent[v];
        }
        return v;
    }

    void drain_heap(std::size_t target)
    {
        auto& heap = s_.heap;
        while (live_ > target && !heap.empty()) {
            const std::uint32_t e = std::uint32_t(heap[0]);
            Edge& edge = s_.edges[e];
            const std::uint32_t u = survivor(edge.u), v = survivor(edge.v);
            if (u == v || (in_.locked[u] && in_.locked[v])) {
                drop_least(heap);
                continue;
            }
            if (u != edge.u || v != edge.v || s_.version[u] != edge.u_version ||
                s_.version[v] != edge.v_version) {
                // Costs only grow as surfaces merge, so the old key was early, never late.
                edge = {u, v, s_.version[u], s_.version[v], {}};
                heap[0] = key_of(e);
                sift_down(heap, 0);
                continue;
            }
            drop_least(heap);
            const std::uint32_t keep = in_.locked[v] ? v : u;
            const std::uint32_t drop = keep == v ? u : v;
            if (allowed(keep, drop, edge.target))
                collapse(keep, drop, edge.target);
            else
                s_.refused.push_back(e);
        }
    }

    void retry_refused()
    {
        for (const std::uint32_t e : s_.refused)
            s_.heap.push_back(std::uint64_t(0) << 32 | e);
        for (const std::uint32_t e : s_.refused)
            s_.edges[e].u_version = kNone; // priced again when it comes up
        s_.refused.clear();
        make_least_first(s_.heap);
    }

    bool has(const Triangle& t, std::uint32_t v) const
    {
        return t[0] == v || t[1] == v || t[2] == v;
    }

    bool allowed(std::uint32_t keep, std::uint32_t drop, Vec3i target)
    {
        std::uint32_t shared = 0, rest = 0;
        const std::uint32_t ring_stamp = ++stamp_;
        for (const std::uint32_t t : fan(keep)) {
            if (s_.dead[t])
                continue;
            const Triangle& k = out_.triangles[t];
            for (const std::uint32_t w : k)
                s_.mark[w] = ring_stamp;
            if (!has(k, drop)) {
                ++rest;
                continue;
            }
            ++shared;
            for (const std::uint32_t w : k)
                s_.apex_mark[w] = ring_stamp;
        }
        if (shared == 0)
            return false;
        if (s_.rim[keep] && s_.rim[drop] && shared == 2)
            return false; // would pinch two borders together
        for (const std::uint32_t t : fan(drop)) {
            if (s_.dead[t])
                continue;
            const Triangle& k = out_.triangles[t];
            if (has(k, keep))
                continue;
            ++rest;
            std::uint32_t apexes = 0;
            for (const std::uint32_t w : k) {
                if (w == drop || s_.mark[w] != ring_stamp)
                    continue;
                if (s_.apex_mark[w] != ring_stamp)
                    return false; // link condition: an edge would come to have too many faces
                ++apexes;
            }
            if (apexes == 2 && closes_onto_face(keep, drop, k))
                return false;
        }
        if (rest == 0)
            return false; // the last of a component stays
        if (s_.rim[drop] && in_.locked[keep] && closes_locked_rim(keep, drop))
            return false;
        return !flips(keep, drop, target) && is_free(target, keep, drop);
    }

    // Would face k of the vertex to drop land on a face of the other?
    bool closes_onto_face(std::uint32_t keep, std::uint32_t drop, const Triangle& k) const
    {
        for (const std::uint32_t t : fan(keep)) {
            const Triangle& other = out_.triangles[t];
            if (s_.dead[t] || has(other, drop))
                continue;
            if (std::all_of(k.begin(), k.end(),
                    [&](std::uint32_t w) { return w == drop || has(other, w); }))
                return true;
        }
        return false;
    }

    // An open border between two locked vertices keeps at least one vertex of its own: the boundary
    // between locked vertices must not change.
    bool closes_locked_rim(std::uint32_t keep, std::uint32_t drop)
    {
        walk_ring(drop);
        for (const std::uint32_t w : s_.ring)
            if (w != keep && s_.net[w] != 0 && in_.locked[w])
                return true;
        return false;
    }

    bool flips(std::uint32_t keep, std::uint32_t drop, Vec3i target) const
    {
        const Vec3d p = to_double(target) - centre_;
        return turns(keep, drop, p) || turns(drop, keep, p);
    }

    // Would moving v to p turn a face that does not vanish with the other vertex?
    bool turns(std::uint32_t v, std::uint32_t other, Vec3d p) const
    {
        const Vec3d old = s_.points[v];
        if (old == p)
            return false;
        for (const std::uint32_t t : fan(v)) {
            const Triangle& k = out_.triangles[t];
            if (s_.dead[t] || has(k, other))
                continue;
            const std::size_t i = k[0] == v ? 0 : k[1] == v ? 1 : 2;
            const Vec3d a = s_.points[k[(i + 1) % 3]], b = s_.points[k[(i + 2) % 3]];
            const Vec3d before = cross(a - old, b - old), after = cross(a - p, b - p);
            const double d = dot(before, after);
            const double before2 = dot(before, before);
            if (before2 > 0 && !(d > 0 && d * d > kMinTurnCos2 * before2 * dot(after, after)))
                return true;
        }
        return false;
    }

    // The place must not be taken by a third vertex: equal places are equal vertices everywhere
    // else.
    bool is_free(Vec3i target, std::uint32_t keep, std::uint32_t drop)
    {
        const std::size_t mask = s_.occupied.size() - 1;
        for (std::size_t i = hash_position(target) & mask; s_.occupied[i] != kNone;
             i = (i + 1) & mask) {
            const std::uint32_t v = s_.occupied[i];
            if (v != keep && v != drop && out_.positions[v] == target && s_.parent[v] == v)
                return false;
        }
        return true;
    }

    void occupy(std::uint32_t v)
    {
        const std::size_t mask = s_.occupied.size() - 1;
        std::size_t i = hash_position(out_.positions[v]) & mask;
        while (s_.occupied[i] != kNone && s_.occupied[i] != v)
            i = (i + 1) & mask;
        s_.occupied[i] = v;
    }

    void collapse(std::uint32_t keep, std::uint32_t drop, Vec3i target)
    {
        const std::uint32_t first = std::uint32_t(s_.fans.size());
        if (out_.positions[keep] != target) {
            for (const std::uint32_t t : fan(keep))
                out_.touched[t] = 1;
            blend(keep, drop, to_double(target) - centre_);
            out_.positions[keep] = target;
            s_.points[keep] = to_double(target) - centre_;
            occupy(keep);
        }
        for (const std::uint32_t t : fan(drop)) {
            if (s_.dead[t])
                continue;
            Triangle& k = out_.triangles[t];
            if (has(k, keep)) {
                s_.dead[t] = 1;
                --live_;
                continue;
            }
            out_.touched[t] = 1;
            for (std::uint32_t& w : k)
                if (w == drop)
                    w = keep;
        }
        for (const std::uint32_t v : {keep, drop})
            for (std::uint32_t i = 0; i < s_.fan_count[v]; ++i) {
                const std::uint32_t t = s_.fans[s_.fan_first[v] + i];
                if (!s_.dead[t])
                    s_.fans.push_back(t);
            }
        s_.fan_first[keep] = first;
        s_.fan_count[keep] = std::uint32_t(s_.fans.size()) - first;
        s_.parent[drop] = keep;
        s_.quadrics[keep].add(s_.quadrics[drop]);
        if (!s_.colours.empty())
            s_.colour_quadrics[keep].add(s_.colour_quadrics[drop]);
        s_.rim[keep] = std::uint8_t(s_.rim[keep] | s_.rim[drop]);
        ++s_.version[keep];
    }

    // Normal of the new place: that of the nearest point on the collapsed edge. Colour: the best.
    void blend(std::uint32_t keep, std::uint32_t drop, Vec3d p)
    {
        if (!s_.colours.empty()) {
            ColourQuadric q = s_.colour_quadrics[keep];
            q.add(s_.colour_quadrics[drop]);
            if (q.weight() > 0)
                s_.colours[keep] = best_colour(q, p);
        }
        if (out_.normals.empty())
            return;
        const Vec3d a = s_.points[keep], edge = s_.points[drop] - a;
        const double l2 = dot(edge, edge);
        const double t = l2 > 0 ? std::clamp(dot(p - a, edge) / l2, 0.0, 1.0) : 0.5;
        const Vec3f n = out_.normals[keep];
        out_.normals[keep] = normalized(n + (out_.normals[drop] - n) * float(t));
    }

    Vec3f best_colour(const ColourQuadric& q, Vec3d p) const
    {
        const auto code = [&](std::size_t k) {
            return float(std::clamp(q.at(k, p) / colour_scale_, 0.0, 255.0));
        };
        return {code(0), code(1), code(2)};
    }

    // Free vertices yield to the input vertices that have vanished around them.
    void fit_to_input()
    {
        const std::size_t n = in_.positions.size();
        s_.pulls.assign(n, {});
        const FitTarget target{s_.points, s_.colours, out_.triangles, s_.dead};
        for (std::uint32_t i = 0; i < n; ++i) {
            const std::uint32_t v = survivor(i);
            if (v == i && out_.positions[i] == in_.positions[i]) {
                s_.pulls[v].weight += 1;
                continue;
            }
            Vec3f colour;
            if (!s_.colours.empty()) {
                const Rgba8 k = in_.colours[i];
                colour = {float(k.r), float(k.g), float(k.b)};
            }
            add_pull(target, fan(v), to_double(in_.positions[i]) - centre_, colour, s_.pulls);
        }
        for (std::uint32_t v = 0; v < n; ++v)
            if (s_.parent[v] == v && in_.locked[v] == 0)
                yield(v, s_.pulls[v]);
    }

    void yield(std::uint32_t v, const Pull& pull)
    {
        Vec3d p = s_.points[v] + pull.step();
        p = {round_even(p.x), round_even(p.y), round_even(p.z)};
        const bool moves = p != s_.points[v] && inside(p) && is_used(v) && !turns(v, kNone, p) &&
                           is_free(grid(p), v, v);
        if (moves) {
            for (const std::uint32_t t : fan(v))
                out_.touched[t] = 1;
            out_.positions[v] = grid(p);
            s_.points[v] = p;
            occupy(v);
        }
        if (!s_.colours.empty())
            s_.colours[v] = s_.colours[v] + pull.colour_step();
    }

    bool is_used(std::uint32_t v) const
    {
        const auto f = fan(v);
        return std::any_of(f.begin(), f.end(), [this](std::uint32_t t) { return s_.dead[t] == 0; });
    }

    void write_output()
    {
        std::size_t kept = 0;
        out_.origin.clear();
        for (std::uint32_t t = 0; t < out_.triangles.size(); ++t) {
            if (s_.dead[t])
                continue;
            out_.triangles[kept] = out_.triangles[t];
            out_.touched[kept] = out_.touched[t];
            out_.origin.push_back(t);
            ++kept;
        }
        out_.triangles.resize(kept);
        out_.touched.resize(kept);
        const auto byte = [](float x) { return std::uint8_t(std::clamp(x + 0.5F, 0.0F, 255.0F)); };
        for (std::size_t v = 0; v < out_.colours.size(); ++v)
            if (s_.parent[v] == v && out_.positions[v] != in_.positions[v]) {
                const Vec3f c = s_.colours[v];
                out_.colours[v] = {byte(c.x), byte(c.y), byte(c.z), in_.colours[v].a};
            }
    }

    const Surface& in_;
    CollapseScratch& s_;
    Simplified& out_;
    Vec3d centre_, low_, high_;
    double colour_scale_ = 1; // grid units a code
    std::uint32_t stamp_ = 0;
    std::size_t live_ = 0;
};

} // namespace

void simplify(
    const Surface& in, std::size_t target_triangles, CollapseScratch& scratch, Simplified& out)
{
    Collapser(in, scratch, out).run(target_triangles);
}

} // namespace stele::lod
