// Names of error codes, as they appear in logs and JSON; messages made harmless.
#include "archive/base/result.h"

#include "archive/base/unicode.h"

#include <algorithm>

namespace stele {

std::string_view errc_name(Errc code)
{
    switch (code) {
    case Errc::invalid_argument:
        return "invalid-argument";
    case Errc::not_found:
        return "not-found";
    case Errc::already_exists:
        return "already-exists";
    case Errc::permission_denied:
        return "permission-denied";
    case Errc::read_only:
        return "read-only";
    case Errc::no_space:
        return "no-space";
    case Errc::io:
        return "io";
    case Errc::corrupt:
        return "corrupt";
    case Errc::malformed:
        return "malformed";
    case Errc::unsupported:
        return "unsupported";
    case Errc::newer_format:
        return "newer-format";
    case Errc::limit:
        return "limit";
    case Errc::locked:
        return "locked";
    case Errc::cross_device:
        return "cross-device";
    case Errc::not_an_archive:
        return "not-an-archive";
    case Errc::no_device:
        return "no-device";
    case Errc::device_lost:
        return "device-lost";
    case Errc::cancelled:
        return "cancelled";
    case Errc::internal:
        return "internal";
    }
    return "internal";
}

std::string fit_for_terminal(std::string text)
{
    const auto is_plain = [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); };
    if (std::all_of(text.begin(), text.end(), is_plain))
        return text;
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const std::string valid = to_valid_utf8(text);
    std::string out;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const auto byte = static_cast<unsigned char>(valid[i]);
        const auto next = static_cast<unsigned char>(i + 1 < valid.size() ? valid[i + 1] : 0);
        // U+0080 to U+009F: some terminals obey them.
        const bool is_c1 = byte == 0xc2 && next < 0xa0;
        if (byte == '\n' || (byte >= 0x20 && byte != 0x7f && !is_c1)) {
            out += valid[i];
            continue;
        }
        for (std::size_t k = 0; k < (is_c1 ? 2u : 1u); ++k) {
            const auto escaped = static_cast<unsigned char>(valid[i + k]);
            (out += '%').append({kHex[escaped >> 4], kHex[escaped & 15]});
        }
        i += is_c1 ? 1 : 0;
    }
    return out;
}

} // namespace stele
