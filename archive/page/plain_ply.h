// A triangle mesh as binary little-endian PLY, the form that every program for scans reads: metres,
// y up, stated in comments that our own reader understands.
#pragma once

#include "archive/model/scan.h"
#include "archive/page/plain_glb.h"

#include <string>
#include <vector>

namespace stele::page {

// Coordinates are of the world: single precision where it holds every one exactly, else double.
// Comments become one line each. Same mesh, same bytes. Precondition: every index is in range.
// Errc::limit beyond 2^31 vertices; else fails only as the sink does.
Status write_plain_ply(
    const GridMesh& mesh, const std::vector<std::string>& comments, const ByteSink& sink);

} // namespace stele::page
