// How far a change of colour reaches, as a length in grid units. A vertex that was removed or moved
// counts with the longest edge of the simplified triangle at the nearest point, times how much its
// colour differs from the one shown there: 0 if the difference cannot be seen, 1 if it is plain.
// What the usual vertex of the group changes by is taken for noise, up to a limit, and taken off:
// noise that is averaged is no visible change, lines and patches stand out from it. The group's
// error is the root mean square over all its input vertices, those that stay counting 0: what a
// viewer sees of a group is its average change, and single noisy vertices must not keep the whole
// group in detail. Unlike the geometric error it is an estimate, not a bound.
#pragma once

#include "archive/lod/surface.h"

namespace stele::lod {

// nearest[v]: the output triangle nearest to input vertex v. 0 without colours.
double appearance_error(
    const Surface& in, const Simplified& out, std::span<const std::uint32_t> nearest);

// Oklab (Ottosson 2020) of an sRGB colour; the same bits on every machine.
Vec3f oklab(Rgba8 colour);

} // namespace stele::lod
