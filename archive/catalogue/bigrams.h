// Text for search: one width on both sides, and runs of Han, Kana and Hangul cut into pairs of
// characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stele::catalogue {

// Full-width letters, digits and spaces become ASCII, half-width Kana become full. Case and
// diacritics are SQLite's business.
std::string one_width(std::string_view text);

// "大雁塔" gives "大雁 雁塔 塔": every pair, then the last character alone, so that one character
// is found too (as the beginning of a word) and a pair never spans two runs. Precondition:
// one_width.
std::string bigrams(std::string_view text);

// A text cut where its script changes: words as they follow one another, or one run of CJK.
struct Run {
    std::string text; // words separated by single spaces
    bool cjk = false;
    friend bool operator==(const Run&, const Run&) = default;
};
// Without punctuation: nothing in a run has a meaning to FTS5 between quotation marks.
std::vector<Run> runs_of(std::string_view text);

// The FTS5 phrase for one run, without its columns. begins: the last letters may be missing.
std::string fts_phrase(const Run& run, bool begins);

} // namespace stele::catalogue
