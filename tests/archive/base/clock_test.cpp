// Times and uuids as archives write them.
#include "archive/base/clock.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace stele {
namespace {

TEST(Clock, rfc3339_has_seconds_and_zone)
{
    EXPECT_EQ(rfc3339_utc(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339_utc(1'795'465'620), "2026-11-23T20:27:00Z");
}

TEST(Clock, source_date_epoch_fixes_the_time)
{
    ::setenv("SOURCE_DATE_EPOCH", "12345", 1);
    EXPECT_EQ(now_unix_seconds(), 12345);
    ::setenv("SOURCE_DATE_EPOCH", "12345x", 1);
    EXPECT_NE(now_unix_seconds(), 12345);
    ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST(Clock, rfc3339_reads_back_with_zones_and_fractions)
{
    EXPECT_EQ(parse_rfc3339("2026-11-23T20:27:00Z"), 1'795'465'620);
    EXPECT_EQ(parse_rfc3339("2026-11-24T04:27:00.25+08:00"), 1'795'465'620);
    EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59Z"), -1);
    EXPECT_FALSE(parse_rfc3339("2026-11-23").has_value());
    EXPECT_FALSE(parse_rfc3339("2026-11-23T20:27:00").has_value());
    EXPECT_FALSE(parse_rfc3339("").has_value());
}

TEST(Uuid, version_4_is_well_formed_and_random)
{
    const std::string a = new_uuid_v4();
    EXPECT_TRUE(is_uuid(a)) << a;
    EXPECT_EQ(a[14], '4');
    EXPECT_NE(a, new_uuid_v4());
}

// RFC 4122 appendix, corrected value as published for the DNS namespace and "www.example.com".
TEST(Uuid, version_5_matches_the_published_example)
{
    EXPECT_EQ(uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
        "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(Uuid, malformed_texts_are_no_uuids)
{
    EXPECT_FALSE(is_uuid(""));
    EXPECT_FALSE(is_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430cg"));
    EXPECT_FALSE(is_uuid("6ba7b8109dad-11d1-80b4-00c04fd430c8-"));
}

} // namespace
} // namespace stele
