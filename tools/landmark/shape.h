// Simple solids as patches: faces, beams, tubes, balls.
#pragma once

#include "tools/landmark/surface.h"

#include <functional>

namespace stele::landmark {

using Paint = std::function<Colour(Vec3d)>;

// An upright frame: right x up = out.
struct Frame {
    Vec3d origin, right, up, out;
    Vec3d point(double u, double v, double w = 0) const
    {
        return origin + right * u + up * v + out * w;
    }
};
// side 0 = front (+z), 1 = right (+x), 2 = back, 3 = left; the origin lies distance_m out on that
// side's axis.
Frame side_frame(int side, double distance_m, double base_m);

// A flat rectangle in a frame, at w.
struct Rect {
    double u0, u1, v0, v1;
};
Patch flat(const Frame& frame, Rect rect, double w, Paint paint, double coarseness = 1);

// A bar with a rectangular section and both ends, from a to b; across is any direction that is not
// parallel to it.
struct Bar {
    Vec3d a, b, across;
    double width_m, depth_m; // along across, and perpendicular to it
};
void add_bar(Survey& survey, const Bar& bar, const Paint& paint, double coarseness = 1);

// A round rod along a path; radius 0 at an end closes it. relief is added to the radius.
struct Tube {
    std::function<Vec3d(double t)> path; // t in 0..1
    std::function<double(double t)> radius_m;
    double length_m;
    Vec3d reference{0, 1, 0}; // never parallel to the path
    double flatness = 1;      // radius across the reference direction, times
    double around_m = 0;      // length of the grid around; 0: from the radius in the middle
};
void add_tube(Survey& survey, const Tube& tube, const Paint& paint, double coarseness = 1);
void add_column(Survey& survey, Vec3d foot, double height_m, double radius_m, const Paint& paint);

// An ellipsoid with relief (share of the radius) over its unit direction.
struct Ball {
    Vec3d centre, radii_m;
    std::function<double(Vec3d direction)> relief{};
    double lowest = -1.5; // latitude in radians where it begins
};
void add_ball(Survey& survey, const Ball& ball, const Paint& paint, double coarseness = 1);

} // namespace stele::landmark
