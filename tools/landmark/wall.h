// Masonry walls with openings.
#pragma once

#include "tools/landmark/material.h"
#include "tools/landmark/shape.h"

#include <vector>

namespace stele::landmark {

struct Opening {
    double centre_m, width_m, sill_m, head_m; // along the wall; heights above the frame's origin
    double depth_m = 0.5;
    bool arched = false; // a half circle on top, within head_m
    bool gate = false;   // a studded door, otherwise a lattice window
};

enum class Masonry { sandstone, brick };

struct WallPart {
    Frame frame; // on the face of the wall
    Rect area;
    Masonry masonry;
    double coarseness = 1.5;
};
// The face of the wall, its openings cut out.
void add_wall(Survey& survey, const WallPart& part, const std::vector<Opening>& openings);

// Lattice panel in a frame: a solid board below, bars above.
Patch lattice(const Frame& frame, Rect rect, double w, double board_share, double pitch_m);

} // namespace stele::landmark
