// Filling in is one pass over the template: values are never looked into for places.
#include "archive/record/finding_text.h"

#include "archive/base/shown_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace stele::record {

extern const std::string_view kFindingsEn; // embedded by CMake
extern const std::string_view kFindingsZhHans;

namespace {

// A whole number or a length reads as people write it; anything else as it is.
std::string value_text(std::string_view name, const std::string& value, const Texts& texts)
{
    const char* const end = value.data() + value.size();
    std::uint64_t whole = 0;
    if (const auto [at, error] = std::from_chars(value.data(), end, whole);
        !name.ends_with("_m") && error == std::errc() && at == end)
        return count_text(whole, texts);
    double number = 0;
    if (const auto [at, error] = std::from_chars(value.data(), end, number);
        name.ends_with("_m") && error == std::errc() && at == end)
        return length_text(number, texts);
    return one_line(value);
}

std::optional<std::string> value_of(std::string_view name, const Finding& finding)
{
    if (name == "count")
        return std::to_string(finding.count);
    if (name == "where")
        return finding.where;
    if (name == "text")
        return finding.text;
    for (const auto& [key, value] : finding.values)
        if (key == name)
            return value;
    return std::nullopt;
}

struct Place {
    std::string_view name, one, many; // one and many: the words of {count|hole|holes}
};

Place parse_place(std::string_view inside)
{
    Place place;
    const std::size_t bar = inside.find('|');
    place.name = inside.substr(0, bar);
    if (bar == inside.npos)
        return place;
    const std::string_view words = inside.substr(bar + 1);
    const std::size_t second = words.find('|');
    place.one = words.substr(0, second);
    place.many = second == words.npos ? place.one : words.substr(second + 1);
    return place;
}

// Calls literal(text) and place(Place) in order.
template <class Literal, class OnPlace>
void walk(std::string_view text, const Literal& literal, const OnPlace& on_place)
{
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        const std::size_t close = text.find('}', open);
        literal(text.substr(0, close == text.npos ? text.size() : open));
        if (close == text.npos)
            return;
        on_place(parse_place(text.substr(open + 1, close - open - 1)));
        text.remove_prefix(close + 1);
    }
}

// Nothing when a value is missing.
std::optional<std::string> filled(std::string_view text, const Finding& finding, const Texts& texts)
{
    std::string out;
    bool complete = true;
    walk(
        text, [&](std::string_view literal) { out += literal; },
        [&](const Place& place) {
            const auto value = value_of(place.name, finding);
            complete = complete && value.has_value();
            if (!value)
                return;
            out += value_text(place.name, *value, texts);
            if (!place.one.empty())
                out += " " + std::string(*value == "1" ? place.one : place.many);
        });
    return complete ? std::optional<std::string>(std::move(out)) : std::nullopt;
}

} // namespace

FindingTexts FindingTexts::in_language(std::string_view tag)
{
    FindingTexts texts(Texts::in_language(tag));
    if (auto table = parse_json(texts.texts_.tag() == "en" ? kFindingsEn : kFindingsZhHans))
        texts.table_ = std::move(*table);
    return texts;
}

const Json* FindingTexts::entry(std::string_view code) const
{
    if (const Json* const own = table_.find(code))
        return own;
    return table_.find(std::string(code.substr(0, code.find('.'))) + ".*");
}

std::string FindingTexts::sentence(const Finding& finding) const
{
    if (const Json* const known = entry(finding.code))
        if (auto text = filled((*known)["is"].string_or(""), finding, texts_))
            return std::move(*text);
    return one_line(finding.text);
}

std::string FindingTexts::where(const Finding& finding)
{
    return one_line(finding.where);
}

std::string FindingTexts::advice(const Finding& finding) const
{
    if (const Json* const known = entry(finding.code))
        return filled((*known)["do"].string_or(""), finding, texts_).value_or("");
    return {};
}

std::vector<std::string> FindingTexts::codes() const
{
    std::vector<std::string> codes;
    if (const Json::Object* const members = table_.members())
        for (const auto& member : *members)
            codes.push_back(member.first);
    return codes;
}

std::vector<std::string> FindingTexts::places(std::string_view code) const
{
    std::vector<std::string> names;
    if (const Json* const known = entry(code))
        for (const char* const key : {"is", "do"})
            walk((*known)[key].string_or(""), [](std::string_view) {},
                [&](const Place& place) { names.emplace_back(place.name); });
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::string english_text(const Finding& finding)
{
    static const FindingTexts english = FindingTexts::in_language("en");
    const std::string advice = english.advice(finding);
    return english.sentence(finding) + (advice.empty() ? "" : " " + advice);
}

} // namespace stele::record
