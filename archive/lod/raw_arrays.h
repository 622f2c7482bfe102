// Arrays of plain values as bytes and back, in this machine's byte order: for scratch files, which
// no other machine reads.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/scan.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace stele::lod {

template <class T>
void put(Bytes& to, std::span<const T> values)
{
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t at = to.size();
    to.resize(at + values.size_bytes());
    if (!values.empty())
        std::memcpy(to.data() + at, values.data(), values.size_bytes());
}

template <class T>
void put_value(Bytes& to, const T& value)
{
    put<T>(to, {&value, 1});
}

// False when there is too little left.
template <class T>
bool get(ByteSpan& from, std::uint64_t count, std::vector<T>& out)
{
    if (from.size() / sizeof(T) < count)
        return false;
    out.resize(std::size_t(count));
    if (count > 0)
        std::memcpy(static_cast<void*>(out.data()), from.data(), std::size_t(count) * sizeof(T));
    from = from.subspan(std::size_t(count) * sizeof(T));
    return true;
}

template <class T>
bool get_value(ByteSpan& from, T& out)
{
    if (from.size() < sizeof(T))
        return false;
    std::memcpy(static_cast<void*>(&out), from.data(), sizeof(T));
    from = from.subspan(sizeof(T));
    return true;
}

// Vertex numbers take two bytes where all of them fit.
void put_triangles(Bytes& to, std::span<const Triangle> triangles, std::size_t vertices);
// False also for a number that is no vertex.
bool get_triangles(
    ByteSpan& from, std::uint64_t count, std::size_t vertices, std::vector<Triangle>& out);

} // namespace stele::lod
