// From a scan as captured to the one integer grid of the asset: rounded, welded, cleaned, cut into
// bricks, with a finding for whatever was left out.
#pragma once

#include "archive/lod/brick_store.h"
#include "archive/lod/source.h"
#include "archive/model/finding.h"

#include <functional>
#include <optional>

namespace stele::lod {

// Decides units and axes once the source's shape is known.
using Place = std::function<Result<Placement>(const SourceShape& shape)>;

struct GridOptions {
    std::optional<double> step_m; // rounded down to a power of two; none: 1/64 of the median edge
    std::uint64_t brick_triangles = kBrickTriangles; // part of the recipe: only tests differ
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
    Grid grid;
    Attributes attributes;
    BrickStore bricks;
    std::uint64_t brick_triangles = kBrickTriangles;
    GridReport report; // kept_triangles still counts duplicates, until note_kept
    Findings findings; // the gridder's own, not the source's
};

// Pulls the source to its end. Errc::malformed when no valid triangle is left. The workspace must
// outlive the result.
Result<Gridded> grid_scan(ScanSource& source, const Place& place, const GridOptions& options,
    Workspace& workspace, const Cancel* cancel);

// Bricks drop duplicates as they are loaded; whoever has loaded them all says what was left.
void note_kept(Gridded& gridded, std::uint64_t triangles);

} // namespace stele::lod
