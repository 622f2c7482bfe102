// Slugs from names as people give them.
#include "archive/record/slug.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

TEST(Slug, is_short_lower_case_ascii)
{
    for (const char* const good : {"a", "0", "foguang-east-hall", "x-1", "a--b"})
        EXPECT_TRUE(is_slug(good)) << good;
    for (const char* const bad :
        {"", "-a", "A", "a b", "a_b", "caf\xc3\xa9", "a.b", "a/b", "@last"})
        EXPECT_FALSE(is_slug(bad)) << bad;
    EXPECT_TRUE(is_slug(std::string(63, 'a')));
    EXPECT_FALSE(is_slug(std::string(64, 'a')));
}

TEST(Slug, comes_from_a_title)
{
    EXPECT_EQ(slug_from("Zhenhai Tower"), "zhenhai-tower");
    EXPECT_EQ(slug_from("  Mezquita--Catedral de C\xc3\xb3rdoba!"), "mezquita-catedral-de-cordoba");
    EXPECT_EQ(slug_from("Kail\xc4\x81sa Temple, Ellora"), "kailasa-temple-ellora");
    EXPECT_EQ(slug_from("Stra\xc3\x9f"
                        "e \xc3\x86r\xc3\xb8 \xc5\x92uvre \xc5\x81\xc3\xb3"
                        "d\xc5\xba"),
        "strasse-aero-oeuvre-lodz");
    EXPECT_EQ(slug_from("Queen's"), "queens");
    EXPECT_EQ(slug_from("e\xcc\x81tude"), "etude");
    EXPECT_EQ(slug_from("\xe4\xbd\x9b\xe5\x85\x89\xe5\xaf\xba"), "");
    EXPECT_EQ(slug_from("\xe4\xbd\x9b\xe5\x85\x89\xe5\xaf\xba 857"), "857");
    EXPECT_EQ(slug_from("\xff\xfe"), "");
}

TEST(Slug, covers_the_whole_folding_table)
{
    EXPECT_EQ(slug_from("\xc3\x80\xc3\x96\xc3\x9c\xc3\xbf\xc4\x80\xc4\x8d\xc4\xb1\xc5\x84\xc5\xa1"
                        "\xc5\xa5\xc5\xb3\xc5\xb5\xc5\xb8\xc5\xbe"),
        "aouyacinstuwyz");
    EXPECT_EQ(slug_from("\xc3\x97\xc3\xb7"), "");
}

TEST(Slug, comes_from_a_file_name)
{
    EXPECT_EQ(slug_from_file("scans/Lion (final).PLY"), "lion-final");
    EXPECT_EQ(slug_from_file("venus.tar.gz"), "venus-tar");
    EXPECT_EQ(slug_from_file("scans/venus/"), "venus");
    EXPECT_EQ(slug_from_file(".hidden"), "hidden");
    EXPECT_EQ(slug_from_file("C:\\scans\\Skull_01.obj"), "skull-01");
}

TEST(Slug, is_cut_at_a_word_and_always_valid)
{
    const std::string slug = slug_from(
        "The very long name of a hall in a temple on a mountain in the north of the land");
    EXPECT_EQ(slug, "the-very-long-name-of-a-hall-in-a-temple-on-a-mountain-in-the");
    EXPECT_TRUE(is_slug(slug_from(std::string(500, 'b'))));
}

TEST(Slug, takes_a_number_within_its_length)
{
    EXPECT_EQ(numbered_slug("tower", 2), "tower-2");
    EXPECT_TRUE(is_slug(numbered_slug(std::string(63, 'c'), 1234)));
}

} // namespace
} // namespace stele::record
