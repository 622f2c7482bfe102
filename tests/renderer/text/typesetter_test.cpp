// Typesetting with the bundled fonts only: the same lines and pixels on every machine.
#include "renderer/text/fonts.h"
#include "renderer/text/typesetter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace stele::text {
namespace {

Typesetter bundled()
{
    auto typesetter = Typesetter::create(
        FontSet::bundled, std::filesystem::path(STELE_SOURCE_DIR) / "assets" / "fonts");
    if (!typesetter) {
        ADD_FAILURE() << typesetter.error().text();
        std::abort();
    }
    return std::move(*typesetter);
}

Style chinese()
{
    Style style;
    style.language = "zh-Hans";
    return style;
}

std::size_t inked(const Image& picture)
{
    return static_cast<std::size_t>(std::count_if(
        picture.pixels.begin(), picture.pixels.end(), [](Rgba8 p) { return p.a > 128; }));
}

TEST(Typesetter, latin_text_has_width_and_one_line)
{
    const Typesetter typesetter = bundled();
    const Block block = typesetter.layout("Zhenhai Tower", Style{});
    EXPECT_EQ(block.lines(), 1u);
    EXPECT_GT(block.width_px(), 80);
    EXPECT_LT(block.width_px(), 130);
    EXPECT_EQ(block.height_px(), 24); // 16 px * 1.5
    EXPECT_EQ(block.missing(), 0u);
    EXPECT_FALSE(block.shortened());
}

TEST(Typesetter, han_characters_are_one_em_wide_and_found)
{
    const Typesetter typesetter = bundled();
    const Block block = typesetter.layout("\u9547\u6d77\u697c", chinese());
    EXPECT_NEAR(block.width_px(), 48, 0.5);
    EXPECT_EQ(block.missing(), 0u);
    EXPECT_GT(inked(typesetter.picture(block)), 100u);
}

TEST(Typesetter, han_text_breaks_without_spaces_and_never_before_a_full_stop)
{
    const Typesetter typesetter = bundled();
    // Four characters and a full stop in a measure of four: the last character goes down with the
    // stop.
    const Block block = typesetter.layout("\u5e7f\u5dde\u57ce\u697c\u3002", chinese(), 65);
    EXPECT_EQ(block.lines(), 2u);
    const Block longer = typesetter.layout(
        "\u5e7f\u5dde\u57ce\u697c\u5e7f\u5dde\u57ce\u697c\u5e7f\u5dde\u57ce\u697c", chinese(), 65);
    EXPECT_EQ(longer.lines(), 3u);
}

TEST(Typesetter, no_line_is_wider_than_the_measure)
{
    const Typesetter typesetter = bundled();
    const std::string text = "The tower was built in 1380 on the northern wall; "
                             "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente follows.";
    for (const double measure : {40.0, 77.5, 200.0, 333.0}) {
        const Block block = typesetter.layout(text, Style{}, measure);
        EXPECT_LE(block.width_px(), measure + 0.01) << measure;
        EXPECT_GT(block.lines(), 1u);
    }
}

TEST(Typesetter, line_grid_does_not_depend_on_the_script)
{
    const Typesetter typesetter = bundled();
    Style style = chinese();
    style.size_px = 17;
    style.line_height = 1.75;
    const Block latin = typesetter.layout("Guangzhou", style);
    const Block mixed = typesetter.layout("Guangzhou \u5e7f\u5dde", style);
    EXPECT_EQ(latin.line_px(), 30);
    EXPECT_EQ(latin.height_px(), mixed.height_px());
}

TEST(Typesetter, too_many_lines_end_in_an_ellipsis_and_say_so)
{
    const Typesetter typesetter = bundled();
    const std::string text(400, 'a');
    const Block cut = typesetter.layout(text, Style{}, 100, 3);
    EXPECT_EQ(cut.lines(), 3u);
    EXPECT_TRUE(cut.shortened());
    const Block paragraphs = typesetter.layout("one\ntwo\nthree\nfour", Style{}, 100, 2);
    EXPECT_EQ(paragraphs.lines(), 2u);
    EXPECT_TRUE(paragraphs.shortened());
    EXPECT_FALSE(typesetter.layout("one\ntwo", Style{}, 100, 2).shortened());
}

TEST(Typesetter, characters_without_a_font_are_counted)
{
    const Typesetter typesetter = bundled();
    EXPECT_EQ(typesetter.layout("a\u9f98b\u9f98", chinese()).missing(), 2u);
}

TEST(Typesetter, empty_text_has_no_lines_and_draws_nothing)
{
    const Typesetter typesetter = bundled();
    const Block block = typesetter.layout("", Style{}, 100);
    EXPECT_EQ(block.lines(), 0u);
    EXPECT_EQ(block.height_px(), 0);
    const Image picture = typesetter.picture(block);
    EXPECT_EQ(picture.pixels.size(), 0u);
}

TEST(Typesetter, invalid_utf8_controls_and_any_direction_are_set_without_harm)
{
    const Typesetter typesetter = bundled();
    const std::string nul("a\0b", 3);
    for (const std::string& text :
        {std::string("\xff\xfe ok \xc3"), nul, std::string("\t\r\x1b[0m"),
            std::string("\u202eabc\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629 1380"),
            std::string("e\u0301\u0302\u0303\u0304"), std::string(3000, 'x')}) {
        const Block block = typesetter.layout(text, Style{}, 120);
        EXPECT_GE(block.lines(), 1u);
        (void)typesetter.picture(block);
    }
    EXPECT_GT(
        typesetter.layout(nul, Style{}).width_px(), typesetter.layout("a", Style{}).width_px());
}

TEST(Typesetter, drawing_outside_the_picture_is_cut_off)
{
    const Typesetter typesetter = bundled();
    const Block block = typesetter.layout("Zhenhai Tower", Style{});
    Image picture{20, 10, std::vector<Rgba8>(200, Rgba8{255, 255, 255, 255})};
    for (const int at : {-500, -30, -5, 0, 15, 500})
        typesetter.draw(block, picture, at, at);
    for (const Rgba8 p : picture.pixels)
        EXPECT_EQ(p.a, 255);
}

TEST(Typesetter, a_range_draws_only_its_lines)
{
    const Typesetter typesetter = bundled();
    const Block block = typesetter.layout("one\n\nthree", Style{}, 100);
    ASSERT_EQ(block.lines(), 3u);
    Image picture{100, 24, std::vector<Rgba8>(2400, Rgba8{0, 0, 0, 0})};
    typesetter.draw(block, picture, 0, 0, {1, 1});
    EXPECT_EQ(inked(picture), 0u);
    typesetter.draw(block, picture, 0, 0, {2, 1});
    EXPECT_GT(inked(picture), 50u);
}

TEST(Typesetter, a_name_is_set_in_one_face)
{
    const Typesetter typesetter = bundled();
    Style serif = chinese(), sans = chinese();
    serif.face = Face::serif;
    // The serif subset has the tower's name, but not the character for "scan".
    const auto pixels = [&](const char* text, const Style& style) {
        return typesetter.picture(typesetter.layout(text, style)).pixels;
    };
    EXPECT_FALSE(pixels("\u9547\u6d77\u697c", serif) == pixels("\u9547\u6d77\u697c", sans));
    EXPECT_TRUE(pixels("\u9547\u6d77\u626b", serif) == pixels("\u9547\u6d77\u626b", sans));
}

TEST(Typesetter, tabular_figures_are_equally_wide)
{
    const Typesetter typesetter = bundled();
    Style style;
    style.figures = Figures::tabular;
    EXPECT_DOUBLE_EQ(
        typesetter.layout("1.11", style).width_px(), typesetter.layout("8.88", style).width_px());
}

TEST(Typesetter, same_text_gives_the_same_pixels)
{
    const Image once = bundled().picture(bundled().layout("Zhenhai \u9547\u6d77\u697c", chinese()));
    const Image twice =
        bundled().picture(bundled().layout("Zhenhai \u9547\u6d77\u697c", chinese()));
    EXPECT_EQ(once.pixels, twice.pixels);
}

TEST(Typesetter, no_fonts_at_all_is_an_error)
{
    const auto none = Typesetter::create(FontSet::bundled, "/nonexistent/fonts");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code(), Errc::not_found);
}

TEST(Fonts, regional_languages_prefer_their_own_han_glyphs)
{
    EXPECT_LT(families(Face::serif, "ja").find("CJK JP"),
        families(Face::serif, "ja").find("Stele Serif SC"));
    EXPECT_LT(families(Face::sans, "zh-Hans").find("Stele Sans SC"),
        families(Face::sans, "zh-Hans").find("CJK SC"));
    EXPECT_NE(families(Face::sans, "zh-Hant").find("CJK TC"), std::string::npos);
}

} // namespace
} // namespace stele::text
