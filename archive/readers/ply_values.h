// PLY values one by one, ASCII or binary: the slow path that reads every layout.
#pragma once

#include "archive/readers/ply_header.h"
#include "archive/readers/text_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace stele::readers {

template <class T>
T byte_swapped(T value)
{
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &value, sizeof(T));
    std::reverse(bytes.begin(), bytes.end());
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

template <class T, bool kSwap>
T load(const std::byte* from)
{
    T value;
    std::memcpy(&value, from, sizeof(T));
    if constexpr (kSwap && sizeof(T) > 1)
        value = byte_swapped(value);
    return value;
}

// Calls f with a value of the C++ type that type stands for.
template <class F>
decltype(auto) with_type(PlyType type, F&& f)
{
    switch (type) {
    case PlyType::i8:
        return f(std::int8_t{});
    case PlyType::u8:
        return f(std::uint8_t{});
    case PlyType::i16:
        return f(std::int16_t{});
    case PlyType::u16:
        return f(std::uint16_t{});
    case PlyType::i32:
        return f(std::int32_t{});
    case PlyType::u32:
        return f(std::uint32_t{});
    case PlyType::i64:
        return f(std::int64_t{});
    case PlyType::u64:
        return f(std::uint64_t{});
    case PlyType::f32:
        return f(float{});
    case PlyType::f64:
        break;
    }
    return f(double{});
}

class PlyValues {
public:
    PlyValues(ByteStream& stream, PlyFormat format)
        : stream_(&stream), text_(stream), format_(format)
    {
    }

    // Errc::malformed when the input ends. A word that is no number becomes NaN and is counted.
    Status next(PlyType type, double& value);
    Status skip(PlyType type, std::uint64_t count);
    // A vertex number; -2 for whatever cannot be one (-1 restarts strips).
    Status next_index(PlyType type, std::int64_t& index);
    // The length of a list: a whole number that is not negative. Errc::malformed for any other, for
    // then nobody knows where the list ends.
    Status next_length(PlyType type, std::uint64_t& length);
    // Of a text; empty at its end.
    Result<std::string_view> next_word() { return text_.next_word(); }
    void forget_bad_words() { bad_words_ = 0; }
    std::uint64_t bad_words() const { return bad_words_; }
    const std::string& first_bad_word() const { return first_bad_word_; } // printable

private:
    Error ended() const { return {Errc::malformed, "the file ends"}; }

    ByteStream* stream_;
    TextStream text_;
    PlyFormat format_;
    std::uint64_t bad_words_ = 0;
    std::string first_bad_word_;
};

} // namespace stele::readers
