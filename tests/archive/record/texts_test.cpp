// The interface texts: both languages say the same things, and values land in their places.
#include "archive/record/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace stele::record {
namespace {

std::set<std::string> places_of(const std::string& text)
{
    std::set<std::string> places;
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '{' && text[i + 2] == '}')
            places.insert(text.substr(i, 3));
    return places;
}

TEST(Texts, have_the_same_ids_and_places_in_every_language)
{
    const Texts english = Texts::in_language("en");
    const std::vector<std::string> ids = english.ids();
    ASSERT_FALSE(ids.empty());
    for (const std::string& language : Texts::languages()) {
        const Texts texts = Texts::in_language(language);
        EXPECT_EQ(texts.tag(), language);
        EXPECT_THAT(texts.ids(), testing::ElementsAreArray(ids)) << language;
        for (const std::string& id : ids) {
            EXPECT_FALSE(texts.text(id).empty()) << language << " " << id;
            EXPECT_EQ(places_of(texts.text(id)), places_of(english.text(id))) << language << id;
        }
    }
}

TEST(Texts, choose_the_language_nearest_to_the_tag)
{
    EXPECT_EQ(Texts::in_language("zh-CN").tag(), "zh-Hans");
    EXPECT_EQ(Texts::in_language("zh_CN.UTF-8").tag(), "zh-Hans");
    EXPECT_EQ(Texts::in_language("zh").tag(), "zh-Hans");
    EXPECT_EQ(Texts::in_language("en-GB").tag(), "en");
    EXPECT_EQ(Texts::in_language("fr").tag(), "en");
    EXPECT_EQ(Texts::in_language("C").tag(), "en");
    EXPECT_EQ(Texts::in_language("").tag(), "en");
}

TEST(Texts, fill_places_and_leave_values_alone)
{
    const Texts texts = Texts::in_language("en");
    EXPECT_EQ(texts.text("stage.within", {"0.4 mm"}), "Shown within 0.4 mm of the scan");
    EXPECT_EQ(texts.text("stage.within", {"{0}"}), "Shown within {0} of the scan");
    EXPECT_EQ(texts.text("stage.within"), "Shown within {0} of the scan");
    EXPECT_EQ(texts.text("date.day", {"1985", "April", "12"}), "12 April 1985");
    EXPECT_EQ(texts.text("no.such-id"), "no.such-id");
}

TEST(LengthText, has_two_digits_in_the_unit_that_fits)
{
    const Texts texts = Texts::in_language("en");
    const std::pair<double, const char*> rows[] = {{0, "0 mm"}, {0.0004, "0.4 mm"},
        {0.00042, "0.42 mm"}, {0.0000123, "0.012 mm"}, {0.0035, "3.5 mm"}, {0.00996, "1 cm"},
        {0.012, "1.2 cm"}, {0.34, "34 cm"}, {0.996, "1 m"}, {1.25, "1.3 m"}, {9.96, "10 m"},
        {28.04, "28 m"}, {123.4, "120 m"}, {996, "1 km"}, {1234, "1.2 km"}, {15300, "15 km"},
        {-0.012, "-1.2 cm"}};
    for (const auto& [metres, text] : rows)
        EXPECT_EQ(length_text(metres, texts), text) << metres;
    EXPECT_EQ(length_text(0.0004, Texts::in_language("zh-Hans")), "0.4 毫米");
}

TEST(CountText, groups_by_three)
{
    const Texts texts = Texts::in_language("en");
    EXPECT_EQ(count_text(0, texts), "0");
    EXPECT_EQ(count_text(999, texts), "999");
    EXPECT_EQ(count_text(1046528, texts), "1,046,528");
}

} // namespace
} // namespace stele::record
