// The header of a PLY file: elements and properties as declared. Counts are claims; nothing is
// sized by them.
#pragma once

#include "archive/readers/byte_stream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::readers {

enum class PlyFormat { ascii, little_endian, big_endian };
enum class PlyType : std::uint8_t { i8, u8, i16, u16, i32, u32, i64, u64, f32, f64 };

std::size_t size_bytes(PlyType type);
inline bool is_float(PlyType type)
{
    return type == PlyType::f32 || type == PlyType::f64;
}

struct PlyProperty {
    std::string name;
    PlyType type = PlyType::f32;
    bool is_list = false;
    PlyType count_type = PlyType::u8; // of a list
};

struct PlyElement {
    std::string name;
    std::uint64_t count = 0;
    std::vector<PlyProperty> properties;

    // Bytes of a binary row; nothing if it holds a list.
    std::optional<std::size_t> stride_bytes() const;
    // Index of the first property so named.
    std::optional<std::size_t> find(std::string_view property) const;
};

struct PlyHeader {
    PlyFormat format = PlyFormat::ascii;
    std::vector<PlyElement> elements;
    std::vector<std::string> comments; // without the word "comment"
    std::uint64_t data_offset = 0;

    const PlyElement* find(std::string_view element) const;
};

// Leaves the stream at the first data byte. Header lines may end in LF, CRLF or CR.
Result<PlyHeader> read_ply_header(ByteStream& stream);

} // namespace stele::readers
