// stele search as a person and as a script run it. The language of queries is tested in
// tests/archive/catalogue.
#include "tests/cli/program.h"

#include <algorithm>

namespace stele::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A lion, a pagoda and a ball, in two languages.
class Collection {
public:
    Collection()
    {
        add("lion", {"title.en=Stone lion", "title.zh-Hans=石狮", "place.name.zh-Hans=广州",
                        "date=1380", "type=object", "rights.model=CC-BY-4.0"});
        add("pagoda", {"title.en=Giant Wild Goose Pagoda", "title.zh-Hans=大雁塔", "date=0652",
                          "type=building", "description.en=Two stone lions stand at the door.",
                          "description.zh-Hans=门前有石狮一对。"});
        add("ball", {"title.en=A ball", "type=object"});
    }
    Outcome search(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "search");
        return place.run(arguments);
    }
    std::vector<std::string> ids(const std::string& query) const
    {
        const Outcome outcome = search({"--json", "--", query});
        std::vector<std::string> found;
        for (const Json& record : elements_of(document_of(outcome)["records"]))
            found.push_back(record["id"].string_or(""));
        EXPECT_EQ(outcome.exit, found.empty() ? 5 : 0) << said(outcome);
        return found;
    }
    Workplace place;

private:
    void add(const std::string& id, const std::vector<std::string>& facts)
    {
        std::vector<std::string> arguments{"ingest", place.ball(), "--record", id};
        for (const std::string& fact : facts)
            arguments.insert(arguments.end(), {"--set", fact});
        const Outcome outcome = place.run(arguments);
        EXPECT_EQ(outcome.exit, 0) << said(outcome);
    }
};

TEST(Search, finds_words_in_both_languages_titles_first)
{
    const Collection collection;
    EXPECT_THAT(collection.ids("stone"), ElementsAre("lion", "pagoda"));
    EXPECT_THAT(collection.ids("石狮"), ElementsAre("lion", "pagoda"));
    EXPECT_THAT(collection.ids("狮"), ElementsAre("lion", "pagoda"));
    EXPECT_THAT(collection.ids("雁塔"), ElementsAre("pagoda"));
    EXPECT_THAT(collection.ids("\"wild goose\""), ElementsAre("pagoda"));
    EXPECT_THAT(collection.ids("stone -goose"), ElementsAre("lion"));
    EXPECT_THAT(collection.ids("place:广州"), ElementsAre("lion"));
    EXPECT_THAT(collection.ids("year<900"), ElementsAre("pagoda"));
    EXPECT_THAT(collection.ids("type:object -year:*"), ElementsAre("ball"));
    EXPECT_THAT(collection.ids("-rights:* stone"), ElementsAre("pagoda"));
    EXPECT_THAT(collection.ids("goose lion -广州"), ElementsAre("pagoda"));
    EXPECT_THAT(collection.ids("xylophone"), ElementsAre());
}

TEST(Search, prints_the_table_of_list_with_the_words_around_a_hit)
{
    const Collection collection;
    const Outcome outcome = collection.search({"stone", "lion"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out.substr(0, 2), "ID");
    EXPECT_THAT(outcome.out, HasSubstr("\n    Description: Two stone lions stand at the door."));
    EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 4) << outcome.out;
    EXPECT_THAT(
        collection.search({"--color", "always", "stone"}).out, HasSubstr("\x1b[1mstone\x1b[0m"));

    const Outcome plain = collection.search({"--plain", "石狮"});
    EXPECT_EQ(std::count(plain.out.begin(), plain.out.end(), '\n'), 2) << plain.out;
    EXPECT_EQ(std::count(plain.out.begin(), plain.out.end(), '\t'), 14) << plain.out;
    EXPECT_THAT(plain.out, HasSubstr("\t门前有石狮一对。\n"));
    EXPECT_THAT(collection.search({"--lang", "zh-Hans", "goose"}).out, HasSubstr("大雁塔"));
}

TEST(Search, speaks_one_document)
{
    const Collection collection;
    const Json document = document_of(collection.search({"--json", "--limit", "1", "石狮"}));
    EXPECT_EQ(document["query"].string_or(""), "石狮");
    EXPECT_EQ(document["total"].integer_or(0), 2);
    EXPECT_EQ(elements_of(document["records"]).size(), 1u);
    const Json both = document_of(collection.search({"--json", "石狮"}));
    const Json match = elements_of(both["records"])[1]["match"];
    EXPECT_EQ(match["field"].string_or(""), "description");
    EXPECT_EQ(match["hit"].string_or(""), "石狮");
    const Outcome none = collection.search({"--json", "pagdoa"});
    EXPECT_EQ(none.exit, 5);
    EXPECT_EQ(document_of(none)["suggestion"].string_or(""), "pagoda");
}

TEST(Search, without_a_match_is_5_with_a_hint)
{
    const Collection collection;
    const Outcome mistyped = collection.search({"pagdoa"});
    EXPECT_EQ(mistyped.exit, 5);
    EXPECT_EQ(mistyped.out, "");
    EXPECT_THAT(mistyped.err, HasSubstr("Did you mean 'pagoda'?"));
    EXPECT_THAT(collection.search({"ball", "goose"}).err, HasSubstr("fewer find more"));
    EXPECT_THAT(collection.search({"--limit", "1", "stone"}).err, HasSubstr("1 of 2 records"));
}

TEST(Search, refuses_in_words_and_never_in_sql)
{
    const Collection collection;
    const auto refused = [&](const std::string& query) {
        const Outcome outcome = collection.search({"--", query});
        EXPECT_EQ(outcome.exit, 2) << said(outcome);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_THAT(refused("tpye:object"), HasSubstr("Did you mean 'type:'?"));
    EXPECT_THAT(refused("type:objct"), HasSubstr("Did you mean type:object?"));
    EXPECT_THAT(refused("***"), HasSubstr("nothing to search for"));
    EXPECT_THAT(refused("year<soon"), HasSubstr("year:700..900"));
    for (const char* const odd : {"\"", "a\"b OR", "NEAR(a b", "x AND", "{title}:x", "^x", "x:y:z",
             "'; DROP TABLE objects; --", "\xff\xfe", "title:\")", "-\"", "%", "_", "a\tb\nc"}) {
        const Outcome outcome = collection.search({"--", odd});
        EXPECT_THAT(outcome.exit, ::testing::AnyOf(0, 2, 5)) << odd << said(outcome);
        for (const char* const leak : {"fts5", "syntax", "SQL", "no such"})
            EXPECT_THAT(outcome.err, Not(HasSubstr(leak))) << odd;
    }
    const Outcome minus = collection.search({"stone", "-goose"});
    EXPECT_EQ(minus.exit, 2);
    EXPECT_THAT(minus.err, HasSubstr("stele search --"));
}

} // namespace
} // namespace stele::cli
