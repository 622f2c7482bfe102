// What becomes something to look at, and how it is said.
#include "tests/archive/health/made_mesh.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stele::health {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> codes_of(const Findings& findings)
{
    std::vector<std::string> codes;
    for (const Finding& f : findings)
        codes.push_back(f.code);
    return codes;
}

TEST(HealthFindings, say_rims_and_holes_apart)
{
    const Findings rim = findings_of(examine(cube_without_lid()));
    ASSERT_THAT(codes_of(rim), ElementsAre("health.open-surface"));
    EXPECT_EQ(rim[0].severity, Severity::info);
    EXPECT_EQ(rim[0].where, "(0.500, 0.500, 1.000) m");
    EXPECT_THAT(rim[0].text, HasSubstr("ends in 1 open rim; the longest measures 4 m."));

    Health h = examine(cube());
    h.openings.count = 3;
    h.openings.longest_hole_m = 0.04;
    const Findings holes = findings_of(h);
    ASSERT_THAT(codes_of(holes), ElementsAre("health.holes"));
    EXPECT_EQ(holes[0].count, 3u);
    EXPECT_THAT(holes[0].text, HasSubstr("has 3 holes; the largest measures 4 cm around."));
}

TEST(HealthFindings, put_warnings_first)
{
    GridMesh mesh = cube_without_lid();
    add_cube(mesh, {3000, 0, 0}, 20);
    std::swap(mesh.triangles[0][0], mesh.triangles[0][1]);
    EXPECT_THAT(codes_of(findings_of(examine(mesh))),
        ElementsAre("health.inconsistent-orientation", "health.open-surface", "health.dust"));
}

TEST(HealthFindings, ask_for_an_offset_only_where_a_float_is_too_coarse)
{
    GridMesh mesh = cube(1000);
    mesh.grid.origin_m = {100'000, 0, 0}; // steps of 8 mm, edges of 1 m
    EXPECT_THAT(codes_of(findings_of(examine(mesh))), ElementsAre());
    GridMesh fine = cube(10);
    fine.grid.origin_m = {100'000, 0, 0};
    const Findings findings = findings_of(examine(fine));
    ASSERT_THAT(codes_of(findings), ElementsAre("health.far-from-origin"));
    EXPECT_THAT(findings[0].text, HasSubstr("reach 100 km from the origin"));
    EXPECT_THAT(findings[0].text, HasSubstr("steps of 7.8 mm"));
}

TEST(HealthFindings, doubt_a_size_that_no_scanned_thing_has_unless_it_was_stated)
{
    Health h = examine(cube());
    h.facts.bounds_m.extend(Vec3d{0, 2100, 0});
    const Findings findings = findings_of(h);
    ASSERT_THAT(codes_of(findings), ElementsAre("health.size-implausible"));
    EXPECT_THAT(findings[0].text, HasSubstr("The longest side is 2.1 km"));
    h.facts.units_basis = Basis::stated;
    EXPECT_THAT(codes_of(findings_of(h)), ElementsAre());
    EXPECT_THAT(codes_of(findings_of(examine(cube(1)))), ElementsAre("health.size-implausible"));
}

TEST(HealthFindings, name_the_textures_whose_colours_are_in_doubt)
{
    Health h = examine(cube());
    h.facts.textures = {{"a.png", true, 4, 4, "", true}, {"b.png", true, 4, 4, "sRGB", true},
        {"c.jpg", true, 4, 4, "Adobe RGB (1998)", true}, {"gone.png", false, 0, 0, "", true},
        {"normal.png", true, 4, 4, "", false}};
    const Findings findings = findings_of(h);
    ASSERT_THAT(codes_of(findings),
        ElementsAre("health.colour-profile-not-applied", "health.no-colour-profile"));
    EXPECT_THAT(findings[0].text, HasSubstr("Adobe RGB (1998)"));
    EXPECT_THAT(findings[0].text, HasSubstr("c.jpg"));
    EXPECT_THAT(findings[1].text, HasSubstr("sRGB is assumed: a.png."));
    h.facts.textures.assign(6, {"x.png", true, 4, 4, "", true});
    EXPECT_THAT(findings_of(h)[0].text, HasSubstr("6 textures name no colour profile"));
    EXPECT_THAT(findings_of(h)[0].text, HasSubstr("x.png, x.png, x.png, x.png, ..."));
}

TEST(HealthFindings, say_when_the_texture_is_coarser_than_the_mesh)
{
    Health h = examine(cube());
    h.facts.texel_m = 2;
    EXPECT_THAT(codes_of(findings_of(h)), ElementsAre("health.texture-coarse"));
    h.facts.texel_m = 0.01;
    EXPECT_THAT(codes_of(findings_of(h)), ElementsAre());
}

} // namespace
} // namespace stele::health
