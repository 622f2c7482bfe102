// A record in words: own name first, translations chosen, missing ones said.
#include "renderer/ui/record_content.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace stele::ui {
namespace {

record::Record tower()
{
    record::Record record;
    record.language = "zh-Hans";
    record.title = {{"zh-Hans", "镇海楼"}, {"en", "Zhenhai Tower"}};
    record.description = {{"zh-Hans", "五层楼。"}, {"en", "A tower of five storeys."}};
    record.date = "1380";
    record.place.name = {{"zh-Hans", "广州"}, {"en", "Guangzhou"}};
    record.rights.model = "CC-BY-4.0";
    record.rights.attribution = {{"en", "Stele project"}, {"zh-Hans", "Stele 项目"}};
    record.capture.accuracy_mm = 4;
    record.capture.date = "2026-11";
    return record;
}

TEST(RecordContent, english_has_both_names_and_chinese_the_own_one_only)
{
    const PanelContent english = record_content(tower(), {}, Language::english);
    EXPECT_EQ(english.title.text, "镇海楼");
    EXPECT_EQ(english.title.language, "zh-Hans");
    EXPECT_EQ(english.subtitle.text, "Zhenhai Tower");
    EXPECT_EQ(english.identity, "1380 · Guangzhou");
    EXPECT_EQ(english.description.text, "A tower of five storeys.");
    EXPECT_TRUE(english.description_note.empty());
    EXPECT_NE(english.rights.find("CC-BY-4.0"), std::string::npos);
    EXPECT_EQ(english.credit, "Stele project");
    const PanelContent chinese = record_content(tower(), {}, Language::chinese);
    EXPECT_EQ(chinese.title.text, "镇海楼");
    EXPECT_TRUE(chinese.subtitle.empty());
    EXPECT_NE(chinese.identity.find("广州"), std::string::npos);
    EXPECT_EQ(chinese.description.text, "五层楼。");
    EXPECT_EQ(chinese.credit, "Stele 项目");
}

TEST(RecordContent, missing_translations_are_said)
{
    record::Record record = tower();
    record.title.erase("en");
    record.description.erase("en");
    const PanelContent content = record_content(record, {}, Language::english);
    EXPECT_EQ(content.subtitle_note, "No English name yet");
    EXPECT_EQ(content.description.text, "五层楼。");
    EXPECT_EQ(content.description.language, "zh-Hans");
    EXPECT_EQ(content.description_note, "No English text yet; shown in Chinese.");
    record.description.clear();
    EXPECT_EQ(
        record_content(record, {}, Language::english).description_note, "No description yet.");
}

TEST(RecordContent, an_empty_record_has_a_title_and_the_accuracy_line)
{
    const PanelContent content = record_content({}, {.error_m = 0.00183}, Language::english);
    EXPECT_FALSE(content.title.empty());
    EXPECT_EQ(content.shown, "Shown within 1.9 mm of the scan");
    EXPECT_TRUE(content.identity.empty());
    EXPECT_TRUE(content.facts.empty());
    EXPECT_TRUE(content.rights.empty());
}

TEST(RecordContent, synthetic_models_failures_and_small_budgets_are_said)
{
    record::Record record = tower();
    record.capture.synthetic = true;
    EXPECT_FALSE(record_content(record, {}, Language::chinese).notice.empty());
    EXPECT_TRUE(record_content(tower(), {}, Language::chinese).notice.empty());
    EXPECT_TRUE(record_content(tower(), {}, Language::english).warning.empty());
    EXPECT_NE(
        record_content(tower(), {.failed_pages = 3}, Language::english).warning.find("3 parts"),
        std::string::npos);
    EXPECT_FALSE(
        record_content(tower(), {.budget_limited = true}, Language::english).warning.empty());
    EXPECT_NE(record_content(tower(), {.streaming = true}, Language::english).shown_detail,
        record_content(tower(), {}, Language::english).shown_detail);
}

TEST(RecordContent, an_orthographic_picture_says_its_scale)
{
    const std::string text =
        record_content(tower(), {.metres_per_px = 0.0015}, Language::english).shown_detail;
    EXPECT_NE(text.find("1\u00a0pixel\u00a0=\u00a01.50\u00a0mm"), std::string::npos) << text;
    EXPECT_EQ(record_content(tower(), {}, Language::english).shown_detail.find("pixel"),
        std::string::npos);
}

TEST(RecordContent, bundled_fonts_cover_the_words_of_both_languages)
{
    auto typesetter = text::Typesetter::create(
        text::FontSet::bundled, std::filesystem::path(STELE_SOURCE_DIR) / "assets" / "fonts");
    ASSERT_TRUE(typesetter);
    record::Record record = tower();
    record.capture.synthetic = true;
    record.creators = {
        {"object", {{"zh-Hans", "朱亮祖"}}, "", {}}, {"model", {{"zh-Hans", "程序"}}, "", {}}};
    record.materials = record.holder = record.capture.method = {{"zh-Hans", "砖"}, {"en", "brick"}};
    record.rights.object = "public";
    record.place.lat = record.place.lon = 23;
    for (const Language language : {Language::english, Language::chinese})
        for (const bool failed : {false, true}) {
            const Shown shown{0.1, 1, 2, failed ? 1u : 0u, true, true};
            const Panel panel = lay_out_panel(
                *typesetter, record_content(record, shown, language), {400, 1600, 1, 0});
            EXPECT_EQ(panel.missing, 0u);
            EXPECT_GE(std::count_if(panel.items.begin(), panel.items.end(),
                          [](const Item& item) { return item.role == Role::fact_value; }),
                7);
        }
}

// What only the terminal shows is drawn with the terminal's fonts.
bool is_for_the_terminal(const std::filesystem::path& file, const std::string& line)
{
    const auto begins = [&](const char* family) {
        return line.find("\"" + std::string(family) + ".") != std::string::npos;
    };
    return file.filename().string().starts_with("findings.") || begins("bill") ||
           begins("doctor") || begins("show") || begins("verdict");
}

TEST(RecordContent, bundled_fonts_cover_the_demo_records_and_all_interface_texts)
{
    const std::filesystem::path assets = std::filesystem::path(STELE_SOURCE_DIR) / "assets";
    auto typesetter = text::Typesetter::create(text::FontSet::bundled, assets / "fonts");
    ASSERT_TRUE(typesetter);
    text::Style style;
    style.language = "zh-Hans";
    std::size_t files = 0;
    for (const char* const folder : {"landmarks", "texts"})
        for (const auto& entry : std::filesystem::directory_iterator(assets / folder)) {
            std::ifstream file(entry.path());
            ++files;
            for (std::string line; std::getline(file, line);)
                EXPECT_TRUE(is_for_the_terminal(entry.path(), line) ||
                            typesetter->layout(line, style).missing() == 0)
                    << entry.path() << ": " << line;
        }
    EXPECT_GE(files, 4u);
}

} // namespace
} // namespace stele::ui
