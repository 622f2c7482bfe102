// Decoding by the table of RFC 3629, section 4: no overlong forms, no surrogates.
#include "archive/record/utf8.h"

namespace stele::record {

std::vector<char32_t> code_points(std::string_view text)
{
    std::vector<char32_t> out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
        const unsigned lead = byte(i);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        char32_t c = lead < 0x80 ? lead : lead & (0xffu >> (length + 1));
        bool good = lead < 0x80 || (lead >= 0xc2 && lead <= 0xf4 && i + length <= text.size());
        for (std::size_t k = 1; good && k < length; ++k) {
            good = (byte(i + k) & 0xc0u) == 0x80u;
            c = (c << 6) | (byte(i + k) & 0x3fu);
        }
        good = good && !(length == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) &&
               !(length == 4 && (c < 0x10000 || c > 0x10ffff));
        out.push_back(good ? c : U'\ufffd');
        i += good ? length : 1;
    }
    return out;
}

void append_utf8(std::string& out, char32_t c)
{
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | (c >> 6));
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3f));
        put(0x80 | ((c >> 6) & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

} // namespace stele::record
