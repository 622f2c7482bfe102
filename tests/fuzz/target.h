// What fuzz targets share: bytes as spans, and properties that end the run when they do not hold.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"

#include <cstdint>
#include <cstdlib>

namespace stele::fuzz {

inline ByteSpan bytes(const std::uint8_t* data, std::size_t size)
{
    return std::as_bytes(std::span(data, size));
}

inline std::string_view text(const std::uint8_t* data, std::size_t size)
{
    return as_text(bytes(data, size));
}

// libFuzzer keeps the input that got here.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

// A value or an error that is about the input. The message must be fit for a terminal: no control
// characters but line ends.
template <class T>
void require_clean(const Result<T>& result)
{
    if (result)
        return;
    require(result.error().code() != Errc::internal);
    for (const char c : result.error().text())
        require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

} // namespace stele::fuzz
