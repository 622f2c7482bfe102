// From a scan as captured to the one integer grid of the asset: rounded, welded, cleaned, with a
// finding for whatever was left out.
#pragma once

#include "archive/base/parallel.h"
#include "archive/model/finding.h"
#include "archive/model/scan.h"

#include <functional>
#include <optional>
#include <vector>

namespace stele::lod {

// What is known of a source before it is placed, in its own units and axes.
struct SourceShape {
    Box bounds;                // of the finite vertices
    std::vector<Vec3d> sample; // finite vertices, evenly strided, at most kMaxSample
};
inline constexpr std::size_t kMaxSample = 65536;

// Decides units and axes once the source's shape is known.
using Place = std::function<Result<Placement>(const SourceShape& shape)>;

struct GridOptions {
    std::optional<double> step_m; // rounded down to a power of two; none: 1/64 of the median edge
};

struct GridReport {
    std::uint64_t source_vertices = 0, source_faces = 0;
    std::uint64_t kept_triangles = 0, kept_vertices = 0;
    std::uint64_t welded_vertices = 0; // used by a face, and at the place of an earlier one
    std::uint64_t unused_vertices = 0; // used by no face with valid corners
    std::uint64_t degenerate_faces = 0, duplicate_faces = 0;
    std::uint64_t refused_faces = 0; // with a corner that is not there or not finite
    Placement placement;
    Box bounds;                // metres, of the source's finite vertices once placed
    double quantisation_m = 0; // half the diagonal of a grid cell: no vertex moved further
};

struct Gridded {
    GridMesh mesh;
    GridReport report;
    Findings findings; // the gridder's own, not the source's
};

// Pulls the source to its end. Errc::malformed when no valid triangle is left.
Result<Gridded> grid_scan(
    ScanSource& source, const Place& place, const GridOptions& options, const Cancel* cancel);

} // namespace stele::lod
