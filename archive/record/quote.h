// Values as an error message shows them: quoted, control characters escaped, long ones cut.
#pragma once

#include "archive/base/json.h"

#include <string>
#include <string_view>

namespace stele::record {

inline std::string shortened(std::string text)
{
    constexpr std::size_t kMaxBytes = 60;
    if (text.size() <= kMaxBytes)
        return text;
    std::size_t end = kMaxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u)
        --end; // not within a UTF-8 sequence
    return text.substr(0, end) + "...";
}

inline std::string quoted(std::string_view text)
{
    return print_json(Json(shortened(std::string(text))));
}

// Any value on one line.
inline std::string shown(const Json& value)
{
    return value.is_string() ? quoted(*value.string()) : shortened(print_json(value));
}

} // namespace stele::record
