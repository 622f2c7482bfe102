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

TEST(Error, messages_and_contexts_are_fit_for_a_terminal)
{
    EXPECT_EQ(Error(Errc::malformed, "\x1b[31m").in("a\rb").text(), "a%0Db: %1B[31m");
}

} // namespace
} // namespace stele
