// One side of a tiled roof, from the wall under it over the eave to the top: soffit, drip edge,
// slope.
#pragma once

#include "tools/landmark/shape.h"

namespace stele::landmark {

// The side in plan: columns run along it, distances are counted outwards from the middle of the
// building.
struct TileSide {
    int side = 0;           // as side_frame
    double eave_half_m = 0; // half length of the eave
    double top_half_m = 0;  // half length where the hips meet the top
    double eave_out_m = 0;  // distance of the eave from the middle
    double top_out_m = 0;   // distance of the top
    double wall_half_m = 0; // the wall under the soffit
    double wall_out_m = 0;
    double eave_y_m = 0; // height of the eave away from the corners
    double rise_m = 0;   // a full run, of which this side takes run_share
    double run_share = 1;
    double upturn_m = 0.9;   // at the corners
    double gable_half_m = 0; // columns nearer to the middle run to the top; 0: top_half_m
    bool hidden_top = false; // the scanner on the ground saw little of the upper third
};
void add_tile_side(Survey& survey, const TileSide& side);
// The ridge along the hip at the right end of the side, with the curled tip and its guardian
// beasts.
void add_hip(Survey& survey, const TileSide& side, bool beasts);

// A place on the slope: c along the side, w from the eave (0) to the top (1).
Vec3d slope_point(const TileSide& side, double c, double w);

} // namespace stele::landmark
