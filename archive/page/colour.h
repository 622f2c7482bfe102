// Exact 8-bit sRGB colours inside glTF's linear 16-bit COLOR_0: each code has one 16-bit value that
// lies within 0.45 codes of it and has as many trailing zero bits as possible, so colours compress
// well and read back exactly.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>

namespace stele::page {

using LinearColour = std::array<std::uint16_t, 4>;

extern const std::array<std::uint16_t, 256> kLinearOfSrgb;
// The nearest code; exact for the values of the table.
extern const std::array<std::uint8_t, 65536> kSrgbOfLinear;

// Alpha is linear already: code * 257.
inline LinearColour to_linear(Rgba8 c)
{
    return {kLinearOfSrgb[c.r], kLinearOfSrgb[c.g], kLinearOfSrgb[c.b],
        static_cast<std::uint16_t>(c.a * 257)};
}
inline Rgba8 to_srgb(const LinearColour& c)
{
    return {kSrgbOfLinear[c[0]], kSrgbOfLinear[c[1]], kSrgbOfLinear[c[2]],
        static_cast<std::uint8_t>(c[3] >> 8)};
}

} // namespace stele::page
