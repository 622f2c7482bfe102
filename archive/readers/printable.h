// Bytes of a file as messages and terminals may show them.
#pragma once

#include "archive/base/result.h"

#include <string>
#include <string_view>

namespace stele::readers {

// Cut at 60 bytes.
inline std::string printable(std::string_view bytes)
{
    constexpr std::size_t kMaxBytes = 60;
    const std::string shown = fit_for_terminal(std::string(bytes.substr(0, kMaxBytes)));
    return bytes.size() > kMaxBytes ? shown + "..." : shown;
}

inline std::string in_quotes(std::string_view bytes)
{
    return '"' + printable(bytes) + '"';
}

} // namespace stele::readers
