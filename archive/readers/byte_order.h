// Numbers in either byte order, as PNG, JPEG, EXIF and ICC profiles have them, bounds-checked.
#pragma once

#include "archive/base/bytes.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace stele::readers {

// size bytes (1 to 4) at offset; nothing when they are not all there.
inline std::optional<std::uint32_t> big_endian(ByteSpan bytes, std::size_t offset, std::size_t size)
{
    if (offset > bytes.size() || size > bytes.size() - offset)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[offset + i]);
    return value;
}

inline std::optional<std::uint32_t> little_endian(
    ByteSpan bytes, std::size_t offset, std::size_t size)
{
    if (offset > bytes.size() || size > bytes.size() - offset)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[offset + i]);
    return value;
}

// size bytes at offset, or as many as there are.
inline ByteSpan part_of(ByteSpan bytes, std::size_t offset, std::size_t size)
{
    if (offset > bytes.size())
        return {};
    return bytes.subspan(offset, std::min(size, bytes.size() - offset));
}

} // namespace stele::readers
