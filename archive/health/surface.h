// Area, volume, slivers and pieces of one part of a surface.
#pragma once

#include "archive/health/pieces.h"

namespace stele::health {

struct Surface {
    AreaSum area;
    double volume_steps3 = 0; // signed, what the part adds to that of a closed, oriented surface
    std::uint64_t slivers = 0;
    FinishedPieces finished;
    // Pieces with a border vertex: other parts may go on with them.
    std::vector<Piece> open;
    std::vector<std::uint32_t> open_piece; // of each vertex of those, in open
};

Surface measure_surface(const SurfacePart& part);

} // namespace stele::health
