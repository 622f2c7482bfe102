// Errors: context, and texts that a terminal may show.
#include "archive/base/result.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Error, text_has_the_outermost_context_first)
{
    const Error error = Error(Errc::io, "no").in("inner").in("outer");
    EXPECT_EQ(error.text(), "outer: inner: no");
}

TEST(Error, hostile_bytes_in_messages_and_contexts_are_escaped)
{
    const Error error = Error(Errc::malformed, "\x1b[31m\t\"\xc2\x9b\xff\" \x7f").in("a\rb");
    EXPECT_EQ(error.text(), "a%0Db: %1B[31m%09\"%C2%9B%FF\" %7F");
}

TEST(Error, lines_and_all_scripts_stay_as_they_are)
{
    const std::string text = "first\nsecond: \xe5\xa1\x94 \xc3\xa9";
    EXPECT_EQ(Error(Errc::io, text).text(), text);
}

} // namespace
} // namespace stele
