// Base-colour textures: decoding within limits, and sampling at a point in linear light.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"
#include "archive/model/image.h"

#include <string>
#include <string_view>

namespace stele::readers {

inline constexpr std::uint32_t kMaxTextureSide = 16384; // with RGBA: 1 GiB
inline constexpr std::uint64_t kMaxTextureFileBytes = std::uint64_t{1} << 30;

// PNG, JPEG, BMP; TGA when the name says so. Errc::unsupported for other formats, Errc::limit
// beyond 16384 x 16384, before anything is decoded.
Result<Image> decode_texture(ByteSpan bytes, std::string_view name);

// Components 0 to 1, colours linear.
struct LinearColour {
    float r = 1, g = 1, b = 1, a = 1;
};
LinearColour linear_from_srgb(Rgba8 colour);
Rgba8 srgb_from_linear(const LinearColour& colour); // clamps; NaN becomes 0

enum class Wrap { repeat, clamp, mirror };

// Bilinear at (u, v), v downwards from the first row, texel centres at half texels. Any double is a
// valid coordinate. Precondition: the image is not empty.
LinearColour sample(const Image& image, double u, double v, Wrap wrap_u, Wrap wrap_v);

// What sampling to vertices leaves out, for the finding "texture.sampled-to-vertex".
struct SamplingReport {
    std::uint64_t textures = 0, texels = 0, vertices = 0;
    std::string text() const;
};

} // namespace stele::readers
