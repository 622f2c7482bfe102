// How text is cut for search.
#include "archive/catalogue/bigrams.h"

#include <gtest/gtest.h>

namespace stele::catalogue {
namespace {

TEST(OneWidth, makes_full_width_latin_and_half_width_kana_plain)
{
    EXPECT_EQ(one_width("Ｓｔｅｌｅ　２０"), "Stele 20");
    EXPECT_EQ(one_width("ABC 大雁塔"), "ABC 大雁塔");
    EXPECT_EQ(one_width("ﾋﾒｼﾞ ﾊﾟ ｶﾅ"), "ヒメジ パ カナ");
    EXPECT_EQ(one_width("ｱﾞ"), "ア\u3099");
    EXPECT_EQ(one_width("\xff"), "\xef\xbf\xbd");
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

TEST(RunsOf, follow_the_script_and_hold_no_signs)
{
    const auto texts = [](std::string_view text) {
        std::string all;
        for (const catalogue::Run& run : runs_of(text))
            all += (run.cjk ? "<" : "[") + run.text + (run.cjk ? ">" : "]");
        return all;
    };
    EXPECT_EQ(texts("East Tow"), "[East Tow]");
    EXPECT_EQ(texts("tang大殿 hall"), "[tang]<大殿>[hall]");
    EXPECT_EQ(texts("五台，山西"), "<五台><山西>");
    EXPECT_EQ(texts("a\"-b*"), "[a b]");
    for (const char* const nothing : {"", " ", "\"", "***", "，。「」", "()-:^", "\xff\xfe"})
        EXPECT_EQ(texts(nothing), "") << nothing;
}

TEST(FtsPhrase, asks_for_words_and_pairs)
{
    EXPECT_EQ(fts_phrase({"east tow", false}, true), "\"east tow\" *");
    EXPECT_EQ(fts_phrase({"east", false}, false), "\"east\"");
    EXPECT_EQ(fts_phrase({"雁塔", true}, true), "\"雁塔\"");
    EXPECT_EQ(fts_phrase({"大雁塔", true}, false), "\"大雁 雁塔\"");
    EXPECT_EQ(fts_phrase({"塔", true}, false), "\"塔\" *");
}

} // namespace
} // namespace stele::catalogue
