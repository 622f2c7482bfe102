// What people type, and what they must find.
#include "archive/catalogue/catalogue.h"
#include "tests/archive/catalogue/sample_entries.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stele::catalogue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct SearchTest : testing::Test {
    test::TempDir dir;
    Result<Catalogue> catalogue = Catalogue::create(dir / "catalogue.sqlite");

    void SetUp() override
    {
        std::vector<Entry> entries = sample_entries();
        entries.push_back(sample_entry(
            "dayan-pagoda", {{"zh-Hans", "大雁塔"}, {"en", "Giant Wild Goose Pagoda"}}));
        entries.push_back(sample_entry(
            "xiaoyan-pagoda", {{"zh-Hans", "小雁塔"}, {"en", "Small Wild Goose Pagoda"}}));
        record::Record stone = sample_record("stone", {{"en", "Stone"}});
        stone.description = {
            {"zh-Hans", "出土于大雁塔附近"}, {"en", "Found near the pagoda. Kailāsa style."}};
        entries.push_back(sample_entry(stone));
        ASSERT_TRUE(catalogue->add_all(entries));
    }
    std::vector<std::string> found(std::string_view query, std::size_t limit = 20)
    {
        const auto rows = catalogue->search(query, limit);
        EXPECT_TRUE(rows) << query << ": " << rows.error().text();
        std::vector<std::string> out;
        for (const ObjectRow& row : *rows)
            out.push_back(row.slug);
        return out;
    }
};

TEST_F(SearchTest, finds_chinese_words_of_every_length)
{
    EXPECT_THAT(found("雁塔"), UnorderedElementsAre("dayan-pagoda", "xiaoyan-pagoda", "stone"));
    EXPECT_THAT(found("大雁塔"), ElementsAre("dayan-pagoda", "stone"));
    EXPECT_THAT(found("大雁"), ElementsAre("dayan-pagoda", "stone"));
    EXPECT_THAT(found("塔"), UnorderedElementsAre("dayan-pagoda", "xiaoyan-pagoda", "stone"));
    EXPECT_THAT(found("雁"), UnorderedElementsAre("dayan-pagoda", "xiaoyan-pagoda", "stone"));
    EXPECT_THAT(found("大殿"), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("敦煌"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("塔雁"), IsEmpty());
    EXPECT_THAT(found("大塔"), IsEmpty());
    EXPECT_THAT(found("大雁 附近"), ElementsAre("stone"));
}

TEST_F(SearchTest, finds_latin_words_by_their_beginning_without_accents_or_case)
{
    EXPECT_THAT(found("cordoba"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("CÓRDOBA"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("kailasa"), ElementsAre("stone"));
    EXPECT_THAT(found("mog"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("goose small"), ElementsAre("xiaoyan-pagoda"));
    EXPECT_THAT(
        found("ｐａｇｏｄａ"), UnorderedElementsAre("dayan-pagoda", "xiaoyan-pagoda", "stone"));
    EXPECT_THAT(found("cabildo"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("96"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("foguang-east-hall"), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("agoda"), IsEmpty());
}

TEST_F(SearchTest, puts_titles_first_and_keeps_to_the_limit)
{
    EXPECT_EQ(found("pagoda").back(), "stone");
    EXPECT_EQ(found("雁塔").back(), "stone");
    EXPECT_EQ(found("pagoda", 1).size(), 1u);
    EXPECT_THAT(found("pagoda", 0), IsEmpty());
}

TEST_F(SearchTest, takes_whatever_is_typed)
{
    for (const char* const odd :
        {"", "\"", "'", "a\"b", "title:x", "x OR y", "NEAR(a b)", "-", "*", "^a", "(", "{a}", "a:b",
            "😀", "\xff\xfe\xfd", "\xe4\xbd", "AND", "NOT", "a AND", "%", "\\"})
        found(odd);
    found(std::string(1000000, 'a'));
    std::string han;
    for (int i = 0; i < 100000; ++i)
        han += "雁";
    found(han);
}

} // namespace
} // namespace stele::catalogue
