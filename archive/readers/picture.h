// What a picture file says of itself, without decoding its pixels: size, and the name of its colour
// profile. From the beginning of the file; whatever the bytes are, this ends in facts or nothing.
#pragma once

#include "archive/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>

namespace stele::readers {

// As much of a file as is worth looking at: profiles and previews stand before the pixels.
inline constexpr std::uint64_t kPictureHeadBytes = std::uint64_t{4} << 20;

struct PictureFacts {
    std::uint32_t width = 0, height = 0; // 0: not found in what was given
    std::string colour_profile;          // printable UTF-8; empty: none is stated
};

// PNG, JPEG, WebP, KTX2, BMP. Nothing: it begins like none of them.
std::optional<PictureFacts> picture_facts(ByteSpan head);

// The description of an ICC profile (ICC.1:2022 section 7, tag "desc" of either version); empty
// when there is none. At most 80 code points, without control characters.
std::string icc_description(ByteSpan profile);

} // namespace stele::readers
