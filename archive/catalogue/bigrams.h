// Text for search: folded alike on both sides, and runs of Han, Kana and Hangul cut into pairs of
// characters.
#pragma once

#include <string>
#include <string_view>

namespace stele::catalogue {

// Full-width letters, digits and spaces become ASCII; ASCII becomes lower case. Diacritics are
// SQLite's business.
std::string fold(std::string_view text);

// "大雁塔" gives "大雁 雁塔 塔": every pair, then the last character alone, so that one character
// is found too (as the beginning of a word) and a pair never spans two runs.
std::string bigrams(std::string_view folded);

// The FTS5 expression for what a person typed: all words must occur, the last letters of a word may
// be missing. Empty when nothing can be searched for.
std::string match_expression(std::string_view query);

} // namespace stele::catalogue
