// The four walls of every storey, the gate, the wooden galleries of the front and their brackets.
#include "tools/landmark/noise.h"
#include "tools/landmark/tower_parts.h"
#include "tools/landmark/tower_plan.h"
#include "tools/landmark/wall.h"

#include <cmath>

namespace stele::landmark {
namespace {

constexpr double kEndWallM = 3.1; // masonry left and right of a gallery
constexpr double kGalleryM = 1.5; // depth of a gallery
constexpr int kBays = 7;
constexpr double kSkirtM = 0.85; // hidden behind the skirt of tiles below

double visible_foot(std::size_t storey)
{
    return storey == 0 ? 0.0 : kStoreys[storey].foot_m + kSkirtM;
}

std::vector<Opening> windows(int count, double half, double sill, double head)
{
    std::vector<Opening> openings;
    for (int i = 0; i < count; ++i)
        openings.push_back(
            {half * (2.0 * (i + 0.5) / count - 1), 1.25, sill, head, 0.45, true, false});
    return openings;
}

std::vector<Opening> openings_of(std::size_t storey, int side)
{
    const Storey& s = kStoreys[storey];
    const double foot = visible_foot(storey);
    if (side == 0 && storey == 0) {
        std::vector<Opening> openings{{0, 2.9, 0.02, 4.1, 0.9, true, true}};
        for (const double sign : {-1.0, 1.0}) {
            openings.push_back({sign * 6.2, 1.9, 0.02, 3.2, 0.8, true, true});
            openings.push_back({sign * 11.2, 1.4, 1.4, 3.3, 0.5, true, false});
        }
        return openings;
    }
    if (side == 0)
        return windows(7, s.half_width_m - 1.6, foot + 0.75, foot + 2.45);
    if (storey == 0)
        return side == 2 ? windows(4, s.half_width_m - 2, 2.2, 3.7) : std::vector<Opening>{};
    return side == 2 ? windows(5, s.half_width_m - 2, foot + 0.8, foot + 2.3)
                     : windows(2, s.half_depth_m - 1.4, foot + 0.8, foot + 2.3);
}

void add_bracket(Survey& survey, const Frame& frame, double u, double head)
{
    const Paint paint = [](Vec3d p) {
        return blend(red_wood(p), {0.16, 0.34, 0.28}, smoothstep(-0.1, 0.2, noise(p * 3.0)));
    };
    for (int tier = 0; tier < 3; ++tier) {
        const double y = head - 0.98 + 0.19 * tier, reach = 0.30 + 0.28 * tier;
        add_bar(survey,
            {frame.point(u, y, -0.1), frame.point(u, y, reach), frame.right, 0.15, 0.14}, paint);
        add_bar(survey,
            {frame.point(u - 0.28 - 0.1 * tier, y + 0.1, reach - 0.1),
                frame.point(u + 0.28 + 0.1 * tier, y + 0.1, reach - 0.1), frame.up, 0.12, 0.13},
            paint);
    }
}

// Posts are the columns; three rails and upright balusters between them.
void add_balustrade(Survey& survey, const Frame& frame, double u0, double u1, double floor)
{
    for (const double height : {0.12, 0.78, 1.02})
        add_bar(survey,
            {frame.point(u0, floor + height, 0), frame.point(u1, floor + height, 0), frame.up,
                0.085, 0.1},
            red_wood);
    const int count = static_cast<int>((u1 - u0) / 0.3);
    for (int i = 1; i < count; ++i) {
        const double u = u0 + (u1 - u0) * i / count;
        add_bar(survey,
            {frame.point(u, floor + 0.16, 0), frame.point(u, floor + 0.74, 0), frame.right, 0.07,
                0.06},
            red_wood);
    }
}

void add_gallery_shell(Survey& survey, const Frame& frame, Rect area)
{
    // Behind the balustrade the ground stations saw little.
    const auto patchy = [](double u, double v) { return fbm({u * 0.7, v * 0.9, 12}, 3) > 0.08; };
    survey.push_back(flat(
        {frame.point(0, area.v0, -kGalleryM), frame.right, -frame.out, frame.up},
        {area.u0, area.u1, -kGalleryM, 0}, 0, [](Vec3d p) { return dark_wood(p) * 1.2; }, 1.5));
    survey.back().unseen = patchy;
    survey.push_back(flat({frame.point(0, area.v1, -kGalleryM), frame.right, frame.out, -frame.up},
        {area.u0, area.u1, 0, kGalleryM}, 0, dark_wood, 1.5));
    survey.push_back(flat({frame.point(area.u0, 0, -kGalleryM), frame.out, frame.up, frame.right},
        {0, kGalleryM, area.v0, area.v1}, 0, lime, 1.3));
    survey.push_back(flat({frame.point(area.u1, 0, 0), -frame.out, frame.up, -frame.right},
        {0, kGalleryM, area.v0, area.v1}, 0, lime, 1.3));
}

} // namespace

void add_walls(Survey& survey, std::size_t storey)
{
    const Storey& s = kStoreys[storey];
    const Masonry masonry = storey < 2 ? Masonry::sandstone : Masonry::brick;
    const double foot = visible_foot(storey), head = s.head_m - 0.40;
    for (int side = 0; side < 4; ++side) {
        const double half = side % 2 == 0 ? s.half_width_m : s.half_depth_m;
        const Frame frame = side_frame(side, side % 2 == 0 ? s.half_depth_m : s.half_width_m, 0);
        if (side == 0 && storey >= 2) {
            add_wall(survey, {frame, {-half, -half + kEndWallM, foot, head}, masonry}, {});
            add_wall(survey, {frame, {half - kEndWallM, half, foot, head}, masonry}, {});
        } else {
            add_wall(
                survey, {frame, {-half, half, foot, head}, masonry}, openings_of(storey, side));
        }
        const int brackets = side % 2 == 0 ? kBays + 1 : 4;
        for (int i = 0; i < brackets; ++i)
            add_bracket(survey, frame,
                (half - (side % 2 == 0 ? kEndWallM : 1.0)) * (2.0 * i / (brackets - 1) - 1),
                s.head_m);
        // The beam that carries the rafters.
        add_bar(survey,
            {frame.point(-half, s.head_m - 0.50, 0.05), frame.point(half, s.head_m - 0.50, 0.05),
                {0, 1, 0}, 0.26, 0.24},
            red_wood);
    }
}

void add_gate(Survey& survey)
{
    const Frame frame = side_frame(0, kStoreys[0].half_depth_m, 0);
    // Two stone lions on pedestals.
    for (const double sign : {-1.0, 1.0}) {
        const Vec3d foot = frame.point(sign * 3.1, 0, 1.6);
        add_bar(survey, {foot, foot + Vec3d{0, 0.75, 0}, {1, 0, 0}, 0.85, 1.2}, grey_stone, 0.7);
        const auto curls = [](Vec3d d) { return 0.10 * fbm(d * 5.0, 3); };
        add_ball(
            survey, {foot + Vec3d{0, 1.15, -0.12}, {0.33, 0.52, 0.45}, curls}, grey_stone, 0.6);
        add_ball(survey, {foot + Vec3d{0.05 * sign, 1.75, 0.22}, {0.32, 0.33, 0.34}, curls},
            grey_stone, 0.5);
        add_ball(
            survey, {foot + Vec3d{0.05 * sign, 1.66, 0.50}, {0.17, 0.13, 0.14}}, grey_stone, 0.5);
        for (const double leg : {-0.2, 0.2})
            add_tube(survey,
                {[=](double t) {
                     return foot + Vec3d{leg, 0.7 + 0.75 * t, 0.42 - 0.22 * t};
                 },
                    [](double t) { return 0.11 + 0.02 * t; }, 0.8, {1, 0, 0}},
                grey_stone, 0.7);
    }
}

void add_gallery(Survey& survey, std::size_t storey)
{
    const Storey& s = kStoreys[storey];
    const double half = s.half_width_m - kEndWallM;
    const double floor = visible_foot(storey) + 0.1, head = s.head_m - 0.45;
    const Frame frame = side_frame(0, s.half_depth_m, 0);
    add_gallery_shell(survey, frame, {-half, half, floor, head});
    for (int bay = 0; bay < kBays; ++bay) {
        const double u0 = half * (2.0 * bay / kBays - 1), u1 = half * (2.0 * (bay + 1) / kBays - 1);
        const double middle = (u0 + u1) / 2;
        survey.push_back(lattice(frame, {u0, middle, floor, head - 0.5}, -kGalleryM, 0.32, 0.3));
        survey.push_back(lattice(frame, {middle, u1, floor, head - 0.5}, -kGalleryM, 0.32, 0.3));
        survey.push_back(lattice(frame, {u0, u1, head - 0.5, head}, -kGalleryM, 0, 0.25));
        for (std::size_t k = survey.size() - 3; k + 1 < survey.size(); ++k)
            survey[k].unseen = [floor](double u, double v) {
                return v < floor + 1.0 && fbm({u * 0.9, v, 5}, 3) > 0.2;
            };
        add_balustrade(survey, {frame.point(0, 0, -0.15), frame.right, frame.up, frame.out},
            u0 + 0.15, u1 - 0.15, floor);
        // Carved brackets below the beam.
        for (const double sign : {-1.0, 1.0})
            add_bar(survey,
                {frame.point(sign < 0 ? u0 : u1, head - 0.75, -0.15),
                    frame.point((sign < 0 ? u0 : u1) - sign * 0.75, head - 0.35, -0.15), frame.out,
                    0.1, 0.22},
                red_wood);
    }
    for (int i = 0; i <= kBays; ++i)
        add_column(survey, frame.point(half * (2.0 * i / kBays - 1), floor, -0.15), head - floor,
            0.21, red_wood);
    add_bar(survey,
        {frame.point(-half, head - 0.18, -0.15), frame.point(half, head - 0.18, -0.15), {0, 1, 0},
            0.34, 0.3},
        [](Vec3d p) {
            return blend(
                red_wood(p), {0.14, 0.33, 0.38}, smoothstep(0.0, 0.15, std::sin(p.x * 4.2) - 0.5));
        });
}

} // namespace stele::landmark
