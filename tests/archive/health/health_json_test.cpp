// A bill of health survives its JSON; a bill of another version is read as far as it goes.
#include "archive/health/health_json.h"
#include "tests/archive/health/made_mesh.h"

#include <gtest/gtest.h>

namespace stele::health {
namespace {

TEST(HealthJson, comes_back_as_it_was)
{
    GridMesh mesh = cube_without_lid();
    add_cube(mesh, {3000, 0, 0}, 20);
    Facts facts = facts_of(mesh);
    facts.format = "Wavefront OBJ";
    facts.has_colours = true;
    facts.declared_vertices = 20;
    facts.delivered_vertices = 19;
    facts.welded_vertices = 3;
    facts.unused_vertices = 4;
    facts.degenerate_faces = 5;
    facts.duplicate_faces = 6;
    facts.refused_faces = 7;
    facts.placement = {0.001, UpAxis::z,
        {Severity::info, "reason.millimetres-by-size", "", "guessed millimetres", 1,
            {{"extent", "812"}}},
        {Severity::info, "reason.said-at-ingest", "", "stated at ingest"}};
    facts.units_basis = Basis::guessed;
    facts.up_basis = Basis::stated;
    facts.textures = {{"a.png", true, 4096, 2048, "sRGB", true}, {"n.png", false, 0, 0, "", false}};
    facts.texel_m = 0.0007;
    const Json json = health_json(examine_mesh(mesh, facts));
    const std::string text = print_json(json, JsonStyle::pretty);
    EXPECT_EQ(print_json(health_json(health_from_json(json)), JsonStyle::pretty), text);
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(print_json(health_json(health_from_json(*parsed)), JsonStyle::pretty), text);

    const Json closed = health_json(examine(cube()));
    EXPECT_TRUE(closed["surface"]["closed"].bool_or(false));
    EXPECT_NEAR(closed["surface"]["volume_m3"].number_or(0), 1, 1e-9);
    EXPECT_EQ(print_json(health_json(health_from_json(closed))), print_json(closed));
}

TEST(HealthJson, reads_anything)
{
    for (const char* const text : {"null", "{}", "[]", "3", R"({"openings":{"rims":7}})",
             R"({"vertices":7,"textures":{"pages":[1,{}]},"bounds_m":{"min":[1],"max":{}}})"}) {
        const auto json = parse_json(text);
        ASSERT_TRUE(json.ok());
        const Health h = health_from_json(*json);
        EXPECT_FALSE(h.closed()) << text;
        EXPECT_EQ(h.openings.holes(), 0u) << text;
    }
}

} // namespace
} // namespace stele::health
