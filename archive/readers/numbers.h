// Numbers as text, for PLY and OBJ: std::from_chars, plus what exporters really write.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

namespace stele::readers {

// A whole word. Accepts a leading '+', "nan", "inf" and MSVC's "1.#QNAN", "-1.#IND", "1.#INF".
inline bool parse_number(std::string_view word, double& value)
{
    if (!word.empty() && word.front() == '+')
        word.remove_prefix(1);
    const char* const end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value);
    if (error == std::errc::result_out_of_range) {
        // Below the smallest double or above the largest: the sign and size of the exponent say
        // which.
        value = word.find("e-") != word.npos || word.find("E-") != word.npos
                    ? 0.0
                    : std::numeric_limits<double>::infinity();
        return true;
    }
    if (error != std::errc())
        return false;
    if (stop == end)
        return true;
    if (*stop == '#') {
        value = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    return false;
}

// Takes the integer at the front of text; an optional sign. False, and nothing taken, when there is
// none.
inline bool take_integer(std::string_view& text, std::int64_t& value)
{
    const std::size_t plus = !text.empty() && text.front() == '+' ? 1 : 0;
    const auto [stop, error] =
        std::from_chars(text.data() + plus, text.data() + text.size(), value);
    if (error != std::errc())
        return false;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return true;
}

} // namespace stele::readers
