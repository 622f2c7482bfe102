// Edge collapses in order of quadric error, placed where the error is least and snapped to the
// grid. Locked vertices neither move nor vanish, and the boundary between locked vertices stays
// edge for edge.
#pragma once

#include "archive/lod/fit.h"
#include "archive/lod/quadric.h"
#include "archive/lod/surface.h"

#include <cstddef>

namespace stele::lod {

// Working memory of one thread, kept between groups so that a group costs no allocation.
struct CollapseScratch {
    struct Edge {
        std::uint32_t u, v;
        std::uint32_t u_version, v_version;
        Vec3i target;
    };
    std::vector<Vec3d> points; // relative to the group's centre, in grid units
    std::vector<Quadric> quadrics;
    std::vector<std::uint32_t> parent, version, fan_first, fan_count, fans, mark, uses, ring,
        apex_mark;
    std::vector<std::int32_t> net;
    std::vector<std::uint8_t> rim, dead;
    std::vector<Edge> edges;
    std::vector<std::uint64_t> heap;
    std::vector<std::uint32_t> refused;
    std::vector<std::uint32_t> occupied; // open addressing by position
    std::vector<Vec3f> colours;          // sRGB codes
    std::vector<ColourQuadric> colour_quadrics;
    std::vector<Pull> pulls;
};

// Collapses until at most target_triangles remain or no collapse is allowed any more.
void simplify(
    const Surface& in, std::size_t target_triangles, CollapseScratch& scratch, Simplified& out);

} // namespace stele::lod
