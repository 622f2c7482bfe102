// What a search is taken apart into, and what is refused with which words.
#include "archive/catalogue/search_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stele::catalogue {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(std::string_view text)
{
    const auto query = parse_query(text);
    EXPECT_FALSE(query) << text;
    if (query)
        return "";
    EXPECT_EQ(query.error().code(), Errc::invalid_argument);
    return query.error().text();
}

Condition only_condition(std::string_view text)
{
    const auto query = parse_query(text);
    EXPECT_TRUE(query) << text;
    if (!query || query->conditions.size() != 1)
        return {};
    return query->conditions[0];
}

TEST(ParseQuery, takes_words_phrases_and_minus)
{
    const auto query = parse_query("East \"wild goose\" tow* -small -\"a b\" -sm*");
    ASSERT_TRUE(query);
    EXPECT_THAT(query->phrases, ElementsAre(Phrase{Field::anywhere, "East", true, false},
                                    Phrase{Field::anywhere, "wild goose", false, false},
                                    Phrase{Field::anywhere, "tow", true, false},
                                    Phrase{Field::anywhere, "small", false, true},
                                    Phrase{Field::anywhere, "a b", false, true},
                                    Phrase{Field::anywhere, "sm", true, true}));
}

TEST(ParseQuery, reads_full_width_signs_and_typographic_quotes)
{
    const auto query = parse_query("place：敦煌　－塔 \u201c大雁 塔\u201d");
    ASSERT_TRUE(query);
    EXPECT_THAT(query->phrases, ElementsAre(Phrase{Field::place, "敦煌", true, false},
                                    Phrase{Field::anywhere, "塔", false, true},
                                    Phrase{Field::anywhere, "大雁 塔", false, false}));
}

TEST(ParseQuery, an_open_quote_ends_with_the_text)
{
    const auto query = parse_query("title:\"East Main");
    ASSERT_TRUE(query);
    EXPECT_THAT(query->phrases, ElementsAre(Phrase{Field::title, "East Main", false, false}));
}

TEST(ParseQuery, reads_years_amounts_and_dates)
{
    EXPECT_EQ(only_condition("year<900").high, 899);
    EXPECT_EQ(only_condition("year>=-221").low, -221);
    EXPECT_EQ(only_condition("year:700..900"), (Condition{Key::year, "", false, 700, 900, false}));
    EXPECT_EQ(
        only_condition("-year:700.."), (Condition{Key::year, "", false, 700, std::nullopt, true}));
    EXPECT_EQ(only_condition("year:*"),
        (Condition{Key::year, "", false, std::nullopt, std::nullopt, false}));
    EXPECT_EQ(only_condition("size>1.5GiB").low, 1610612737);
    EXPECT_EQ(only_condition("triangles<=2M").high, 2000000);
    EXPECT_EQ(only_condition("added:1970-01-02"),
        (Condition{Key::added, "", false, 86400, 2 * 86400 - 1, false}));
    EXPECT_EQ(only_condition("modified>1970-01").low, 31 * 86400);
    EXPECT_EQ(only_condition("added:1970-01-02..1970-01-03").high, 3 * 86400 - 1);
}

TEST(ParseQuery, says_what_to_write_instead)
{
    EXPECT_THAT(refusal("plce:x"), HasSubstr("Did you mean 'place:'?"));
    EXPECT_THAT(refusal("yaer<900"), HasSubstr("Did you mean 'year<'?"));
    EXPECT_THAT(refusal("type:bulding"), HasSubstr("Did you mean type:building?"));
    EXPECT_THAT(refusal("state:broken"), HasSubstr("no-viewing-copy"));
    EXPECT_THAT(refusal("year:old"), HasSubstr("year:700..900"));
    EXPECT_THAT(refusal("size>many"), HasSubstr("1.5M"));
    EXPECT_THAT(refusal("added>yesterday"), HasSubstr("2026-01-31"));
    EXPECT_THAT(refusal("title>x"), HasSubstr("title:x"));
    EXPECT_THAT(refusal("type<x"), HasSubstr("type:x"));
    for (const char* const nothing : {"", "  ", "\"\"", "-", "...", "，"})
        EXPECT_THAT(refusal(nothing), HasSubstr("nothing to search for")) << nothing;
}

TEST(ParseQuery, an_unknown_key_far_from_any_is_words)
{
    for (const char* const text : {"12:30", "Re:stone", "https://example.org/x", "a:b"}) {
        const auto query = parse_query(text);
        ASSERT_TRUE(query) << text;
        ASSERT_EQ(query->phrases.size(), 1u) << text;
        EXPECT_EQ(query->phrases[0].text, text);
    }
}

TEST(ParseQuery, knows_every_key_that_help_names)
{
    for (const FilterText& filter : filter_texts()) {
        const auto query = parse_query(filter.example);
        ASSERT_TRUE(query) << filter.example << query.error().text();
        const bool is_filter =
            !query->conditions.empty() ||
            (query->phrases.size() == 1 && query->phrases[0].field != Field::anywhere);
        EXPECT_TRUE(is_filter) << filter.example;
        EXPECT_TRUE(filter.example.starts_with(filter.key));
    }
}

} // namespace
} // namespace stele::catalogue
