// Openings are cut from the wall's grid; reveals, frames, doors and lattices are patches of their
// own.
#include "tools/landmark/wall.h"

#include "tools/landmark/noise.h"

#include <cmath>
#include <numbers>

namespace stele::landmark {
namespace {

constexpr double kPi = std::numbers::pi;

double springing(const Opening& opening)
{
    return opening.arched ? opening.head_m - opening.width_m / 2 : opening.head_m;
}

bool inside(const Opening& opening, double u, double v)
{
    const double x = u - opening.centre_m;
    if (std::abs(x) >= opening.width_m / 2 || v <= opening.sill_m || v >= opening.head_m)
        return false;
    const double y = v - springing(opening);
    return y <= 0 || x * x + y * y < opening.width_m * opening.width_m / 4;
}

// The outline from the foot of the right side over the top to the foot of the left side, by length.
double outline_length(const Opening& opening)
{
    const double sides = 2 * (springing(opening) - opening.sill_m);
    return sides + (opening.arched ? kPi * opening.width_m / 2 : opening.width_m);
}

struct OutlinePoint {
    double u, v;         // place
    double out_u, out_v; // away from the opening
};

OutlinePoint outline(const Opening& opening, double s)
{
    const double half = opening.width_m / 2, side = springing(opening) - opening.sill_m;
    const double top = outline_length(opening) - 2 * side;
    if (s < side)
        return {opening.centre_m + half, opening.sill_m + s, 1, 0};
    if (s > side + top)
        return {opening.centre_m - half, springing(opening) - (s - side - top), -1, 0};
    if (!opening.arched)
        return {opening.centre_m + half - (s - side), opening.head_m, 0, 1};
    const double angle = (s - side) / half;
    return {opening.centre_m + half * std::cos(angle), springing(opening) + half * std::sin(angle),
        std::cos(angle), std::sin(angle)};
}

void add_reveal(Survey& survey, const Frame& frame, const Opening& opening)
{
    const double length_m = outline_length(opening), side = springing(opening) - opening.sill_m;
    const Axis around{0, length_m, 0.8, {side, length_m - side}};
    // From the inside out; it looks into the opening.
    survey.push_back({around, {0, opening.depth_m}, [=](double s, double d) {
                          const OutlinePoint o = outline(opening, s);
                          const Vec3d p = frame.point(o.u, o.v, d - opening.depth_m);
                          return Sample{p, grey_stone(p) * 0.8};
                      }});
    // The stone band around the opening: face and outer edge.
    constexpr double kBand = 0.22, kProud = 0.07;
    survey.push_back({around, {0, kBand + kProud, 0.8, {kBand}}, [=](double s, double d) {
                          const OutlinePoint o = outline(opening, s);
                          const double away = std::min(d, kBand);
                          const Vec3d p = frame.point(o.u + o.out_u * away, o.v + o.out_v * away,
                              d <= kBand ? kProud : kProud - (d - kBand) - 0.02);
                          return Sample{p, blend(grey_stone(p), {0.62, 0.38, 0.30}, 0.45)};
                      }});
    const double half = opening.width_m / 2;
    survey.push_back(
        flat({frame.point(opening.centre_m, opening.sill_m, 0), frame.right, -frame.out, frame.up},
            {-half, half, -0.12, opening.depth_m}, 0, grey_stone));
}

Patch studded_door(const Frame& frame, Rect rect, double w)
{
    constexpr double kStud = 0.34;
    std::vector<double> us, vs;
    for (double x = 0; x < rect.u1 - rect.u0; x += kStud / 2)
        us.push_back(rect.u0 + x);
    for (double y = 0; y < rect.v1 - rect.v0; y += kStud / 2)
        vs.push_back(rect.v0 + y);
    return {
        {rect.u0, rect.u1, 0.5, {}, us}, {rect.v0, rect.v1, 0.5, {}, vs}, [=](double u, double v) {
            const double x = (u - rect.u0) / kStud - std::floor((u - rect.u0) / kStud) - 0.5;
            const double y = (v - rect.v0) / kStud - std::floor((v - rect.v0) / kStud) - 0.5;
            const double stud = std::sqrt(std::max(0.0, 1 - (x * x + y * y) / 0.06));
            const double leaf = std::abs(u - (rect.u0 + rect.u1) / 2) < 0.035 ? -0.04 : 0.0;
            const Vec3d p = frame.point(u, v, w + 0.06 * stud + leaf);
            return Sample{
                p, stud > 0.1 ? Colour{0.66, 0.50, 0.20} : red_wood(p) * (leaf < 0 ? 0.4 : 1.0)};
        }};
}

} // namespace

Patch lattice(const Frame& frame, Rect rect, double w, double board_share, double pitch_m)
{
    const double board = rect.v0 + (rect.v1 - rect.v0) * board_share;
    const double bar = pitch_m * 0.16;
    std::vector<double> us, vs;
    for (double x = 0; rect.u0 + x < rect.u1 + pitch_m; x += pitch_m)
        for (const double offset : {-1.3 * bar, -bar * 0.7, bar * 0.7, 1.3 * bar})
            us.push_back(rect.u0 + x + offset);
    for (double y = 0; board + y < rect.v1 + pitch_m; y += pitch_m)
        for (const double offset : {-1.3 * bar, -bar * 0.7, bar * 0.7, 1.3 * bar})
            vs.push_back(board + y + offset);
    return {{rect.u0, rect.u1, 0.8, {}, us}, {rect.v0, rect.v1, 0.8, {board}, vs},
        [=](double u, double v) {
            const double edge = std::min({u - rect.u0, rect.u1 - u, v - rect.v0, rect.v1 - v});
            const double x = (u - rect.u0) / pitch_m, y = (v - board) / pitch_m;
            const double to_bar =
                std::min(std::abs(x - std::round(x)), std::abs(y - std::round(y))) * pitch_m;
            const bool wood = v < board || to_bar < bar || edge < 0.09;
            const double panel = v < board && edge > 0.14 && board - v > 0.12 ? -0.03 : 0.0;
            const Vec3d p = frame.point(u, v, w + (wood ? 0.05 + panel : 0.0));
            const Colour pane = Colour{0.10, 0.11, 0.11} * (1 + 0.3 * fbm(p * 1.5, 2));
            return Sample{p, wood ? red_wood(p) * (panel < 0 ? 0.85 : 0.95) : pane};
        }};
}

void add_wall(Survey& survey, const WallPart& part, const std::vector<Opening>& openings)
{
    const Rect& area = part.area;
    const Frame& frame = part.frame;
    const Bond bond = part.masonry == Masonry::sandstone ? kSandstoneBond : kBrickBond;
    Axis u{area.u0, area.u1, part.coarseness, {}, joint_lines_along(bond, area.u0, area.u1)};
    Axis v{area.v0, area.v1, part.coarseness, {}, joint_lines_across(bond, area.v0, area.v1)};
    for (const Opening& opening : openings) {
        u.edges.push_back(opening.centre_m - opening.width_m / 2);
        u.edges.push_back(opening.centre_m + opening.width_m / 2);
        v.edges.push_back(opening.sill_m);
        v.edges.push_back(opening.head_m);
        add_reveal(survey, frame, opening);
        const Rect hole{opening.centre_m - opening.width_m / 2,
            opening.centre_m + opening.width_m / 2, opening.sill_m, opening.head_m};
        survey.push_back(opening.gate ? studded_door(frame, hole, -opening.depth_m)
                                      : lattice(frame, hole, -opening.depth_m, 0, 0.3));
        if (opening.arched) // only within the arch
            survey.back().unseen = [opening](double x, double y) { return !inside(opening, x, y); };
    }
    const std::int64_t face = std::llround(frame.out.x * 3 + frame.out.z * 7 + frame.origin.y * 11);
    survey.push_back({u, v,
        [=](double x, double y) {
            const Vec3d flat_point = frame.point(x, y, 0);
            Bond own = bond;
            own.seed += face;
            const Skin skin = part.masonry == Masonry::sandstone
                                  ? sandstone(own, x, y, flat_point)
                                  : red_brick_wall(own, x, y, flat_point);
            return Sample{frame.point(x, y, skin.out_m), skin.colour};
        },
        [=](double x, double y) {
            for (const Opening& opening : openings)
                if (inside(opening, x, y))
                    return true;
            return fbm({x * 0.35 + double(face), y * 0.5, 3}, 4) > 0.60;
        }});
}

} // namespace stele::landmark
