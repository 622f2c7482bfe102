// What things are made of: relief and colour of masonry, tiles, wood and stone, weathered by place.
#pragma once

#include "tools/landmark/surface.h"

namespace stele::landmark {

// What a surface does at one point: how far it stands out, and its colour.
struct Skin {
    double out_m = 0;
    Colour colour;
};

// Blocks in running bond. Joints are grooves.
struct Bond {
    double length_m, course_m, joint_m, groove_m;
    std::int64_t seed = 0;
};
inline constexpr Bond kSandstoneBond{1.05, 0.46, 0.07, 0.03, 11};
inline constexpr Bond kBrickBond{0.64, 0.25, 0.05, 0.015, 23};
inline constexpr Bond kPavingBond{0.9, 0.9, 0.04, 0.015, 37};

// Where grid lines show the joints: three a joint. Along the courses, and across them.
std::vector<double> joint_lines_along(const Bond& bond, double begin, double end);
std::vector<double> joint_lines_across(const Bond& bond, double begin, double end);

// u along the course, v across; p is the place in the world, which the weather knows.
Skin sandstone(const Bond& bond, double u, double v, Vec3d p);
Skin red_brick_wall(const Bond& bond, double u, double v, Vec3d p); // red wash over grey brick
Skin paving(double u, double v, Vec3d p);

Colour red_wood(Vec3d p);
Colour dark_wood(Vec3d p);
Colour lime(Vec3d p);
Colour grey_stone(Vec3d p);
// One glazed tile: green, no two alike, moss and soot where water stands.
Colour green_glaze(std::int64_t row, std::int64_t course, double valley, Vec3d p);
Colour ochre_glaze(Vec3d p);
// The painted pottery of Shiwan: ochre, green, blue, white figures on a band.
Colour pottery(Vec3d p);

} // namespace stele::landmark
