// --set key=value.
#include "archive/record/json.h"
#include "archive/record/set.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

std::string after(const std::vector<std::string>& assignments, std::string_view before = "{}")
{
    Record record = *from_json(*parse_json(before), Stage::edit);
    const Status status = apply_set(record, assignments);
    if (!status)
        return "refused: " + status.error().message();
    Json document = to_json(record);
    document.erase("schema");
    return print_json(document, JsonStyle::canonical);
}

TEST(Set, writes_texts_numbers_flags_and_list_items)
{
    EXPECT_EQ(after({"title.zh-Hans=镇海楼", "title.en=Zhenhai Tower = Five Storey Pagoda"}),
        R"({"title":{"en":"Zhenhai Tower = Five Storey Pagoda","zh-Hans":"镇海楼"}})");
    EXPECT_EQ(after({"place.lat=23.1", "place.lon=113"}), R"({"place":{"lat":23.1,"lon":113}})");
    EXPECT_EQ(after({"capture.synthetic=true"}), R"({"capture":{"synthetic":true}})");
    EXPECT_EQ(after({"creators.0.name=Zhu", "creators.0.role=object"}),
        R"({"creators":[{"name":"Zhu","role":"object"}]})");
    EXPECT_EQ(after({"sources+=A", "sources+=B", "sources.0=C"}), R"({"sources":["C","B"]})");
    EXPECT_EQ(after({"sources.0=A", "sources.1=B"}), R"({"sources":["A","B"]})");
    EXPECT_EQ(after({R"(creators+={"role":"model","name":"S"})"}),
        R"({"creators":[{"name":"S","role":"model"}]})");
    EXPECT_EQ(after({R"(title={"en":"A"})"}), R"({"title":{"en":"A"}})");
    EXPECT_EQ(after({"extra.shelf.row=3"}), R"({"extra":{"shelf":{"row":"3"}}})");
    EXPECT_EQ(after({"rights.model=CC-BY-4.0", "holder=A", "materials.en=brick"}),
        R"({"holder":"A","materials":{"en":"brick"},"rights":{"model":"CC-BY-4.0"}})");
}

TEST(Set, removes_a_key_by_an_empty_value)
{
    EXPECT_EQ(after({"place.name.en="}, R"({"place":{"name":{"en":"x"}},"date":"1380"})"),
        R"({"date":"1380"})");
    EXPECT_EQ(after({"sources.0="}, R"({"sources":["a","b"]})"), R"({"sources":["b"]})");
    EXPECT_EQ(after({"title="}, R"({"title":{"en":"x"}})"), "{}");
    EXPECT_EQ(after({"date="}), "{}");
}

TEST(Set, says_what_is_wrong_and_changes_nothing)
{
    EXPECT_EQ(after({"title.en"}),
        R"(refused: --set title.en: no '='; write --set key=value, such as title.en="Lion")");
    EXPECT_EQ(after({"titel.en=A"}),
        "refused: --set titel.en: record/1 has no such key; did you mean title.en?");
    EXPECT_EQ(after({"place.nmae.en=A"}),
        "refused: --set place.nmae.en: record/1 has no such key; did you mean place.name.en?");
    EXPECT_EQ(after({"colour.en=A"}),
        "refused: --set colour.en: record/1 has no such key; a key of "
        "your own goes under extra: extra.colour");
    EXPECT_EQ(
        after({"titel=A"}), "refused: --set titel: record/1 has no such key; did you mean title?");
    EXPECT_EQ(after({"title=Hall"}),
        R"(refused: --set title: "Hall" is one text; write one text for each language, such as title.en = "...")");
    EXPECT_EQ(after({"place.lat=north"}),
        R"(refused: --set place.lat: "north" is not a number; write degrees north from -90 to 90, for example 23.1367)");
    EXPECT_EQ(
        after({"place.lat=23,1"}).substr(0, 40), R"(refused: --set place.lat: "23,1" is not )");
    EXPECT_EQ(after({"place.lat=23.1"}),
        "refused: --set place.lat: is given without lon; write place.lon too");
    EXPECT_EQ(after({"capture.synthetic=yes"}),
        R"(refused: --set capture.synthetic: "yes" is not true or false; write true or false)");
    EXPECT_EQ(after({"sources.5=A"}),
        "refused: --set sources.5: the list has no position 5; append with --set sources+=...");
    EXPECT_EQ(after({"date+=1380"}).substr(0, 18), "refused: --set dat");
    EXPECT_EQ(after({"holder.en=A"}, R"({"holder":"B"})"),
        "refused: --set holder.en: holder is one text without a language; remove it first with "
        "--set holder=");
    EXPECT_EQ(after({"creators+=Zhu"}),
        R"(refused: --set creators: "Zhu" is one text; write creators.0.role and creators.0.name (in record.toml: [[creators]]))");
    EXPECT_EQ(after({"created=2026-11-23T20:27:00Z"}),
        R"(refused: --set created: "2026-11-23T20:27:00Z" is not for you to set; leave it out: Stele writes it)");
}

TEST(Set, reports_all_faults_and_applies_none)
{
    Record record;
    record.date = "1380";
    const Status status = apply_set(record, {"date=1381", "titel=A", "place.lat=x"});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code(), Errc::invalid_argument);
    EXPECT_NE(status.error().message().find("titel"), std::string::npos);
    EXPECT_NE(status.error().message().find("place.lat"), std::string::npos);
    EXPECT_EQ(record.date, "1380");
}

TEST(Set, keeps_what_is_newer_than_this_program)
{
    const char* const before =
        R"({"created":"2026-11-23T20:27:00Z","new":1,"place":{"lat":1,"lon":2,"new":3}})";
    EXPECT_EQ(after({"place.lat=5"}, before),
        R"({"created":"2026-11-23T20:27:00Z","new":1,"place":{"lat":5,"lon":2,"new":3}})");
}

TEST(Set, survives_odd_keys)
{
    for (const char* const odd : {"=x", ".=x", "title.=x", "title..en=x", "creators.-1.name=x",
             "+=x", "creators.99999999999.name=x", "a.b.c.d.e=x", "sources.0.0=x"})
        EXPECT_EQ(after({odd}).substr(0, 7), "refused") << odd;
}

} // namespace
} // namespace stele::record
