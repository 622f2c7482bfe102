// Units and up-axis: who decides, what is guessed, and that every decision says why.
#include "archive/ingest/placement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace stele::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Box box(Vec3d size, Vec3d min = {})
{
    Box b;
    b.min = min;
    b.max = min + size;
    return b;
}

struct Guess {
    std::string format;
    Vec3d size, min;
    double metres_per_unit;
    UpAxis up;
    std::string units_word, up_word; // must occur in the reasons
};

const Guess kGuesses[] = {
    {"PLY binary little-endian 1.0", {1, 1, 1}, {}, 1, UpAxis::z, "metres", "PLY"},
    {"STL", {1, 1, 1}, {}, 1, UpAxis::z, "metres", "STL"},
    {"Wavefront OBJ", {1, 1, 1}, {}, 1, UpAxis::y, "metres", "Wavefront OBJ"},
    {"Wavefront OBJ", {1, 1, 1.3}, {}, 1, UpAxis::z, "metres", "tallest along z"},
    {"PLY ascii 1.0", {1, 1.3, 1}, {}, 1, UpAxis::y, "metres", "tallest along y"},
    {"PLY ascii 1.0", {1, 1.2, 1}, {}, 1, UpAxis::z, "metres", "custom"}, // not taller by enough
    {"PLY ascii 1.0", {2, 1, 1}, {}, 1, UpAxis::z, "metres", "custom"},   // lying
    {"Wavefront OBJ", {500, 1, 1}, {}, 1, UpAxis::y, "guessed metres", "custom"},
    {"Wavefront OBJ", {501, 1, 1}, {}, 0.001, UpAxis::y, "guessed millimetres", "custom"},
    {"Wavefront OBJ", {300, 1800, 300}, {}, 0.001, UpAxis::y, "1,800", "tallest along y"},
    // Projected metres of a whole district: far away and large, but metres.
    {"PLY ascii 1.0", {900, 900, 60}, {440000, 2560000, 0}, 1, UpAxis::z, "projected", "custom"},
    {"PLY ascii 1.0", {1e-3, 1e-3, 1e-3}, {}, 1, UpAxis::z, "guessed metres", "custom"},
};

TEST(Placement, guesses_follow_the_table_and_name_their_reason)
{
    for (const Guess& guess : kGuesses) {
        ScanInfo info;
        info.format = guess.format;
        const Placement placed = choose_placement(info, box(guess.size, guess.min), {});
        const std::string which = guess.format + ", " + guess.units_word + ", " + guess.up_word;
        EXPECT_DOUBLE_EQ(placed.metres_per_unit, guess.metres_per_unit) << which;
        EXPECT_EQ(placed.up, guess.up) << which;
        EXPECT_THAT(placed.units_reason.text, StartsWith("guessed ")) << which;
        EXPECT_THAT(placed.units_reason.text, HasSubstr(guess.units_word)) << which;
        EXPECT_THAT(placed.up_reason.text, StartsWith("guessed ")) << which;
        EXPECT_THAT(placed.up_reason.text, HasSubstr(guess.up_word)) << which;
    }
}

TEST(Placement, a_spacing_too_coarse_for_metres_says_millimetres)
{
    ScanInfo info;
    info.format = "Wavefront OBJ";
    info.declared_vertices = 10'000;
    const Placement statue = choose_placement(info, box({100, 100, 100}), {}); // 2.4 apart
    EXPECT_DOUBLE_EQ(statue.metres_per_unit, 0.001);
    EXPECT_THAT(statue.units_reason.text, HasSubstr("too coarse for metres"));

    info.declared_vertices = 1'000'000; // 0.24 apart: a hall
    EXPECT_DOUBLE_EQ(choose_placement(info, box({100, 100, 100}), {}).metres_per_unit, 1);
    info.declared_vertices = 100; // a small thing may be coarse
    EXPECT_DOUBLE_EQ(choose_placement(info, box({40, 40, 40}), {}).metres_per_unit, 1);
    info.declared_vertices = 10'000; // projected terrain may be coarse
    EXPECT_DOUBLE_EQ(
        choose_placement(info, box({100, 100, 100}, {4e5, 2e6, 0}), {}).metres_per_unit, 1);
}

TEST(Placement, a_broad_base_says_which_way_is_up)
{
    ScanInfo info;
    info.format = "PLY ascii 1.0"; // whose custom is z
    const Vec3d on_y[] = {{0, 0, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 1}, {0.5, 1, 0.5}};
    const Placement y = choose_placement(info, box({1, 1, 1}), {}, on_y);
    EXPECT_EQ(y.up, UpAxis::y);
    EXPECT_THAT(y.up_reason.text, HasSubstr("broad base along y"));

    info.format = "Wavefront OBJ"; // whose custom is y
    const Vec3d on_z[] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {0.5, 0.5, 1}};
    const Placement z = choose_placement(info, box({1, 1, 1}), {}, on_z);
    EXPECT_EQ(z.up, UpAxis::z);
    EXPECT_THAT(z.up_reason.text, HasSubstr("broad base along z"));

    const Vec3d on_both[] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {1, 0, 1}};
    EXPECT_THAT(
        choose_placement(info, box({1, 1, 1}), {}, on_both).up_reason.text, HasSubstr("custom"));
}

TEST(Placement, what_the_format_states_beats_a_guess)
{
    ScanInfo info;
    info.format = "glTF 2.0 binary";
    info.metres_per_unit = 1.0;
    info.units_reason = "glTF 2.0 section 3.4: metres";
    info.up = UpAxis::y;
    info.up_reason = "glTF 2.0 section 3.4: y up";
    const Placement placed = choose_placement(info, box({1, 1, 9000}), {});
    EXPECT_DOUBLE_EQ(placed.metres_per_unit, 1);
    EXPECT_EQ(placed.up, UpAxis::y);
    EXPECT_EQ(placed.units_reason.text, info.units_reason);
    EXPECT_EQ(placed.up_reason.text, info.up_reason);
}

TEST(Placement, the_curators_word_beats_the_format)
{
    ScanInfo info;
    info.format = "glTF 2.0 binary";
    info.metres_per_unit = 1.0;
    info.up = UpAxis::y;
    const Placement placed = choose_placement(info, box({1, 1, 1}), {0.01, UpAxis::z});
    EXPECT_DOUBLE_EQ(placed.metres_per_unit, 0.01);
    EXPECT_EQ(placed.up, UpAxis::z);
    EXPECT_EQ(placed.units_reason.text, "stated at ingest");
    EXPECT_EQ(placed.up_reason.text, "stated at ingest");
}

TEST(Placement, one_word_of_the_curator_leaves_the_other_to_the_guess)
{
    ScanInfo info;
    info.format = "Wavefront OBJ";
    const Placement placed = choose_placement(info, box({1, 1, 9000}), {0.01, std::nullopt});
    EXPECT_DOUBLE_EQ(placed.metres_per_unit, 0.01);
    EXPECT_EQ(placed.up, UpAxis::z);
    EXPECT_THAT(placed.up_reason.text, StartsWith("guessed"));
}

TEST(Placement, units_are_names_or_metres)
{
    const std::pair<const char*, double> kKnown[] = {{"m", 1}, {"cm", 0.01}, {"mm", 0.001},
        {"um", 1e-6}, {"km", 1000}, {"in", 0.0254}, {"ft", 0.3048}, {"0.5", 0.5}, {"1e-3", 1e-3}};
    for (const auto& [text, metres] : kKnown) {
        const auto unit = parse_unit(text);
        ASSERT_TRUE(unit.ok()) << text;
        EXPECT_DOUBLE_EQ(*unit, metres) << text;
    }
    for (const char* const text :
        {"", "M", "metre", "0", "-1", "nan", "inf", "1 m", "1e999", "0x10", "mm "}) {
        const auto unit = parse_unit(text);
        ASSERT_FALSE(unit.ok()) << text;
        EXPECT_EQ(unit.error().code(), Errc::invalid_argument);
        EXPECT_THAT(unit.error().text(), HasSubstr("write m, cm, mm")) << text;
    }
}

TEST(Placement, up_is_y_or_z)
{
    for (const char* const text : {"y", "Y"})
        EXPECT_TRUE(parse_up_axis(text).ok() && *parse_up_axis(text) == UpAxis::y);
    for (const char* const text : {"z", "Z"})
        EXPECT_TRUE(parse_up_axis(text).ok() && *parse_up_axis(text) == UpAxis::z);
    for (const char* const text : {"", "x", "yz", "-y", "up"}) {
        const auto up = parse_up_axis(text);
        ASSERT_FALSE(up.ok()) << text;
        EXPECT_THAT(up.error().text(), HasSubstr("write y or z"));
    }
}

} // namespace
} // namespace stele::ingest
