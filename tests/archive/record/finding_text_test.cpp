// What is said of findings: values in their places, nothing hostile on the terminal, and an entry
// in every language for every code that the sources can emit.
#include "archive/record/finding_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace stele::record {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Finding holes(std::uint64_t count)
{
    return {Severity::warning, "health.holes", "", "stored text", count, {{"longest_m", "0.0421"}}};
}

TEST(FindingText, has_the_values_as_the_language_writes_them)
{
    const auto english = FindingTexts::in_language("en");
    const auto chinese = FindingTexts::in_language("zh-CN");
    EXPECT_EQ(
        english.sentence(holes(1)), "The surface has 1 hole; the largest measures 4.2 cm around.");
    EXPECT_EQ(english.sentence(holes(1234)),
        "The surface has 1,234 holes; the largest measures 4.2 cm around.");
    EXPECT_EQ(chinese.sentence(holes(1234)),
        "\u8868\u9762\u6709 1,234 "
        "\u4e2a\u5b54\u6d1e\uff0c\u6700\u5927\u7684\u4e00\u4e2a\u5468\u957f"
        " 4.2 \u5398\u7c73\u3002");
    EXPECT_FALSE(english.advice(holes(1)).empty());
    EXPECT_NE(english.advice(holes(1)), chinese.advice(holes(1)));
}

TEST(FindingText, of_an_unknown_code_or_an_old_report_is_the_stored_text)
{
    const auto texts = FindingTexts::in_language("zh-Hans");
    const Finding newer{Severity::info, "future.thing", "", "a thing of the future"};
    EXPECT_EQ(texts.sentence(newer), "a thing of the future");
    EXPECT_EQ(texts.advice(newer), "");
    EXPECT_FALSE(texts.has("future.thing"));
    Finding old = holes(3);
    old.values.clear();
    EXPECT_EQ(texts.sentence(old), "stored text");
    EXPECT_FALSE(texts.advice(old).empty());
}

TEST(FindingText, of_a_family_serves_all_its_codes)
{
    const auto texts = FindingTexts::in_language("en");
    const Finding broken{Severity::error, "ocfl.E092", "v1/content/a", "the digest differs"};
    EXPECT_TRUE(texts.has("ocfl.E092"));
    EXPECT_THAT(texts.sentence(broken), HasSubstr("the digest differs"));
}

TEST(FindingText, never_shows_control_characters_nor_looks_into_values)
{
    const auto texts = FindingTexts::in_language("en");
    const Finding hostile{
        Severity::warning, "material.missing", "a\x1b[2J\xc2\x9b\n{count}\xff", ""};
    const std::string text = texts.sentence(hostile);
    EXPECT_THAT(text, HasSubstr("{count}"));
    for (const char c : text)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << text;
    EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
    const Finding unknown{Severity::warning, "x.y", "", "a\x1b]0;b"};
    EXPECT_EQ(texts.sentence(unknown), "a%1B]0;b");
}

TEST(FindingText, says_the_same_in_every_language)
{
    const auto english = FindingTexts::in_language("en");
    ASSERT_FALSE(english.codes().empty());
    // What only one of the languages may leave out: English detail, and places.
    const std::set<std::string> optional{"text", "reason", "where", "count"};
    for (const std::string& language : Texts::languages()) {
        const auto texts = FindingTexts::in_language(language);
        EXPECT_EQ(texts.codes(), english.codes()) << language;
        for (const std::string& code : english.codes()) {
            std::vector<std::string> ours = texts.places(code), theirs = english.places(code);
            for (auto* const names : {&ours, &theirs})
                std::erase_if(*names, [&](const auto& name) { return optional.contains(name); });
            EXPECT_EQ(ours, theirs) << language << " " << code;
            const Finding finding{Severity::info, code, "", "", 1};
            EXPECT_FALSE(texts.advice(finding).empty()) << language << " " << code;
        }
    }
}

// --- every code of the sources ---

bool is_finding_code(const std::string& literal, const std::set<std::string>& families)
{
    static const std::regex pattern("[a-z]+\\.[a-zA-Z0-9]+(-[a-z0-9]+)*");
    static const std::set<std::string> extensions{"gltf", "glb", "stele", "json", "toml", "zip"};
    return std::regex_match(literal, pattern) &&
           families.contains(literal.substr(0, literal.find('.'))) &&
           (!extensions.contains(literal.substr(literal.find('.') + 1)) || literal == "page.gltf");
}

// String literals of the code; comments are no code.
std::vector<std::string> literals_of(const std::string& line)
{
    std::vector<std::string> literals;
    std::string literal;
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!inside && line.compare(i, 2, "//") == 0)
            break;
        if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) {
            if (inside)
                literals.push_back(literal);
            inside = !inside;
            literal.clear();
        } else if (inside) {
            literal += line[i];
        }
    }
    return literals;
}

// Codes of known families wherever they stand, and whatever follows a severity.
std::set<std::string> codes_in(const std::string& source, const std::set<std::string>& families)
{
    std::set<std::string> codes;
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line);)
        for (const std::string& literal : literals_of(line))
            if (is_finding_code(literal, families))
                codes.insert(literal);
    static const std::regex emitted("Severity::[a-z]+,\\s*\"([a-z]+\\.[^\"]+)\"");
    for (auto it = std::sregex_iterator(source.begin(), source.end(), emitted);
         it != std::sregex_iterator(); ++it)
        codes.insert((*it)[1]);
    return codes;
}

TEST(FindingTexts, have_an_entry_for_every_code_of_the_sources)
{
    const auto texts = FindingTexts::in_language("en");
    std::set<std::string> families;
    for (const std::string& code : texts.codes())
        families.insert(code.substr(0, code.find('.')));
    std::set<std::string> used;
    for (const char* const folder : {"archive", "tools"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path(STELE_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h")
                continue;
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream source;
            source << in.rdbuf();
            for (const std::string& code : codes_in(source.str(), families)) {
                EXPECT_TRUE(texts.has(code))
                    << code << " in " << entry.path() << " is not in assets/texts/findings.*.json";
                used.insert(code);
            }
        }
    EXPECT_GT(used.size(), 40u) << "the search finds nothing";
}

TEST(FindingTexts, of_a_code_without_an_entry_would_be_missed)
{
    const std::set<std::string> families{"scan"};
    EXPECT_THAT(codes_in("tally.add(Severity::info, \"scan.new-thing\", \"\");", families),
        testing::ElementsAre("scan.new-thing"));
    EXPECT_THAT(codes_in("tally.add(\n Severity::info,\n  \"brand.new\", \"\");", families),
        testing::ElementsAre("brand.new"));
    EXPECT_THAT(codes_in("note(\"scan.other\"); // \"scan.comment\"", families),
        testing::ElementsAre("scan.other"));
    EXPECT_THAT(
        codes_in("open(\"scan.json\"); open(\"record.toml\");", families), testing::ElementsAre());
}

} // namespace
} // namespace stele::record
