// Every word exists in both languages and in the bundled fonts; bounds are never rounded down.
#include "renderer/ui/words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace stele::ui {
namespace {

TEST(Words, every_word_exists_in_both_languages)
{
    for (int i = 0; i < static_cast<int>(Word::last_); ++i) {
        const auto w = static_cast<Word>(i);
        EXPECT_FALSE(word(w, Language::english).empty()) << i;
        EXPECT_FALSE(word(w, Language::chinese).empty()) << i;
        EXPECT_NE(word(w, Language::english), word(w, Language::chinese)) << i;
    }
    EXPECT_EQ(key_help(Language::english).size(), key_help(Language::chinese).size());
}

TEST(Words, bundled_fonts_have_every_character_of_the_interface)
{
    auto typesetter = text::Typesetter::create(
        text::FontSet::bundled, std::filesystem::path(STELE_SOURCE_DIR) / "assets" / "fonts");
    ASSERT_TRUE(typesetter);
    for (const Language language : {Language::english, Language::chinese}) {
        text::Style style;
        style.language = tag(language);
        for (int i = 0; i < static_cast<int>(Word::last_); ++i) {
            const std::string_view text = word(static_cast<Word>(i), language);
            EXPECT_EQ(typesetter->layout(text, style).missing(), 0u) << text;
        }
        for (const Fact& key : key_help(language)) {
            EXPECT_EQ(typesetter->layout(key.label, style).missing(), 0u) << key.label;
            EXPECT_EQ(typesetter->layout(key.value, style).missing(), 0u) << key.value;
        }
        for (const char* const name :
            {"en", "zh", "ja", "ko", "fr", "de", "it", "es", "pt", "ru", "ar", "el", "la"})
            EXPECT_EQ(typesetter->layout(language_name(name, language), style).missing(), 0u)
                << name;
    }
}

TEST(Words, lengths_are_rounded_up_to_two_digits)
{
    EXPECT_EQ(length_up(0.0018), "1.8 mm");
    EXPECT_EQ(length_up(0.00181), "1.9 mm");
    EXPECT_EQ(length_up(0.00996), "10 mm");
    EXPECT_EQ(length_up(0.0123), "13 mm");
    EXPECT_EQ(length_up(0.244), "250 mm");
    EXPECT_EQ(length_up(0.000012), "0.012 mm");
    EXPECT_EQ(length_up(2.31), "2.4 m");
    EXPECT_EQ(length_up(37), "37 m");
    EXPECT_EQ(length_up(0), "0 mm");
    EXPECT_EQ(length_up(std::nan("")), "0 mm");
    EXPECT_EQ(length_up(INFINITY), "\u221e");
}

TEST(Words, a_shown_length_is_never_below_the_bound)
{
    for (double metres = 3e-6; metres < 90; metres *= 1.037) {
        const std::string text = length_up(metres);
        const double shown = std::strtod(text.c_str(), nullptr) * (text.ends_with("mm") ? 1e-3 : 1);
        EXPECT_GE(shown, metres * (1 - 1e-9)) << text;
        EXPECT_LE(shown, metres * 1.11 + 1e-6) << text;
    }
}

TEST(Words, measures_have_three_digits)
{
    EXPECT_EQ(length(0.0004172), "0.417 mm");
    EXPECT_EQ(length(0.0123), "12.3 mm");
    EXPECT_EQ(length(0.25), "250 mm");
    EXPECT_EQ(length(1.5), "1.50 m");
    EXPECT_EQ(length(0), "0 mm");
    EXPECT_EQ(length(INFINITY), "0 mm");
}

TEST(Words, every_view_and_mode_has_its_own_name)
{
    using enum frame::StandardView;
    EXPECT_EQ(view_word(front, Language::english), "Front");
    EXPECT_EQ(view_word(three_quarter, Language::english), "Three-quarter");
    EXPECT_EQ(mode_word(frame::Mode::colour, Language::english), "Colour");
    EXPECT_EQ(mode_word(frame::Mode::normals, Language::english), "Normals");
}

TEST(Words, places_are_filled_in_order)
{
    EXPECT_EQ(fill_in("{} of {}", {"1", "2"}), "1 of 2");
    EXPECT_EQ(fill_in("{}{}", {"{}"}), "{}");
    EXPECT_EQ(fill_in("none", {"x"}), "none");
}

TEST(Words, locales_choose_the_language)
{
    EXPECT_EQ(language_of("zh_CN.UTF-8"), Language::chinese);
    EXPECT_EQ(language_of("zh-Hans"), Language::chinese);
    EXPECT_EQ(language_of("en-GB"), Language::english);
    EXPECT_EQ(language_of("zhx"), Language::english);
    EXPECT_EQ(language_of(""), Language::english);
    EXPECT_EQ(language_name("zh-Hans", Language::english), "Chinese");
    EXPECT_EQ(language_name("qaa", Language::english), "qaa");
}

} // namespace
} // namespace stele::ui
