// UTF-8 as far as an archive needs it: validity, display cells, case-insensitive ASCII.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stele {

bool is_valid_utf8(std::string_view text);
// Invalid bytes become %XX; valid text is returned unchanged.
std::string to_valid_utf8(std::string_view bytes);
// Terminal columns: CJK and full-width count 2, combining marks 0.
std::size_t display_width(std::string_view text);
std::string ascii_lower(std::string_view text);

} // namespace stele
