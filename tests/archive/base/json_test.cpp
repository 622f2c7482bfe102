// JSON text is hostile: depth, duplicates, encoding and truncation are refused with a position.
#include "archive/base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace stele {
namespace {

TEST(Json, round_trips_every_kind)
{
    const std::string text =
        R"({"a":[1,-2,18446744073709551615,0.5,1.0,true,null],"b":{"c":"\u0001\"\\"}})";
    const auto value = parse_json(text);
    ASSERT_TRUE(value.ok()) << value.error().text();
    EXPECT_EQ(print_json(*value), text);
}

TEST(Json, keeps_order_of_members_but_canonical_sorts)
{
    const auto value = parse_json(R"({"b":1,"a":{"z":1,"y":2}})");
    ASSERT_TRUE(value.ok());
    EXPECT_EQ(print_json(*value), R"({"b":1,"a":{"z":1,"y":2}})");
    EXPECT_EQ(print_json(*value, JsonStyle::canonical), R"({"a":{"y":2,"z":1},"b":1})");
}

TEST(Json, refuses_duplicate_keys)
{
    const auto value = parse_json(R"({"a":1,"a":2})");
    ASSERT_FALSE(value.ok());
    EXPECT_EQ(value.error().code(), Errc::malformed);
    EXPECT_NE(value.error().text().find("duplicate key \"a\""), std::string::npos);
}

TEST(Json, refuses_depth_beyond_the_limit_without_recursion)
{
    const auto value = parse_json(std::string(1'000'000, '['));
    ASSERT_FALSE(value.ok());
    EXPECT_EQ(value.error().code(), Errc::limit);
}

TEST(Json, refuses_invalid_utf8_and_bom)
{
    EXPECT_FALSE(parse_json("\"\xff\"").ok());
    EXPECT_FALSE(parse_json("\xef\xbb\xbf{}").ok());
}

TEST(Json, every_truncation_fails)
{
    const std::string text = R"({"key":["value",12.5e3,{"n":null}]})";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(parse_json(text.substr(0, size)).ok()) << size;
}

TEST(Json, error_names_line)
{
    const auto value = parse_json("{\n  \"a\": 1,\n  oops\n}");
    ASSERT_FALSE(value.ok());
    EXPECT_NE(value.error().text().find("line 3"), std::string::npos) << value.error().text();
}

TEST(Json, missing_members_chain_to_null)
{
    const auto value = parse_json(R"({"rights":{"model":"CC0"}})");
    ASSERT_TRUE(value.ok());
    EXPECT_EQ((*value)["rights"]["model"].string_or(""), "CC0");
    EXPECT_EQ((*value)["rights"]["object"]["x"].string_or("none"), "none");
}

TEST(Json, set_replaces_and_appends)
{
    Json doc;
    doc.set("a", 1);
    doc.set("a", 2);
    doc.set("list", Json::array()).push("x");
    EXPECT_EQ(print_json(doc), R"({"a":2,"list":["x"]})");
    EXPECT_TRUE(doc.erase("a"));
    EXPECT_FALSE(doc.erase("a"));
}

} // namespace
} // namespace stele
