// Tags are compared without case; nothing is parsed beyond the hyphens.
#include "archive/record/language.h"

#include "archive/base/unicode.h"

#include <algorithm>
#include <array>

namespace stele::record {
namespace {

std::string_view language_of(std::string_view tag)
{
    return tag.substr(0, tag.find('-'));
}

// zh-CN, zh-SG -> zh-hans; zh-TW, zh-HK, zh-MO -> zh-hant; lower case otherwise.
std::string with_script(std::string_view tag)
{
    std::string lower = ascii_lower(tag);
    std::replace(lower.begin(), lower.end(), '_', '-');
    lower = lower.substr(0, lower.find_first_of(".@")); // a POSIX locale's charset
    for (const std::string_view simplified : {"zh-cn", "zh-sg", "zh-my"})
        if (lower == simplified)
            return "zh-hans";
    for (const std::string_view traditional : {"zh-tw", "zh-hk", "zh-mo"})
        if (lower == traditional)
            return "zh-hant";
    return lower;
}

const Text::value_type* find_tag(const Text& text, std::string_view wanted)
{
    for (const auto& entry : text)
        if (!entry.first.empty() && with_script(entry.first) == wanted)
            return &entry;
    return nullptr;
}

const Text::value_type* find_language(const Text& text, std::string_view language)
{
    for (const auto& entry : text)
        if (!entry.first.empty() && language_of(ascii_lower(entry.first)) == language)
            return &entry;
    return nullptr;
}

const Text::value_type* lookup(const Text& text, std::string_view preferred)
{
    std::string tag = with_script(preferred);
    if (tag.empty())
        return nullptr;
    const std::string language(language_of(tag));
    while (true) {
        if (const auto* const entry = find_tag(text, tag))
            return entry;
        const std::size_t hyphen = tag.rfind('-');
        if (hyphen == std::string::npos)
            return find_language(text, language);
        tag.resize(hyphen);
    }
}

} // namespace

TaggedText best_text(
    const Text& text, const std::vector<std::string>& preferred, std::string_view own_language)
{
    if (text.empty())
        return {};
    const Text::value_type* found = nullptr;
    for (const std::string& tag : preferred)
        if (found == nullptr)
            found = lookup(text, tag);
    if (found == nullptr)
        found = lookup(text, own_language);
    if (found == nullptr)
        found = lookup(text, "en");
    if (found == nullptr)
        found = &*text.begin();
    return {found->first, found->second};
}

std::string own_language(const Record& record)
{
    if (!record.language.empty())
        return record.language;
    for (const auto& entry : record.title)
        if (language_of(ascii_lower(entry.first)) != "en")
            return entry.first;
    return record.title.empty() ? "" : record.title.begin()->first;
}

TaggedText own_title(const Record& record)
{
    return best_text(record.title, {own_language(record)});
}

} // namespace stele::record
