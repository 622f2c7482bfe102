// The skirts of tiles between the storeys, and the hip-and-gable roof with its ridge ornaments.
#include "tools/landmark/material.h"
#include "tools/landmark/noise.h"
#include "tools/landmark/shape.h"
#include "tools/landmark/tile_slope.h"
#include "tools/landmark/tower_parts.h"
#include "tools/landmark/tower_plan.h"

#include <cmath>
#include <numbers>

namespace stele::landmark {
namespace {

constexpr double kGableInM = 4.3; // the gables stand this far behind the eaves of the short sides

struct MainRoof {
    double half_width, half_depth; // of the eaves
    double gable;                  // half length of the ridge
    double eave_y, rise;
};

MainRoof main_roof()
{
    const Storey& top = kStoreys[4];
    MainRoof roof{};
    roof.half_width = top.half_width_m + kEaveReachM + 0.25;
    roof.half_depth = top.half_depth_m + kEaveReachM + 0.25;
    roof.gable = roof.half_width - kGableInM;
    roof.eave_y = top.head_m + 0.05;
    roof.rise = kRidgeM - roof.eave_y;
    return roof;
}

TileSide main_side(int side)
{
    const MainRoof roof = main_roof();
    const Storey& top = kStoreys[4];
    const bool broad = side % 2 == 0;
    TileSide tile;
    tile.side = side;
    tile.eave_half_m = broad ? roof.half_width : roof.half_depth;
    tile.eave_out_m = broad ? roof.half_depth : roof.half_width;
    tile.top_out_m = broad ? 0.0 : roof.gable - 0.5;
    // Hips at 45 degrees in plan.
    tile.top_half_m = tile.eave_half_m - (tile.eave_out_m - tile.top_out_m);
    tile.wall_half_m = broad ? top.half_width_m : top.half_depth_m;
    tile.wall_out_m = broad ? top.half_depth_m : top.half_width_m;
    tile.eave_y_m = roof.eave_y;
    tile.rise_m = roof.rise;
    tile.run_share = broad ? 1.0 : (tile.eave_out_m - tile.top_out_m) / roof.half_depth;
    tile.upturn_m = 1.15;
    tile.gable_half_m = broad ? roof.gable : 0;
    return tile;
}

// The gable triangle and the ridges that run down beside it.
void add_gable(Survey& survey, double sign)
{
    const TileSide front = main_side(0), back = main_side(2);
    const MainRoof roof = main_roof();
    const double share = (kGableInM + 0.5) / roof.half_depth;
    const double half = roof.half_depth - kGableInM - 0.5;
    const double foot = slope_point(main_side(1), 0, 1).y - 0.1;
    const Frame frame = side_frame(sign > 0 ? 1 : 3, roof.gable - 0.45, 0);
    survey.push_back({{-half, half}, {0, 1, 1.0 / 2.6},
        [=](double u, double v) {
            const double w = 1 - (1 - share) * std::abs(u) / half;
            const double head = std::max(foot + 0.02, slope_point(front, 0, w).y - 0.05);
            const double scroll = std::sin(u * 5) * std::sin(v * 9 + std::abs(u) * 3);
            const Vec3d p = frame.point(u, mix(foot, head, v), 0.05 * smoothstep(0.1, 0.5, scroll));
            const Colour wall = blend({0.52, 0.17, 0.13}, lime(p), smoothstep(0.1, 0.4, scroll));
            return Sample{p, wall * (1 + 0.15 * fbm(p * 2.0, 3))};
        }});
    for (const TileSide* side : {&front, &back}) {
        const bool is_front = side == &front;
        const double c = (is_front ? sign : -sign) * (roof.gable - 0.1);
        const auto path = [=, tile = *side](double t) {
            return slope_point(tile, c, mix(1.0, share * 0.8, t)) +
                   Vec3d{0, 0.22 + 0.3 * smoothstep(0.85, 1.0, t), 0};
        };
        add_tube(survey,
            {path, [](double t) { return 0.26 * (1 - 0.6 * smoothstep(0.9, 1.0, t)); }, 7.0,
                {0, 1, 0}, 0.8},
            [](Vec3d p) {
                return blend(green_glaze(std::llround(p.z * 3), 7, 0.1, p), ochre_glaze(p), 0.3);
            });
        // The board that closes the verge.
        const auto board = [=, tile = *side](double t) {
            Vec3d p = slope_point(tile, c, mix(1.0, share * 0.9, t)) - Vec3d{0, 0.2, 0};
            p.x = sign * (roof.gable + 0.02);
            return p;
        };
        add_tube(survey, {board, [](double) { return 0.2; }, 7.0, {1, 0, 0}, 1.0, 0.9}, red_wood);
    }
}

// A dragon-headed fish that stands on its head: the aoyu of Lingnan roofs.
void add_aoyu(Survey& survey, Vec3d foot, double sign)
{
    // The body rises, leans inwards and throws the tail out again.
    const auto path = [=](double t) {
        const double bend = 0.75 * std::sin(t * 3.4) - 0.35 * t;
        return foot + Vec3d{sign * -bend, 0.25 + 1.35 * t, 0};
    };
    const auto radius = [](double t) { return 0.05 + 0.40 * std::pow(std::max(0.0, 1 - t), 0.7); };
    const Paint scales = [](Vec3d p) {
        const double s = std::sin(p.y * 22) * std::sin(p.x * 22 + p.z * 11);
        return blend({0.78, 0.56, 0.18}, {0.20, 0.45, 0.30}, smoothstep(-0.2, 0.6, s)) *
               (1 + 0.15 * fbm(p * 3.0, 2));
    };
    add_tube(survey, {path, radius, 2.0, {0, 0, 1}, 0.8, 1.8}, scales, 0.45);
    // Tail fan and side fins: flat tubes.
    for (const double turn : {-0.7, 0.0, 0.7}) {
        const Vec3d root = path(0.92);
        const auto fin = [=](double t) {
            return root + Vec3d{sign * 0.6 * std::cos(turn) * t, 0.6 * t, 0} +
                   Vec3d{0.3 * turn * t, 0, 0.3 * turn * t};
        };
        add_tube(survey,
            {fin, [](double t) { return 0.22 * std::sin(0.3 + 2.7 * t) + 0.01; }, 0.9, {0, 0, 1},
                0.4, 0.7},
            scales, 0.45);
    }
    const auto head = [](Vec3d d) { return 0.25 * fbm(d * 2.5, 3); };
    add_ball(survey, {foot + Vec3d{sign * 0.1, 0.2, 0}, {0.62, 0.42, 0.42}, head}, scales, 0.45);
}

} // namespace

void add_eaves(Survey& survey, std::size_t storey)
{
    const Storey &below = kStoreys[storey], &above = kStoreys[storey + 1];
    for (int side = 0; side < 4; ++side) {
        const bool broad = side % 2 == 0;
        TileSide tile;
        tile.side = side;
        tile.wall_half_m = broad ? below.half_width_m : below.half_depth_m;
        tile.wall_out_m = broad ? below.half_depth_m : below.half_width_m;
        tile.eave_half_m = tile.wall_half_m + kEaveReachM;
        tile.eave_out_m = tile.wall_out_m + kEaveReachM;
        tile.top_half_m = broad ? above.half_width_m : above.half_depth_m;
        tile.top_out_m = broad ? above.half_depth_m : above.half_width_m;
        tile.eave_y_m = below.head_m - 0.35;
        tile.rise_m = 1.35;
        tile.upturn_m = 0.85;
        tile.hidden_top = true;
        add_tile_side(survey, tile);
        add_hip(survey, tile, false);
        // The low ridge where the skirt meets the wall above.
        const Frame frame = side_frame(side, tile.top_out_m, tile.eave_y_m + tile.rise_m + 0.12);
        add_bar(survey,
            {frame.point(-tile.top_half_m - 0.1, 0, 0.08),
                frame.point(tile.top_half_m + 0.1, 0, 0.08), {0, 1, 0}, 0.42, 0.3},
            [](Vec3d p) {
                return blend(green_glaze(std::llround(p.x + p.z), 2, 0.2, p), ochre_glaze(p), 0.15);
            });
    }
}

void add_main_roof(Survey& survey)
{
    for (int side = 0; side < 4; ++side) {
        add_tile_side(survey, main_side(side));
        if (side % 2 ==
            1) { // both hips of this side: its own right one, and its left one as its mirror
            add_hip(survey, main_side(side), true);
        } else {
            TileSide tile = main_side(side);
            tile.gable_half_m = 0;
            tile.top_out_m = tile.eave_out_m - kGableInM;
            tile.top_half_m = tile.eave_half_m - kGableInM;
            tile.run_share = kGableInM / main_roof().half_depth;
            add_hip(survey, tile, true);
        }
    }
    add_gable(survey, 1);
    add_gable(survey, -1);
}

void add_ridge_ornaments(Survey& survey)
{
    const MainRoof roof = main_roof();
    const double half = roof.gable + 0.1;
    // Two courses of glazed brick, a band of pottery figures, a rounded cap.
    add_bar(survey, {{-half, kRidgeM + 0.10, 0}, {half, kRidgeM + 0.10, 0}, {0, 1, 0}, 0.36, 0.62},
        [](Vec3d p) { return green_glaze(std::llround(p.x * 2), 3, 0.1, p); });
    for (const double sign : {1.0, -1.0}) {
        const Frame frame = side_frame(sign > 0 ? 0 : 2, 0.2, kRidgeM + 0.28);
        survey.push_back({{-half, half, 0.6}, {0, 0.62, 0.6},
            [=](double u, double v) {
                const Vec3d place{u * 2.3, v * 3.0, sign * 4};
                const double figure =
                    std::max(0.0, fbm(place, 3) + 0.16) * std::sin(v / 0.62 * std::numbers::pi);
                const Vec3d p = frame.point(u, v, 0.28 * figure);
                return Sample{p, blend(lime(p) * 0.75, pottery(p), smoothstep(0.02, 0.12, figure))};
            }});
    }
    add_bar(survey, {{-half, kRidgeM + 0.96, 0}, {half, kRidgeM + 0.96, 0}, {0, 1, 0}, 0.14, 0.56},
        ochre_glaze);
    for (const double sign : {1.0, -1.0})
        add_aoyu(survey, {sign * (half - 0.75), kRidgeM + 0.95, 0}, sign);
    // The flaming pearl.
    add_ball(
        survey, {{0, kRidgeM + 1.55, 0}, {0.42, 0.42, 0.42}},
        [](Vec3d p) {
            return blend(
                {0.72, 0.20, 0.12}, {0.82, 0.60, 0.20}, smoothstep(-0.3, 0.3, fbm(p * 3.0, 3)));
        },
        0.6);
    add_column(survey, {0, kRidgeM + 0.95, 0}, 0.3, 0.22, ochre_glaze);
}

} // namespace stele::landmark
