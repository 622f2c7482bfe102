// Simple solids as patches. In every patch du x dv points out.
#include "tools/landmark/shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stele::landmark {
namespace {

constexpr double kPi = std::numbers::pi;

} // namespace

Frame side_frame(int side, double distance_m, double base_m)
{
    static constexpr double kOutX[] = {0, 1, 0, -1}, kOutZ[] = {1, 0, -1, 0};
    const Vec3d out{kOutX[side], 0, kOutZ[side]};
    const Vec3d up{0, 1, 0};
    return {out * distance_m + up * base_m, cross(up, out), up, out};
}

Patch flat(const Frame& frame, Rect rect, double w, Paint paint, double coarseness)
{
    return {{rect.u0, rect.u1, coarseness}, {rect.v0, rect.v1, coarseness},
        [frame, w, paint = std::move(paint)](double u, double v) {
            const Vec3d p = frame.point(u, v, w);
            return Sample{p, paint(p)};
        }};
}

void add_bar(Survey& survey, const Bar& bar, const Paint& paint, double coarseness)
{
    const Vec3d along = normalized(bar.b - bar.a);
    const Vec3d y = normalized(cross(along, bar.across));
    const Vec3d x = cross(y, along);
    const double hx = bar.width_m / 2, hy = bar.depth_m / 2;
    const double length_m = length(bar.b - bar.a);
    // The section, counter-clockwise seen against the direction of the bar.
    const std::array<double, 5> corner{
        0, 2 * hy, 2 * hy + 2 * hx, 4 * hy + 2 * hx, 4 * hy + 4 * hx};
    const auto section = [=](double s) -> Vec3d {
        if (s <= corner[1])
            return x * hx + y * (s - hy);
        if (s <= corner[2])
            return y * hy + x * (hx - (s - corner[1]));
        if (s <= corner[3])
            return x * -hx + y * (hy - (s - corner[2]));
        return y * -hy + x * (s - corner[3] - hx);
    };
    survey.push_back({{0, corner[4], coarseness, {corner[1], corner[2], corner[3]}},
        {0, length_m, coarseness}, [=, a = bar.a](double s, double t) {
            const Vec3d p = a + along * t + section(s);
            return Sample{p, paint(p)};
        }});
    survey.push_back(flat({bar.b, x, y, along}, {-hx, hx, -hy, hy}, 0, paint, coarseness));
    survey.push_back(flat({bar.a, y, x, -along}, {-hy, hy, -hx, hx}, 0, paint, coarseness));
}

void add_tube(Survey& survey, const Tube& tube, const Paint& paint, double coarseness)
{
    const double around = tube.around_m > 0 ? tube.around_m : 2 * kPi * tube.radius_m(0.5);
    survey.push_back({{0, around, coarseness}, {0, tube.length_m, coarseness},
        [tube, paint, around](double u, double v) {
            const double t = v / tube.length_m, step = 1e-3;
            const Vec3d along =
                normalized(tube.path(std::min(1.0, t + step)) - tube.path(std::max(0.0, t - step)));
            const Vec3d x = normalized(cross(tube.reference, along));
            const Vec3d y = cross(along, x);
            const double angle = 2 * kPi * u / around, radius = tube.radius_m(t);
            const Vec3d p = tube.path(t) + x * (radius * tube.flatness * std::cos(angle)) +
                            y * (radius * std::sin(angle));
            return Sample{p, paint(p)};
        }});
}

void add_column(Survey& survey, Vec3d foot, double height_m, double radius_m, const Paint& paint)
{
    add_tube(survey,
        {[=](double t) {
             return foot + Vec3d{0, height_m * t, 0};
         },
            [=](double t) { return radius_m * (1 - 0.12 * t); }, height_m, {0, 0, 1}},
        paint);
}

void add_ball(Survey& survey, const Ball& ball, const Paint& paint, double coarseness)
{
    const double radius = std::max({ball.radii_m.x, ball.radii_m.y, ball.radii_m.z});
    survey.push_back(
        {{0, 2 * kPi * radius, coarseness}, {ball.lowest * radius, 1.5 * radius, coarseness},
            [ball, paint, radius](double u, double v) {
                const double longitude = u / radius, latitude = v / radius;
                const Vec3d d{std::sin(longitude) * std::cos(latitude), std::sin(latitude),
                    std::cos(longitude) * std::cos(latitude)};
                const double scale = 1 + (ball.relief ? ball.relief(d) : 0.0);
                const Vec3d p =
                    ball.centre +
                    Vec3d{d.x * ball.radii_m.x, d.y * ball.radii_m.y, d.z * ball.radii_m.z} * scale;
                return Sample{p, paint(p)};
            }});
}

} // namespace stele::landmark
