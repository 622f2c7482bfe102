// What a person types to search, taken apart. Pure. Every text is a query, or is refused with a
// sentence that says what to write.
#pragma once

#include "archive/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::catalogue {

// In the order of the search table's columns; anywhere is all of them.
enum class Field { title, place, creator, holder, material, description, anywhere };

// Words that must occur one after the other, or must not.
struct Phrase {
    Field field = Field::anywhere;
    std::string text;    // empty: anything at all in that field
    bool begins = false; // the last letters may be missing
    bool negated = false;
    friend bool operator==(const Phrase&, const Phrase&) = default;
};

enum class Key { id, type, state, rights, year, added, modified, size, triangles };

// A fact of the row. Texts are compared without case; numbers lie between the bounds, which belong
// to the range.
struct Condition {
    Key key = Key::id;
    std::string text;                      // id, type, state, rights; empty: anything at all
    bool begins = false;                   // id, rights: as far as it goes
    std::optional<std::int64_t> low, high; // years, seconds since 1970, bytes, triangles
    bool negated = false;
    friend bool operator==(const Condition&, const Condition&) = default;
};

struct Query {
    std::vector<Phrase> phrases;
    std::vector<Condition> conditions;
};

// word  "a phrase"  word*  -word  key:value  key<value  key:from..to; all must hold. An unquoted
// word stands for all that begin so, except behind a minus. Errc::invalid_argument: nothing to
// search for, or a filter that is none, with the nearest one.
Result<Query> parse_query(std::string_view text);

// The keys that parse_query() knows, with what they filter by: for help.
struct FilterText {
    std::string_view key, what, example;
};
const std::vector<FilterText>& filter_texts();

} // namespace stele::catalogue
