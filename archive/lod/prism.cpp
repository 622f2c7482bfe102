// Four corners are measured at a time; the vector type is as wide as every x86-64 and AArch64 has.
#include "archive/lod/prism.h"

#include <cmath>
#include <cstring>

namespace stele::lod {

Prism prism_of(Vec3d a, Vec3d b, Vec3d c)
{
    const Vec3d e0 = b - a, e1 = c - b, e2 = a - c;
    const Vec3d n = cross(e0, e1);
    const double l = length(n);
    const double quiet_nan = std::numeric_limits<double>::quiet_NaN();
    const Vec3d unit = l > 0 ? n / l : Vec3d{quiet_nan, quiet_nan, quiet_nan};
    const auto floats = [](Vec3d v) {
        return std::array<float, 3>{float(v.x), float(v.y), float(v.z)};
    };
    const auto inverse = [](Vec3d e) { return dot(e, e) > 0 ? float(1 / dot(e, e)) : 0.0F; };
    return {floats(a), floats(e0), floats(e1), floats(unit), floats(cross(unit, e0)),
        floats(cross(unit, e1)), {inverse(e0), inverse(e1), inverse(e2)}};
}

namespace {

using Four [[gnu::vector_size(16)]] = float;

struct Fours {
    Four x, y, z;
};

Four load(const float* from)
{
    Four to;
    std::memcpy(&to, from, sizeof to);
    return to;
}

void store(Four from, float* to)
{
    std::memcpy(to, &from, sizeof from);
}

Four dot(const std::array<float, 3>& a, const Fours& b)
{
    return a[0] * b.x + a[1] * b.y + a[2] * b.z;
}

// Squared distance to the edge that starts where p is measured from.
Four to_edge(const Fours& p, const std::array<float, 3>& edge, float inverse)
{
    Four s = dot(edge, p) * inverse;
    s = s < 0 ? Four{} : s;
    s = s > 1 ? Four{1, 1, 1, 1} : s;
    const Four x = p.x - edge[0] * s, y = p.y - edge[1] * s, z = p.z - edge[2] * s;
    return x * x + y * y + z * z;
}

void look_four(const Prism& t, const Piece& piece, PrismView& view, std::size_t first)
{
    const std::array<float, 3>&e = t.edge0, &f = t.edge1;
    const std::array<float, 3> g{-(e[0] + f[0]), -(e[1] + f[1]), -(e[2] + f[2])};
    const Fours a{load(&piece.x[first]) - t.corner[0], load(&piece.y[first]) - t.corner[1],
        load(&piece.z[first]) - t.corner[2]};
    const Fours b{a.x - e[0], a.y - e[1], a.z - e[2]};
    const Fours c{a.x + g[0], a.y + g[1], a.z + g[2]};
    Four rim = to_edge(a, e, t.inverse[0]);
    const Four d1 = to_edge(b, f, t.inverse[1]);
    rim = d1 < rim ? d1 : rim;
    const Four d2 = to_edge(c, g, t.inverse[2]);
    rim = d2 < rim ? d2 : rim;
    const std::array<float, 3>&m = t.inward0, &n = t.inward1;
    const Four s0 = dot(m, a), s1 = dot(n, b);
    const Four s2 = -(dot(m, c) + dot(n, c));
    Four least = s0 < s1 ? s0 : s1;
    least = least < s2 ? least : s2; // NaN takes the rim
    const Four h = dot(t.normal, a);
    store(s0, &view.side[0][first]);
    store(s1, &view.side[1][first]);
    store(s2, &view.side[2][first]);
    store(least >= 0 ? h * h : rim, &view.distance2[first]);
}

} // namespace

void look(const Prism& prism, const Piece& piece, PrismView& view)
{
    look_four(prism, piece, view, 0);
    if (piece.count > 4)
        look_four(prism, piece, view, 4);
}

void split(const Piece& whole, const PrismView::Lanes& value, Piece& below, Piece& above)
{
    for (std::uint32_t i = 0; i < whole.count; ++i) {
        const std::uint32_t j = i + 1 == whole.count ? 0 : i + 1;
        const Vec3f p{whole.x[i], whole.y[i], whole.z[i]};
        const float s = value[i], t = value[j];
        (s < 0 ? below : above).add(p);
        if ((s < 0) != (t < 0)) {
            const Vec3f q{whole.x[j], whole.y[j], whole.z[j]};
            const Vec3f cut = p + (q - p) * (s / (s - t));
            below.add(cut);
            above.add(cut);
        }
    }
}

} // namespace stele::lod
