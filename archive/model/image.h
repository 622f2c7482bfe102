// An 8-bit picture in memory: sRGB colours, straight alpha, rows top to bottom.
#pragma once

#include "archive/model/scan.h"

#include <cstdint>
#include <vector>

namespace stele {

struct Image {
    std::uint32_t width = 0, height = 0;
    std::vector<Rgba8> pixels; // width * height

    Rgba8& at(std::uint32_t x, std::uint32_t y) { return pixels[std::size_t{y} * width + x]; }
    const Rgba8& at(std::uint32_t x, std::uint32_t y) const
    {
        return pixels[std::size_t{y} * width + x];
    }
};

} // namespace stele
