// Scans of real things, through the program as a person runs it.
#include "tests/cli/program.h"
#include "tests/support/shared_data.h"

namespace stele::cli {
namespace {

// Triangles as MANIFEST.md of the shared data counts them in the file; the grid may drop a few that
// are degenerate or duplicate.
void ingest_and_verify(const std::string& relative, std::int64_t faces, double share_kept)
{
    const Workplace place;
    const Outcome outcome = place.run({"--json", "ingest", test::shared_path(relative).string()});
    ASSERT_EQ(outcome.exit, 0) << said(outcome);
    const Json item = event_of(events_of(outcome), "item");
    EXPECT_TRUE(item["viewing_copy"].bool_or(false));
    EXPECT_EQ(item["report"]["source"]["faces"].integer_or(0), faces);
    const double kept = item["report"]["triangles"].number_or(0);
    EXPECT_LE(kept, double(faces));
    EXPECT_GE(kept, share_kept * double(faces));
    const Outcome verified = place.run({"verify"});
    EXPECT_EQ(verified.exit, 0) << said(verified);
    const Outcome again = place.run({"--json", "ingest", test::shared_path(relative).string()});
    EXPECT_EQ(event_of(events_of(again), "item")["action"].string_or(""), "unchanged");
}

TEST(RealScans, a_dense_venus_in_ply)
{
    constexpr const char* kVenus = "data/scans/venus_statue_aton/venus_dense_untextured.ply";
    STELE_NEED_SHARED(kVenus);
    ingest_and_verify(kVenus, 570'936, 0.99);
}

TEST(RealScans, a_lion_in_obj)
{
    constexpr const char* kLion = "data/scans/statues_untextured/lionstatue.obj";
    STELE_NEED_SHARED(kLion);
    ingest_and_verify(kLion, 63'338, 0.99);
}

TEST(RealScans, a_whale_skull_in_glb)
{
    constexpr const char* kWhale = "data/scans/pilot_whale_skull_smithsonian/whale_cranium.glb";
    STELE_NEED_SHARED(kWhale);
    ingest_and_verify(kWhale, 100'000, 0.99);
}

TEST(RealScans, a_box_with_vertex_colours_in_glb)
{
    STELE_NEED_SHARED("data/gltf/BoxVertexColors.glb");
    ingest_and_verify("data/gltf/BoxVertexColors.glb", 12, 1);
}

// Numbers counted by another program from the same files.
TEST(RealScans, have_the_health_that_another_count_finds)
{
    STELE_NEED_SHARED("data/scans/statues_untextured/lionstatue.obj");
    STELE_NEED_SHARED("data/scans/venus_statue_aton/venus_textured_uncompressed.glb");
    const Outcome outcome = stele({"--json", "inspect",
        test::shared_path("data/scans/statues_untextured/lionstatue.obj").string(),
        test::shared_path("data/scans/venus_statue_aton/venus_textured_uncompressed.glb")
            .string()});
    ASSERT_EQ(outcome.exit, 0) << said(outcome);
    const auto files = elements_of(document_of(outcome)["files"]);
    ASSERT_EQ(files.size(), 2u);
    const Json& lion = files[0]["health"];
    EXPECT_EQ(lion["surface"]["edges"].integer_or(0), 95'168);
    EXPECT_EQ(lion["surface"]["boundary_edges"].integer_or(0), 322);
    EXPECT_EQ(lion["openings"]["count"].integer_or(0), 1);
    EXPECT_EQ(lion["surface"]["inconsistent_edges"].integer_or(0), 4);
    const Json& venus = files[1]["health"];
    EXPECT_EQ(venus["faces"]["degenerate"].integer_or(0), 2259);
    EXPECT_EQ(venus["faces"]["duplicate"].integer_or(0), 18);
    EXPECT_EQ(venus["surface"]["edges"].integer_or(0), 893'140);
    EXPECT_EQ(venus["surface"]["boundary_edges"].integer_or(0), 28);
    EXPECT_EQ(
        venus["openings"]["count"].integer_or(0) + venus["openings"]["flaps"].integer_or(0), 16);
    EXPECT_EQ(venus["surface"]["non_manifold_edges"].integer_or(0), 25);
    EXPECT_EQ(venus["surface"]["inconsistent_edges"].integer_or(0), 1129);
    EXPECT_EQ(elements_of(venus["textures"]["pages"])[0]["width"].integer_or(0), 4096);
}

} // namespace
} // namespace stele::cli
