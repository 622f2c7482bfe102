// Scans of every bad kind hold what is certified of their viewing copies: every level, cuts at
// random, both ways.
#include "archive/ingest/error_check.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using test::Random;
using test::SourceMesh;

// Ingests the mesh and expects its errors to hold. Returns how many levels there were.
std::size_t expect_holds(const World& world, const std::string& name,
    const std::filesystem::path& scan, std::uint64_t samples = 4000)
{
    Options options;
    options.placement.metres_per_unit = 1;
    options.placement.up = UpAxis::y;
    options.record = name;
    const auto outcome = world.ingest(scan, options);
    EXPECT_TRUE(outcome.ok()) << name << ": " << why(outcome);
    if (!outcome)
        return 0;
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    VerifyOptions verify;
    verify.error = true;
    verify.samples = samples;
    const auto verdict = verify_record(*archive, name, world.row(name).uuid, verify);
    EXPECT_TRUE(verdict.ok()) << name << ": " << why(verdict);
    if (!verdict || verdict->errors.empty()) {
        ADD_FAILURE() << name << ": nothing was checked";
        return 0;
    }
    EXPECT_EQ(text_of(verdict->findings), "") << name;
    return verdict->errors[0].cuts.size() - ErrorCheckOptions().random_cuts;
}

std::size_t expect_holds(const World& world, const std::string& name, const SourceMesh& mesh,
    std::uint64_t samples = 4000)
{
    return expect_holds(world, name, world.put(name + ".ply", mesh), samples);
}

TEST(CertifiedError, holds_for_open_and_layered_surfaces)
{
    const World world;
    EXPECT_GT(expect_holds(world, "holes", test::make_height_field(120, 0.1, 0.3)), 1u);
    EXPECT_GT(expect_holds(world, "sheets", test::make_two_sheets(90)), 1u);
    expect_holds(world, "strip", test::make_strip(12000));
    expect_holds(world, "cube", test::make_cube());
}

TEST(CertifiedError, holds_for_pieces_that_nothing_connects)
{
    const World world;
    EXPECT_GT(expect_holds(world, "grains", test::make_dust(4000)), 1u);
    EXPECT_GT(expect_holds(world, "soup", test::make_soup(10000, 0.002)), 1u);
    EXPECT_GT(expect_holds(world, "splinters", test::make_soup(10000, 0.2)), 1u);
    SourceMesh islands = test::make_height_field(100, 0.05, 0);
    Random r(3);
    for (int i = 0; i < 300; ++i) // small balls above and far beside it
        append(islands, ball(0, 0), {4 * r.unit() - 1, 4 + 2 * r.unit(), 4 * r.unit() - 1});
    EXPECT_GT(expect_holds(world, "islands", islands), 1u);
}

TEST(CertifiedError, holds_where_faces_are_folded_doubled_or_turned)
{
    const World world;
    SourceMesh mesh = ball(5, 0.3);
    Random r(4);
    const std::size_t faces = mesh.triangles.size();
    for (std::size_t t = 0; t < faces; t += 3) { // turned copies, fins, slivers
        const Triangle k = mesh.triangles[t];
        mesh.triangles.push_back({k[2], k[1], k[0]});
        mesh.triangles.push_back({k[0], k[1], r.below(mesh.positions.size())});
        const std::uint32_t middle = mesh.add((mesh.positions[k[0]] + mesh.positions[k[1]]) * 0.5);
        mesh.triangles.push_back({k[0], middle, k[1]});
    }
    mesh.colours.clear();
    EXPECT_GT(expect_holds(world, "folded", mesh), 1u);
}

TEST(CertifiedError, holds_where_many_faces_share_an_edge_or_every_vertex)
{
    const World world;
    EXPECT_GT(expect_holds(world, "three", test::make_non_manifold(60)), 1u);
    // No tree of boxes helps where every triangle crosses the middle: few samples.
    EXPECT_GT(expect_holds(world, "book", test::make_book(8500), 500), 1u);
    EXPECT_GT(expect_holds(world, "knot", test::make_knot(300, 8500), 500), 1u);
}

TEST(CertifiedError, holds_far_from_the_origin)
{
    const World world;
    const SourceMesh mesh = ball(6, 0.1);
    std::string obj;
    for (const Vec3d p : mesh.positions)
        obj += "v " + std::to_string(498000 + p.x) + " " + std::to_string(120 + p.y) + " " +
               std::to_string(4420000 + p.z) + "\n";
    for (const Triangle& t : mesh.triangles)
        obj += "f " + std::to_string(t[0] + 1) + " " + std::to_string(t[1] + 1) + " " +
               std::to_string(t[2] + 1) + "\n";
    EXPECT_GT(expect_holds(world, "survey", world.put("survey.obj", obj)), 1u);
    SourceMesh coarse; // as single precision leaves it: steps of three centimetres
    append(coarse, mesh, {498000, 120, 442000});
    expect_holds(world, "rough", coarse);
}

} // namespace
} // namespace stele::ingest
