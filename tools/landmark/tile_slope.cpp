// Tile rows run down the slope: round cover tiles over hollow pan tiles, every tile a small step.
#include "tools/landmark/tile_slope.h"

#include "tools/landmark/material.h"
#include "tools/landmark/noise.h"
#include "tools/landmark/tower_plan.h"

#include <array>
#include <cmath>

namespace stele::landmark {
namespace {

constexpr double kCornerM = 4.6;  // the corner's curve begins this far from it
constexpr double kFasciaM = 0.30; // height of the drip edge
constexpr double kSoffitDropM = 0.22;

double corner_share(const TileSide& side, double c)
{
    const double k = std::max(0.0, (std::abs(c) - (side.eave_half_m - kCornerM)) / kCornerM);
    return k * k * k;
}

double gable_half(const TileSide& side)
{
    return side.gable_half_m > 0 ? side.gable_half_m : side.top_half_m;
}

// The largest w of the column: the top, or the hip.
double highest(const TileSide& side, double c)
{
    if (std::abs(c) <= gable_half(side))
        return 1;
    return (side.eave_half_m - std::abs(c)) / (side.eave_half_m - side.top_half_m);
}

double curve(double run)
{
    return 0.62 * run + 0.38 * run * run;
}

double slope_length(const TileSide& side)
{
    const double run = side.eave_out_m - side.top_out_m, rise = side.rise_m * curve(side.run_share);
    return std::sqrt(run * run + rise * rise);
}

// The profile of a tile row across the slope: 0 in the pan, 1 on the cover tile.
double row_profile(double c)
{
    const double phase = c / kTilePitchM - std::floor(c / kTilePitchM);
    const double x = (phase - 0.5) / 0.29;
    return std::abs(x) < 1 ? std::sqrt(1 - x * x) : 0.0;
}

std::vector<double> row_lines(double begin, double end)
{
    std::vector<double> lines;
    for (double x = std::floor(begin / kTilePitchM); x * kTilePitchM <= end; ++x)
        for (const double phase : {0.0, 0.20, 0.30, 0.5, 0.70, 0.80})
            lines.push_back((x + phase) * kTilePitchM);
    return lines;
}

Sample soffit(const TileSide& side, double c, double w)
{
    const Frame frame = side_frame(side.side, 0, 0);
    const double inner =
        std::max(0.0, (std::abs(c) - side.wall_half_m) / (side.eave_half_m - side.wall_half_m));
    const double across = inner + (1 - inner) * w;
    const double corner = corner_share(side, c);
    const double phase = c / kTilePitchM - std::floor(c / kTilePitchM);
    const double rafter = smoothstep(0.25, 0.32, phase) * (1 - smoothstep(0.68, 0.75, phase));
    const double out = mix(side.wall_out_m, side.eave_out_m - 0.06 + 0.35 * corner, across);
    const double y = side.eave_y_m - kFasciaM + mix(kSoffitDropM, 0.0, across) +
                     corner * side.upturn_m * std::pow(std::max(0.0, across), 1.5) +
                     0.10 * (1 - rafter);
    const Vec3d p = frame.point(c + std::copysign(0.35 * corner * across, c), y, out);
    return {p, blend(dark_wood(p) * 0.8, red_wood(p), rafter)};
}

Sample drip_edge(const TileSide& side, double c, double h)
{
    const double phase = c / kTilePitchM - std::floor(c / kTilePitchM);
    const double cover = row_profile(c);
    // Round end plates under the cover tiles, pointed drip tiles between them.
    const double hang =
        cover > 0.3 ? 0.16 : 0.10 + 0.16 * (1 - std::abs(phase < 0.5 ? phase : 1 - phase) * 4);
    const Vec3d top = slope_point(side, c, 0);
    const Frame frame = side_frame(side.side, 0, 0);
    const double up = (h - 1) * std::max(0.08, hang) + 0.09 * cover;
    const Vec3d p = top + Vec3d{0, up, 0} + frame.out * (0.03 + 0.05 * cover);
    const auto row = static_cast<std::int64_t>(std::floor(c / kTilePitchM));
    const Colour glaze = green_glaze(row, -1, 0.15, p);
    return {p, cover > 0.3 ? blend(glaze, ochre_glaze(p), 0.65) : glaze};
}

Sample tiles(const TileSide& side, double c, double s)
{
    const double w = s * highest(side, c);
    const double length_m = slope_length(side);
    const double along = w * length_m / kTileLengthM;
    const auto row = static_cast<std::int64_t>(std::floor(c / kTilePitchM));
    const auto course = static_cast<std::int64_t>(std::floor(along));
    const double cover = row_profile(c);
    const double step = 0.035 * (1 - (along - std::floor(along)));
    const double slip = 0.012 * (unit(row, course, 91 + side.side) - 0.5);
    const Frame frame = side_frame(side.side, 0, 0);
    const Vec3d normal = normalized(frame.out * 0.45 + frame.up * 0.9);
    const Vec3d p =
        slope_point(side, c, w) + normal * (0.115 * cover + step * (0.4 + 0.6 * cover) + slip);
    return {p, green_glaze(row + 1000 * side.side, course, 1 - smoothstep(0.0, 0.5, cover), p)};
}

} // namespace

Vec3d slope_point(const TileSide& side, double c, double w)
{
    const Frame frame = side_frame(side.side, 0, 0);
    const double corner = corner_share(side, c) * (1 - w);
    const double out = mix(side.eave_out_m, side.top_out_m, w) + 0.35 * corner;
    const double sag = 0.05 * fbm({c * 0.25, w, side.eave_y_m}, 2); // old timber
    const double y = side.eave_y_m + side.rise_m * curve(w * side.run_share) +
                     side.upturn_m * corner_share(side, c) * std::pow(std::max(0.0, 1 - w), 1.3) +
                     sag * (1 - w);
    return frame.point(c + std::copysign(0.35 * corner, c), y, out);
}

void add_tile_side(Survey& survey, const TileSide& side)
{
    const double under = side.eave_out_m - side.wall_out_m;
    const double over = slope_length(side);
    const double end = side.eave_half_m - 0.1;
    std::vector<double> courses;
    for (double x = under + kFasciaM; x < under + kFasciaM + over; x += kTileLengthM)
        for (const double offset : {0.0, kTileLengthM - 0.03})
            courses.push_back(x + offset);
    const auto at = [=](double u, double v) {
        if (v < under)
            return soffit(side, u, v / under);
        if (v < under + kFasciaM)
            return drip_edge(side, u, (v - under) / kFasciaM);
        return tiles(side, u, (v - under - kFasciaM) / over);
    };
    // Under the eave the light failed now and then; the slope behind a gallery is hidden from the
    // ground.
    const auto unseen = [=](double u, double v) {
        const Vec3d place{u * 0.55, v * 0.9, side.eave_y_m + 17.0 * side.side};
        if (v < under * 0.8)
            return fbm(place, 3) > 0.30;
        const double s = (v - under - kFasciaM) / over;
        if (side.hidden_top && s > 0.72)
            return fbm(place + Vec3d{3, 1, 4}, 3) > 0.42 - 0.5 * (s - 0.72);
        return fbm(place * 0.6 + Vec3d{9, 2, 6}, 4) > 0.545;
    };
    // Columns that end at a gable and columns that end at a hip are separate patches.
    const double gable = gable_half(side);
    const bool split = gable > side.top_half_m + 0.01;
    std::vector<std::array<double, 2>> runs{{-end, end}};
    if (split)
        runs = {{-end, -gable - 0.001}, {-gable, gable}, {gable + 0.001, end}};
    for (const auto& [from, to] : runs)
        survey.push_back(
            {{from, to, 1.0, {-side.wall_half_m, side.wall_half_m}, row_lines(from, to)},
                {0, under + kFasciaM + over, 2.2, {under, under + kFasciaM}, courses}, at, unseen});
}

void add_hip(Survey& survey, const TileSide& side, bool beasts)
{
    const double last =
        gable_half(side) > side.top_half_m + 0.01 ? highest(side, gable_half(side) + 0.01) : 1.0;
    const auto path = [=](double t) {
        const double w = (1 - t) * last; // from the top down to the tip
        const double c = mix(side.eave_half_m, side.top_half_m, w);
        const double curl = smoothstep(0.75, 1.0, t);
        const Vec3d outward = normalized(
            slope_point(side, side.eave_half_m, 0) - slope_point(side, side.top_half_m, 1));
        return slope_point(side, c, w) + Vec3d{0, 0.16 + 0.55 * curl * curl, 0} +
               Vec3d{outward.x, 0, outward.z} * (0.45 * curl);
    };
    const double length_m = length(path(1) - path(0)) * 1.1;
    add_tube(survey,
        {path, [](double t) { return 0.24 * (1 - 0.72 * smoothstep(0.86, 1.0, t)); }, length_m,
            {0, 1, 0}, 0.8},
        [](Vec3d p) {
            return blend(green_glaze(std::llround(p.y * 3), 4, 0.1, p), ochre_glaze(p), 0.25);
        });
    if (!beasts)
        return;
    for (int i = 0; i < 4; ++i) {
        const Vec3d foot = path(0.42 + 0.11 * i);
        const auto lumps = [i](Vec3d d) { return 0.35 * fbm(d * 2.2 + Vec3d{i * 5.0, 0, 0}, 3); };
        add_ball(survey, {foot + Vec3d{0, 0.36, 0}, {0.13, 0.24, 0.13}, lumps}, ochre_glaze, 0.5);
    }
}

} // namespace stele::landmark
