// UTF-8 decoding by the well-formedness table of Unicode 15, section 3.9, table 3-7.
#include "archive/base/unicode.h"

#include <array>
#include <cstdint>
#include <optional>

namespace stele {

namespace {

struct Decoded {
    std::uint32_t code;
    std::size_t length;
};

std::optional<Decoded> decode(std::string_view text)
{
    const auto at = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const std::uint32_t b0 = at(0);
    if (b0 < 0x80)
        return Decoded{b0, 1};
    const std::size_t length = b0 >= 0xc2 && b0 <= 0xdf   ? 2
                               : b0 >= 0xe0 && b0 <= 0xef ? 3
                               : b0 >= 0xf0 && b0 <= 0xf4 ? 4
                                                          : 0;
    if (length == 0 || text.size() < length)
        return std::nullopt;
    std::uint32_t code = b0 & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0) != 0x80)
            return std::nullopt;
        code = code << 6 | (at(i) & 0x3f);
    }
    constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
    if (code < kSmallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return std::nullopt;
    return Decoded{code, length};
}

bool is_wide(std::uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) ||
           (c >= 0x3041 && c <= 0x33ff) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xa000 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

bool is_combining(std::uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
           (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe00 && c <= 0xfe0f) ||
           (c >= 0xfe20 && c <= 0xfe2f) || c == 0x200b || c == 0x200d;
}

} // namespace

bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        const auto d = decode(text);
        if (!d)
            return false;
        text.remove_prefix(d->length);
    }
    return true;
}

std::string to_valid_utf8(std::string_view bytes)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    while (!bytes.empty()) {
        const auto d = decode(bytes);
        const std::size_t length = d ? d->length : 1;
        if (d) {
            out += bytes.substr(0, length);
        } else {
            const auto u = static_cast<unsigned char>(bytes[0]);
            out += '%';
            out += kHex[u >> 4];
            out += kHex[u & 15];
        }
        bytes.remove_prefix(length);
    }
    return out;
}

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    while (!text.empty()) {
        const auto d = decode(text);
        if (!d || !is_combining(d->code))
            width += d && is_wide(d->code) ? 2u : 1u;
        text.remove_prefix(d ? d->length : 1);
    }
    return width;
}

std::string ascii_lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

} // namespace stele
