// How text is cut for search.
#include "archive/catalogue/bigrams.h"

#include <gtest/gtest.h>

namespace stele::catalogue {
namespace {

TEST(Fold, makes_full_width_and_upper_case_plain)
{
    EXPECT_EQ(fold("Ｓｔｅｌｅ　２０"), "stele 20");
    EXPECT_EQ(fold("ABC 大雁塔"), "abc 大雁塔");
    EXPECT_EQ(fold("\xff"), "\xef\xbf\xbd");
}

TEST(Bigrams, pair_the_characters_of_each_run)
{
    EXPECT_EQ(bigrams("大雁塔"), "大雁 雁塔 塔");
    EXPECT_EQ(bigrams("塔"), "塔");
    EXPECT_EQ(bigrams("大雁, 塔 east 小雁塔"), "大雁 雁 塔 小雁 雁塔 塔");
    EXPECT_EQ(bigrams("tower"), "");
    EXPECT_EQ(bigrams("ひめじ城"), "ひめ めじ じ城 城");
    EXPECT_EQ(bigrams("불국사"), "불국 국사 사");
    EXPECT_EQ(bigrams("𠮷野"), "𠮷野 野");
    EXPECT_EQ(bigrams(""), "");
}

TEST(MatchExpression, asks_for_words_and_pairs)
{
    EXPECT_EQ(
        match_expression("East Tow"), R"({title body} : "east" * AND {title body} : "tow" *)");
    EXPECT_EQ(match_expression("雁塔"), R"({title_cjk body_cjk} : "雁塔")");
    EXPECT_EQ(match_expression("大雁塔"), R"({title_cjk body_cjk} : "大雁 雁塔")");
    EXPECT_EQ(match_expression("塔"), R"({title_cjk body_cjk} : "塔" *)");
    EXPECT_EQ(match_expression("tang大殿"),
        R"({title body} : "tang" * AND {title_cjk body_cjk} : "大殿")");
}

TEST(MatchExpression, is_empty_for_nothing_and_never_syntax)
{
    for (const char* const nothing : {"", " ", "\"", "***", "，。「」", "()-:^", "\xff\xfe"})
        EXPECT_EQ(match_expression(nothing), "") << nothing;
    EXPECT_EQ(match_expression("a\" OR b"),
        R"({title body} : "a" * AND {title body} : "or" * AND {title body} : "b" *)");
}

} // namespace
} // namespace stele::catalogue
