// Code points of a UTF-8 text; an invalid byte is U+FFFD and one step.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

std::vector<char32_t> code_points(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);

} // namespace stele::record
