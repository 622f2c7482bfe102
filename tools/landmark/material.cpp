// Colours were chosen by eye in sRGB; every material carries large stains (metres) and fine grain
// (centimetres).
#include "tools/landmark/material.h"

#include "tools/landmark/noise.h"

#include <cmath>

namespace stele::landmark {
namespace {

Colour stained(Colour base, Vec3d p, double stain, double grain)
{
    const double s = 1 + stain * fbm(p * 0.45, 3) + grain * fbm(p * 6.0, 2);
    return base * s;
}

// Dark runs below every ledge: noise stretched along the vertical.
double runs(Vec3d p)
{
    return smoothstep(0.12, 0.5, fbm({p.x * 1.7, p.y * 0.16, p.z * 1.7}, 3));
}

struct Block {
    std::int64_t number, course;
    double to_joint_m; // distance to the middle of the nearest joint
};

Block find_block(const Bond& bond, double u, double v)
{
    const double course = std::floor(v / bond.course_m);
    const auto course_number = static_cast<std::int64_t>(course);
    const double shifted = u + (course_number % 2 == 0 ? 0.0 : bond.length_m / 2);
    const double number = std::floor(shifted / bond.length_m);
    const double a = shifted - number * bond.length_m, b = v - course * bond.course_m;
    const double distance =
        std::min(std::min(a, bond.length_m - a), std::min(b, bond.course_m - b));
    return {static_cast<std::int64_t>(number), course_number, distance};
}

std::vector<double> triple_lines(double period, double half_width, double begin, double end)
{
    std::vector<double> lines;
    for (double x = std::floor(begin / period) * period; x <= end; x += period)
        for (const double offset : {-half_width, 0.0, half_width})
            lines.push_back(x + offset);
    return lines;
}

} // namespace

std::vector<double> joint_lines_along(const Bond& bond, double begin, double end)
{
    return triple_lines(bond.length_m / 2, bond.joint_m * 0.7, begin, end);
}

std::vector<double> joint_lines_across(const Bond& bond, double begin, double end)
{
    return triple_lines(bond.course_m, bond.joint_m * 0.7, begin, end);
}

Skin sandstone(const Bond& bond, double u, double v, Vec3d p)
{
    const Block block = find_block(bond, u, v);
    const double own = unit(block.number, block.course, bond.seed);
    const double own2 = unit(block.number, block.course, bond.seed + 1);
    const double joint = 1 - smoothstep(0.3 * bond.joint_m, 0.7 * bond.joint_m, block.to_joint_m);
    const double erosion = std::max(0.0, fbm(p * 1.1, 4) - 0.15);
    Colour face = blend({0.66, 0.36, 0.27}, {0.79, 0.51, 0.39}, own);
    face = blend(face, {0.56, 0.33, 0.29}, own2 * 0.5);
    face = stained(face, p, 0.22, 0.10);
    face = blend(face, {0.26, 0.22, 0.19}, 0.45 * runs(p));
    // Damp climbs from the foot.
    face = blend(face, {0.33, 0.33, 0.24}, 0.5 * (1 - smoothstep(0.2, 2.2 + fbm(p * 0.7, 2), p.y)));
    const Colour mortar = stained({0.80, 0.73, 0.63}, p, 0.2, 0.1);
    return {(own2 - 0.5) * 0.012 - erosion * 0.05 + 0.006 * fbm(p * 5.0, 2) - bond.groove_m * joint,
        blend(face, mortar, joint * 0.8)};
}

Skin red_brick_wall(const Bond& bond, double u, double v, Vec3d p)
{
    const Block block = find_block(bond, u, v);
    const double own = unit(block.number, block.course, bond.seed);
    const double joint = 1 - smoothstep(0.3 * bond.joint_m, 0.7 * bond.joint_m, block.to_joint_m);
    const Colour grey = stained(blend({0.40, 0.39, 0.37}, {0.54, 0.52, 0.48}, own), p, 0.15, 0.08);
    Colour red = stained(blend({0.60, 0.17, 0.13}, {0.71, 0.25, 0.18}, own), p, 0.20, 0.07);
    red = blend(
        red, {0.72, 0.42, 0.34}, 0.35 * smoothstep(0.05, 0.5, fbm(p * 0.8 + Vec3d{9, 4, 2}, 3)));
    red = blend(red, {0.24, 0.13, 0.12}, 0.55 * runs(p));
    const double lost = smoothstep(0.26, 0.34, fbm(p * 0.55 + Vec3d{31, 7, 3}, 4));
    const Colour mortar = blend({0.44, 0.14, 0.12}, {0.74, 0.71, 0.65}, lost);
    return {(own - 0.5) * 0.005 - bond.groove_m * joint - 0.006 * lost,
        blend(blend(red, grey, lost), mortar, joint * 0.7)};
}

Skin paving(double u, double v, Vec3d p)
{
    const Block block = find_block(kPavingBond, u, v);
    const double own = unit(block.number, block.course, kPavingBond.seed);
    const double joint = 1 - smoothstep(0.012, 0.03, block.to_joint_m);
    Colour face = stained(blend({0.47, 0.45, 0.42}, {0.60, 0.57, 0.52}, own), p, 0.25, 0.08);
    face = blend(
        face, {0.34, 0.38, 0.26}, 0.6 * smoothstep(0.15, 0.5, fbm(p * 0.35 + Vec3d{3, 3, 3}, 4)));
    return {(own - 0.5) * 0.015 - 0.015 * joint, blend(face, {0.33, 0.33, 0.27}, joint * 0.8)};
}

Colour red_wood(Vec3d p)
{
    return stained({0.50, 0.12, 0.09}, {p.x * 3, p.y * 0.6, p.z * 3}, 0.25, 0.10);
}

Colour dark_wood(Vec3d p)
{
    return stained({0.26, 0.15, 0.10}, {p.x * 3, p.y * 0.8, p.z * 3}, 0.25, 0.12);
}

Colour lime(Vec3d p)
{
    return stained({0.84, 0.81, 0.74}, p, 0.15, 0.05);
}

Colour grey_stone(Vec3d p)
{
    const Colour stone = stained({0.58, 0.56, 0.52}, p, 0.25, 0.12);
    return blend(stone, {0.30, 0.31, 0.27}, 0.5 * runs(p));
}

Colour green_glaze(std::int64_t row, std::int64_t course, double valley, Vec3d p)
{
    const double own = unit(row, course, 71), own2 = unit(row, course, 72);
    Colour glaze = blend({0.11, 0.40, 0.25}, {0.27, 0.58, 0.37}, own);
    glaze = blend(glaze, {0.28, 0.46, 0.20}, own2 * own2 * 0.7);
    if (own2 > 0.985)
        glaze = {0.52, 0.40, 0.28}; // glaze gone: bare clay
    glaze = blend(glaze, {0.10, 0.13, 0.09}, 0.62 * valley);
    glaze = blend(
        glaze, {0.20, 0.23, 0.15}, 0.55 * smoothstep(0.1, 0.5, fbm(p * 0.5 + Vec3d{5, 1, 8}, 4)));
    return glaze * (1 + 0.12 * fbm(p * 7.0, 2));
}

Colour ochre_glaze(Vec3d p)
{
    return stained({0.74, 0.52, 0.18}, p, 0.25, 0.12);
}

Colour pottery(Vec3d p)
{
    const double kind = fbm(p * 1.9 + Vec3d{40, 2, 6}, 2);
    const Colour base = kind > 0.22    ? Colour{0.75, 0.55, 0.20}
                        : kind > 0.02  ? Colour{0.16, 0.43, 0.28}
                        : kind > -0.18 ? Colour{0.17, 0.30, 0.52}
                                       : Colour{0.80, 0.76, 0.66};
    return stained(base, p, 0.2, 0.15);
}

} // namespace stele::landmark
