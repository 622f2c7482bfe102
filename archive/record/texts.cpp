// The embedded tables are parsed when a language is chosen; both are checked against each other by
// a test.
#include "archive/record/texts.h"

#include "archive/record/language.h"

#include <array>
#include <charconv>
#include <cmath>

namespace stele::record {

extern const std::string_view kTextsEn; // embedded by CMake
extern const std::string_view kTextsZhHans;

std::vector<std::string> Texts::languages()
{
    return {"en", "zh-Hans"};
}

Texts Texts::in_language(std::string_view tag)
{
    const Text known{{"en", "en"}, {"zh-Hans", "zh-Hans"}};
    Texts texts;
    texts.tag_ = best_text(known, {std::string(tag)}).tag;
    Result<Json> table = parse_json(texts.tag_ == "en" ? kTextsEn : kTextsZhHans);
    if (table)
        texts.table_ = std::move(*table);
    return texts;
}

std::string Texts::text(std::string_view id, std::initializer_list<std::string_view> values) const
{
    std::string text = table_[id].string_or(id);
    std::size_t from = 0;
    while ((from = text.find('{', from)) != std::string::npos) {
        const bool is_place = from + 2 < text.size() && text[from + 2] == '}' &&
                              text[from + 1] >= '0' && text[from + 1] <= '9';
        const auto index = static_cast<std::size_t>(is_place ? text[from + 1] - '0' : 0);
        if (!is_place || index >= values.size()) {
            ++from;
            continue;
        }
        const std::string_view value = *(values.begin() + index);
        text.replace(from, 3, value);
        from += value.size();
    }
    return text;
}

std::vector<std::string> Texts::ids() const
{
    std::vector<std::string> ids;
    if (const Json::Object* const members = table_.members())
        for (const auto& member : *members)
            ids.push_back(member.first);
    return ids;
}

std::string length_text(double metres, const Texts& texts)
{
    const double size = std::abs(metres);
    // Judged after rounding to two digits, so that 9.96 mm is 1 cm and not "10 mm".
    const auto below = [size](double limit) { return size < limit * 0.995; };
    const char* const id = below(0.01)   ? "length.mm"
                           : below(1)    ? "length.cm"
                           : below(1000) ? "length.m"
                                         : "length.km";
    const double value = metres * (below(0.01) ? 1000 : below(1) ? 100 : below(1000) ? 1 : 0.001);
    // 9.96 rounds to 10: the digits after the point follow from the rounded value.
    int decimals = std::abs(value) < 9.95 ? 1 : 0;
    if (std::abs(value) < 0.95 && value != 0.0)
        decimals = std::min(6, 1 - static_cast<int>(std::floor(std::log10(std::abs(value)))));
    const double scale = std::pow(10.0, decimals);
    double rounded = std::round(value * scale) / scale;
    if (std::abs(value) >= 99.5) {
        const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
        rounded = std::round(value / step) * step;
    }
    std::array<char, 64> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), rounded, std::chars_format::fixed)
                         .ptr;
    return texts.text(
        id, {std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()))});
}

std::string count_text(std::uint64_t count, const Texts& texts)
{
    std::string digits = std::to_string(count);
    const std::string gap = texts.text("number.gap");
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, gap);
    }
    return digits;
}

} // namespace stele::record
