// Only the description is looked at: ICC.1:2022 sections 7.2, 7.3 and 10.15, and ICC.1:2001-04
// section 6.5.17 for the older type.
#include "archive/base/unicode.h"
#include "archive/readers/byte_order.h"
#include "archive/readers/picture.h"

namespace stele::readers {

namespace {

constexpr std::size_t kHeaderBytes = 128;
constexpr std::uint32_t kMaxTags = 200;
constexpr std::size_t kMaxCharacters = 80;

void append_code_point(std::string& out, std::uint32_t c)
{
    const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6);
        byte(0x80 | (c & 0x3f));
    } else {
        byte(0xe0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    }
}

// One printable character; surrogates (characters outside the first plane) become '?'.
void append_printable(std::string& out, std::uint32_t c)
{
    const bool is_control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    append_code_point(out, is_control ? U' ' : c >= 0xd800 && c < 0xe000 ? U'?' : c);
}

// "desc": 'desc' 0 count, then ASCII up to a NUL.
std::string text_description(ByteSpan tag)
{
    std::string text;
    const ByteSpan characters = part_of(tag, 12, big_endian(tag, 8, 4).value_or(0));
    for (const std::byte b : characters.first(std::min(characters.size(), kMaxCharacters))) {
        const auto c = std::to_integer<std::uint32_t>(b);
        if (c == 0)
            break;
        append_printable(text, c < 0x80 ? c : U'?');
    }
    return text;
}

// "mluc": 'mluc' 0 count size, then records of language, country, bytes and offset; the English
// one, else the first.
std::string localized_description(ByteSpan tag)
{
    const std::uint32_t records = std::min(big_endian(tag, 8, 4).value_or(0), kMaxTags);
    std::size_t chosen = 16;
    for (std::uint32_t i = records; i-- > 0;)
        if (const std::size_t at = 16 + std::size_t{i} * 12; as_text(part_of(tag, at, 2)) == "en")
            chosen = at;
    if (records == 0)
        return {};
    const ByteSpan text = part_of(tag, big_endian(tag, chosen + 8, 4).value_or(0),
        big_endian(tag, chosen + 4, 4).value_or(0));
    std::string out;
    for (std::size_t i = 0; i < kMaxCharacters; ++i) {
        const auto unit = big_endian(text, i * 2, 2);
        if (!unit || *unit == 0)
            break;
        append_printable(out, *unit);
    }
    return out;
}

} // namespace

std::string icc_description(ByteSpan profile)
{
    if (as_text(part_of(profile, 36, 4)) != "acsp")
        return {};
    const std::uint32_t tags = std::min(big_endian(profile, kHeaderBytes, 4).value_or(0), kMaxTags);
    for (std::uint32_t i = 0; i < tags; ++i) {
        const std::size_t entry = kHeaderBytes + 4 + std::size_t{i} * 12;
        if (as_text(part_of(profile, entry, 4)) != "desc")
            continue;
        const ByteSpan tag = part_of(profile, big_endian(profile, entry + 4, 4).value_or(0),
            big_endian(profile, entry + 8, 4).value_or(0));
        const std::string_view type = as_text(part_of(tag, 0, 4));
        return type == "desc"   ? text_description(tag)
               : type == "mluc" ? localized_description(tag)
                                : std::string();
    }
    return {};
}

} // namespace stele::readers
