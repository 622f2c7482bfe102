// Exported cuts: the same surface whatever the format, streamed, and honest about what they are.
#include "archive/page/export_mesh.h"
#include "archive/page/glb.h"
#include "archive/page/plain_ply.h"
#include "tests/archive/page/sample_asset.h"

#include <gmock/gmock.h>

namespace stele::page {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Stored {
    test::TempDir dir;
    std::optional<AssetFile> asset;

    explicit Stored(const test::SampleOptions& options)
    {
        EXPECT_TRUE(test::write_sample(options, dir.path()));
        asset = *AssetFile::open(open_in(dir.path()));
    }
};

Bytes exported(const AssetFile& asset, const Cut& cut, MeshFormat format)
{
    ByteWriter out;
    const auto done = export_mesh(
        asset, cut, {"Gate\n\"North\"", "CC0", ""}, format, [&](ByteSpan bytes) -> Status {
            out.write_bytes(bytes);
            return {};
        });
    EXPECT_TRUE(done.ok());
    return out.take();
}

GridMesh two_triangles(Vec3d origin, double step)
{
    GridMesh mesh;
    mesh.grid = {step, origin};
    mesh.positions = {{0, 0, 0}, {3, 0, 0}, {0, 5, 0}, {0, 0, -7}};
    mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    return mesh;
}

std::string ply_of(const GridMesh& mesh, const std::vector<std::string>& comments = {})
{
    std::string text;
    EXPECT_TRUE(write_plain_ply(mesh, comments, [&](ByteSpan bytes) -> Status {
        text += as_text(bytes);
        return {};
    }));
    return text;
}

TEST(ExportMesh, formats_are_told_by_name)
{
    EXPECT_EQ(mesh_format("a/lion.glb"), MeshFormat::glb);
    EXPECT_EQ(mesh_format("LION.PLY"), MeshFormat::ply);
    EXPECT_EQ(mesh_format("lion.obj"), std::nullopt);
    EXPECT_EQ(mesh_format("glb"), std::nullopt);
}

TEST(ExportMesh, a_glb_says_what_it_is_and_has_what_the_cut_has)
{
    const Stored stored({});
    CutOptions options;
    options.max_triangles = 3000;
    const auto cut = choose_cut(*stored.asset, options);
    ASSERT_TRUE(cut.ok());
    const auto glb_bytes = exported(*stored.asset, *cut, MeshFormat::glb);
    const auto glb = read_glb(glb_bytes);
    ASSERT_TRUE(glb) << glb.error().text();
    const Json& extras = glb->document["asset"]["extras"];
    EXPECT_EQ(extras["certified_error_m"].number_or(0), cut->certified_m);
    EXPECT_EQ(extras["triangles"].unsigned_or(0), cut->triangles);
    EXPECT_EQ(extras["rights"].string_or(""), "CC0");
    EXPECT_THAT(extras["note"].string_or(""), HasSubstr("every point of the scan"));
    EXPECT_EQ(glb->document.find("extensionsUsed"), nullptr);
    EXPECT_EQ(print_json(glb->document["buffers"]).find("uri"), std::string::npos);
}

TEST(ExportMesh, a_ply_has_the_corners_of_the_cut_in_metres)
{
    test::SampleOptions o;
    o.normals = true;
    const Stored stored(o);
    CutOptions options;
    options.max_triangles = 3000;
    const auto cut = choose_cut(*stored.asset, options);
    const auto mesh = cut_mesh(*stored.asset, *cut);
    ASSERT_TRUE(mesh.ok());
    const Bytes bytes = exported(*stored.asset, *cut, MeshFormat::ply);
    const std::string text(as_text(bytes));
    const std::size_t body = text.find("end_header\n") + 11;
    const std::string header = text.substr(0, body);
    for (const char* const line :
        {"comment unit: metres\n", "comment up: y\n", "comment title: Gate \"North\"\n",
            "comment certified_error_m: ", "property float nx\n", "property uchar blue\n"})
        EXPECT_THAT(header, HasSubstr(line));
    EXPECT_THAT(header, Not(HasSubstr("alpha")));
    const bool doubles = header.find("property double x") != std::string::npos;
    const std::size_t vertex = (doubles ? 24u : 12u) + 12 + 3;
    ASSERT_EQ(bytes.size(), body + mesh->positions.size() * vertex + mesh->triangles.size() * 13);
    ByteReader in(ByteSpan(bytes).subspan(body));
    for (std::size_t v = 0; v < mesh->positions.size(); ++v) {
        Vec3d p;
        if (doubles)
            p = *in.read<Vec3d>();
        else
            p = to_double(*in.read<Vec3f>());
        ASSERT_EQ(p, mesh->grid.world_m(mesh->positions[v])) << v;
        EXPECT_EQ(*in.read<Vec3f>(), mesh->normals[v]);
        const auto rgb = *in.read<std::array<std::uint8_t, 3>>();
        const Rgba8 c = mesh->colours[v];
        EXPECT_EQ(rgb, (std::array<std::uint8_t, 3>{c.r, c.g, c.b}));
    }
    for (const Triangle& t : mesh->triangles) {
        EXPECT_EQ(*in.read<std::uint8_t>(), 3);
        ASSERT_EQ(*in.read<Triangle>(), t);
    }
}

TEST(ExportMesh, same_cut_same_bytes_and_a_failing_sink_ends_it)
{
    const Stored stored({});
    const auto cut = choose_cut(*stored.asset, {});
    for (const MeshFormat format : {MeshFormat::glb, MeshFormat::ply}) {
        EXPECT_EQ(exported(*stored.asset, *cut, format), exported(*stored.asset, *cut, format));
        int calls = 0;
        const auto full = export_mesh(*stored.asset, *cut, {}, format, [&](ByteSpan) -> Status {
            return ++calls < 3 ? Status() : Status(Error(Errc::no_space, "full"));
        });
        ASSERT_FALSE(full.ok());
        EXPECT_EQ(full.error().code(), Errc::no_space);
        EXPECT_EQ(calls, 3);
    }
}

TEST(PlainPly, is_single_precision_where_that_is_exact_and_double_elsewhere)
{
    EXPECT_THAT(ply_of(two_triangles({1, 2, 3}, 0x1p-10)), HasSubstr("property float x\n"));
    EXPECT_THAT(ply_of(two_triangles({500000.5, 0, 0}, 0x1p-10)), HasSubstr("property double x\n"));
}

TEST(PlainPly, keeps_transparency_and_comments_on_a_line)
{
    GridMesh mesh = two_triangles({}, 1);
    mesh.colours.assign(4, Rgba8{1, 2, 3, 255});
    EXPECT_THAT(ply_of(mesh), Not(HasSubstr("alpha")));
    mesh.colours[2].a = 7;
    const std::string text = ply_of(mesh, {"a\nelement vertex 9\r\nb"});
    EXPECT_THAT(text, HasSubstr("property uchar alpha\n"));
    EXPECT_THAT(text, HasSubstr("comment a element vertex 9  b\n"));
}

} // namespace
} // namespace stele::page
