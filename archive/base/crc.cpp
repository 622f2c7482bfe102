// CRC-32C and CRC-32, eight bytes a step by tables; CRC-32C by the processor's instruction where it
// has one.
#include "archive/base/digest.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace stele {

namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// Slicing by eight for a reflected polynomial.
constexpr Tables make_tables(std::uint32_t polynomial)
{
    Tables t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0u);
        t[0][i] = crc;
    }
    for (std::uint32_t i = 0; i < 256; ++i)
        for (std::size_t k = 1; k < 8; ++k)
            t[k][i] = (t[k - 1][i] >> 8) ^ t[0][t[k - 1][i] & 0xff];
    return t;
}

constexpr Tables kCastagnoli = make_tables(0x82f63b78u);
constexpr Tables kZip = make_tables(0xedb88320u);

std::uint32_t crc_by_tables(const Tables& t, ByteSpan bytes, std::uint32_t crc)
{
    const std::byte* p = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, p += 8) {
        std::uint32_t lo = 0;
        std::uint32_t hi = 0;
        std::memcpy(&lo, p, 4);
        std::memcpy(&hi, p + 4, 4);
        lo ^= crc;
        crc = t[7][lo & 0xff] ^ t[6][(lo >> 8) & 0xff] ^ t[5][(lo >> 16) & 0xff] ^ t[4][lo >> 24] ^
              t[3][hi & 0xff] ^ t[2][(hi >> 8) & 0xff] ^ t[1][(hi >> 16) & 0xff] ^ t[0][hi >> 24];
    }
    for (; left > 0; --left, ++p)
        crc = (crc >> 8) ^ t[0][(crc ^ std::to_integer<std::uint32_t>(*p)) & 0xff];
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(
    ByteSpan bytes, std::uint32_t crc)
{
    const std::byte* p = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t wide = crc;
    for (; left >= 8; left -= 8, p += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; left > 0; --left, ++p)
        crc = _mm_crc32_u8(crc, std::to_integer<std::uint8_t>(*p));
    return crc;
}
#endif

} // namespace

std::uint32_t crc32c(ByteSpan bytes, std::uint32_t previous)
{
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction)
        return ~crc32c_by_instruction(bytes, ~previous);
#endif
    return ~crc_by_tables(kCastagnoli, bytes, ~previous);
}

std::uint32_t crc32_zip(ByteSpan bytes, std::uint32_t previous)
{
    return ~crc_by_tables(kZip, bytes, ~previous);
}

} // namespace stele
