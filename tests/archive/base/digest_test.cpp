// Digests against published vectors.
#include "archive/base/digest.h"

#include <gtest/gtest.h>

#include <string>

namespace stele {
namespace {

// FIPS 180-4 and RFC 7693 test vectors for "abc".
TEST(Digest, matches_published_vectors)
{
    const ByteSpan abc = as_bytes("abc");
    EXPECT_EQ(digest_hex(DigestAlgorithm::sha256, abc),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(digest_hex(DigestAlgorithm::sha512, abc),
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(digest_hex(DigestAlgorithm::md5, abc), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(digest_hex(DigestAlgorithm::blake2b_512, abc).substr(0, 16), "ba80a53f981c4d0d");
}

TEST(Digest, incremental_equals_whole)
{
    Hasher hasher(DigestAlgorithm::sha512);
    hasher.update(as_bytes("a"));
    hasher.update(as_bytes(""));
    hasher.update(as_bytes("bc"));
    EXPECT_EQ(hasher.finish_hex(), digest_hex(DigestAlgorithm::sha512, as_bytes("abc")));
}

TEST(Digest, names_round_trip)
{
    EXPECT_EQ(digest_algorithm_named("sha512/256"), DigestAlgorithm::sha512_256);
    EXPECT_FALSE(digest_algorithm_named("SHA512").has_value());
    EXPECT_EQ(digest_name(DigestAlgorithm::blake2b_512), "blake2b-512");
}

// RFC 3720 B.4 and the usual check value of "123456789".
TEST(Crc32c, matches_published_vectors)
{
    EXPECT_EQ(crc32c(as_bytes("123456789")), 0xe3069283u);
    EXPECT_EQ(crc32c(as_bytes(std::string(32, '\0'))), 0x8a9136aau);
    EXPECT_EQ(crc32c(as_bytes("6789"), crc32c(as_bytes("12345"))), 0xe3069283u);
}

TEST(Crc32Zip, matches_published_vector)
{
    EXPECT_EQ(crc32_zip(as_bytes("123456789")), 0xcbf43926u);
}

} // namespace
} // namespace stele
