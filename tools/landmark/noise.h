// Hashes and smooth noise: the same numbers from the same seed, on any thread.
#pragma once

#include "archive/base/geometry.h"

#include <cmath>
#include <cstdint>

namespace stele::landmark {

inline std::uint32_t hash(std::uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    x ^= x >> 33;
    return static_cast<std::uint32_t>(x);
}
inline std::uint32_t hash(std::int64_t a, std::int64_t b, std::int64_t c)
{
    return hash(static_cast<std::uint64_t>(a) * 0x9e3779b97f4a7c15ULL ^
                static_cast<std::uint64_t>(b) * 0xc2b2ae3d27d4eb4fULL ^
                static_cast<std::uint64_t>(c) * 0x165667b19e3779f9ULL);
}
// 0..1
inline double unit(std::uint32_t h)
{
    return double(h) * (1.0 / 4294967295.0);
}
inline double unit(std::int64_t a, std::int64_t b, std::int64_t c)
{
    return unit(hash(a, b, c));
}

inline double smoothstep(double low, double high, double x)
{
    const double t = std::min(1.0, std::max(0.0, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}
inline double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

// Value noise, -1..1, one feature a unit.
inline double noise(Vec3d p)
{
    const double fx = std::floor(p.x), fy = std::floor(p.y), fz = std::floor(p.z);
    const auto ix = static_cast<std::int64_t>(fx), iy = static_cast<std::int64_t>(fy),
               iz = static_cast<std::int64_t>(fz);
    const double tx = smoothstep(0, 1, p.x - fx), ty = smoothstep(0, 1, p.y - fy),
                 tz = smoothstep(0, 1, p.z - fz);
    const auto row = [&](std::int64_t dy, std::int64_t dz) {
        return mix(unit(ix, iy + dy, iz + dz), unit(ix + 1, iy + dy, iz + dz), tx);
    };
    return mix(mix(row(0, 0), row(1, 0), ty), mix(row(0, 1), row(1, 1), ty), tz) * 2 - 1;
}

// Sum of octaves, about -1..1.
inline double fbm(Vec3d p, int octaves)
{
    double sum = 0, weight = 0.5;
    for (int i = 0; i < octaves; ++i) {
        sum += weight * noise(p);
        p = p * 2.03 + Vec3d{17.1, 5.3, 9.7};
        weight *= 0.5;
    }
    return sum;
}

} // namespace stele::landmark
