// record.toml: what it becomes, and the exact words for what is wrong with it.
#include "archive/record/json.h"
#include "archive/record/toml.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

const char* const kGood = R"(# A survey's description
id = "zhenhai-tower"
type = "building"
title.en = "Zhenhai Tower"
title.zh-Hans = "镇海楼"
date = "1380"
sources = ["https://example.org", { en = "A book" }]
materials.en = "red sandstone"

[place]
name.en = "Guangzhou"
lat = 23.1367
lon = 113

[[creators]]
role = "object"
name = "Zhu Liangzu"

[[creators]]
role = "model"
name.en = "Stele"

[rights]
model = "CC0-1.0"

[capture]
method.en = "procedural"
synthetic = true

[extra]
shelf = 3
)";

std::string refusal(std::string_view text)
{
    const Result<Record> record = from_toml(text);
    return record ? "accepted" : record.error().message();
}

TEST(RecordToml, becomes_a_draft_record)
{
    const Result<Record> record = from_toml(kGood);
    ASSERT_TRUE(record) << record.error().text();
    EXPECT_EQ(print_json(to_json(*record), JsonStyle::canonical),
        R"({"capture":{"method":{"en":"procedural"},"synthetic":true},)"
        R"("creators":[{"name":"Zhu Liangzu","role":"object"},{"name":{"en":"Stele"},"role":"model"}],)"
        R"("date":"1380","extra":{"shelf":3},"id":"zhenhai-tower","materials":{"en":"red sandstone"},)"
        R"("place":{"lat":23.1367,"lon":113,"name":{"en":"Guangzhou"}},"rights":{"model":"CC0-1.0"},)"
        R"("schema":"stele:record/1","sources":["https://example.org",{"en":"A book"}],)"
        R"("title":{"en":"Zhenhai Tower","zh-Hans":"镇海楼"},"type":"building"})");
}

TEST(RecordToml, may_be_empty_and_may_begin_with_a_byte_order_mark)
{
    EXPECT_TRUE(from_toml(""));
    EXPECT_TRUE(from_toml("\xef\xbb\xbftitle.en = \"A\"\r\n"));
}

TEST(RecordToml, refuses_a_native_date_with_the_fix)
{
    EXPECT_EQ(refusal("title.en = \"A\"\ndate = 1380-01-02\n"),
        "record.toml:2:1: date: 1380-01-02 is a TOML date; record/1 has dates as texts; "
        "write date = \"1380-01-02\" in quotes");
    EXPECT_EQ(refusal("[capture]\ndate = 2019-05-01T10:00:00Z"),
        "record.toml:2:1: capture.date: 2019-05-01T10:00:00Z is a TOML date; record/1 has dates as "
        "texts; "
        "write capture.date = \"2019-05-01T10:00:00Z\" in quotes");
    EXPECT_EQ(refusal("date = 1380"),
        "record.toml:1:1: date: 1380 is a number, not a text; write an EDTF date in quotes: "
        "\"1380\", "
        "\"1380~\" (about), \"15XX\" (16th century), \"-0220\" (221 BCE), \"1380/1420\"");
}

TEST(RecordToml, asks_what_an_unknown_key_means)
{
    EXPECT_EQ(refusal("titel.en = \"A\""),
        "record.toml:1:1: titel: record/1 has no such key; did you mean title?");
    EXPECT_EQ(refusal("\n\n[place]\n  lattitude = 3"),
        "record.toml:4:3: place.lattitude: record/1 has no such key; "
        "a key of your own goes under extra: extra.lattitude");
    EXPECT_EQ(refusal("created = \"2026-11-23T20:27:00Z\""),
        "record.toml:1:1: created: \"2026-11-23T20:27:00Z\" is not for you to set; leave it out: "
        "Stele writes it");
}

TEST(RecordToml, names_line_and_column_of_every_fault_in_the_order_of_the_file)
{
    EXPECT_EQ(refusal("title = \"Hall\"\n"
                      "date = 1380-01-02\n"
                      "[rights]\n"
                      "   model = \"CC-BY\"\n"
                      "[[creators]]\n"
                      "name = \"x\"\n"),
        "record.toml:1:1: title: \"Hall\" is a text, not a table of keys; write one text for each "
        "language, "
        "such as title.en = \"...\"\n"
        "record.toml:2:1: date: 1380-01-02 is a TOML date; record/1 has dates as texts; write date "
        "= \"1380-01-02\" in "
        "quotes\n"
        "record.toml:4:4: rights.model: \"CC-BY\" is not a licence or rights statement that Stele "
        "knows; did you mean "
        "\"CC-BY-4.0\"? Otherwise write a licence such as \"CC-BY-4.0\" or \"CC0-1.0\", a "
        "rightsstatements.org code "
        "such as \"InC\", or an address beginning with https://\n"
        "record.toml:5:1: creators.0.role: is missing; write \"object\" for who made the thing, "
        "\"model\" for who "
        "made the scan");
}

TEST(RecordToml, reports_syntax_with_its_place)
{
    const std::string fix =
        "; texts stand in double quotes, tables as [place], lists of tables as [[creators]]";
    EXPECT_EQ(refusal("title.en = Hall"),
        "record.toml:1:12: not TOML: value: could not determine value type" + fix);
    EXPECT_EQ(refusal("a = 1\na = 2\n"),
        "record.toml:2:5: not TOML: key-value pair: cannot redefine existing integer 'a'" + fix);
    EXPECT_EQ(refusal("[place"),
        "record.toml:1:7: not TOML: table header: encountered end-of-file" + fix);
}

TEST(RecordToml, survives_every_truncation)
{
    const std::string text = kGood;
    for (std::size_t length = 0; length < text.size(); ++length) {
        const Result<Record> record = from_toml(std::string_view(text).substr(0, length));
        if (!record) {
            EXPECT_EQ(record.error().code(), Errc::malformed) << length;
        }
    }
}

TEST(RecordToml, survives_hostile_depth_and_size)
{
    std::string dotted = "extra";
    for (int i = 0; i < 200000; ++i)
        dotted += ".a";
    EXPECT_FALSE(from_toml(dotted + " = 1"));
    std::string deep = "extra";
    for (int i = 0; i < 900; ++i)
        deep += ".a";
    EXPECT_FALSE(from_toml(deep + " = 1"));
    EXPECT_FALSE(from_toml("extra.a = " + std::string(100000, '[')));
    std::string inlined = "extra = ";
    for (int i = 0; i < 100000; ++i)
        inlined += "{a=";
    EXPECT_FALSE(from_toml(inlined));
    EXPECT_FALSE(from_toml(std::string((1u << 20) + 1, '\n')));
    EXPECT_FALSE(from_toml("title.en = \"\xff\xfe\""));
    EXPECT_FALSE(from_toml(std::string_view("title.en = \"a\0b\"", 16)));
}

} // namespace
} // namespace stele::record
