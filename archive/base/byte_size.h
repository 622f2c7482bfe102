// Sizes as people write them.
#pragma once

#include "archive/base/result.h"

#include <cstdint>
#include <string_view>

namespace stele {

// "268435456", "256MiB", "2 GiB", "500MB"; K, M, G, T alone are binary. Errc::invalid_argument.
Result<std::uint64_t> parse_byte_size(std::string_view text);

} // namespace stele
