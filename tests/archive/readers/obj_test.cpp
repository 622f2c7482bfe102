// OBJ and MTL as exporters write them, textures included.
#include "tests/archive/readers/make_picture.h"
#include "tests/archive/readers/read_whole.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::read_obj;
using test::read_whole;
using test::text_of;
using test::WholeScan;
using test::write_file;
using testing::HasSubstr;

const std::string kQuad = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n";

TEST(Obj, objects_groups_polygons_and_index_forms_are_read)
{
    const auto scan =
        read_obj("# comment\r\no first\r\n" + kQuad +
                 "vt 0 0\nvn 0 0 1\ng a b\nf 1 2 3 4\nf 1/1 2/1 3/1\nf 1//1 2//1 3//1\nf "
                 "1/1/1 2/1/1 3/1/1 # end\n"
                 "o second\nv 5 5 5\nf 5 1 2\ns off\np 1\nl 1 2\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions.size(), 5u);
    EXPECT_EQ(scan->triangles,
        (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}, {0, 1, 2}, {0, 1, 2}, {0, 1, 2}, {4, 0, 1}}));
    EXPECT_EQ(scan->count("scan.polygons-triangulated"), 1u);
    EXPECT_EQ(scan->count("scan.points-skipped"), 1u);
    EXPECT_EQ(scan->count("scan.lines-skipped"), 1u);
    EXPECT_EQ(scan->info.declared_faces, 5u);
    EXPECT_FALSE(scan->info.has_colours);
}

TEST(Obj, negative_indices_count_from_the_line_they_stand_in)
{
    const auto scan =
        read_obj(kQuad + "f -4 -3 -2\nv 9 9 9\nf -1 -2 -3\nf -6 -1 -2\nf 0 1 2\nf 1 2 6\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {4, 3, 2}}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 3u);
}

TEST(Obj, a_backslash_joins_lines_and_a_missing_last_line_end_does_not_matter)
{
    const auto scan = read_obj(kQuad + "f 1 \\\r\n 2 \\\n 3");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
}

TEST(Obj, vertex_colours_count_to_one_or_to_255)
{
    const auto unit = read_obj("v 0 0 0 1 0.5 0\nv 1 0 0 0 0 0\nv 0 1 0 0 0 1\nf 1 2 3\n");
    const auto bytes = read_obj("v 0 0 0 255 128 0\nv 1 0 0 0 0 0\nv 0 1 0 0 0 1 255\nf 1 2 3\n");
    ASSERT_TRUE(unit && bytes);
    EXPECT_EQ(unit->vertices.colours[0], (Rgba8{255, 128, 0, 255}));
    EXPECT_EQ(unit->vertices.colours[2], (Rgba8{0, 0, 255, 255}));
    EXPECT_EQ(bytes->vertices.colours[0], (Rgba8{255, 128, 0, 255}));
    EXPECT_EQ(bytes->vertices.colours[2], (Rgba8{0, 0, 1, 255}));
}

TEST(Obj, bad_lines_are_findings_and_keep_the_numbering)
{
    const auto scan = read_obj("v 0 0 0\nv 1 zero 0\nv 1 0 0\nv 0 1 0\nf 1 3 4\nf a b c\nf 1 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 0, 0}));
    EXPECT_TRUE(std::isnan(scan->vertices.positions[1].x));
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 2, 3}}));
    EXPECT_EQ(scan->find("obj.bad-vertex")->where, "line 2");
    EXPECT_EQ(scan->find("obj.bad-face")->where, "line 6");
    EXPECT_EQ(scan->count("scan.face-with-fewer-than-3"), 1u);
}

TEST(Obj, points_alone_are_a_point_cloud_and_nothing_is_malformed)
{
    const auto points = read_obj(kQuad + "p 1 2 3 4\n");
    ASSERT_TRUE(points) << text_of(points);
    EXPECT_TRUE(points->info.is_point_cloud);
    EXPECT_EQ(points->vertices.positions.size(), 4u);
    const auto nothing = read_obj("# empty\n");
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code(), Errc::malformed);
}

TEST(Obj, stated_units_are_kept)
{
    const auto scan = read_obj("# Units: inches\n#unit mm\n" + kQuad + "f 1 2 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.metres_per_unit, 0.0254);
}

// A quad whose corners lie in the four quarters of a 2 x 2 picture.
const std::string kTexturedQuad = "mtllib model.mtl\n" + kQuad +
                                  "vt 0.25 0.25\nvt 0.75 0.25\nvt 0.75 0.75\nvt 0.25 0.75\nusemtl "
                                  "skin\nf 1/1 2/2 3/3\nf 1/3 3/3 4/4\n";
const std::vector<Rgba8> kQuarters{// rows from the top
    {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}};

Result<WholeScan> read_textured(
    const test::TempDir& dir, std::string_view mtl, const std::string& texture = "Skin.PNG")
{
    write_file(dir / "model.obj", kTexturedQuad);
    write_file(dir / "model.mtl", mtl);
    write_file(dir / texture, test::png(2, 2, kQuarters));
    return read_whole(open_scan(dir / "model.obj"));
}

TEST(ObjTexture, colours_are_sampled_at_the_first_texture_coordinate_with_a_finding)
{
    const test::TempDir dir;
    const auto scan = read_textured(dir, "newmtl skin\nKd 0 0 0\nmap_Kd Skin.PNG\n");
    ASSERT_TRUE(scan) << text_of(scan);
    // v counts upwards: vertex 0 lies in the lower left quarter, which is the third texel.
    EXPECT_EQ(scan->vertices.colours,
        (std::vector<Rgba8>{kQuarters[2], kQuarters[3], kQuarters[1], kQuarters[0]}));
    ASSERT_EQ(scan->count("texture.sampled-to-vertex"), 4u);
    EXPECT_THAT(scan->find("texture.sampled-to-vertex")->text, HasSubstr("1 texels a vertex"));
    ASSERT_EQ(scan->info.companions.size(), 2u);
    EXPECT_EQ(scan->info.companions[0].role, "material");
    EXPECT_EQ(scan->info.companions[1].role, "texture");
    EXPECT_EQ(scan->info.companions[1].resolved.filename(), "Skin.PNG");
}

TEST(ObjTexture, is_found_whatever_the_slashes_case_options_and_root)
{
    for (const std::string name : {"skin.png", "C:\\\\Users\\\\me\\\\scan\\\\SKIN.png",
             "/elsewhere/skin.png", "-s 1 1 1 -o 0 0 -clamp on skin.png",
             "-bm 0.5 -blendu off .\\\\skin.PNG", "\"skin.png\"", "textures/Skin.PNG"}) {
        const test::TempDir dir;
        std::string plain = name;
        for (std::size_t at = 0; (at = plain.find("\\\\", at)) != std::string::npos; ++at)
            plain.erase(at, 1);
        const auto scan = read_textured(dir, "newmtl skin\n  MAP_Kd " + plain + "\n");
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->count("texture.missing"), 0u) << plain;
        EXPECT_EQ(scan->vertices.colours.at(0), kQuarters[2]) << plain;
    }
}

TEST(ObjTexture, names_with_spaces_and_folders_are_found)
{
    const test::TempDir dir;
    const auto scan =
        read_textured(dir, "newmtl skin\nmap_Kd Maps\\my skin 1.png\n", "maps/My Skin 1.png");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("texture.missing"), 0u);
    EXPECT_EQ(scan->vertices.colours.at(0), kQuarters[2]);
}

TEST(ObjTexture, scale_and_offset_move_the_coordinates)
{
    const test::TempDir dir;
    const auto scan = read_textured(dir, "newmtl skin\nmap_Kd -o 0.5 0 -s 1 1 skin.png\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours.at(0), kQuarters[3]);
}

TEST(ObjTexture, a_missing_one_is_a_finding_that_names_it_and_kd_stays)
{
    const test::TempDir dir;
    const auto scan =
        read_textured(dir, "newmtl skin\nKd 1 0.5 0\nmap_Kd other.jpg\nmap_bump b.png\n");
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->count("texture.missing"), 2u);
    EXPECT_THAT(scan->find("texture.missing")->text, HasSubstr("other.jpg, b.png"));
    EXPECT_EQ(scan->vertices.colours.at(0), (Rgba8{255, 128, 0, 255}));
    EXPECT_EQ(scan->info.companions.size(), 3u);
    EXPECT_TRUE(scan->info.companions[1].resolved.empty());
}

TEST(ObjTexture, an_unreadable_one_is_a_finding)
{
    const test::TempDir dir;
    write_file(dir / "bad.png", "\x89PNG and no more");
    const auto scan = read_textured(dir, "newmtl skin\nmap_Kd bad.png\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("texture.unreadable"), 1u);
}

TEST(ObjTexture, findings_quote_no_hostile_bytes)
{
    const auto scan = read_obj("mtllib \x1b[2J\xff.mtl\n" + kQuad + "f 1 2 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->at("material.missing").where, "%1B[2J%FF.mtl");
}

TEST(ObjTexture, a_missing_material_library_is_a_finding)
{
    const test::TempDir dir;
    write_file(dir / "model.obj", kTexturedQuad);
    const auto scan = read_whole(open_scan(dir / "model.obj"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("material.missing"), 1u);
    EXPECT_FALSE(scan->info.has_colours);
}

} // namespace
} // namespace stele::readers
