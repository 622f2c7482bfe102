// What is done where edge collapses find nothing left to do: dust, soup, knots. Vertices of a
// lattice cell become one; locked vertices stay. The boundary between locked vertices is kept,
// because merging vertices maps chains to chains.
#pragma once

#include "archive/lod/surface.h"

#include <cstddef>

namespace stele::lod {

// Merges in growing cells until at most target_triangles remain, but never all of them. out has
// fewer triangles than in, or as many if nothing could be done.
void coarsen(const Surface& in, std::size_t target_triangles, Simplified& out);

} // namespace stele::lod
