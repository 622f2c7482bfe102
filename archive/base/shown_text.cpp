// Escaping is byte by byte over valid UTF-8: only C1 controls take two.
#include "archive/base/shown_text.h"

#include "archive/base/unicode.h"

#include <algorithm>

namespace stele {

namespace {

constexpr std::size_t kExcerptBytes = 80;

void escape(std::string& out, char byte)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    out.append({'%', kHex[value >> 4], kHex[value & 15]});
}

} // namespace

std::string fit_for_terminal(std::string_view text)
{
    const auto is_plain = [](char c) { return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f); };
    if (std::all_of(text.begin(), text.end(), is_plain))
        return std::string(text);
    const std::string valid = to_valid_utf8(text);
    std::string out;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const auto byte = static_cast<unsigned char>(valid[i]);
        const auto next = static_cast<unsigned char>(i + 1 < valid.size() ? valid[i + 1] : 0);
        if (byte == 0xc2 && next < 0xa0) { // U+0080 to U+009F
            escape(out, valid[i]);
            escape(out, valid[++i]);
        } else if (is_plain(valid[i]) || byte >= 0x80) {
            out += valid[i];
        } else if (byte != '\r' || next != '\n') {
            escape(out, valid[i]);
        }
    }
    return out;
}

std::string one_line(std::string_view text)
{
    std::string line = fit_for_terminal(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

std::string_view first_characters(std::string_view utf8, std::size_t max_bytes)
{
    if (utf8.size() <= max_bytes)
        return utf8;
    constexpr std::size_t kMostContinuing = 3; // bytes of a character after its first
    std::size_t end = max_bytes;
    while (end > 0 && max_bytes - end < kMostContinuing &&
           (static_cast<unsigned char>(utf8[end]) & 0xc0u) == 0x80u)
        --end;
    return utf8.substr(0, end);
}

std::string excerpt(std::string_view bytes)
{
    const std::string_view first = first_characters(bytes, kExcerptBytes);
    return one_line(first) + (first.size() < bytes.size() ? "..." : "");
}

std::string in_quotes(std::string_view bytes)
{
    return '"' + excerpt(bytes) + '"';
}

} // namespace stele
