// Hashing of grid positions, the identity of vertices. The value never decides an order that
// reaches the output.
#pragma once

#include "archive/base/geometry.h"

#include <cstddef>
#include <cstdint>

namespace stele {

inline std::size_t hash_position(Vec3i p)
{
    std::uint64_t h = std::uint64_t(std::uint32_t(p.x)) | std::uint64_t(std::uint32_t(p.y)) << 32;
    h *= 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
    h += std::uint32_t(p.z);
    h *= 0xd6e8feb86659fd93u;
    h ^= h >> 32;
    return std::size_t(h);
}

} // namespace stele
