// A survey is a list of patches: parametric surfaces with real relief, sampled on a grid whose
// lines follow the features (joints, tile rows), as dense as the wanted triangle count allows.
#pragma once

#include "archive/base/geometry.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace stele::landmark {

struct Colour {
    double r = 0, g = 0, b = 0; // sRGB, 0..1
    friend Colour operator*(Colour c, double s) { return {c.r * s, c.g * s, c.b * s}; }
};
inline Colour blend(Colour a, Colour b, double t)
{
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

struct Sample {
    Vec3d position_m;
    Colour colour;
};

// One direction of a patch, in metres along the surface.
struct Axis {
    double begin = 0, end = 1;
    double coarseness = 1;          // times the survey's spacing
    std::vector<double> edges{};    // always a grid line
    std::vector<double> features{}; // a grid line unless the spacing is too coarse to show it
};

struct Patch {
    Axis u, v;
    std::function<Sample(double u, double v)> at; // du x dv points out of the material
    std::function<bool(double u, double v)>
        unseen{}; // where the scanner saw nothing; empty: nowhere
};
using Survey = std::vector<Patch>;

// Ascending, both ends included. Finer spacing never gives fewer lines, apart from dropped
// features.
std::vector<double> grid_lines(const Axis& axis, double spacing_m);

// The cells of a patch at a spacing: which are seen, and which vertices they use.
struct Grid {
    std::vector<double> u, v;
    std::vector<std::uint8_t> seen;    // (u.size() - 1) x (v.size() - 1), u fastest
    std::vector<std::uint32_t> vertex; // u.size() x v.size(): running number or kUnused
    std::uint32_t vertex_count = 0;
    std::uint64_t triangle_count = 0;
    static constexpr std::uint32_t kUnused = 0xffffffff;
};
Grid make_grid(const Patch& patch, double spacing_m);

// The spacing at which the survey has about this many triangles.
double find_spacing(const Survey& survey, std::uint64_t triangles);

} // namespace stele::landmark
