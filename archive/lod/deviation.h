// How far two surfaces lie apart, by sampling: points of the one, exact distances to the other, and
// what people quote of them. Proves nothing (distance.h does); it checks.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/surface_tree.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

struct SurfaceSample {
    Vec3d position;
    std::uint32_t triangle = 0; // that it lies on
};

// Uniform by area, one a stratum of equal area, in the order of the triangles; the same for the
// same seed. None when no triangle has an area.
std::vector<SurfaceSample> sample_area(std::span<const Vec3d> points,
    std::span<const Triangle> triangles, std::size_t count, std::uint64_t seed);

// Corners that triangles use, spread evenly over the numbers of the points, at most count; each
// once and with one of its triangles. All of them when there are no more than count.
std::vector<SurfaceSample> sample_corners(
    std::span<const Vec3d> points, std::span<const Triangle> triangles, std::size_t count);

// Of each sample to the surface of the tree, in order. Fails only when cancelled.
Result<std::vector<double>> distances_to(const SurfaceTree& tree,
    std::span<const SurfaceSample> samples, unsigned jobs, const Cancel* cancel);

struct Deviation {
    std::uint64_t samples = 0;
    double rms = 0, mean = 0, p95 = 0, p99 = 0, max = 0;
};
// Percentiles are of the nearest rank: the least distance that this share does not exceed.
Deviation summarise(std::vector<double> distances);

} // namespace stele::lod
