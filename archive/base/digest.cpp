// Digests through libcrypto's EVP interface.
#include "archive/base/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace stele {

namespace {

struct Named {
    DigestAlgorithm algorithm;
    std::string_view ocfl;
    const EVP_MD* (*evp)();
};

constexpr std::array kNamed{
    Named{DigestAlgorithm::md5, "md5", EVP_md5},
    Named{DigestAlgorithm::sha1, "sha1", EVP_sha1},
    Named{DigestAlgorithm::sha256, "sha256", EVP_sha256},
    Named{DigestAlgorithm::sha512, "sha512", EVP_sha512},
    Named{DigestAlgorithm::sha512_256, "sha512/256", EVP_sha512_256},
    Named{DigestAlgorithm::blake2b_512, "blake2b-512", EVP_blake2b512},
};

const Named& named(DigestAlgorithm algorithm)
{
    return kNamed[static_cast<std::size_t>(algorithm)];
}

// Every algorithm is built into libcrypto 3; a failure is a broken installation.
void require(int evp_result)
{
    if (evp_result != 1)
        std::abort();
}

} // namespace

std::string_view digest_name(DigestAlgorithm algorithm)
{
    return named(algorithm).ocfl;
}

std::optional<DigestAlgorithm> digest_algorithm_named(std::string_view name)
{
    for (const Named& n : kNamed)
        if (n.ocfl == name)
            return n.algorithm;
    return std::nullopt;
}

struct Hasher::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher(DigestAlgorithm algorithm) : state_(std::make_unique<State>())
{
    require(EVP_DigestInit_ex(state_->context, named(algorithm).evp(), nullptr));
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(ByteSpan bytes)
{
    if (!bytes.empty())
        require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string Hasher::finish_hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(state_->context, raw.data(), &size));
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string hex;
    hex.reserve(std::size_t{size} * 2);
    for (unsigned int i = 0; i < size; ++i) {
        hex.push_back(kHex[raw[i] >> 4]);
        hex.push_back(kHex[raw[i] & 15]);
    }
    return hex;
}

std::string digest_hex(DigestAlgorithm algorithm, ByteSpan bytes)
{
    Hasher hasher(algorithm);
    hasher.update(bytes);
    return hasher.finish_hex();
}

} // namespace stele
