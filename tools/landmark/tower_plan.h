// The measures of Zhenhai Tower that everything else follows. Published: 31 x 15.77 m below, 26.4
// x 13.67 m on the fifth storey, 28 m high, five storeys; assets/ASSETS.md has the sources. Storey
// heights are estimates.
#pragma once

#include <array>

namespace stele::landmark {

// The origin is the middle of the plan on the terrace; x east, y up, z south (the front).
struct Storey {
    double half_width_m, half_depth_m; // outside of the walls
    double foot_m, head_m;             // of the walls
};
inline constexpr std::array<Storey, 5> kStoreys{{
    {15.500, 7.885, 0.00, 5.80},
    {14.925, 7.622, 5.80, 10.20},
    {14.350, 7.360, 10.20, 14.30},
    {13.775, 7.097, 14.30, 18.20},
    {13.200, 6.835, 18.20, 21.90},
}};
inline constexpr double kEaveReachM = 1.75; // of the eaves beyond the wall below
inline constexpr double kRidgeM =
    26.10; // top of the tiles; with its ornaments the roof ends at about 28 m
inline constexpr double kTerraceM = 1.1;     // height of the terrace above the ground
inline constexpr double kTilePitchM = 0.36;  // from tile row to tile row
inline constexpr double kTileLengthM = 0.46; // seen length of a tile

} // namespace stele::landmark
