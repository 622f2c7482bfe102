// Bytes of a file as messages and terminals may show them.
#pragma once

#include "archive/base/unicode.h"

#include <string>
#include <string_view>

namespace stele::readers {

// Valid UTF-8 without control characters (as %XX), cut at 60 bytes.
inline std::string printable(std::string_view bytes)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::size_t kMaxBytes = 60;
    std::string out;
    for (const char c : to_valid_utf8(bytes.substr(0, kMaxBytes))) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f)
            out += c;
        else
            (out += '%').append({kHex[byte >> 4], kHex[byte & 15]});
    }
    return bytes.size() > kMaxBytes ? out + "..." : out;
}

inline std::string in_quotes(std::string_view bytes)
{
    return '"' + printable(bytes) + '"';
}

} // namespace stele::readers
