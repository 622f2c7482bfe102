// The board under the top eave: three characters, read from the right: zhen, hai, lou. Brush
// strokes as raised ridges.
#include "tools/landmark/noise.h"
#include "tools/landmark/shape.h"
#include "tools/landmark/tower_parts.h"
#include "tools/landmark/tower_plan.h"

#include <cmath>

namespace stele::landmark {
namespace {

// Ends of a stroke in a field of 10 x 10, y up.
struct Stroke {
    double x0, y0, x1, y1;
};

const std::vector<Stroke>& zhen()
{
    static const std::vector<Stroke> strokes{{2.3, 10, 0.3, 7.4}, {2.3, 9.8, 4.4, 7.6},
        {1.3, 7, 3.6, 7}, {0.8, 5.4, 4, 5.4}, {2.4, 7, 2.4, 1.2}, {1.2, 4.3, 1.6, 2.9},
        {3.6, 4.3, 3.2, 2.9}, {0.4, 1.1, 4.4, 1.5}, {5, 9, 9.8, 9}, {7.4, 10, 7.2, 8},
        {5.7, 7.8, 9.1, 7.8}, {5.7, 7.8, 5.7, 3}, {9.1, 7.8, 9.1, 3}, {5.7, 6.2, 9.1, 6.2},
        {5.7, 4.6, 9.1, 4.6}, {5.7, 3.1, 9.1, 3.1}, {4.7, 1.9, 10, 1.9}, {6.4, 1.7, 5, 0.1},
        {8.3, 1.7, 9.7, 0.1}};
    return strokes;
}

const std::vector<Stroke>& hai()
{
    static const std::vector<Stroke> strokes{{0.9, 9.2, 2, 8.2}, {0.4, 6.5, 1.5, 5.6},
        {0.5, 0.8, 2.1, 4}, {4.7, 9.8, 3.4, 7.4}, {4.1, 8.4, 9.6, 8.4}, {4.6, 6.8, 4.0, 1.8},
        {4.6, 6.8, 9.0, 6.8}, {9.0, 6.8, 8.5, 0.4}, {4.0, 1.8, 9.5, 1.8}, {3.0, 4.3, 10, 4.3},
        {6.4, 6.2, 6.9, 5.3}, {6.2, 3.7, 6.7, 2.7}, {8.5, 0.4, 7.5, 0.8}};
    return strokes;
}

const std::vector<Stroke>& lou()
{
    static const std::vector<Stroke> strokes{{0.2, 6.9, 4, 6.9}, {2.2, 9.9, 2.2, 0.2},
        {2.1, 6.6, 0.2, 3}, {2.3, 6.4, 3.9, 4.4}, {5, 9.2, 9.3, 9.2}, {5, 9.2, 5, 7.1},
        {9.3, 9.2, 9.3, 7.1}, {4.5, 8.15, 9.8, 8.15}, {5, 7.1, 9.3, 7.1}, {7.1, 10, 7.1, 5},
        {5.4, 6.1, 9, 6.1}, {5.4, 6.1, 5.4, 5}, {9, 6.1, 9, 5}, {5.4, 5, 9, 5},
        {6.8, 4.6, 5.3, 2.2}, {5.3, 2.2, 8.8, 0.2}, {8.5, 3.2, 4.9, 0.2}, {4.3, 3.3, 9.9, 3.3}};
    return strokes;
}

double to_stroke(const Stroke& s, double x, double y)
{
    const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
    const double t =
        std::min(1.0, std::max(0.0, ((x - s.x0) * dx + (y - s.y0) * dy) / (dx * dx + dy * dy)));
    return std::hypot(x - s.x0 - dx * t, y - s.y0 - dy * t);
}

// 1 in the middle of a stroke, 0 beside it.
double ink(double u, double v)
{
    static constexpr double kField = 0.92, kStep = 1.12;
    const std::vector<Stroke>* const characters[] = {&lou(), &hai(), &zhen()}; // from the left
    for (int i = 0; i < 3; ++i) {
        const double x = (u - (i - 1) * kStep) / kField * 10 + 5, y = v / kField * 10 + 5;
        if (x < -0.5 || x > 10.5)
            continue;
        double nearest = 10;
        for (const Stroke& stroke : *characters[i])
            nearest = std::min(nearest, to_stroke(stroke, x, y));
        return 1 - smoothstep(0.25, 0.52, nearest);
    }
    return 0;
}

} // namespace

void add_name_board(Survey& survey)
{
    const Storey& top = kStoreys[4];
    constexpr double kHalfWidth = 1.95, kHalfHeight = 0.68;
    const Vec3d tilt = normalized(Vec3d{0, -0.22, 1});
    const Frame frame{{0, top.head_m - 1.22, top.half_depth_m + 0.55}, {1, 0, 0},
        cross(tilt, Vec3d{1, 0, 0}), tilt};
    survey.push_back({{-kHalfWidth, kHalfWidth, 0.25}, {-kHalfHeight, kHalfHeight, 0.25},
        [=](double u, double v) {
            const double edge = std::min(kHalfWidth - std::abs(u), kHalfHeight - std::abs(v));
            const double frame_share = 1 - smoothstep(0.08, 0.11, edge);
            const double raised = ink(u, v);
            const Vec3d p = frame.point(u, v, 0.035 * raised + 0.06 * frame_share);
            const Colour ground = Colour{0.10, 0.13, 0.22} * (1 + 0.2 * fbm(p * 2.0, 3));
            const Colour gold = Colour{0.86, 0.66, 0.24} * (1 + 0.12 * fbm(p * 5.0, 2));
            return Sample{p, blend(ground, gold, std::max(raised, frame_share))};
        }});
    add_bar(survey,
        {frame.point(-kHalfWidth, 0, -0.06), frame.point(kHalfWidth, 0, -0.06), frame.up,
            2 * kHalfHeight, 0.1},
        [](Vec3d) {
            return Colour{0.2, 0.12, 0.08};
        });
}

} // namespace stele::landmark
