// Little-endian bytes, bounds-checked. Bytes from disk are read only through ByteReader.
#pragma once

#include "archive/base/result.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace stele {

using Bytes = std::vector<std::byte>;
using ByteSpan = std::span<const std::byte>;

static_assert(std::endian::native == std::endian::little, "Stele's formats are little-endian");

inline ByteSpan as_bytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view as_text(ByteSpan bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Reads forward; every read past the end fails with Errc::malformed and moves nothing.
class ByteReader {
public:
    explicit ByteReader(ByteSpan bytes) : bytes_(bytes) {}

    std::size_t offset() const { return offset_; }
    std::size_t remaining() const { return bytes_.size() - offset_; }

    template <class T>
    requires std::is_trivially_copyable_v<T> Result<T> read()
    {
        if (remaining() < sizeof(T))
            return truncated(sizeof(T));
        T value;
        std::memcpy(&value, bytes_.data() + offset_, sizeof(T));
        offset_ += sizeof(T);
        return value;
    }
    // A view of the next count bytes; no copy.
    Result<ByteSpan> take(std::size_t count)
    {
        if (remaining() < count)
            return truncated(count);
        const ByteSpan view = bytes_.subspan(offset_, count);
        offset_ += count;
        return view;
    }
    // count elements of T; the multiplication cannot overflow and nothing is allocated before the
    // check.
    template <class T>
    requires std::is_trivially_copyable_v<T> Result<std::vector<T>> read_array(std::size_t count)
    {
        if (count > remaining() / sizeof(T))
            return truncated(count);
        std::vector<T> values(count);
        if (count > 0)
            std::memcpy(values.data(), bytes_.data() + offset_, count * sizeof(T));
        offset_ += count * sizeof(T);
        return values;
    }

private:
    Error truncated(std::size_t wanted) const
    {
        return {Errc::malformed, "needs " + std::to_string(wanted) + " more at byte " +
                                     std::to_string(offset_) + ", only " +
                                     std::to_string(remaining()) + " bytes left"};
    }

    ByteSpan bytes_;
    std::size_t offset_ = 0;
};

class ByteWriter {
public:
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void write(const T& value)
    {
        const auto* const first = reinterpret_cast<const std::byte*>(&value);
        bytes_.insert(bytes_.end(), first, first + sizeof(T));
    }
    void write_bytes(ByteSpan bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    void write_text(std::string_view text) { write_bytes(as_bytes(text)); }
    void pad_to(std::size_t alignment, std::byte fill = std::byte{0})
    {
        while (bytes_.size() % alignment != 0)
            bytes_.push_back(fill);
    }
    template <class T>
    void overwrite(std::size_t offset, const T& value)
    {
        std::memcpy(bytes_.data() + offset, &value, sizeof(T));
    }

    std::size_t size() const { return bytes_.size(); }
    const Bytes& bytes() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

} // namespace stele
