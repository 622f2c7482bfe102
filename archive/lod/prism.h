// A target triangle made ready for measuring several points against it at once, and convex pieces
// to measure. Single precision around the group's centre; whoever certifies adds the rounding.
#pragma once

#include "archive/base/geometry.h"

#include <array>
#include <cstdint>
#include <limits>

namespace stele::lod {

struct alignas(32) Prism {
    std::array<float, 3> corner, edge0, edge1; // edge2 = -(edge0 + edge1)
    std::array<float, 3> normal;               // unit; NaN for a triangle without area
    std::array<float, 3> inward0, inward1;     // normal x edge: into the triangle
    std::array<float, 3> inverse;              // one over each edge's squared length
};

// Corners of a convex polygon, stored by coordinate.
struct Piece {
    static constexpr std::size_t kMax = 8;
    std::array<float, kMax> x{}, y{}, z{};
    std::uint32_t count = 0;
    std::uint32_t target = 0;
    std::uint32_t hops = 0; // from target to target since the piece was last cut in two
    std::uint32_t cut = 0;  // bits of the target's edges beyond which nothing is left
    bool full = false;      // a corner did not fit: the piece is not whole

    void add(Vec3f p)
    {
        if (count == kMax) {
            full = true;
            return;
        }
        x[count] = p.x;
        y[count] = p.y;
        z[count++] = p.z;
    }
    Vec3d corner(std::uint32_t i) const { return {double(x[i]), double(y[i]), double(z[i])}; }
    Vec3d middle() const
    {
        Vec3d sum;
        for (std::uint32_t i = 0; i < count; ++i)
            sum += corner(i);
        return sum / double(count);
    }
};

// Each corner of a piece as the prism over a triangle sees it.
struct PrismView {
    using Lanes = std::array<float, Piece::kMax>;
    Lanes distance2;           // to the triangle, squared
    std::array<Lanes, 3> side; // >= 0 inside the prism's side over each edge
};

Prism prism_of(Vec3d a, Vec3d b, Vec3d c);
void look(const Prism& prism, const Piece& piece, PrismView& view);
// value: linear over the piece. below: where it is < 0.
void split(const Piece& whole, const PrismView::Lanes& value, Piece& below, Piece& above);

inline float greatest(const PrismView::Lanes& lanes, std::uint32_t count)
{
    float worst = lanes[0];
    for (std::uint32_t i = 1; i < count; ++i)
        worst = lanes[i] > worst ? lanes[i] : worst;
    return worst;
}

} // namespace stele::lod
