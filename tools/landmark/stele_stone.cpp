// A stone slab with a dragon head on the back of a tortoise, after the type of Ming imperial
// steles. The inscription is invented marks: nothing can be read that was never written.
#include "tools/landmark/landmark.h"
#include "tools/landmark/noise.h"
#include "tools/landmark/ply_output.h"
#include "tools/landmark/shape.h"

#include <cmath>
#include <numbers>

namespace stele::landmark {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kHalfWidth = 0.70, kHalfDepth = 0.19; // of the slab
constexpr double kSlabFoot = 1.42, kSlabHead = 3.95;
constexpr double kHeadHalf = 0.78, kHeadHeight = 1.05;

Colour limestone(Vec3d p)
{
    Colour stone =
        Colour{0.74, 0.71, 0.65} * (1 + 0.18 * fbm(p * 1.3, 4) + 0.10 * fbm(p * 14.0, 2));
    const double wet = smoothstep(0.1, 0.5, fbm({p.x * 4, p.y * 0.5, p.z * 4}, 3));
    stone = blend(stone, {0.30, 0.30, 0.28}, 0.5 * wet);
    const double lichen = smoothstep(0.22, 0.32, fbm(p * 3.1 + Vec3d{7, 1, 3}, 4));
    stone = blend(stone, {0.70, 0.64, 0.36}, 0.6 * lichen);
    return blend(
        stone, {0.36, 0.40, 0.27}, 0.6 * (1 - smoothstep(-0.4, 0.5, p.y + 0.3 * fbm(p * 2.0, 3))));
}

Colour carved(Vec3d p, double depth)
{
    return blend(limestone(p), {0.27, 0.26, 0.24}, depth);
}

// Distance to the nearest and the second nearest plate of the shell: hexagons, jittered.
double plate_groove(double x, double z)
{
    constexpr double kSize = 0.34;
    double first = 9, second = 9;
    const auto row = static_cast<std::int64_t>(std::floor(z / (kSize * 0.87)));
    for (std::int64_t j = row - 1; j <= row + 1; ++j) {
        const double shift = j % 2 == 0 ? 0.0 : 0.5;
        const auto column = static_cast<std::int64_t>(std::floor(x / kSize - shift));
        for (std::int64_t i = column - 1; i <= column + 2; ++i) {
            const double d =
                std::hypot(x - (double(i) + shift) * kSize, z - double(j) * kSize * 0.87);
            second = std::min(second, std::max(first, d));
            first = std::min(first, d);
        }
    }
    return smoothstep(0.0, 0.07, second - first);
}

void add_tortoise(Survey& survey)
{
    const auto shell = [](Vec3d d) {
        return 0.045 * plate_groove(d.x * 0.98, d.z * 1.4) + 0.012 * fbm(d * 5.0, 3);
    };
    const Paint shell_paint = [](Vec3d p) {
        return carved(p, 0.55 * (1 - plate_groove(p.x / 0.98, (p.z + 0.05))));
    };
    add_ball(survey, {{0, 0.62, -0.05}, {0.98, 0.86, 1.40}, shell, -0.1}, shell_paint, 0.8);
    // The rim, scalloped.
    add_tube(survey,
        {[](double t) {
             const double a = 2 * kPi * t;
             return Vec3d{
                 1.02 * std::sin(a), 0.60 + 0.04 * std::cos(8 * a), -0.05 + 1.44 * std::cos(a)};
         },
            [](double t) { return 0.085 + 0.018 * std::sin(2 * kPi * t * 44); }, 7.6},
        limestone, 0.8);
    add_ball(survey,
        {{0, 0.50, -0.05}, {0.90, 0.34, 1.30}, [](Vec3d d) { return 0.02 * fbm(d * 6.0, 3); }},
        limestone, 1.4);
    for (const double x : {-1.0, 1.0})
        for (const double z : {-0.95, 0.85}) {
            const Vec3d hip{x * 0.80, 0.42, z};
            add_ball(survey,
                {hip, {0.30, 0.40, 0.40},
                    [](Vec3d d) { return 0.05 * fbm(d * 4.0, 3) + 0.03 * std::sin(d.y * 22); }},
                limestone);
            for (const double toe : {-0.16, 0.0, 0.16})
                add_ball(survey,
                    {{x * 0.88 + toe, 0.16, z + 0.34 - 0.5 * std::abs(toe)}, {0.085, 0.09, 0.2}},
                    limestone, 0.8);
        }
    const auto neck = [](double t) {
        return Vec3d{0, 0.72 + 0.72 * t * t, 1.0 + 0.85 * t - 0.15 * t * t};
    };
    add_tube(survey,
        {neck, [](double t) { return 0.40 - 0.12 * t + 0.012 * std::sin(t * 60); }, 1.2, {1, 0, 0}},
        limestone, 0.8);
    const auto head = [](Vec3d d) {
        const double mouth =
            std::exp(-std::pow((d.y + 0.18) / 0.07, 2)) * smoothstep(0.2, 0.6, d.z);
        const double brow = std::exp(
            -(std::pow((d.y - 0.45) / 0.16, 2) + std::pow((std::abs(d.x) - 0.5) / 0.22, 2)));
        return 0.16 * brow - 0.14 * mouth + 0.03 * fbm(d * 5.0, 3);
    };
    add_ball(survey, {{0, 1.50, 1.86}, {0.36, 0.33, 0.52}, head}, limestone, 0.6);
    for (const double x : {-1.0, 1.0}) {
        add_ball(survey, {{x * 0.235, 1.60, 2.10}, {0.085, 0.085, 0.085}}, limestone, 0.5);
        add_ball(survey, {{x * 0.10, 1.57, 2.36}, {0.06, 0.05, 0.05}}, limestone, 0.5);
        add_tube(survey,
            {[=](double t) {
                 return Vec3d{x * (0.2 + 0.14 * t), 1.78 + 0.12 * std::sin(t * 3), 1.85 - 0.45 * t};
             },
                [](double t) { return 0.07 * (1 - 0.85 * t); }, 0.5},
            limestone, 0.6);
    }
    add_tube(survey,
        {[](double t) {
             return Vec3d{0.22 * std::sin(t * 4), 0.42 + 0.25 * t, -1.25 - 0.42 * t + 0.2 * t * t};
         },
            [](double t) { return 0.15 * (1 - 0.8 * t); }, 0.7, {1, 0, 0}},
        limestone, 0.8);
}

// How deep the chisel went at a place on the written field: columns of invented characters.
double incised(double u, double v)
{
    constexpr double kCell = 0.088;
    const double column = std::floor(u / kCell), row = std::floor(v / kCell);
    const auto ci = static_cast<std::int64_t>(column), ri = static_cast<std::int64_t>(row);
    if (unit(ci, ri, 400) < 0.06) // a space
        return 0;
    const double x = (u / kCell - column) * 10, y = (v / kCell - row) * 10;
    double nearest = 9;
    const std::int64_t strokes = 4 + hash(ci, ri, 401) % 4;
    for (std::int64_t k = 0; k < strokes; ++k) {
        const double a = 1.2 + 7.6 * unit(ci * 16 + k, ri, 402),
                     b = 1.2 + 7.6 * unit(ci * 16 + k, ri, 403);
        const double reach = 1.5 + 2.6 * unit(ci * 16 + k, ri, 404);
        const bool level = k % 2 == 0;
        const double along = level ? x - a : y - a, across = level ? y - b : x - b;
        nearest = std::min(nearest, std::hypot(std::max(0.0, std::abs(along) - reach), across));
    }
    const double worn = smoothstep(0.0, 0.35, fbm({u * 2.2, v * 2.2, 5}, 3));
    return (1 - smoothstep(0.35, 0.8, nearest)) * (1 - 0.8 * worn);
}

// Scrolls: bands of warped sines.
double scroll(double u, double v, double scale)
{
    const double bend = 1.3 * fbm({u * scale * 0.35, v * scale * 0.35, 9}, 3);
    return smoothstep(
        -0.2, 0.6, std::sin(u * scale + 2.2 * bend) * std::sin(v * scale + 2.8 * bend));
}

void add_slab(Survey& survey)
{
    const double height = kSlabHead - kSlabFoot;
    for (int side = 0; side < 4; ++side) {
        const bool broad = side % 2 == 0;
        const double half = broad ? kHalfWidth : kHalfDepth;
        const Frame frame = side_frame(side, broad ? kHalfDepth : kHalfWidth, kSlabFoot);
        survey.push_back(
            {{-half, half, side == 0 ? 0.36 : 0.9}, {0, height, side == 0 ? 0.36 : 0.9},
                [=](double u, double v) {
                    const double edge = std::min({half - std::abs(u), v, height - v});
                    double out = 0.004 * fbm(frame.point(u, v) * 3.0, 3), depth = 0;
                    if (broad && edge > 0.12 && side == 0) {
                        depth = incised(u + 0.044, v);
                        out -= 0.008 * depth + 0.004;
                    } else if (broad && edge < 0.105) {
                        const double s = scroll(u + 3, v, 34);
                        out += 0.012 * s;
                        depth = 0.4 * (1 - s);
                    }
                    const Vec3d p = frame.point(u, v, out);
                    return Sample{p, carved(p, 0.7 * depth)};
                },
                [=](double u, double v) {
                    return side == 2 && fbm({u * 1.6, v * 1.6, 77}, 3) > 0.4;
                }});
    }
    // The socket on the shell.
    add_bar(
        survey, {{0, 1.22, 0}, {0, kSlabFoot + 0.04, 0}, {1, 0, 0}, 1.62, 0.62}, limestone, 0.9);
}

// The rounded head: two faces with coiling dragons and the title field, and the edge around them.
void add_dragon_head(Survey& survey)
{
    const double side_height = kHeadHeight - kHeadHalf * 0.75;
    const auto half_at = [=](double v) { // half width at a height
        const double y = std::max(0.0, v - side_height) / (kHeadHeight - side_height);
        return kHeadHalf * std::sqrt(std::max(0.0, 1 - y * y));
    };
    const auto relief = [=](double u, double v) {
        const bool title = std::abs(u) < 0.17 && v > 0.14 && v < 0.66;
        if (title)
            return std::abs(u) > 0.145 || v < 0.165 || v > 0.635 ? 0.06 : 0.0;
        return 0.085 * scroll(std::abs(u) * 1.05 + 0.2 * v, v + 0.3 * std::abs(u), 12) +
               0.007 * scroll(u, v, 45);
    };
    for (const int side : {0, 2}) {
        const Frame frame = side_frame(side, kHalfDepth + 0.02, kSlabHead);
        survey.push_back({{-1, 1, 0.3}, {0, kHeadHeight, 0.5}, [=](double s, double v) {
                              const double u = s * half_at(v);
                              const double out = relief(u, v) * smoothstep(0.0, 0.08,
                                                                    kHeadHalf * (1 - std::abs(s)));
                              const Vec3d p = frame.point(u, v, out);
                              return Sample{p, carved(p, 0.55 * (1 - smoothstep(0.0, 0.06, out)))};
                          }});
    }
    // Around the edge, from the right foot over the top to the left one.
    const double around = 2 * side_height + kPi * kHeadHalf * 0.88;
    const auto outline = [=](double t) {
        const double arc =
            kPi *
            std::min(1.0, std::max(0.0, (t * around - side_height) / (around - 2 * side_height)));
        const double lift = std::min(side_height, std::min(t, 1 - t) * around);
        return Vec3d{kHeadHalf * std::cos(arc),
            kSlabHead + lift + (kHeadHeight - side_height) * std::sin(arc), 0};
    };
    survey.push_back(
        {{-kHalfDepth - 0.02, kHalfDepth + 0.02, 0.7}, {0, around, 0.7}, [=](double w, double s) {
             const double t = s / around;
             const Vec3d along =
                 normalized(outline(std::min(1.0, t + 1e-3)) - outline(std::max(0.0, t - 1e-3)));
             const Vec3d out{along.y, -along.x, 0};
             const double rise = 0.05 * scroll(w * 1.5, s, 21) *
                                 smoothstep(0.0, 0.06, kHalfDepth + 0.02 - std::abs(w));
             const Vec3d p = outline(t) + out * rise + Vec3d{0, 0, -w};
             return Sample{p, carved(p, 0.5 * (1 - smoothstep(0.0, 0.04, rise)))};
         }});
    survey.push_back(flat({{0, kSlabHead, 0}, {1, 0, 0}, {0, 0, 1}, {0, -1, 0}},
        {-kHeadHalf, kHeadHalf, -kHalfDepth, kHalfDepth}, 0, limestone));
}

void add_plinth(Survey& survey)
{
    for (int side = 0; side < 4; ++side) {
        const bool broad = side % 2 == 0;
        const double half = broad ? 1.35 : 2.0;
        Frame frame = side_frame(side, broad ? 2.0 : 1.35, -0.40);
        frame.origin.z += 0.25;
        survey.push_back(
            {{-half, half, 0.9}, {0, 0.44, 0.9}, [=](double u, double v) {
                 const double s = v > 0.08 && v < 0.36 ? scroll(u, v * 1.4, 20) : 0.0;
                 const Vec3d p = frame.point(u, v, 0.03 * s - (v > 0.08 && v < 0.36 ? 0.02 : 0.0));
                 return Sample{p, carved(p, v > 0.08 && v < 0.36 ? 0.4 * (1 - s) : 0.0)};
             }});
    }
    survey.push_back(flat({{0, 0.04, 0.25}, {1, 0, 0}, {0, 0, -1}, {0, 1, 0}},
        {-1.35, 1.35, -2.0, 2.0}, 0, limestone, 1.5));
    survey.back().unseen = [](double u, double v) { // under the belly
        return std::hypot(u / 0.8, (v - 0.3) / 1.2) + 0.2 * fbm({u * 2, v * 2, 1}, 3) < 0.9;
    };
    survey.push_back({{-2.6, 2.6, 2.5}, {-3.1, 2.5, 2.5},
        [](double u, double v) {
            const Vec3d p{u, -0.40 + 0.04 * fbm({u, v, 4}, 3), -v};
            return Sample{p, blend(Colour{0.46, 0.42, 0.35}, {0.30, 0.38, 0.20},
                                 smoothstep(-0.1, 0.3, fbm({u * 0.9, v * 0.9, 2}, 3))) *
                                 (1 + 0.25 * fbm(p * 5.0, 3))};
        },
        [](double u, double v) {
            return std::hypot(u / 2.5, (v + 0.3) / 2.8) + 0.2 * fbm({u, v, 6}, 4) > 1.0 ||
                   (std::abs(u) < 1.3 && std::abs(v + 0.25) < 1.95);
        }});
}

} // namespace

Result<void> write_tortoise_stele(const std::filesystem::path& ply, const SteleOptions& options)
{
    Survey survey;
    add_plinth(survey);
    add_tortoise(survey);
    add_slab(survey);
    add_dragon_head(survey);
    PlyOptions output;
    output.target_triangles = options.target_triangles;
    output.seed = options.seed;
    output.noise_m = options.noise_m;
    output.cancel = options.cancel;
    output.comments = {
        "SYNTHETIC: generated by Stele after the type of Ming steles; not a scan of a real object",
        "units: metres", "up axis: y"};
    return write_ply(ply, survey, output);
}

} // namespace stele::landmark
