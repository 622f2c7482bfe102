// One vertex a place: source vertices that fall on the same grid position become one, whatever
// their number and order, in bounded memory.
#pragma once

#include "archive/lod/source.h"

namespace stele::lod {

// How a source position becomes a grid position.
struct ToGrid {
    Placement placement;
    Grid grid;

    Vec3i operator()(Vec3d source) const
    {
        const Vec3d p = (placement.metres(source) - grid.origin_m) / grid.step_m;
        return {std::int32_t(std::lround(p.x)), std::int32_t(std::lround(p.y)),
            std::int32_t(std::lround(p.z))};
    }
};

// Columns by the number of the source vertex. Only the vertex that all others at its place are the
// same as has attributes that count: the mean over all of them.
struct WeldedVertices {
    struct Place {
        Vec3i position;
        std::uint32_t same_as = kNoVertex; // the first vertex at this position; kNoVertex: unused
    };
    explicit WeldedVertices(Workspace& workspace)
        : places(workspace), colours(workspace), normals(workspace)
    {
    }
    SpilledArray<Place> places;
    SpilledArray<Rgba8> colours;
    SpilledArray<Vec3f> normals;
    std::uint64_t used = 0; // source vertices
    std::uint64_t same = 0; // of these, at the place of an earlier one
    Box box;                // of the used positions
};

// Takes positions, colours and normals out of the source.
Result<WeldedVertices> weld_vertices(
    Source& source, const ToGrid& to_grid, Workspace& workspace, const Cancel* cancel);

} // namespace stele::lod
