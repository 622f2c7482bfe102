// Times and uuids. The random uuid comes from the kernel, never from a seeded generator.
#include "archive/base/clock.h"

#include <openssl/evp.h>
#include <sys/random.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace stele {

namespace {

std::string uuid_text(std::array<unsigned char, 16> raw, unsigned version)
{
    raw[6] = static_cast<unsigned char>((raw[6] & 0x0f) | (version << 4));
    raw[8] = static_cast<unsigned char>((raw[8] & 0x3f) | 0x80);
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text.push_back('-');
        text.push_back(kHex[raw[i] >> 4]);
        text.push_back(kHex[raw[i] & 15]);
    }
    return text;
}

std::array<unsigned char, 16> uuid_bytes(std::string_view text)
{
    std::array<unsigned char, 16> raw{};
    std::size_t nibble = 0;
    for (const char c : text) {
        if (c == '-' || nibble >= 32)
            continue;
        const int digit = c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
        raw[nibble / 2] = static_cast<unsigned char>(raw[nibble / 2] * 16 + digit);
        ++nibble;
    }
    return raw;
}

} // namespace

std::int64_t now_unix_seconds()
{
    if (const char* const fixed = std::getenv("SOURCE_DATE_EPOCH")) {
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(fixed, fixed + std::strlen(fixed), seconds);
        if (error == std::errc() && *end == '\0')
            return seconds;
    }
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string rfc3339_utc(std::int64_t seconds)
{
    const time_t value = static_cast<time_t>(seconds);
    struct tm utc {};
    ::gmtime_r(&value, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), size};
}

std::optional<std::int64_t> parse_rfc3339(std::string_view text)
{
    struct tm utc {};
    int consumed = 0;
    const std::string copy(text);
    if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &utc.tm_year, &utc.tm_mon,
            &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &consumed) != 6)
        return std::nullopt;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    std::string_view zone = text.substr(static_cast<std::size_t>(consumed));
    if (zone.starts_with('.'))
        zone.remove_prefix(std::min(zone.size(), zone.find_first_not_of("0123456789", 1)));
    int hours = 0;
    int minutes = 0;
    char sign = '+';
    if (zone != "Z" &&
        std::sscanf(std::string(zone).c_str(), "%c%2d:%2d", &sign, &hours, &minutes) != 3)
        return std::nullopt;
    const std::int64_t offset = (hours * 60 + minutes) * 60;
    return static_cast<std::int64_t>(::timegm(&utc)) - (sign == '-' ? -offset : offset);
}

std::string new_uuid_v4()
{
    std::array<unsigned char, 16> raw{};
    if (::getrandom(raw.data(), raw.size(), 0) != static_cast<ssize_t>(raw.size()))
        std::abort(); // getrandom cannot fail for 16 bytes once the kernel is up
    return uuid_text(raw, 4);
}

std::string uuid_v5(std::string_view namespace_uuid, std::string_view name)
{
    const auto space = uuid_bytes(namespace_uuid);
    std::string message(reinterpret_cast<const char*>(space.data()), space.size());
    message += name;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(message.data(), message.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 16> raw{};
    std::memcpy(raw.data(), digest.data(), raw.size());
    return uuid_text(raw, 5);
}

bool is_uuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (hyphen ? c != '-' : !hex)
            return false;
    }
    return true;
}

} // namespace stele
