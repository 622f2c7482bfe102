// Welding does not depend on how much memory there was, nor on how many partitions that made.
#include "archive/lod/weld.h"
#include "tests/archive/lod/hierarchy.h"

namespace stele::test {
namespace {

struct Welded {
    std::vector<lod::WeldedVertices::Place> places;
    std::vector<Rgba8> colours;
    std::uint64_t used = 0, same = 0;
};

Welded weld(const SourceMesh& mesh, std::uint64_t memory)
{
    lod::Workspace workspace(real_io(), std::filesystem::temp_directory_path(), memory);
    MeshSource scan(mesh);
    auto source = lod::read_source(scan, workspace, nullptr);
    EXPECT_TRUE(source);
    lod::ToGrid to_grid;
    to_grid.grid.step_m = 0x1p-8;
    const auto welded = lod::weld_vertices(*source, to_grid, workspace, nullptr);
    EXPECT_TRUE(welded);
    Welded out;
    out.places.resize(std::size_t(welded->places.size()));
    EXPECT_TRUE(welded->places.read(0, out.places));
    out.colours.resize(std::size_t(welded->colours.size()));
    EXPECT_TRUE(welded->colours.read(0, out.colours));
    out.used = welded->used;
    out.same = welded->same;
    return out;
}

// Every triangle with corners of its own, as STL files have them.
SourceMesh apart(const SourceMesh& mesh)
{
    SourceMesh out;
    for (const Triangle& t : mesh.triangles) {
        Triangle corners{};
        for (std::size_t i = 0; i < 3; ++i) {
            corners[i] = out.add(mesh.positions[t[i]]);
            out.colours.push_back({std::uint8_t(corners[i]), 7, 9, 255});
        }
        out.triangles.push_back(corners);
    }
    return out;
}

TEST(Weld, first_vertex_at_a_place_stands_for_all)
{
    const SourceMesh mesh = apart(make_height_field(60, 0.1, 0));
    const Welded w = weld(mesh, 512u << 20);
    ASSERT_EQ(w.places.size(), mesh.positions.size());
    EXPECT_EQ(w.used, mesh.positions.size());
    std::map<Vec3i, std::uint32_t> first;
    std::map<std::uint32_t, std::pair<std::uint64_t, std::uint64_t>> reds;
    std::uint64_t same = 0;
    for (std::uint32_t v = 0; v < w.places.size(); ++v) {
        const auto [at, is_first] = first.try_emplace(w.places[v].position, v);
        ASSERT_EQ(w.places[v].same_as, at->second);
        same += is_first ? 0 : 1;
        reds[at->second].first += mesh.colours[v].r;
        ++reds[at->second].second;
    }
    EXPECT_EQ(w.same, same);
    EXPECT_GT(same, 0u);
    for (const auto& [v, red] : reds)
        ASSERT_EQ(w.colours[v].r, (red.first + red.second / 2) / red.second);
}

TEST(Weld, memory_changes_nothing)
{
    const SourceMesh mesh = apart(make_height_field(60, 0.1, 0));
    const Welded roomy = weld(mesh, 512u << 20), tight = weld(mesh, 1u << 20);
    ASSERT_EQ(roomy.places.size(), tight.places.size());
    EXPECT_EQ(roomy.same, tight.same);
    for (std::size_t v = 0; v < roomy.places.size(); ++v) {
        ASSERT_EQ(roomy.places[v].same_as, tight.places[v].same_as);
        ASSERT_EQ(roomy.places[v].position, tight.places[v].position);
        ASSERT_EQ(roomy.colours[v], tight.colours[v]);
    }
}

TEST(Weld, vertices_that_no_face_uses_are_left_alone)
{
    SourceMesh mesh = make_cube();
    const std::uint32_t unused = mesh.add(mesh.positions[0]);
    const Welded w = weld(mesh, 512u << 20);
    EXPECT_EQ(w.used, 8u);
    EXPECT_EQ(w.same, 0u);
    EXPECT_EQ(w.places[unused].same_as, lod::kNoVertex);
}

} // namespace
} // namespace stele::test
