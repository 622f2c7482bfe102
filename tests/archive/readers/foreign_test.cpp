// Each format that stele-read-mesh reads, the whole way: file, child, pipe, scan. The units and
// axes of every format are taken at its word, and nothing outside the folder is read.
#include "archive/readers/reader.h"
#include "tests/archive/readers/make_foreign.h"
#include "tests/archive/readers/make_picture.h"
#include "tests/archive/readers/read_whole.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace stele::readers {
namespace {

using test::read_whole;
using test::text_of;
using test::WholeScan;

Result<WholeScan> read_named(const std::string& name, const std::string& bytes)
{
    const test::TempDir dir;
    test::write_file(dir / name, bytes);
    return read_whole(open_scan(dir / name));
}

double volume_of(const WholeScan& scan)
{
    double six = 0;
    const auto& p = scan.vertices.positions;
    for (const Triangle& t : scan.triangles)
        six += dot(p[t[0]], cross(p[t[1]], p[t[2]]));
    return six / 6;
}

Box box_of(const WholeScan& scan)
{
    Box box;
    for (const Vec3d p : scan.vertices.positions)
        box.extend(p);
    return box;
}

// The tetrahedron, turned outwards; each of its corners is one of the expected, nearly.
void expect_tetrahedron(const WholeScan& scan, Vec3d shift = {})
{
    EXPECT_EQ(scan.triangles.size(), 4u);
    EXPECT_NEAR(volume_of(scan), 5.0, 1e-4);
    for (const Vec3d p : scan.vertices.positions)
        EXPECT_TRUE(std::any_of(test::kCorners.begin(), test::kCorners.end(),
            [&](Vec3d corner) { return length(p - corner - shift) < 1e-5; }))
            << p.x << ' ' << p.y << ' ' << p.z;
}

TEST(Stl, as_text_has_no_unit_and_no_colours)
{
    const auto scan = read_named("a.stl", test::stl_text());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.format, "STL");
    EXPECT_FALSE(scan->info.metres_per_unit);
    EXPECT_FALSE(scan->info.up);
    EXPECT_FALSE(scan->info.has_colours);
    EXPECT_FALSE(scan->info.has_normals);
}

TEST(Stl, binary_is_read_whatever_its_header_begins_with)
{
    for (const char* const header : {"made by a scanner", "solid like a text file"}) {
        const auto scan = read_named("a.STL", test::stl_binary(header));
        ASSERT_TRUE(scan) << text_of(scan);
        expect_tetrahedron(*scan);
        EXPECT_FALSE(scan->info.has_colours) << header;
    }
}

TEST(Stl, binary_colours_are_kept)
{
    // VisCAM: bit 15 set, then 5 bits each of red, green, blue.
    const auto scan = read_named("a.stl",
        test::stl_binary("coloured", {0x8000 | 31 << 10, 0x8000 | 31 << 5, 0x8000 | 31, 0x8000}));
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    ASSERT_TRUE(scan->info.has_colours);
    const Rgba8 first = scan->vertices.colours[scan->triangles[0][0]];
    EXPECT_EQ(first, (Rgba8{255, 0, 0, 255}));
    EXPECT_EQ(scan->vertices.colours[scan->triangles[1][0]], (Rgba8{0, 255, 0, 255}));
}

TEST(Stl, far_from_the_origin_is_a_finding)
{
    const std::string far = "solid\nfacet normal 0 0 1\nouter loop\nvertex 4649776 0 0\n"
                            "vertex 4649780 0 0\nvertex 4649776 3 0\nendloop\nendfacet\nendsolid\n";
    const auto stl = read_named("a.stl", far);
    ASSERT_TRUE(stl) << text_of(stl);
    EXPECT_EQ(stl->count("scan.single-precision"), 1u);
    // A node that moves precise coordinates far away costs nothing.
    const auto moved = read_named(
        "a.dae", test::collada({"", "<matrix>1 0 0 4649776 0 1 0 0 0 0 1 0 0 0 0 1</matrix>", ""}));
    ASSERT_TRUE(moved) << text_of(moved);
    EXPECT_EQ(moved->count("scan.single-precision"), 0u);
}

TEST(Collada, unit_and_up_axis_are_the_files_own)
{
    const auto scan = read_named("a.dae", test::collada());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan, {10, 0, 0});
    EXPECT_EQ(scan->info.format, "COLLADA 1.4.1");
    EXPECT_EQ(scan->info.metres_per_unit, 0.0254);
    EXPECT_EQ(scan->info.units_reason, "COLLADA asset: a unit of 0.0254 m");
    EXPECT_EQ(scan->info.up, UpAxis::z);
    EXPECT_EQ(scan->info.up_reason, "COLLADA asset: Z_UP");
}

TEST(Collada, without_a_unit_is_in_metres_and_y_up)
{
    const auto scan = read_named("a.dae", test::collada({"", "", ""}));
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.metres_per_unit, 1.0);
    EXPECT_EQ(scan->info.up, UpAxis::y);
}

TEST(Collada, x_up_is_turned_to_y)
{
    const auto scan = read_named("a.dae", test::collada({"<up_axis>X_UP</up_axis>", "", ""}));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.up, UpAxis::y);
    EXPECT_NEAR(volume_of(*scan), 5, 1e-4);
    EXPECT_NEAR(box_of(*scan).max.y, 2, 1e-5); // x, which was 2 long
    EXPECT_NEAR(box_of(*scan).min.x, -3, 1e-5);
}

TEST(Collada, a_mirroring_node_keeps_the_outside_outside)
{
    const auto scan = read_named("a.dae", test::collada({"", "<scale>-1 1 1</scale>", ""}));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_NEAR(volume_of(*scan), 5, 1e-4);
    EXPECT_NEAR(box_of(*scan).min.x, -2, 1e-5);
}

TEST(Collada, a_mesh_shown_twice_is_there_twice)
{
    const auto scan =
        read_named("a.dae", test::collada({"", "<instance_geometry url=\"#g\"/>", ""}));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 8u);
    EXPECT_NEAR(volume_of(*scan), 10, 1e-4);
}

TEST(Collada, a_texture_beside_the_scan_colours_it)
{
    const test::TempDir dir;
    test::write_file(dir / "a.dae", test::collada({"", "", "Paint%20it.PNG"}));
    // Coordinates (0,0), (1,0), (0,1), (0,0), v upwards: green below left.
    test::write_file(dir / "paint it.png",
        test::png(2, 2, {{255, 0, 0, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 255, 0, 255}}));
    const auto source = open_scan(dir / "a.dae");
    ASSERT_TRUE(source) << text_of(source);
    ASSERT_EQ((*source)->info().companions.size(), 1u);
    EXPECT_EQ((*source)->info().companions[0].resolved.filename(), "paint it.png");
    VertexBatch batch;
    ASSERT_TRUE((*source)->next_vertices(batch));
    ASSERT_EQ(batch.colours.size(), batch.positions.size());
    for (std::size_t i = 0; i < batch.positions.size(); ++i) {
        // Between red and green by wrapping, at v = 0 and 1 alike.
        EXPECT_EQ(batch.colours[i].b, 0);
        EXPECT_GT(batch.colours[i].g, 100);
    }
    ASSERT_TRUE(drain(**source));
    const auto pages = (*source)->texture_pages();
    ASSERT_EQ(pages.size(), 1u);
    EXPECT_EQ(pages[0].width, 2u);
    EXPECT_GT((*source)->texel_size(), 0);
}

TEST(Collada, a_texture_that_is_not_there_is_a_finding)
{
    const auto scan = read_named("a.dae", test::collada({"", "", "paint.png"}));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("texture.missing"), 1u);
    EXPECT_FALSE(scan->info.has_colours);
    ASSERT_EQ(scan->info.companions.size(), 1u);
    EXPECT_TRUE(scan->info.companions[0].resolved.empty());
}

TEST(Fbx, states_its_unit_and_up_axis)
{
    const auto scan = read_named("a.fbx", test::fbx_text(100, 2));
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.format, "FBX 7.5");
    EXPECT_EQ(scan->info.metres_per_unit, 1.0);
    EXPECT_EQ(scan->info.up, UpAxis::z);
    EXPECT_EQ(scan->info.up_reason, "the file states UpAxis 2");
}

TEST(Fbx, centimetres_are_doubted_where_they_make_a_thumbnail)
{
    const std::string scaled =
        "\t\t\tP: \"Lcl Scaling\", \"Lcl Scaling\", \"\", \"A\",0.1,0.1,0.1\n";
    const auto small = read_named("a.fbx", test::fbx_text(1, 1, scaled));
    ASSERT_TRUE(small) << text_of(small);
    EXPECT_FALSE(small->info.metres_per_unit);
    EXPECT_EQ(small->count("fbx.unit-doubtful"), 1u);
    EXPECT_EQ(small->info.up, UpAxis::y);
    const auto large = read_named("a.fbx", test::fbx_text(1, 1));
    ASSERT_TRUE(large) << text_of(large);
    EXPECT_EQ(large->info.metres_per_unit, 0.01);
    EXPECT_EQ(large->count("fbx.unit-doubtful"), 0u);
}

TEST(Fbx, a_picture_inside_the_file_colours_it)
{
    const std::string picture =
        test::png(2, 2, {{1, 2, 3, 255}, {4, 5, 6, 255}, {70, 80, 90, 255}, {7, 8, 9, 255}});
    const auto scan = read_named("a.fbx", test::fbx_with_picture(picture));
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    ASSERT_TRUE(scan->info.has_colours);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{70, 80, 90, 255})); // below left
    EXPECT_EQ(scan->count("texture.sampled-to-vertex"), scan->vertices.positions.size());
    EXPECT_TRUE(scan->info.companions.empty());
}

TEST(Studio3ds, is_z_up_in_no_unit)
{
    const auto scan = read_named("a.3ds", test::studio_3ds());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_FALSE(scan->info.metres_per_unit);
    EXPECT_EQ(scan->info.up, UpAxis::z);
}

TEST(Package3mf, states_its_unit_or_is_in_millimetres)
{
    const auto inches = read_named("a.3mf", test::package_3mf("inch"));
    ASSERT_TRUE(inches) << text_of(inches);
    expect_tetrahedron(*inches);
    EXPECT_EQ(inches->info.metres_per_unit, 0.0254);
    EXPECT_EQ(inches->info.units_reason, "the file states unit=\"inch\"");
    EXPECT_EQ(inches->info.up, UpAxis::z);
    const auto silent = read_named("a.3mf", test::package_3mf(""));
    ASSERT_TRUE(silent) << text_of(silent);
    EXPECT_EQ(silent->info.metres_per_unit, 0.001);
}

TEST(X3d, is_in_metres_and_y_up)
{
    const auto scan = read_named("a.x3d", test::x3d_text());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.metres_per_unit, 1.0);
    EXPECT_EQ(scan->info.up, UpAxis::y);
}

TEST(Off, has_neither_unit_nor_axis_nor_colours)
{
    const auto scan = read_named("a.off", test::off_text());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_FALSE(scan->info.metres_per_unit);
    EXPECT_FALSE(scan->info.up);
    EXPECT_FALSE(scan->info.has_colours);
}

TEST(Off, an_index_that_the_reader_repairs_is_a_finding)
{
    const auto scan = read_named("a.off", "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 4000000\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->at("mesh.reader-warning").text,
        "the reader of this format remarks: OFF: Vertex index is out of range");
}

TEST(Ac3d, is_y_up_and_has_its_materials_colour)
{
    const auto scan = read_named("a.ac", test::ac3d_text());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.up, UpAxis::y);
    ASSERT_TRUE(scan->info.has_colours);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 0, 0, 255}));
}

TEST(LightWave, is_in_metres_y_up_and_right_handed_here)
{
    const auto scan = read_named("a.lwo", test::lightwave());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.metres_per_unit, 1.0);
    EXPECT_EQ(scan->info.up, UpAxis::y);
    ASSERT_TRUE(scan->info.has_colours);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{0, 255, 0, 255}));
}

TEST(Ifc, states_its_unit_and_is_z_up)
{
    const auto scan = read_named("a.ifc", test::ifc_text());
    ASSERT_TRUE(scan) << text_of(scan);
    expect_tetrahedron(*scan);
    EXPECT_EQ(scan->info.metres_per_unit, 0.001);
    EXPECT_EQ(scan->info.up, UpAxis::z);
}

TEST(X3d, points_alone_are_a_point_cloud)
{
    const auto scan = read_named("a.x3d",
        "<?xml version=\"1.0\"?><X3D version=\"3.3\"><Scene><Shape><PointSet><Coordinate "
        "point=\"0 0 0 1 2 3\"/></PointSet></Shape></Scene></X3D>");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 2u);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Foreign, a_claim_of_billions_costs_the_child_its_memory_and_us_nothing)
{
    std::string bytes = test::collada();
    bytes.replace(bytes.find("count=\"12\""), 10, "count=\"4000000000\"");
    const auto scan = read_named("a.dae", bytes);
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::limit);
    EXPECT_NE(scan.error().text().find("needs more memory"), std::string::npos) << text_of(scan);
}
#endif

TEST(Foreign, a_damaged_file_says_which_and_what_to_do)
{
    const auto scan = read_named("a.fbx", "Kaydara FBX Binary  \0\x1a\0 and nothing more");
    ASSERT_FALSE(scan);
    const std::string text = scan.error().text();
    EXPECT_TRUE(text.starts_with("a.fbx: ")) << text;
    EXPECT_NE(text.find("export it from there as glTF or PLY"), text.npos) << text;
}

TEST(Foreign, a_package_without_a_model_is_not_understood)
{
    std::string bytes = test::package_3mf("inch");
    for (std::size_t at = 0; (at = bytes.find("3D/3dmodel", at)) != bytes.npos;)
        bytes[at] = 'x';
    const auto scan = read_named("a.3mf", bytes);
    ASSERT_FALSE(scan);
    EXPECT_TRUE(scan.error().text().starts_with("a.3mf: ")) << scan.error().text();
    EXPECT_FALSE(scan.error().text().starts_with("a.3mf: ;")) << scan.error().text();
}

TEST(Foreign, a_format_that_is_not_read_says_what_to_do)
{
    const auto blend = read_named("a.blend", "BLENDER-v300");
    const auto e57 = read_named("a.e57", "ASTM-E57");
    const auto zip = read_named("a.zip", "PK\x03\x04");
    EXPECT_EQ(text_of(blend), "unsupported: a.blend is Blender, which cannot be read yet: open it "
                              "in Blender and export glTF");
    EXPECT_EQ(text_of(e57), "unsupported: a.e57 is E57, which cannot be read yet: make a mesh of "
                            "it in the scanning software and export that as PLY");
    EXPECT_NE(text_of(zip).find("unpack it"), std::string::npos);
}

TEST(Foreign, extensions_of_all_formats_that_are_read_look_like_scans)
{
    for (const char* const name : {"a.stl", "a.FBX", "a.dae", "a.zae", "a.3ds", "a.3mf", "a.off",
             "a.x3d", "a.lwo", "a.ac", "a.ifc", "a.ply"})
        EXPECT_TRUE(looks_like_scan(name)) << name;
    for (const char* const name : {"a.blend", "a.e57", "a.zip", "a.txt", "a", "a.wrl"})
        EXPECT_FALSE(looks_like_scan(name)) << name;
}

} // namespace
} // namespace stele::readers
