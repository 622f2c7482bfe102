// Values one by one.
#include "archive/readers/ply_values.h"

#include "archive/base/shown_text.h"
#include "archive/readers/numbers.h"

#include <cmath>
#include <limits>

namespace stele::readers {

Status PlyValues::next(PlyType type, double& value)
{
    if (format_ == PlyFormat::ascii) {
        STELE_TRY(const std::string_view word, text_.next_word());
        if (word.empty())
            return ended();
        if (parse_number(word, value))
            return {};
        if (bad_words_++ == 0)
            first_bad_word_ = excerpt(word);
        value = std::numeric_limits<double>::quiet_NaN();
        return {};
    }
    STELE_TRY(const ByteSpan window, stream_->window(size_bytes(type)));
    if (window.size() < size_bytes(type))
        return ended();
    value = with_type(type, [&](auto typed) {
        using T = decltype(typed);
        return static_cast<double>(format_ == PlyFormat::big_endian
                                       ? load<T, true>(window.data())
                                       : load<T, false>(window.data()));
    });
    stream_->consume(size_bytes(type));
    return {};
}

Status PlyValues::skip(PlyType type, std::uint64_t count)
{
    if (format_ != PlyFormat::ascii) {
        const std::uint64_t size = size_bytes(type);
        if (count > stream_->remaining() / size || !stream_->skip(count * size))
            return ended();
        return {};
    }
    for (; count > 0; --count) {
        STELE_TRY(const std::string_view word, text_.next_word());
        if (word.empty())
            return ended();
    }
    return {};
}

Status PlyValues::next_index(PlyType type, std::int64_t& index)
{
    double value = 0;
    STELE_CHECK(next(type, value));
    index = std::abs(value) < 0x1p53 && value == std::floor(value)
                ? static_cast<std::int64_t>(value)
                : std::int64_t{-2};
    return {};
}

Status PlyValues::next_length(PlyType type, std::uint64_t& length)
{
    double value = 0;
    STELE_CHECK(next(type, value));
    if (!(value >= 0) || value > 0x1p53 || value != std::floor(value))
        return Error(Errc::malformed, "a list of length " + std::to_string(value));
    length = static_cast<std::uint64_t>(value);
    return {};
}

} // namespace stele::readers
