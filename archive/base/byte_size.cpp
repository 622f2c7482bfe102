// A whole number and a unit.
#include "archive/base/byte_size.h"

#include "archive/base/unicode.h"

#include <charconv>
#include <limits>
#include <string>

namespace stele {

namespace {

// 0: no such unit.
std::uint64_t unit_bytes(std::string_view unit)
{
    if (unit.empty() || unit == "b")
        return 1;
    const std::size_t power = std::string_view("kmgt").find(unit[0]);
    if (power == std::string_view::npos)
        return 0;
    const std::string_view rest = unit.substr(1);
    if (!rest.empty() && rest != "b" && rest != "ib")
        return 0;
    std::uint64_t bytes = 1;
    for (std::size_t i = 0; i <= power; ++i)
        bytes *= rest == "b" ? 1000u : 1024u;
    return bytes;
}

} // namespace

Result<std::uint64_t> parse_byte_size(std::string_view text)
{
    const std::string lower = ascii_lower(text);
    std::uint64_t number = 0;
    const char* const end = lower.data() + lower.size();
    const auto [at, error] = std::from_chars(lower.data(), end, number);
    std::string_view unit(at, std::size_t(end - at));
    while (!unit.empty() && unit[0] == ' ')
        unit.remove_prefix(1);
    const std::uint64_t bytes = error == std::errc() ? unit_bytes(unit) : 0;
    if (bytes == 0 || number > std::numeric_limits<std::uint64_t>::max() / bytes)
        return Error(
            Errc::invalid_argument, std::string(text) + ": not a size such as 512MiB or 2GiB");
    return number * bytes;
}

} // namespace stele
