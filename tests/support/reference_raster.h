// The picture oracle: a scalar rasteriser with the camera maths and the fixed-point coverage rule
// of the renderer. Every triangle is tried against every pixel of its box in 64-bit integers.
#pragma once

#include "archive/model/page_index.h"
#include "archive/model/scan.h"
#include "renderer/stream/view.h"

#include <cstdint>
#include <vector>

namespace stele::test {

struct ReferenceTriangle {
    Vec3i a, b, c; // asset grid
    std::uint32_t id = 0;
};

struct ReferencePicture {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint64_t> words; // depth bits << 32 | id, 0 is background
    // How far, in pixels, the pixel's centre is from the nearest edge of any triangle that was
    // drawn near it.
    std::vector<float> edge_distance_px;
};

ReferencePicture reference_raster(
    const Grid& grid, const stream::View& view, const std::vector<ReferenceTriangle>& triangles);

// The triangles of clusters [first, last) of a page, with the ids that they have from resident
// cluster first_index on.
std::vector<ReferenceTriangle> triangles_of(const DecodedPage& page, std::uint32_t first_index);

struct PictureDifference {
    std::size_t pixels = 0, different = 0;
    std::size_t different_inside = 0; // more than a pixel away from every edge
};
PictureDifference compare(
    const ReferencePicture& reference, const std::vector<std::uint64_t>& words);

} // namespace stele::test
