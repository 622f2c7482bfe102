// How far a change of colour reaches: for every vertex that was removed or moved, the difference
// between its colour and that of the simplified surface at the nearest point, as a length in
// metres' grid units.
#pragma once

#include "archive/lod/surface.h"

namespace stele::lod {

// nearest[v]: the output triangle nearest to input vertex v. 0 without colours.
double appearance_error(
    const Surface& in, const Simplified& out, std::span<const std::uint32_t> nearest);

// Oklab (Ottosson 2020) of an sRGB colour; the same bits on every machine.
Vec3f oklab(Rgba8 colour);

} // namespace stele::lod
