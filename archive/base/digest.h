// Fingerprints of bytes: SHA-512 and SHA-256 (and the other OCFL algorithms) incrementally through
// libcrypto, CRC-32C for pages, CRC-32 for zip entries.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

// The algorithms an OCFL reader must know (OCFL 1.1, section 3.4 and E027).
enum class DigestAlgorithm { md5, sha1, sha256, sha512, sha512_256, blake2b_512 };

std::string_view digest_name(DigestAlgorithm algorithm); // "sha512", as OCFL spells it
std::optional<DigestAlgorithm> digest_algorithm_named(std::string_view name); // exact spelling

// Incremental; finish() once, then the object is spent.
class Hasher {
public:
    explicit Hasher(DigestAlgorithm algorithm);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(ByteSpan bytes);
    std::string finish_hex(); // lower case

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string digest_hex(DigestAlgorithm algorithm, ByteSpan bytes);

// CRC-32C (Castagnoli, RFC 3720 appendix B.4), pass the previous value to continue. Hardware where
// there is any, the same value without.
std::uint32_t crc32c(ByteSpan bytes, std::uint32_t previous = 0);
// CRC-32 (ISO-HDLC) as zip uses it.
std::uint32_t crc32_zip(ByteSpan bytes, std::uint32_t previous = 0);

} // namespace stele
