// Morton order: interleaved bits of x, y, z, so that neighbours in the order are neighbours in
// space.
#pragma once

#include "archive/base/geometry.h"

#include <cstdint>

namespace stele::lod {

// Spreads the low 21 bits to every third bit.
inline std::uint64_t spread_bits(std::uint64_t v)
{
    v &= 0x1fffff;
    v = (v | v << 32) & 0x1f00000000ffffu;
    v = (v | v << 16) & 0x1f0000ff0000ffu;
    v = (v | v << 8) & 0x100f00f00f00f00fu;
    v = (v | v << 4) & 0x10c30c30c30c30c3u;
    v = (v | v << 2) & 0x1249249249249249u;
    return v;
}

inline std::uint64_t morton(std::uint32_t x, std::uint32_t y, std::uint32_t z)
{
    return spread_bits(x) | spread_bits(y) << 1 | spread_bits(z) << 2;
}

// Quantises points of a cube to bits a side.
struct MortonCube {
    Vec3d low;
    double scale = 0;
    std::uint32_t top = 0;

    MortonCube(Vec3d corner, double side, unsigned bits)
        : low(corner), scale(side > 0 ? double(std::uint32_t(1) << bits) / side : 0),
          top((std::uint32_t(1) << bits) - 1)
    {
    }
    std::uint32_t cell(double x) const
    {
        return x > 0 ? (x < double(top) ? std::uint32_t(x) : top) : 0;
    }
    std::uint64_t code(Vec3d p) const
    {
        const Vec3d q = (p - low) * scale;
        return morton(cell(q.x), cell(q.y), cell(q.z));
    }
};

} // namespace stele::lod
