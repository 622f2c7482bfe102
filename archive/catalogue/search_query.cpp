// One token after the other: a minus, a key with its comparison, then a word or a quoted phrase.
// Full-width signs count as ASCII, typographic quotation marks as straight ones.
#include "archive/catalogue/search_query.h"

#include "archive/base/unicode.h"
#include "archive/catalogue/bigrams.h"
#include "archive/catalogue/rows.h"
#include "archive/record/edtf.h"
#include "archive/record/nearest.h"
#include "archive/record/utf8.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace stele::catalogue {
namespace {

constexpr std::size_t kMaxBytes = 1000; // longer texts are cut: nobody types them
constexpr std::size_t kMaxTokens = 64;
constexpr std::int64_t kMaxYear = 999'999'999;
constexpr std::int64_t kDay = 86400;

struct Token {
    bool negated = false;
    std::string key, comparison; // empty without one; the key in lower case
    std::string prefix;          // both as they were typed
    std::string value;
    bool quoted = false;
};

struct FieldName {
    std::string_view name;
    Field field;
};
constexpr std::array<FieldName, 6> kFields{{{"title", Field::title}, {"place", Field::place},
    {"creator", Field::creator}, {"holder", Field::holder}, {"material", Field::material},
    {"description", Field::description}}};

struct KeyName {
    std::string_view name;
    Key key;
};
constexpr std::array<KeyName, 9> kKeys{{{"id", Key::id}, {"type", Key::type}, {"state", Key::state},
    {"rights", Key::rights}, {"year", Key::year}, {"added", Key::added},
    {"modified", Key::modified}, {"size", Key::size}, {"triangles", Key::triangles}}};

Error refuse(std::string message)
{
    return {Errc::invalid_argument, std::move(message)};
}

std::string quoted(std::string_view text)
{
    return "'" + std::string(text) + "'";
}

// The length of what stands at i and separates tokens: white space and control characters.
std::size_t space_at(std::string_view text, std::size_t i)
{
    if (static_cast<unsigned char>(text[i]) <= ' ' || text[i] == '\x7f')
        return 1;
    return text.substr(i).starts_with("\u00a0") ? 2 : 0;
}

std::size_t quote_at(std::string_view text, std::size_t i)
{
    if (text[i] == '"')
        return 1;
    const std::string_view rest = text.substr(i);
    return rest.starts_with("\u201c") || rest.starts_with("\u201d") ? 3 : 0;
}

// "year<=" at the beginning: a word of ASCII letters and a comparison that a value follows.
void take_key(std::string_view text, std::size_t& i, Token& token)
{
    std::size_t end = i;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (end < text.size() && letter(text[end]))
        ++end;
    std::size_t after = end;
    for (const std::string_view sign : {"<=", ">=", "<", ">", ":", "="})
        if (end > i && text.substr(end).starts_with(sign)) {
            after = end + sign.size();
            break;
        }
    if (after == end || after == text.size() || space_at(text, after) > 0)
        return;
    token.key = ascii_lower(text.substr(i, end - i));
    token.comparison = text.substr(end, after - end);
    token.prefix = text.substr(i, after - i);
    i = after;
}

void take_value(std::string_view text, std::size_t& i, Token& token)
{
    if (const std::size_t open = quote_at(text, i); open > 0) {
        token.quoted = true;
        for (i += open; i < text.size() && quote_at(text, i) == 0; ++i)
            token.value += text[i];
        if (i < text.size())
            i += quote_at(text, i);
        return;
    }
    while (i < text.size() && space_at(text, i) == 0 && quote_at(text, i) == 0)
        token.value += text[i++];
}

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size() && tokens.size() < kMaxTokens;) {
        if (const std::size_t space = space_at(text, i); space > 0) {
            i += space;
            continue;
        }
        Token token;
        if (text[i] == '-') {
            token.negated = true;
            ++i;
        }
        if (i < text.size() && space_at(text, i) == 0) {
            take_key(text, i, token);
            take_value(text, i, token);
        }
        tokens.push_back(std::move(token));
    }
    return tokens;
}

// Without its star.
bool take_star(std::string& value)
{
    const bool star = value.ends_with('*');
    while (value.ends_with('*'))
        value.pop_back();
    return star;
}

struct Bounds {
    std::int64_t low, high; // of one value: a year is one, a day has 86400 seconds
};

Error not_a_value(const Token& token, std::string_view wanted)
{
    return refuse(token.key + token.comparison + token.value + ": " + quoted(token.value) +
                  " is not " + std::string(wanted));
}

Result<Bounds> read_year(const Token& token, std::string_view text)
{
    std::int64_t year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc() || end != text.data() + text.size() || std::abs(year) > kMaxYear)
        return not_a_value(token, "a year; write year<900, year:700..900 or year:-221");
    return Bounds{year, year};
}

Result<Bounds> read_time(const Token& token, std::string_view text)
{
    const auto date = record::parse_edtf(text);
    if (date) {
        const record::DayInterval days = record::to_interval(*date);
        if (days.earliest && days.latest)
            return Bounds{record::day_number(*days.earliest) * kDay,
                (record::day_number(*days.latest) + 1) * kDay - 1};
    }
    return not_a_value(
        token, "a date; write " + token.key + ">2026-01-31 or " + token.key + ":2026-01");
}

// "1.5GiB", "200k": binary and decimal prefixes as they are written.
Result<Bounds> read_amount(const Token& token, std::string_view text)
{
    struct Unit {
        std::string_view name;
        double factor;
    };
    constexpr std::array<Unit, 15> kUnits{{{"", 1}, {"b", 1}, {"k", 1e3}, {"kb", 1e3},
        {"kib", 1024}, {"m", 1e6}, {"mb", 1e6}, {"mib", 1048576}, {"g", 1e9}, {"gb", 1e9},
        {"gib", 1073741824}, {"t", 1e12}, {"tb", 1e12}, {"tib", 1099511627776}, {"million", 1e6}}};
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string unit = ascii_lower(text.substr(static_cast<std::size_t>(end - text.data())));
    for (const Unit& known : kUnits)
        if (error == std::errc() && unit == known.name && value >= 0 &&
            value * known.factor < 9e18) {
            const auto whole = static_cast<std::int64_t>(std::llround(value * known.factor));
            return Bounds{whole, whole};
        }
    return not_a_value(token, "an amount; write " + token.key + ">1000000, " + token.key +
                                  ">1.5M or " + token.key + ":1k..2k");
}

Result<Bounds> read_bounds(Key key, const Token& token, std::string_view text)
{
    if (key == Key::year)
        return read_year(token, text);
    if (key == Key::added || key == Key::modified)
        return read_time(token, text);
    return read_amount(token, text);
}

Result<Condition> range_condition(Key key, const Token& token)
{
    Condition condition;
    condition.key = key;
    condition.negated = token.negated;
    const std::size_t dots = token.value.find("..");
    const bool equal = token.comparison == ":" || token.comparison == "=";
    if (equal && dots != std::string::npos) {
        const std::string from = token.value.substr(0, dots), to = token.value.substr(dots + 2);
        if (!from.empty()) {
            STELE_TRY(const Bounds bounds, read_bounds(key, token, from));
            condition.low = bounds.low;
        }
        if (!to.empty()) {
            STELE_TRY(const Bounds bounds, read_bounds(key, token, to));
            condition.high = bounds.high;
        }
        return condition;
    }
    if (equal && token.value == "*")
        return condition;
    STELE_TRY(const Bounds bounds, read_bounds(key, token, token.value));
    if (equal || token.comparison == ">=")
        condition.low = bounds.low;
    if (equal || token.comparison == "<=")
        condition.high = bounds.high;
    if (token.comparison == ">")
        condition.low = bounds.high + 1;
    if (token.comparison == "<")
        condition.high = bounds.low - 1;
    return condition;
}

Status check_word(const Token& token, const std::vector<std::string>& known)
{
    std::string list;
    for (const std::string& word : known) {
        if (word == token.value)
            return {};
        list += (list.empty() ? "" : ", ") + word;
    }
    const auto near = record::nearest(token.value, known);
    return refuse("no " + token.key + " " + quoted(token.value) + "; there are " + list +
                  (near ? ". Did you mean " + token.key + ":" + *near + "?" : ""));
}

Result<Condition> text_condition(Key key, Token token)
{
    if (token.comparison != ":" && token.comparison != "=")
        return refuse(token.key + token.comparison + token.value + ": a " + token.key +
                      " is not larger or smaller than another; write " + token.key + ":" +
                      token.value);
    Condition condition;
    condition.key = key;
    condition.negated = token.negated;
    condition.begins = !token.quoted && take_star(token.value);
    token.value = ascii_lower(token.value);
    if (key == Key::type && !token.value.empty())
        STELE_CHECK(check_word(token, {"site", "building", "component", "object", "intangible"}));
    if (key == Key::state && !token.value.empty())
        STELE_CHECK(check_word(token, {"ok", "no-viewing-copy", "damaged", "pending"}));
    condition.text = token.value;
    return condition;
}

Result<Condition> condition_of(Key key, const Token& token)
{
    switch (key) {
    case Key::id:
    case Key::type:
    case Key::state:
    case Key::rights:
        return text_condition(key, token);
    default:
        return range_condition(key, token);
    }
}

// Behind a minus a word is only itself: -stone must not leave out Stonehenge.
Phrase phrase_of(Field field, Token token)
{
    Phrase phrase;
    phrase.field = field;
    phrase.negated = token.negated;
    const bool star = !token.quoted && take_star(token.value);
    phrase.begins = star || (!token.quoted && !token.negated);
    phrase.text = std::move(token.value);
    return phrase;
}

// "12:30", "Re:" and addresses are words; a key mistyped by a letter or two is a mistake.
Status check_unknown_key(const Token& token)
{
    std::vector<std::string> known;
    for (const FilterText& filter : filter_texts())
        known.emplace_back(filter.key);
    const auto near = token.quoted ? std::nullopt : record::nearest(token.key, known);
    if (!near)
        return {};
    return refuse("no filter '" + token.key + token.comparison + "'. Did you mean '" + *near +
                  token.comparison + "'? To search for the words write '\"" + token.key +
                  token.comparison + token.value + "\"'");
}

Status add_token(Query& query, Token token)
{
    for (const KeyName& known : kKeys)
        if (known.name == token.key) {
            STELE_TRY(Condition condition, condition_of(known.key, token));
            query.conditions.push_back(std::move(condition));
            return {};
        }
    Field field = Field::anywhere;
    for (const FieldName& known : kFields)
        if (known.name == token.key)
            field = known.field;
    if (field != Field::anywhere && token.comparison != ":" && token.comparison != "=")
        return refuse(token.key + token.comparison + " is not a comparison for a text; write " +
                      token.key + ":" + token.value);
    if (field == Field::anywhere && !token.key.empty()) {
        STELE_CHECK(check_unknown_key(token));
        token.value.insert(0, token.prefix);
    }
    const bool anything = field != Field::anywhere && token.value == "*";
    Phrase phrase = phrase_of(field, std::move(token));
    if (anything || !runs_of(phrase.text).empty())
        query.phrases.push_back(std::move(phrase));
    return {};
}

} // namespace

Result<Query> parse_query(std::string_view text)
{
    Query query;
    // Cut between characters, never inside one.
    std::size_t size = std::min(text.size(), kMaxBytes);
    while (
        size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0u) == 0x80u)
        --size;
    const std::string narrow = one_width(text.substr(0, size));
    for (Token& token : tokens_of(narrow))
        STELE_CHECK(add_token(query, std::move(token)));
    if (query.phrases.empty() && query.conditions.empty())
        return refuse("nothing to search for in " + quoted(to_valid_utf8(text.substr(0, size))) +
                      ": write words, or a filter such as type:building");
    return query;
}

const std::vector<FilterText>& filter_texts()
{
    static const std::vector<FilterText> kTexts{
        {"title", "words of a title, in any language", "title:tower"},
        {"place", "words of the place's name", "place:\u6566\u714c"},
        {"creator", "who made the thing or its model", "creator:\"Li Chun\""},
        {"holder", "who keeps it", "holder:museum"},
        {"material", "what it is made of", "material:granite"},
        {"description", "words of the description", "description:restored"},
        {"id", "the record's id; id:lion* begins so", "id:mogao*"},
        {"type", "site, building, component, object or intangible", "type:building"},
        {"state", "ok, no-viewing-copy, damaged or pending", "state:damaged"},
        {"rights", "rights in the model; rights:CC* begins so", "rights:CC-BY-4.0"},
        {"year", "years in which it may have been made; negative ones are BCE", "year:700..900"},
        {"added", "when it came into the archive (UTC)", "added>2026-01-31"},
        {"modified", "when its record last changed (UTC)", "modified:2026-11"},
        {"size", "bytes of its files", "size>1.5GiB"},
        {"triangles", "triangles of its scans", "triangles>1M"}};
    return kTexts;
}

} // namespace stele::catalogue
