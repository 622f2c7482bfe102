// The loop over corners is written so that the compiler measures four at a time.
#include "archive/lod/prism.h"

#include <cmath>

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
    return {
        floats(a), floats(e0), floats(e1), floats(unit), {inverse(e0), inverse(e1), inverse(e2)}};
}

namespace {

void look_four(const Prism& t, const Piece& piece, PrismView& view, std::size_t first)
{
    const float ex = t.edge0[0], ey = t.edge0[1], ez = t.edge0[2];
    const float fx = t.edge1[0], fy = t.edge1[1], fz = t.edge1[2];
    const float gx = -(ex + fx), gy = -(ey + fy), gz = -(ez + fz);
    const float nx = t.normal[0], ny = t.normal[1], nz = t.normal[2];
    const auto inward = [nx, ny, nz](float u, float v, float w) {
        return std::array<float, 3>{ny * w - nz * v, nz * u - nx * w, nx * v - ny * u};
    };
    const auto m0 = inward(ex, ey, ez), m1 = inward(fx, fy, fz), m2 = inward(gx, gy, gz);
    for (std::size_t k = 0; k < 4; ++k) {
        const std::size_t i = first + k;
        const float ax = piece.x[i] - t.corner[0], ay = piece.y[i] - t.corner[1],
                    az = piece.z[i] - t.corner[2];
        const float bx = ax - ex, by = ay - ey, bz = az - ez;
        const float cx = ax + gx, cy = ay + gy, cz = az + gz;
        const auto to_edge = [](float x, float y, float z, float u, float v, float w, float inv) {
            float s = (x * u + y * v + z * w) * inv;
            s = s < 0 ? 0 : s;
            s = s > 1 ? 1 : s;
            const float qx = x - u * s, qy = y - v * s, qz = z - w * s;
            return qx * qx + qy * qy + qz * qz;
        };
        const float d0 = to_edge(ax, ay, az, ex, ey, ez, t.inverse[0]);
        const float d1 = to_edge(bx, by, bz, fx, fy, fz, t.inverse[1]);
        const float d2 = to_edge(cx, cy, cz, gx, gy, gz, t.inverse[2]);
        float rim = d0 < d1 ? d0 : d1;
        rim = d2 < rim ? d2 : rim;
        const float s0 = m0[0] * ax + m0[1] * ay + m0[2] * az;
        const float s1 = m1[0] * bx + m1[1] * by + m1[2] * bz;
        const float s2 = m2[0] * cx + m2[1] * cy + m2[2] * cz;
        float least = s0 < s1 ? s0 : s1;
        least = least < s2 ? least : s2; // NaN takes the rim
        const float h = nx * ax + ny * ay + nz * az;
        view.side[0][i] = s0;
        view.side[1][i] = s1;
        view.side[2][i] = s2;
        view.height[i] = h;
        view.distance2[i] = least >= 0 ? h * h : rim;
    }
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
