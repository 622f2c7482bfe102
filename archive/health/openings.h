// Where a surface ends: its boundary edges strung into loops.
#pragma once

#include "archive/health/boundary.h"
#include "archive/health/health.h"

namespace stele::health {

// Loops that touch in a vertex are told apart. diagonal_m: of the whole, which says what a rim is.
Openings trace_openings(const Boundary& boundary, const Grid& grid, double diagonal_m);

// Boundary vertices within two grid steps (what rounding may have moved them by) of a boundary edge
// that they do not belong to, away from its ends.
std::uint64_t count_t_junctions(const Boundary& boundary);

} // namespace stele::health
