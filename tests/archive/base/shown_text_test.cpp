// Hostile bytes as people see them.
#include "archive/base/shown_text.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(ShownText, controls_and_invalid_bytes_are_escaped)
{
    EXPECT_EQ(fit_for_terminal("\x1b[31m\"\xc2\x9b\xff\" \x7f\r"), "%1B[31m\"%C2%9B%FF\" %7F%0D");
    EXPECT_EQ(fit_for_terminal(std::string_view("a\0b", 3)), "a%00b");
}

TEST(ShownText, lines_tabs_and_all_scripts_stay_as_they_are)
{
    EXPECT_EQ(fit_for_terminal("a\tb\n\xe5\xa1\x94 \xc3\xa9\xc2\xa0"),
        "a\tb\n\xe5\xa1\x94 \xc3\xa9\xc2\xa0");
    EXPECT_EQ(fit_for_terminal("one\r\ntwo"), "one\ntwo");
}

TEST(ShownText, one_line_has_no_line_ends_and_no_tabs)
{
    EXPECT_EQ(one_line("a\tb\r\nc\n\x07"), "a b c %07");
}

TEST(ShownText, an_excerpt_ends_between_characters)
{
    EXPECT_EQ(excerpt("Sph\xc3\xa8re"), "Sph\xc3\xa8re");
    EXPECT_EQ(excerpt(std::string(80, 'x')), std::string(80, 'x'));
    EXPECT_EQ(excerpt(std::string(81, 'x')), std::string(80, 'x') + "...");
    EXPECT_EQ(excerpt(std::string(79, 'x') + "\xe5\xa1\x94"), std::string(79, 'x') + "...");
    EXPECT_EQ(
        excerpt(std::string(77, 'x') + "\xe5\xa1\x94y"), std::string(77, 'x') + "\xe5\xa1\x94...");
}

TEST(ShownText, an_excerpt_of_no_characters_is_short_too)
{
    std::string escaped;
    for (int i = 0; i < 77; ++i)
        escaped += "%80";
    EXPECT_EQ(excerpt(std::string(1000, '\x80')), escaped + "...");
}

TEST(ShownText, quotes_stand_around_an_excerpt)
{
    EXPECT_EQ(in_quotes("a\nb"), "\"a b\"");
}

} // namespace
} // namespace stele
