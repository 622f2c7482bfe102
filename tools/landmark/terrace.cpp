// The paved terrace with its retaining wall, stone balustrade and steps, and the ground that the
// survey caught.
#include "tools/landmark/noise.h"
#include "tools/landmark/tower_parts.h"
#include "tools/landmark/tower_plan.h"
#include "tools/landmark/wall.h"

#include <cmath>

namespace stele::landmark {
namespace {

constexpr double kHalfWidth = 19.5, kBack = -11.5, kFront = 13.5;
constexpr double kStepsHalf = 3.4;
constexpr int kSteps = 7;

void add_floor(Survey& survey)
{
    const Storey& s = kStoreys[0];
    const Bond bond = kPavingBond;
    // Seen from above: right = +x, up = -z.
    survey.push_back({{-kHalfWidth, kHalfWidth, 1.9, {0.2 - s.half_width_m, s.half_width_m - 0.2},
                          joint_lines_along(bond, -kHalfWidth, kHalfWidth)},
        {-kFront, -kBack, 1.9, {0.2 - s.half_depth_m, s.half_depth_m - 0.2},
            joint_lines_across(bond, -kFront, -kBack)},
        [](double u, double v) {
            const Skin skin = paving(u, v, {u, 0, -v});
            return Sample{{u, skin.out_m + 0.03 * fbm({u * 0.2, v * 0.2, 1}, 2), -v}, skin.colour};
        },
        [](double u, double v) {
            if (std::abs(u) < s.half_width_m - 0.2 && std::abs(v) < s.half_depth_m - 0.2)
                return true;
            return fbm({u * 0.3, v * 0.3, 8}, 3) > 0.46;
        }});
}

void add_retaining_walls(Survey& survey)
{
    const double middle = (kFront + kBack) / 2, half_depth = (kFront - kBack) / 2;
    for (int side = 0; side < 4; ++side) {
        const double half = side % 2 == 0 ? kHalfWidth : half_depth;
        Frame frame = side_frame(side, side % 2 == 0 ? half_depth : kHalfWidth, -kTerraceM);
        frame.origin.z += middle;
        const double gap = side == 0 ? kStepsHalf : 0.0;
        for (const double sign : {-1.0, 1.0}) {
            const Rect area =
                sign < 0 ? Rect{-half, -gap, -0.1, kTerraceM} : Rect{gap, half, -0.1, kTerraceM};
            add_wall(survey, {frame, area, Masonry::sandstone, 2.2}, {});
            // Posts with buds, panels between them.
            const double length_m = half - gap;
            const int panels = static_cast<int>(length_m / 2.0);
            for (int i = 0; i <= panels; ++i) {
                const double u = sign * (gap + length_m * i / panels);
                const Vec3d foot = frame.point(u, kTerraceM, -0.2);
                if (i > 0 || side == 0)
                    add_bar(survey, {foot, foot + Vec3d{0, 1.15, 0}, {1, 0, 0}, 0.24, 0.24},
                        grey_stone);
                add_ball(survey, {foot + Vec3d{0, 1.30, 0}, {0.13, 0.19, 0.13}}, grey_stone, 0.8);
                if (i == panels)
                    continue;
                const double next = sign * (gap + length_m * (i + 1) / panels);
                for (const double height : {0.35, 0.9})
                    add_bar(survey,
                        {frame.point(u, kTerraceM + height, -0.2),
                            frame.point(next, kTerraceM + height, -0.2), {0, 1, 0},
                            height < 0.5 ? 0.55 : 0.14, height < 0.5 ? 0.12 : 0.18},
                        grey_stone);
            }
        }
    }
}

void add_steps(Survey& survey)
{
    constexpr double kRise = kTerraceM / kSteps, kTread = 0.36;
    const double rows = kSteps * (kRise + kTread);
    std::vector<double> edges;
    for (int i = 0; i < kSteps; ++i) {
        edges.push_back(i * (kRise + kTread) + kRise);
        edges.push_back((i + 1) * (kRise + kTread));
    }
    survey.push_back(
        {{-kStepsHalf, kStepsHalf, 1.3}, {0, rows, 1.0, edges}, [=](double u, double v) {
             const double step = std::min(double(kSteps - 1), std::floor(v / (kRise + kTread)));
             const double within = v - step * (kRise + kTread);
             const double worn = 0.02 * std::exp(-u * u * 0.6);
             const Vec3d p{u, -kTerraceM + step * kRise + std::min(within, kRise) - worn,
                 kFront + kSteps * kTread - step * kTread - std::max(0.0, within - kRise)};
             return Sample{p, grey_stone(p)};
         }});
    for (const double sign : {-1.0, 1.0})
        add_bar(survey,
            {{sign * (kStepsHalf + 0.2), -kTerraceM - 0.1, kFront + kSteps * kTread},
                {sign * (kStepsHalf + 0.2), 0.15, kFront}, {1, 0, 0}, 0.4, 0.5},
            grey_stone);
}

void add_ground(Survey& survey)
{
    survey.push_back({{-27, 27, 3.4}, {-23, 17, 3.4},
        [](double u, double v) {
            const Vec3d p{u,
                -kTerraceM + 0.12 * fbm({u * 0.15, v * 0.15, 4}, 3) +
                    0.03 * fbm({u * 1.5, v * 1.5, 4}, 2),
                -v};
            const double grass = smoothstep(-0.05, 0.25, fbm({u * 0.18, v * 0.18, 21}, 3));
            const Colour earth = Colour{0.50, 0.45, 0.37} * (1 + 0.2 * fbm(p * 1.3, 3));
            const Colour green = Colour{0.30, 0.38, 0.20} * (1 + 0.3 * fbm(p * 2.1, 3));
            return Sample{p, blend(earth, green, grass)};
        },
        [](double u, double v) {
            if (std::abs(u) < kHalfWidth - 0.2 && -v > kBack + 0.2 && -v < kFront - 0.2)
                return true;
            // The survey frays out with distance.
            const double away =
                std::hypot(u / 26.0, (v + 3) / 19.0) + 0.18 * fbm({u * 0.25, v * 0.25, 2}, 4);
            return away > 1.0 || fbm({u * 0.4, v * 0.4, 30}, 3) > 0.42;
        }});
}

} // namespace

void add_terrace(Survey& survey)
{
    add_floor(survey);
    add_retaining_walls(survey);
    add_steps(survey);
    add_ground(survey);
}

} // namespace stele::landmark
