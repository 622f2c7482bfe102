// Oklab with roots by Newton's method, because libm's are not the same everywhere.
#include "archive/lod/appearance.h"

#include "archive/lod/distance.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace stele::lod {

namespace {

// Differences below this are not seen (about one just noticeable difference in Oklab).
constexpr float kJustNoticeable = 0.02F;
// Twice the median difference passes for noise (a robust estimate, as Donoho and Johnstone 1994
// make it from the finest detail), but never more than this: beyond it a pattern is lost, whatever
// it is.
constexpr float kMostNoise = 0.06F;
// A difference that exceeds the unseen by this much counts with the whole length of the edge.
constexpr float kFullDifference = 0.1F;

// x in [0, 1].
double fifth_root(double x)
{
    if (!(x > 0))
        return 0;
    double y = 1;
    for (int i = 0; i < 40; ++i)
        y = (4 * y + x / (y * y * y * y)) / 5;
    return y;
}

float cube_root(float x)
{
    if (!(x > 0))
        return 0;
    // A third of the exponent to start from, then Newton.
    float y = std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) / 3 + 0x2a514067u);
    for (int i = 0; i < 3; ++i)
        y = (2 * y + x / (y * y)) * (1.0F / 3.0F);
    return y;
}

// IEC 61966-2-1: linear light of each 8-bit code.
const std::array<float, 256>& linear_light()
{
    static const std::array<float, 256> table = [] {
        std::array<float, 256> t{};
        for (std::size_t i = 0; i < 256; ++i) {
            const double c = double(i) / 255;
            const double base = (c + 0.055) / 1.055;
            t[i] = float(c <= 0.04045 ? c / 12.92 : base * base * fifth_root(base * base));
        }
        return t;
    }();
    return table;
}

} // namespace

Vec3f oklab(Rgba8 colour)
{
    const auto& linear = linear_light();
    const float r = linear[colour.r], g = linear[colour.g], b = linear[colour.b];
    const float l = cube_root(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = cube_root(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = cube_root(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
        1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
        0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

namespace {

struct Change {
    float difference; // Oklab
    double edge;      // the longest of the triangle shown there
};

// Of every vertex that was removed or moved.
std::vector<Change> changes(
    const Surface& in, const Simplified& out, std::span<const std::uint32_t> nearest)
{
    std::vector<Vec3f> lab(in.positions.size());
    std::vector<std::uint8_t> alive(in.positions.size(), 0);
    for (const Triangle& t : out.triangles)
        for (const std::uint32_t v : t)
            alive[v] = 1;
    for (std::size_t v = 0; v < lab.size(); ++v)
        if (alive[v] != 0)
            lab[v] = oklab(out.colours[v]);
    std::vector<Change> result;
    for (std::size_t v = 0; v < in.positions.size(); ++v) {
        if (nearest[v] >= out.triangles.size() ||
            (alive[v] != 0 && out.positions[v] == in.positions[v]))
            continue;
        const Triangle& t = out.triangles[nearest[v]];
        const auto at = [&](Vec3i q) { return to_double(q) - to_double(in.positions[v]); };
        const Vec3d a = at(out.positions[t[0]]), b = at(out.positions[t[1]]),
                    c = at(out.positions[t[2]]);
        const Vec3d p = closest_point({}, a, b, c);
        const Vec3d normal = cross(b - a, c - a);
        const double area = dot(normal, normal);
        const double wb = area > 0 ? dot(cross(p - a, c - a), normal) / area : 0;
        const double wc = area > 0 ? dot(cross(b - a, p - a), normal) / area : 0;
        const Vec3f shown =
            lab[t[0]] * float(1 - wb - wc) + lab[t[1]] * float(wb) + lab[t[2]] * float(wc);
        result.push_back({length(shown - oklab(in.colours[v])),
            std::sqrt(std::max({dot(b - a, b - a), dot(c - b, c - b), dot(a - c, a - c)}))});
    }
    return result;
}

float unseen(const std::vector<Change>& all)
{
    std::vector<float> differences;
    differences.reserve(all.size());
    for (const Change& c : all)
        differences.push_back(c.difference);
    const auto middle = differences.begin() + std::ptrdiff_t(differences.size() / 2);
    std::nth_element(differences.begin(), middle, differences.end());
    return std::clamp(2 * *middle, kJustNoticeable, kMostNoise);
}

} // namespace

double appearance_error(
    const Surface& in, const Simplified& out, std::span<const std::uint32_t> nearest)
{
    if (in.colours.empty())
        return 0;
    const std::vector<Change> all = changes(in, out, nearest);
    if (all.empty())
        return 0;
    const float limit = unseen(all);
    double sum2 = 0;
    for (const Change& c : all) {
        if (c.difference <= limit)
            continue;
        const double extent =
            c.edge * std::min(1.0, double((c.difference - limit) / kFullDifference));
        sum2 += extent * extent;
    }
    return std::sqrt(sum2 / double(in.positions.size()));
}

} // namespace stele::lod
