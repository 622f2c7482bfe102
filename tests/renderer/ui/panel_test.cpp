// The record panel: everything said is visible or marked as cut, nothing overlaps, nothing leaves
// the panel.
#include "renderer/ui/panel.h"
#include "renderer/ui/theme.h"
#include "renderer/ui/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace stele::ui {
namespace {

const text::Typesetter& typesetter()
{
    static const text::Typesetter instance = [] {
        auto made = text::Typesetter::create(
            text::FontSet::bundled, std::filesystem::path(STELE_SOURCE_DIR) / "assets" / "fonts");
        if (!made)
            std::abort();
        return std::move(*made);
    }();
    return instance;
}

PanelContent tower(Language language)
{
    PanelContent content;
    content.language = tag(language);
    content.title = {"镇海楼", "zh-Hans"};
    if (language == Language::english)
        content.subtitle = {"Zhenhai Tower", "en"};
    content.identity = language == Language::english ? "1380, Guangzhou" : "1380 年，广州";
    content.description =
        language == Language::english
            ? Words{"A five-storey tower on the northern wall of the old city. "
                    "Red sandstone below, brick above, green glazed eaves.",
                  "en"}
            : Words{"五层楼，红墙绿瓦，逐层收缩，下两层为红砂岩，其上为砖墙。", "zh-Hans"};
    content.facts = {{language == Language::english ? "Accuracy" : "精度", "4 mm"}};
    content.rights = "CC BY 4.0";
    content.credit = "Stele";
    content.shown = "Shown within " + length_up(0.0018);
    content.shown_detail = fill_in(word(Word::triangles, language), {"1", "2"});
    content.hint = word(Word::hint, language);
    content.more = word(Word::more, language);
    return content;
}

const Item* find(const Panel& panel, Role role)
{
    const auto at = std::find_if(panel.items.begin(), panel.items.end(),
        [&](const Item& item) { return item.role == role; });
    return at == panel.items.end() ? nullptr : &*at;
}

void expect_sound(const Panel& panel, const PanelSpace& space)
{
    const Rect whole{0, 0, space.width_px, space.height_px};
    for (std::size_t i = 0; i < panel.items.size(); ++i) {
        EXPECT_TRUE(panel.items[i].rect.inside(whole)) << panel.items[i].label;
        for (std::size_t k = i + 1; k < panel.items.size(); ++k)
            EXPECT_FALSE(panel.items[i].rect.overlaps(panel.items[k].rect))
                << panel.items[i].label << " / " << panel.items[k].label;
    }
}

TEST(Panel, says_everything_in_both_languages)
{
    for (const Language language : {Language::english, Language::chinese}) {
        const PanelContent content = tower(language);
        const PanelSpace space{400, 720, 1, 0};
        const Panel panel = lay_out_panel(typesetter(), content, space);
        expect_sound(panel, space);
        for (const auto& [role, label] : {std::pair{Role::title, content.title.text},
                 {Role::identity, content.identity}, {Role::description, content.description.text},
                 {Role::fact_value, content.facts[0].value}, {Role::rights, content.rights},
                 {Role::credit, content.credit}, {Role::status, content.shown},
                 {Role::hint, content.hint}}) {
            const Item* const item = find(panel, role);
            ASSERT_NE(item, nullptr) << label;
            EXPECT_EQ(item->label, label);
            EXPECT_FALSE(item->partial) << label;
        }
        EXPECT_EQ(panel.missing, 0u);
        EXPECT_EQ(panel.scroll_max_px, 0);
    }
}

TEST(Panel, own_name_comes_first_and_is_larger)
{
    const Panel panel = lay_out_panel(typesetter(), tower(Language::english), {400, 720, 1, 0});
    const Item *const title = find(panel, Role::title), *const subtitle =
                                                            find(panel, Role::subtitle);
    ASSERT_TRUE(title != nullptr && subtitle != nullptr);
    EXPECT_LT(title->rect.y, subtitle->rect.y);
    EXPECT_GT(title->rect.height, subtitle->rect.height);
    EXPECT_EQ(find(lay_out_panel(typesetter(), tower(Language::chinese), {400, 720, 1, 0}),
                  Role::subtitle),
        nullptr);
}

TEST(Panel, is_sound_at_every_size_and_scale_and_with_long_texts)
{
    PanelContent content = tower(Language::english);
    content.title.text = "The Collegiate Church of Saint Bartholomew beside the Old Northern Gate";
    content.subtitle = {"圣母堂", "zh-Hans"};
    for (int i = 0; i < 5; ++i)
        content.description.text += " " + content.description.text;
    content.rights += std::string(300, 'x');
    content.warning = "3 parts could not be read";
    for (const double scale : {0.75, 1.0, 1.5, 2.0, 3.0})
        for (const auto& [width, height] : {std::pair{400, 720}, {400, 1400}, {720, 380},
                 {880, 300}, {400, 300}, {360, 250}, {200, 90}, {40, 40}, {1, 1}, {0, 0}}) {
            const PanelSpace space{width, height, scale, 0};
            expect_sound(lay_out_panel(typesetter(), content, space), space);
        }
}

TEST(Panel, a_long_description_scrolls_to_its_end_and_says_that_there_is_more)
{
    PanelContent content = tower(Language::english);
    const std::string sentence = content.description.text;
    for (int i = 0; i < 12; ++i)
        content.description.text += "\n" + sentence;
    PanelSpace space{400, 720, 1, 0};
    const Panel top = lay_out_panel(typesetter(), content, space);
    ASSERT_NE(find(top, Role::more), nullptr);
    EXPECT_TRUE(find(top, Role::description)->partial);
    EXPECT_GT(top.scroll_max_px, 100);
    EXPECT_EQ(find(top, Role::fact_value), nullptr);
    space.scroll_px = 1e9;
    const Panel end = lay_out_panel(typesetter(), content, space);
    EXPECT_EQ(end.scroll_px, end.scroll_max_px);
    EXPECT_EQ(find(end, Role::more), nullptr);
    ASSERT_NE(find(end, Role::fact_value), nullptr);
    // What never scrolls.
    for (const Role role : {Role::title, Role::rights, Role::credit, Role::status, Role::hint})
        EXPECT_EQ(find(top, role)->rect, find(end, role)->rect);
    expect_sound(end, space);
}

TEST(Panel, a_missing_translation_is_said_before_the_text)
{
    PanelContent content = tower(Language::english);
    content.description = tower(Language::chinese).description;
    content.description_note = fill_in(word(Word::shown_in, Language::english), {"Chinese"});
    const Panel panel = lay_out_panel(typesetter(), content, {400, 720, 1, 0});
    ASSERT_NE(find(panel, Role::note), nullptr);
    EXPECT_LT(find(panel, Role::note)->rect.y, find(panel, Role::description)->rect.y);
}

TEST(Panel, help_takes_the_place_of_the_description)
{
    PanelContent content = tower(Language::chinese);
    content.help = key_help(Language::chinese);
    const Panel panel = lay_out_panel(typesetter(), content, {400, 900, 1, 0});
    EXPECT_EQ(find(panel, Role::description), nullptr);
    EXPECT_EQ(std::count_if(panel.items.begin(), panel.items.end(),
                  [](const Item& item) { return item.role == Role::fact_label; }),
        static_cast<std::ptrdiff_t>(content.help.size()));
}

TEST(Panel, hostile_texts_are_laid_out)
{
    PanelContent content = tower(Language::english);
    content.title.text = std::string("\xff\xfe\0 broken", 10);
    content.description.text = "\u202e" + std::string(60000, '\n') + std::string(50, '\xe4');
    content.identity = std::string(2000, 'w');
    const PanelSpace space{400, 720, 1, 0};
    expect_sound(lay_out_panel(typesetter(), content, space), space);
}

// WCAG 2.2 relative luminance.
double luminance(Rgba8 c)
{
    const auto linear = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

TEST(Theme, every_text_colour_has_at_least_4_5_to_1_on_the_panel)
{
    for (const Rgba8 text :
        {colour::kText, colour::kText2, colour::kText3, colour::kAccent, colour::kWarning})
        EXPECT_GE((luminance(text) + 0.05) / (luminance(colour::kPanel) + 0.05), 4.5);
}

} // namespace
} // namespace stele::ui
