// Sampling is stratified and seeded: the same surface and seed give the same points on any machine.
#include "archive/lod/deviation.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

// Samples asked one after the other: each starts from where the last one ended.
constexpr std::size_t kBlock = 4096;

double area2(std::span<const Vec3d> points, const Triangle& t)
{
    return length(cross(points[t[1]] - points[t[0]], points[t[2]] - points[t[0]]));
}

// splitmix64 of the seed and a number, as a fraction of one.
double random_unit(std::uint64_t seed, std::uint64_t number)
{
    std::uint64_t z = seed + (number + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return double((z ^ z >> 31) >> 11) * 0x1p-53;
}

} // namespace

std::vector<SurfaceSample> sample_area(std::span<const Vec3d> points,
    std::span<const Triangle> triangles, std::size_t count, std::uint64_t seed)
{
    double total = 0;
    for (const Triangle& t : triangles)
        total += area2(points, t);
    std::vector<SurfaceSample> samples;
    if (!(total > 0) || !std::isfinite(total))
        return samples;
    samples.reserve(count);
    double before = 0; // area of the triangles passed
    std::uint32_t at = 0;
    double here = area2(points, triangles[0]);
    for (std::size_t i = 0; i < count; ++i) {
        const double wanted = total * ((double(i) + random_unit(seed, i * 3)) / double(count));
        while (before + here <= wanted && at + 1 < triangles.size()) {
            before += here;
            here = area2(points, triangles[++at]);
        }
        double u = random_unit(seed, i * 3 + 1), v = random_unit(seed, i * 3 + 2);
        if (u + v > 1) {
            u = 1 - u;
            v = 1 - v;
        }
        const Triangle& t = triangles[at];
        const Vec3d a = points[t[0]];
        samples.push_back({a + (points[t[1]] - a) * u + (points[t[2]] - a) * v, at});
    }
    return samples;
}

std::vector<SurfaceSample> sample_corners(
    std::span<const Vec3d> points, std::span<const Triangle> triangles, std::size_t count)
{
    std::vector<std::uint32_t> triangle_of(points.size(), SurfaceTree::kNone);
    std::size_t used = 0;
    for (std::uint32_t t = 0; t < triangles.size(); ++t)
        for (const std::uint32_t v : triangles[t]) {
            used += triangle_of[v] == SurfaceTree::kNone ? 1u : 0u;
            triangle_of[v] = t;
        }
    count = std::min(count, used);
    std::vector<SurfaceSample> samples;
    samples.reserve(count);
    std::size_t number = 0; // of the used corner
    for (std::size_t v = 0; v < points.size() && samples.size() < count; ++v) {
        if (triangle_of[v] == SurfaceTree::kNone)
            continue;
        // The i-th sample is the first corner at or beyond i / count of them all.
        if (number++ * count >= samples.size() * used)
            samples.push_back({points[v], triangle_of[v]});
    }
    return samples;
}

Result<std::vector<double>> distances_to(const SurfaceTree& tree,
    std::span<const SurfaceSample> samples, unsigned jobs, const Cancel* cancel)
{
    std::vector<double> distances(samples.size());
    STELE_CHECK(parallel_for(
        (samples.size() + kBlock - 1) / kBlock, jobs, [&](std::size_t block) -> Status {
            if (cancel != nullptr && cancel->requested)
                return Error(Errc::cancelled, "interrupted");
            std::uint32_t hint = SurfaceTree::kNone;
            const std::size_t end = std::min(samples.size(), (block + 1) * kBlock);
            for (std::size_t i = block * kBlock; i < end; ++i) {
                const SurfaceTree::Nearest near = tree.nearest(samples[i].position, hint);
                hint = near.triangle;
                distances[i] = std::sqrt(near.distance2);
            }
            return {};
        }));
    return distances;
}

Deviation summarise(std::vector<double> distances)
{
    Deviation d;
    d.samples = distances.size();
    if (distances.empty())
        return d;
    double sum = 0, sum2 = 0;
    for (const double x : distances) {
        sum += x;
        sum2 += x * x;
    }
    const auto n = double(distances.size());
    d.mean = sum / n;
    d.rms = std::sqrt(sum2 / n);
    const auto ranked = [&](std::size_t percent) {
        const std::size_t rank = (distances.size() * percent + 99) / 100 - 1;
        const auto at = distances.begin() + std::ptrdiff_t(rank);
        std::nth_element(distances.begin(), at, distances.end());
        return *at;
    };
    d.p95 = ranked(95);
    d.p99 = ranked(99);
    d.max = *std::max_element(distances.begin(), distances.end());
    return d;
}

} // namespace stele::lod
