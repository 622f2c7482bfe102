// From a record to the columns of its row.
#include "archive/catalogue/rows.h"
#include "archive/record/edtf.h"
#include "archive/record/json.h"
#include "tests/archive/catalogue/sample_entries.h"

#include <gtest/gtest.h>

namespace stele::catalogue {
namespace {

TEST(Describe, fills_what_follows_from_the_record)
{
    record::Record record = sample_record("lion", {{"en", "Lion"}, {"zh-Hans", "石狮"}});
    record.date = "15XX";
    record.place.name = {{"en", "Guangzhou"}};
    record.place.lat = 23.1;
    record.place.lon = 113.3;
    record.rights.model = "CC0-1.0";
    record.materials = {{"en", "granite"}};
    ObjectRow row;
    describe(row, record);
    EXPECT_EQ(row.slug, "lion");
    EXPECT_EQ(row.language, "zh-Hans");
    EXPECT_EQ(row.earliest_day, record::day_number({1500, 1, 1}));
    EXPECT_EQ(row.latest_day, record::day_number({1599, 12, 31}));
    EXPECT_EQ(row.lat, 23.1);
    EXPECT_EQ(row.rights, "CC0-1.0");
    EXPECT_EQ(row.words, (Words{"Guangzhou", "", "", "granite", ""}));
    EXPECT_EQ(row.record_json, record::canonical_text(record));
}

TEST(Describe, leaves_open_and_missing_dates_without_bound)
{
    ObjectRow row;
    record::Record record = sample_record("lion", {});
    describe(row, record);
    EXPECT_FALSE(row.earliest_day || row.latest_day);
    record.date = "1380/..";
    describe(row, record);
    EXPECT_TRUE(row.earliest_day);
    EXPECT_FALSE(row.latest_day);
}

TEST(State, has_names_that_read_back)
{
    for (const State state : {State::ok, State::no_viewing_copy, State::damaged, State::pending})
        EXPECT_EQ(state_named(state_name(state)), state);
    EXPECT_EQ(state_named("good"), std::nullopt);
}

} // namespace
} // namespace stele::catalogue
