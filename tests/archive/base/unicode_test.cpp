// UTF-8 validity by the Unicode table, and display cells.
#include "archive/base/unicode.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Utf8, accepts_well_formed_and_refuses_the_rest)
{
    EXPECT_TRUE(is_valid_utf8("abc"));
    EXPECT_TRUE(is_valid_utf8("\xe5\xa1\x94\xf0\x9f\x97\xbf"));
    EXPECT_FALSE(is_valid_utf8("\xc0\x80"));         // overlong
    EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));     // surrogate
    EXPECT_FALSE(is_valid_utf8("\xf4\x90\x80\x80")); // above U+10FFFF
    EXPECT_FALSE(is_valid_utf8("\xe5\xa1"));         // cut
}

TEST(Utf8, invalid_bytes_become_percent_escapes)
{
    EXPECT_EQ(to_valid_utf8("a\xff\xe5\xa1\x94"), "a%FF\xe5\xa1\x94");
}

TEST(DisplayWidth, counts_cjk_as_two_and_combining_as_none)
{
    EXPECT_EQ(display_width("abc"), 3u);
    EXPECT_EQ(display_width("\xe9\x95\x87\xe6\xb5\xb7\xe6\xa5\xbc"), 6u);
    EXPECT_EQ(display_width("e\xcc\x81"), 1u);
}

} // namespace
} // namespace stele
