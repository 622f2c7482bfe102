// A scan's surface as captured, placed in metres, y up, before any rounding: what a viewing copy is
// measured against.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/grid.h"
#include "archive/model/scan.h"

#include <cstdint>
#include <vector>

namespace stele::ingest {

struct ScanSurface {
    Placement placement;
    Vec3d origin_m;            // points are relative to it
    std::vector<Vec3d> points; // metres; those that no face uses may be anything
    std::vector<Triangle> triangles;
    std::uint64_t refused_faces = 0; // with a corner that is not there or not finite: left out
};

// Pulls the source to its end. origin_m keeps digits of scans far from the origin.
// Errc::malformed when no valid triangle is left.
Result<ScanSurface> read_surface(
    ScanSource& source, const lod::Place& place, Vec3d origin_m, const Cancel* cancel);

} // namespace stele::ingest
