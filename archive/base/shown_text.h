// Bytes of files, names and titles as messages and terminals show them: UTF-8 with nothing that a
// terminal would obey.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stele {

// Control characters (U+0080 to U+009F too: some terminals obey them) and what is no UTF-8 as %XX.
// Line ends and tabs stay; a line ends in "\n", whatever it ended in.
std::string fit_for_terminal(std::string_view text);
// The same with a space for every line end and tab.
std::string one_line(std::string_view text);

// The characters that are whole within the first max_bytes.
std::string_view first_characters(std::string_view utf8, std::size_t max_bytes);
// One line, of which more than 80 bytes are cut and end in "...".
std::string excerpt(std::string_view bytes);
std::string in_quotes(std::string_view bytes); // "excerpt"

} // namespace stele
