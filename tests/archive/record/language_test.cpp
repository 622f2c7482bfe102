// Which language a reader gets.
#include "archive/record/language.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

std::string tag_for(
    const Text& text, const std::vector<std::string>& preferred, std::string own = "")
{
    return best_text(text, preferred, own).tag;
}

TEST(BestText, takes_the_exact_tag_first)
{
    const Text text{{"en", "Hall"}, {"zh-Hans", "a"}, {"zh-Hant", "b"}, {"zh", "c"}};
    EXPECT_EQ(tag_for(text, {"zh-Hant"}), "zh-Hant");
    EXPECT_EQ(tag_for(text, {"ZH-hant"}), "zh-Hant");
    EXPECT_EQ(tag_for(text, {"zh-CN"}), "zh-Hans");
    EXPECT_EQ(tag_for(text, {"zh-TW"}), "zh-Hant");
    EXPECT_EQ(tag_for(text, {"zh_SG.UTF-8"}), "zh-Hans");
}

TEST(BestText, shortens_the_tag_then_takes_another_text_of_the_language)
{
    EXPECT_EQ(tag_for({{"en", "x"}, {"zh", "y"}}, {"zh-CN"}), "zh");
    EXPECT_EQ(tag_for({{"en", "x"}, {"zh-Hant", "y"}}, {"zh-CN"}), "zh-Hant");
    EXPECT_EQ(tag_for({{"en-GB", "x"}, {"fr", "y"}}, {"en-US"}), "en-GB");
    EXPECT_EQ(tag_for({{"de", "x"}, {"fr", "y"}}, {"it", "fr"}), "fr");
}

TEST(BestText, falls_back_to_own_language_then_english_then_the_first)
{
    EXPECT_EQ(tag_for({{"de", "x"}, {"en", "y"}, {"zh", "z"}}, {"fr"}, "zh"), "zh");
    EXPECT_EQ(tag_for({{"de", "x"}, {"en", "y"}}, {"fr"}), "en");
    EXPECT_EQ(tag_for({{"de", "x"}, {"it", "y"}}, {"fr"}), "de");
    EXPECT_EQ(best_text({{"", "Qin"}}, {"fr"}).text, "Qin");
    EXPECT_TRUE(best_text({}, {"en"}).empty());
}

TEST(OwnLanguage, is_the_records_or_the_first_that_is_not_english)
{
    Record record;
    record.title = {{"en", "East Hall"}, {"zh-Hans", "\xe4\xb8\x9c\xe5\xa4\xa7\xe6\xae\xbf"}};
    EXPECT_EQ(own_title(record).tag, "zh-Hans");
    record.language = "en";
    EXPECT_EQ(own_title(record).text, "East Hall");
    record.title.clear();
    record.language.clear();
    EXPECT_EQ(own_language(record), "");
}

} // namespace
} // namespace stele::record
