// Sizes as people write them.
#include "archive/base/byte_size.h"

#include <gtest/gtest.h>

namespace stele::test {
namespace {

TEST(ByteSize, units_are_binary_unless_they_say_otherwise)
{
    for (const auto& [text, bytes] : {std::pair<const char*, std::uint64_t>{"4096", 4096},
             {"256MiB", 256u << 20}, {"256m", 256u << 20}, {"1 GiB", 1u << 30},
             {"500MB", 500000000}, {"2T", std::uint64_t(2) << 40}, {"7b", 7}}) {
        const auto parsed = parse_byte_size(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, bytes) << text;
    }
}

TEST(ByteSize, anything_else_is_refused)
{
    for (const char* const text : {"", "MiB", "-1", "1.5GiB", "12 parsecs", "1 MiB more",
             "99999999999T", "18446744073709551616"}) {
        const auto parsed = parse_byte_size(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code(), Errc::invalid_argument);
    }
}

} // namespace
} // namespace stele::test
