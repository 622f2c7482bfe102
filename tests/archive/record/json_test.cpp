// record.json: every valid document comes back byte for byte.
#include "archive/record/json.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

const char* const kFull = R"({
  "capture": {
    "accuracy_mm": 2.5,
    "date": "2019-05/2019-06",
    "device": "a camera",
    "lens": {
      "of a later version": [1, 2.5, null, true, "x"]
    },
    "method": {
      "en": "photogrammetry",
      "zh-Hans": "摄影测量"
    },
    "operator": "A. Nother",
    "software": "some program",
    "synthetic": false
  },
  "created": "2026-11-23T20:27:00Z",
  "creators": [
    {
      "name": {
        "en": "Zhu Liangzu",
        "zh-Hans": "朱亮祖"
      },
      "role": "object",
      "uri": "https://www.wikidata.org/entity/Q1"
    },
    {
      "birth": 1900,
      "name": "A. Nother",
      "role": "model"
    }
  ],
  "date": "1380",
  "description": {
    "en": "A tower of five storeys.\nSecond line with \"quotes\" and \\.",
    "zh-Hans": "五层楼。"
  },
  "extra": {
    "inventory": "A-1",
    "shelf": {
      "row": 3
    }
  },
  "holder": {
    "en": "Guangzhou Museum"
  },
  "id": "zhenhai-tower",
  "language": "zh-Hans",
  "materials": "red sandstone, brick",
  "modified": "2026-11-23T20:27:00.5+08:00",
  "place": {
    "lat": 23.1367,
    "lon": 113,
    "name": {
      "en": "Guangzhou"
    },
    "plan": {},
    "precision_m": 20
  },
  "rights": {
    "attribution": {
      "en": "Stele demonstration"
    },
    "metadata": "CC0-1.0",
    "model": "CC-BY-4.0",
    "object": "https://example.org/terms"
  },
  "schema": "stele:record/1",
  "sources": [
    "https://example.org",
    {
      "en": "A book"
    }
  ],
  "title": {
    "en": "Zhenhai Tower",
    "x-own": "?",
    "zh-Hans": "镇海楼",
    "zh-Latn-pinyin": "Zhènhǎi Lóu"
  },
  "type": "building",
  "unknown root key": [],
  "uuid": "1b4e28ba-2fa1-4d31-9f3e-5d2c8f0a7c11"
}
)";

const char* const kLeast =
    R"({"schema":"stele:record/1","id":"a","uuid":"1b4e28ba-2fa1-4d31-9f3e-5d2c8f0a7c11",)"
    R"("type":"object","title":{"en":"A"}})";

// The expected text has its short lists on one line: printed again by the same printer.
std::string expected(const char* text)
{
    return print_json(*parse_json(text), JsonStyle::pretty) + "\n";
}

TEST(RecordJson, comes_back_byte_for_byte_with_all_keys_and_unknown_ones)
{
    const Result<Record> record = from_json_text(kFull);
    ASSERT_TRUE(record) << record.error().text();
    EXPECT_EQ(canonical_text(*record), expected(kFull));
    const Result<Record> again = from_json_text(canonical_text(*record));
    ASSERT_TRUE(again);
    EXPECT_EQ(canonical_text(*again), canonical_text(*record));
}

TEST(RecordJson, fills_every_field)
{
    const Result<Record> record = from_json_text(kFull);
    ASSERT_TRUE(record) << record.error().text();
    EXPECT_EQ(record->id, "zhenhai-tower");
    EXPECT_EQ(record->uuid, "1b4e28ba-2fa1-4d31-9f3e-5d2c8f0a7c11");
    EXPECT_EQ(record->type, "building");
    EXPECT_EQ(record->title.at("zh-Latn-pinyin"), "Zh\xc3\xa8nh\xc7\x8ei L\xc3\xb3u");
    EXPECT_EQ(record->place.lat, 23.1367);
    EXPECT_EQ(record->place.lon, 113.0);
    ASSERT_EQ(record->creators.size(), 2u);
    EXPECT_EQ(record->creators[1].name.at(""), "A. Nother");
    EXPECT_EQ(record->creators[1].unknown.size(), 1u);
    EXPECT_EQ(record->rights.model, "CC-BY-4.0");
    EXPECT_EQ(record->capture.accuracy_mm, 2.5);
    EXPECT_EQ(record->capture.operator_name.at(""), "A. Nother");
    EXPECT_EQ(record->capture.synthetic, false);
    EXPECT_EQ(record->sources.size(), 2u);
    EXPECT_EQ(record->unknown.size(), 1u);
}

TEST(RecordJson, leaves_absent_keys_absent)
{
    const Result<Record> record = from_json_text(kLeast);
    ASSERT_TRUE(record) << record.error().text();
    EXPECT_EQ(print_json(to_json(*record)), kLeast);
}

TEST(RecordJson, writes_whole_numbers_alike)
{
    Result<Json> document = parse_json(kLeast);
    document->set("place", *parse_json(R"({"lat":23.0,"lon":-0.0})"));
    const Result<Record> record = from_json(*document);
    ASSERT_TRUE(record);
    EXPECT_EQ(print_json(to_json(*record)["place"]), R"({"lat":23,"lon":0})");
}

TEST(RecordJson, refuses_a_newer_record)
{
    const Result<Record> record = from_json_text(R"({"schema":"stele:record/2","id":"a"})");
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().code(), Errc::newer_format);
}

TEST(RecordJson, fails_cleanly_on_every_truncation)
{
    const std::string text = kFull;
    for (std::size_t length = 0; length + 2 < text.size(); ++length)
        EXPECT_FALSE(from_json_text(std::string_view(text).substr(0, length))) << length;
}

} // namespace
} // namespace stele::record
