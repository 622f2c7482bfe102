// A small PNG with stored (uncompressed) deflate blocks, for textures in tests.
#pragma once

#include "archive/base/digest.h"
#include "archive/model/image.h"

#include <string>
#include <vector>

namespace stele::test {

inline void append_big(std::string& bytes, std::uint32_t value)
{
    for (const int shift : {24, 16, 8, 0})
        bytes.push_back(static_cast<char>(value >> shift & 0xff));
}

inline void append_chunk(std::string& bytes, const std::string& type_and_data)
{
    append_big(bytes, static_cast<std::uint32_t>(type_and_data.size() - 4));
    bytes += type_and_data;
    append_big(bytes, crc32_zip(as_bytes(type_and_data)));
}

// RGBA, rows from the top. Precondition: the raw rows fit one stored block of 65535 bytes.
inline std::string png(std::uint32_t width, std::uint32_t height, const std::vector<Rgba8>& pixels)
{
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows.push_back('\0');
        for (std::uint32_t x = 0; x < width; ++x) {
            const Rgba8& p = pixels[y * width + x];
            for (const std::uint8_t channel : {p.r, p.g, p.b, p.a})
                rows.push_back(static_cast<char>(channel));
        }
    }
    std::uint32_t a = 1, b = 0; // Adler-32
    for (const char c : rows) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    const auto length = static_cast<std::uint16_t>(rows.size());
    std::string idat = std::string("IDAT\x78\x01\x01", 7);
    for (const std::uint16_t half : {length, static_cast<std::uint16_t>(~length)}) {
        idat.push_back(static_cast<char>(half & 0xff));
        idat.push_back(static_cast<char>(half >> 8));
    }
    idat += rows;
    append_big(idat, b << 16 | a);
    std::string header = "IHDR";
    append_big(header, width);
    append_big(header, height);
    header += std::string("\x08\x06\x00\x00\x00", 5);
    std::string bytes = "\x89PNG\r\n\x1a\n";
    append_chunk(bytes, header);
    append_chunk(bytes, idat);
    append_chunk(bytes, "IEND");
    return bytes;
}

} // namespace stele::test
