// OBJ and MTL as programs write them, and as editors leave them.
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

const std::string kTriangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\n";

TEST(ObjDialect, marks_tabs_old_line_ends_and_comments_behind_numbers_are_read)
{
    for (const std::string text :
        {"\xef\xbb\xbfv 0 0 0\r\nv\t1  0\t0 \r\nv 0 1 0 # last one\r\nf 1/ 2/ 3/ # face",
            "v 0 0 0\rv 1 0 0\rv 0 1 0\rf 1 2 3\r"}) {
        const auto scan = read_obj(text);
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
        EXPECT_TRUE(scan->findings.empty());
    }
}

TEST(ObjDialect, a_backslash_joins_lines_even_before_blanks_but_not_behind_a_comment)
{
    const auto scan = read_obj("# C:\\scans\\\n" + kTriangle + "f 1 \\ \t\n2 \\\r\n 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions.size(), 3u);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
}

TEST(ObjDialect, a_fourth_number_is_a_weight_and_colours_may_pass_one_a_little)
{
    const auto weighted = read_obj("v 0 0 0 1\nv 1 0 0 1.0\nv 0 1 0 0.5\nf 1 2 3\n");
    ASSERT_TRUE(weighted) << text_of(weighted);
    EXPECT_FALSE(weighted->info.has_colours);
    const auto bright = read_obj("v 0 0 0 1.0001 0 0\nv 1 0 0 0.5 0 0\nv 0 1 0 0 0 0\nf 1 2 3\n");
    ASSERT_TRUE(bright) << text_of(bright);
    EXPECT_EQ(bright->vertices.colours[1], (Rgba8{128, 0, 0, 255}));
}

TEST(ObjDialect, concave_polygons_are_cut_at_their_inner_corner)
{
    const auto scan = read_obj("v 2 -2 0\nv 0 2 0\nv -2 -2 0\nv 0 0 0\nf 1 2 3 4\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{3, 0, 1}, {1, 2, 3}}));
}

TEST(ObjDialect, free_forms_curves_and_unknown_statements_are_counted)
{
    const auto scan =
        read_obj(kTriangle + "cstype bspline\ndeg 3\ncurv 0 1 1 2 3\nparm u 0 1\nend\n"
                             "s off\nmg 1 0.5\nl 1 2 3\nhello world\nhello\nf 1 2 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 1u);
    EXPECT_EQ(scan->count("scan.free-forms-skipped"), 1u);
    EXPECT_EQ(scan->count("scan.lines-skipped"), 1u);
    EXPECT_EQ(scan->count("obj.unknown-statement"), 2u);
    EXPECT_THAT(scan->at("obj.unknown-statement").text, HasSubstr("\"hello\" in line 12"));
}

TEST(ObjDialect, reference_systems_in_comments_are_findings)
{
    const auto scan =
        read_obj("#EPSG:4547\n# Units: m\n# offset 500000 0 0\n" + kTriangle + "f 1 2 3\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("placement.reference-system-stated"), 1u);
    EXPECT_EQ(scan->count("placement.shift-stated"), 1u);
    EXPECT_EQ(scan->info.metres_per_unit, 1);
}

const std::vector<Rgba8> kRed{{255, 0, 0, 255}};
const std::string kTextured = kTriangle + "vt 0 0\nusemtl skin\nf 1/1 2/1 3/1\n";

Result<WholeScan> read_with(const std::string& obj, const std::string& mtl,
    const std::string& mtl_name = "a.mtl", const std::string& texture = "skin.png")
{
    const test::TempDir dir;
    write_file(dir / "a.obj", obj);
    write_file(dir / mtl_name, mtl);
    write_file(dir / texture, test::png(1, 1, kRed));
    return read_whole(open_scan(dir / "a.obj"));
}

TEST(ObjDialect, a_library_named_after_its_use_with_spaces_or_twice_is_read_once)
{
    for (const std::string& obj :
        {kTextured + "mtllib my lib.mtl\n", "mtllib my lib.mtl\nmtllib my lib.mtl\n" + kTextured}) {
        const auto scan = read_with(obj, "newmtl skin\nmap_Kd skin.png\n", "my lib.mtl");
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->vertices.colours.at(0), kRed[0]);
        EXPECT_EQ(scan->info.companions.size(), 2u);
    }
}

TEST(ObjDialect, several_libraries_in_one_line_are_read_up_to_a_comment)
{
    const auto scan =
        read_with("mtllib none.mtl a.mtl # both\n" + kTextured, "newmtl skin\nKd 1 0 0\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours.at(0), kRed[0]);
    EXPECT_EQ(scan->count("material.missing"), 1u);
    EXPECT_EQ(scan->info.companions.size(), 2u);
}

TEST(ObjDialect, materials_that_nothing_defines_are_a_finding)
{
    const auto scan = read_with(
        "mtllib a.mtl\n" + kTextured + "usemtl other\nf 1 2 3\n", "newmtl skin\nKd 1 0 0\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->at("material.undefined").where, "material other");
    EXPECT_EQ(scan->count("material.undefined"), 1u);
}

TEST(ObjDialect, transparency_is_a_finding)
{
    for (const std::string mtl : {"d 0.5", "d -halo 0.5", "Tr 0.25", "map_d skin.png"}) {
        const auto scan = read_with("mtllib a.mtl\n" + kTextured, "newmtl skin\nKd 1 0 0\n" + mtl);
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->count("material.transparency-not-shown"), 1u) << mtl;
        EXPECT_EQ(scan->vertices.colours.at(0), kRed[0]);
    }
    const auto opaque =
        read_with("mtllib a.mtl\n" + kTextured, "newmtl skin\nKd 1 0 0\nd 1\nTr 0.0\n");
    EXPECT_EQ(opaque->count("material.transparency-not-shown"), 0u);
}

TEST(ObjDialect, a_library_with_a_mark_and_old_line_ends_is_read)
{
    const auto scan = read_with("mtllib a.mtl\r" + kTextured,
        "\xef\xbb\xbfnewmtl skin\r\tKd 1 0 0\rmap_Kd -o 1 1 1 my  skin.png\r", "a.mtl",
        "my  skin.png");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("texture.missing"), 0u);
    EXPECT_EQ(scan->vertices.colours.at(0), kRed[0]);
}

} // namespace
} // namespace stele::readers
