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
        stone.type = "object";
        stone.description = {
            {"zh-Hans", "出土于大雁塔附近"}, {"en", "Found near the pagoda. Kailāsa style."}};
        stone.materials = {{"en", "granite"}};
        stone.rights.model = "CC-BY-4.0";
        stone.creators = {{"object", {{"", "Li Chun"}}, "", {}}};
        entries.push_back(sample_entry(stone));
        entries.back().object.triangles = 2'000'000;
        ASSERT_TRUE(catalogue->add_all(entries));
    }
    std::vector<std::string> found(std::string_view query, std::size_t limit = 20)
    {
        const auto parsed = parse_query(query);
        if (!parsed) {
            EXPECT_EQ(parsed.error().code(), Errc::invalid_argument) << query;
            return {"refused"};
        }
        const auto rows = catalogue->search(*parsed, limit);
        EXPECT_TRUE(rows) << query << ": " << rows.error().text();
        std::vector<std::string> out;
        for (const Hit& hit : rows->hits)
            out.push_back(hit.row.slug);
        EXPECT_GE(rows->total, out.size());
        return out;
    }
    Snippet snippet(std::string_view query, const std::string& slug)
    {
        const auto rows = catalogue->search(*parse_query(query), 0);
        for (const Hit& hit : rows->hits)
            if (hit.row.slug == slug)
                return hit.snippet;
        ADD_FAILURE() << slug << " is not found by " << query;
        return {};
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
    EXPECT_EQ(found("pagoda", 0).size(), 3u);
    const auto one = catalogue->search(*parse_query("pagoda"), 1);
    EXPECT_EQ(one->total, 3u);
    // However often a description says the word.
    record::Record wordy = sample_record("wordy", {{"en", "Notes"}});
    for (int i = 0; i < 50; ++i)
        wordy.description["en"] += "goose ";
    ASSERT_TRUE(catalogue->add(sample_entry(wordy)));
    EXPECT_EQ(found("goose").back(), "wordy");
}

TEST_F(SearchTest, knows_phrases_beginnings_and_what_must_not_be)
{
    EXPECT_THAT(found("\"wild goose\""), UnorderedElementsAre("dayan-pagoda", "xiaoyan-pagoda"));
    EXPECT_THAT(found("\"goose wild\""), IsEmpty());
    EXPECT_THAT(found("\"pagod\""), IsEmpty());
    EXPECT_THAT(found("pagod*").size(), 3u);
    EXPECT_THAT(found("pagoda -small"), UnorderedElementsAre("dayan-pagoda", "stone"));
    EXPECT_THAT(found("雁塔 -大雁塔"), ElementsAre("xiaoyan-pagoda"));
    EXPECT_EQ(found("pagoda -smal").size(), 3u) << "behind a minus a word is whole";
    EXPECT_THAT(found("pagoda -smal*"), UnorderedElementsAre("dayan-pagoda", "stone"));
    EXPECT_THAT(found("pagoda -\"wild goose\""), ElementsAre("stone"));
    EXPECT_THAT(found("-goose -hall -type:site -材 -id:stone"), ElementsAre("cordoba-mezquita"));
}

TEST_F(SearchTest, filters_by_fields)
{
    EXPECT_THAT(found("place:敦煌"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("place：敦煌"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("title:敦煌"), IsEmpty());
    EXPECT_THAT(found("place:wutai"), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("place:\"Wutai, Shanxi\""), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("title:pagoda").size(), 2u);
    EXPECT_THAT(found("creator:\"li chun\""), ElementsAre("stone"));
    EXPECT_THAT(found("material:granit"), ElementsAre("stone"));
    EXPECT_THAT(found("holder:cabildo"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("place:*"), UnorderedElementsAre("mogao-096", "foguang-east-hall"));
    EXPECT_EQ(found("-place:*").size(), 4u);
}

TEST_F(SearchTest, filters_by_facts)
{
    EXPECT_THAT(found("type:site"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("TYPE:Object"), ElementsAre("stone"));
    EXPECT_THAT(found("state:damaged"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("rights:cc-by-4.0"), ElementsAre("stone"));
    EXPECT_THAT(found("rights:CC*"), ElementsAre("stone"));
    EXPECT_THAT(found("rights:CC"), IsEmpty());
    EXPECT_THAT(found("rights:*"), ElementsAre("stone"));
    EXPECT_THAT(found("id:mogao*"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("triangles>1M"), ElementsAre("stone"));
    EXPECT_THAT(found("size<=20 -triangles>1M"), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("size:41"), ElementsAre("mogao-096"));
    EXPECT_EQ(found("added:2023-11-14").size(), 6u);
    EXPECT_THAT(found("added>2023-11-14"), IsEmpty());
    EXPECT_THAT(found("modified>=2023 pagoda type:object"), ElementsAre("stone"));
}

TEST_F(SearchTest, filters_by_years_in_which_it_may_have_been_made)
{
    EXPECT_THAT(found("year:857"), UnorderedElementsAre("foguang-east-hall", "cordoba-mezquita"));
    EXPECT_THAT(found("year:857 -year:900"), ElementsAre("foguang-east-hall"));
    EXPECT_THAT(found("year<700"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("year<=695"), ElementsAre("mogao-096"));
    EXPECT_THAT(found("year<695"), IsEmpty());
    EXPECT_THAT(found("year:900"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("year>857"), ElementsAre("cordoba-mezquita"));
    EXPECT_THAT(found("year:..800"), UnorderedElementsAre("mogao-096", "cordoba-mezquita"));
    EXPECT_EQ(found("year:*").size(), 3u);
    EXPECT_EQ(found("-year:*").size(), 3u);
    EXPECT_THAT(found("year>900 place:*"), IsEmpty());
}

TEST_F(SearchTest, shows_the_words_around_a_hit_outside_title_and_place)
{
    const Snippet latin = snippet("kailasa", "stone");
    EXPECT_EQ(latin.field, "description");
    EXPECT_EQ(latin.before, "Found near the pagoda. ");
    EXPECT_EQ(latin.hit, "Kailāsa");
    EXPECT_EQ(latin.after, " style.");
    EXPECT_EQ(snippet("雁塔", "stone").hit, "雁塔");
    EXPECT_EQ(snippet("雁塔", "stone").before, "出土于大");
    EXPECT_EQ(snippet("雁塔", "dayan-pagoda").field, "");
    EXPECT_EQ(snippet("敦煌", "mogao-096").field, "");
    EXPECT_EQ(snippet("granite", "stone").field, "material");
}

TEST_F(SearchTest, suggests_a_title_or_an_id_for_a_word_without_a_match)
{
    const auto suggested = [this](std::string_view query) {
        return catalogue->suggestion(*parse_query(query))->value_or("");
    };
    EXPECT_EQ(suggested("pagdoa"), "pagoda");
    EXPECT_EQ(suggested("wild pagdoa"), "pagoda");
    EXPECT_EQ(suggested("大燕塔"), "大雁塔");
    EXPECT_EQ(suggested("id:mogao-95"), "mogao-096");
    EXPECT_EQ(suggested("goose hall"), "") << "each is there, only not together";
    EXPECT_EQ(suggested("xylophone"), "");
}

TEST_F(SearchTest, lists_the_ids_that_begin_so)
{
    EXPECT_THAT(*catalogue->slugs_beginning("mo", 9), ElementsAre("mogao-096"));
    EXPECT_EQ(catalogue->slugs_beginning("", 2)->size(), 2u);
    EXPECT_THAT(*catalogue->slugs_beginning("%", 9), IsEmpty());
}

TEST_F(SearchTest, takes_whatever_is_typed)
{
    for (const char* const odd :
        {"", "\"", "'", "a\"b", "title:x", "title:", ":", "<", "x OR y", "NEAR(a b)", "-", "--",
            "-\"", "*", "^a", "(", "{a}", "a:b", "😀", "\xff\xfe\xfd", "\xe4\xbd", "AND", "NOT",
            "a AND", "%", "\\", "a\"\"b", "place:\"", "-place:\"x", "+a", "a + b", "{title} : a",
            "title:\"a\" OR \"b\"", "\"; DROP TABLE objects; --", "id:'; --", "year:1..2..3",
            "rights:%", "\u201c大雁\u201d", "\x01\x02", "size:1e300", "year:99999999999999999999"})
        found(odd);
    found(std::string(1000000, 'a'));
    std::string han;
    for (int i = 0; i < 100000; ++i)
        han += "雁";
    found(han);
    std::string many;
    for (int i = 0; i < 400; ++i)
        many += "-a ";
    found(many);
    EXPECT_EQ(*catalogue->count({}), 6u);
}

} // namespace
} // namespace stele::catalogue
