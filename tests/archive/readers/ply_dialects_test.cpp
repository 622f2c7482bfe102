// PLY as programs write it: Metashape, MeshLab, RealityCapture, CloudCompare, PCL, Blender, Artec.
#include "tests/archive/readers/make_picture.h"
#include "tests/archive/readers/read_whole.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::append;
using test::read_ply;
using test::read_whole;
using test::text_of;
using test::WholeScan;
using test::write_file;
using testing::HasSubstr;

const std::string kXyz = "property float x\nproperty float y\nproperty float z\n";
const std::string kFace = "element face 1\nproperty list uchar int vertex_indices\n";
const std::string kTriangle = "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";

std::string ascii(const std::string& elements, const std::string& data)
{
    return "ply\nformat ascii 1.0\n" + elements + "end_header\n" + data;
}

TEST(PlyDialect, spaces_tabs_marks_and_comments_anywhere_in_the_header_are_read)
{
    const auto scan =
        read_ply("\xef\xbb\xbfply \r\ncomment\r\nformat \t ascii  1.0 \r\n\r\n"
                 "obj_info a b\r\nelement\tvertex  3\r\n  property float x\r\n"
                 "comment between\r\nproperty  float\ty\r\nproperty float z\r\n"
                 "element face 1\r\nproperty list uchar int vertex_index\r\n"
                 "obj_info last\r\nend_header \r\n0 0\r\n0 1 0 0 0\r\n1 0 3\r\n0 1 2");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_TRUE(scan->findings.empty());
}

TEST(PlyDialect, words_that_are_no_numbers_are_counted_and_the_rest_is_kept)
{
    const auto scan = read_ply(ascii("element vertex 3\n" + kXyz + "element face 2\n" +
                                         "property list uchar int vertex_indices\n",
        "0 0 1,5\n0x10 0 0\n0 1 0\n3 0 1 2\n3 0 \x1b[31m 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(std::isnan(scan->vertices.positions[0].z));
    EXPECT_EQ(scan->vertices.positions[2].y, 1);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_EQ(scan->count("scan.not-a-number"), 3u);
    EXPECT_THAT(scan->at("scan.not-a-number").text, HasSubstr("1,5"));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 1u);
}

TEST(PlyDialect, lists_may_be_counted_and_filled_with_floating_point_numbers)
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex 3\n" + kXyz +
                        "element face 1\nproperty list float double vertex_indices\nend_header\n" +
                        std::string(36, '\0');
    append(bytes, 3.0f);
    for (const double index : {0.0, 1.0, 2.0})
        append(bytes, index);
    const auto scan = read_ply(bytes);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
}

TEST(PlyDialect, the_only_list_of_whole_numbers_is_the_indices_whatever_its_name)
{
    const auto named = [](const std::string& lists) {
        return read_ply(ascii("element vertex 3\n" + kXyz + "element face 1\n" + lists,
            "0 0 0\n1 0 0\n0 1 0\n3 0 1 2 2 0.5 0.5 1 7\n"));
    };
    const auto scan = named("property list uchar uint verts\nproperty list uchar float texcoord\n"
                            "property list uchar float other\n");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 1u);
    const auto two = named("property list uchar uint a\nproperty list uchar float texcoord\n"
                           "property list uchar int b\n");
    ASSERT_TRUE(two) << text_of(two);
    EXPECT_TRUE(two->info.is_point_cloud);
    EXPECT_THAT(two->at("ply.faces-without-indices").text, HasSubstr("no list vertex_indices"));
}

TEST(PlyDialect, what_follows_the_last_element_is_a_finding)
{
    for (const std::string garbage : {"\n\n", "9", "PK\x03\x04 end"}) {
        const auto scan = read_ply(ascii("element vertex 3\n" + kXyz + kFace, kTriangle + garbage));
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->triangles.size(), 1u);
        EXPECT_EQ(scan->count("scan.trailing-bytes"), garbage == "\n\n" ? 0u : garbage.size());
    }
}

TEST(PlyDialect, elements_that_end_behind_the_faces_are_said_to_be_cut)
{
    const auto scan = read_ply(ascii(
        "element vertex 3\n" + kXyz + kFace + "element camera 2\nproperty list uchar float pose\n",
        kTriangle + "2 1 1\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 1u);
    EXPECT_THAT(scan->at("scan.truncated").text, HasSubstr("element camera, number 2 of 2"));
    EXPECT_THAT(scan->at("ply.elements-not-shown").text, HasSubstr("camera"));
}

TEST(PlyDialect, a_text_of_one_long_line_is_read)
{
    std::string data;
    for (int v = 0; v < 100000; ++v)
        data += std::to_string(v) + ".250000000000000 0 0 ";
    const auto scan =
        read_ply(ascii("element vertex 100000\n" + kXyz + kFace, data + "3 0 1 99999"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions.back().x, 99999.25);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 99999}}));
}

// CloudCompare: scalar fields, its own obj_info; PCL: a camera behind the points.
TEST(PlyDialect, points_with_scalar_fields_and_a_camera_are_a_point_cloud)
{
    const auto scan =
        read_ply(ascii("obj_info Generated by CloudCompare!\nelement vertex 2\n" + kXyz +
                           "property uchar red\nproperty uchar green\n"
                           "property uchar blue\nproperty float scalar_Deviation\n"
                           "element camera 1\nproperty float view_px\n",
            "1 2 3 4 5 6 0.5\n2 3 4 5 6 7 nan\n0\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.colours[1], (Rgba8{5, 6, 7, 255}));
    EXPECT_THAT(scan->at("ply.properties-not-shown").text, HasSubstr("scalar_Deviation"));
}

TEST(PlyDialect, repeated_properties_count_once_and_are_named)
{
    const auto scan = read_ply(ascii("element vertex 3\n" + kXyz + "property double x\n" + kFace,
        "0 0 0 9\n1 0 0 9\n0 1 0 9\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[1].x, 1);
    EXPECT_EQ(scan->count("ply.properties-not-shown"), 1u);
}

TEST(PlyDialect, integer_positions_are_taken_as_they_are)
{
    const auto scan = read_ply(ascii("element vertex 3\nproperty short x\nproperty int64 y\n"
                                     "property uchar z\n" +
                                         kFace,
        "-7 9007199254740993 255\n1 0 0\n0 1 0\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[0], (Vec3d{-7, 9007199254740992.0, 255}));
}

TEST(PlyDialect, reference_systems_and_shifts_in_comments_are_findings)
{
    const auto scan = read_ply(
        ascii("comment Coordinate system: EPSG::4547\ncomment global shift [-400000, 0, 12.5]\n"
              "comment shift of paradigm\nelement vertex 3\n" +
                  kXyz + kFace,
            kTriangle));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_THAT(scan->at("placement.reference-system-stated").text, HasSubstr("EPSG::4547"));
    EXPECT_THAT(scan->at("placement.shift-stated").text, HasSubstr("400000"));
    EXPECT_EQ(scan->count("placement.shift-stated"), 1u);
}

TEST(PlyDialect, concave_polygons_are_cut_at_their_inner_corner)
{
    const std::string header =
        "element vertex 4\n" + kXyz + "element face 1\nproperty list uchar int vertex_indices\n";
    const std::string arrow = "2 -2 0\n0 2 0\n-2 -2 0\n0 0 0\n4 0 1 2 3\n";
    const auto scan = read_ply(ascii(header, arrow));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{3, 0, 1}, {1, 2, 3}}));
}

// A quad in one face, a corner in each quarter of a 2 x 2 picture; rows from the top.
const std::vector<Rgba8> kQuarters{
    {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}};
const std::vector<Rgba8> kFromCorners{kQuarters[2], kQuarters[3], kQuarters[1], kQuarters[0]};
const std::string kQuad = "0 0 0\n1 0 0\n1 1 0\n0 1 0\n";

Result<WholeScan> read_textured(const std::string& ply)
{
    const test::TempDir dir;
    write_file(dir / "a.ply", ply);
    write_file(dir / "skin 1.png", test::png(2, 2, kQuarters));
    return read_whole(open_scan(dir / "a.ply"));
}

// MeshLab, Metashape.
TEST(PlyTexture, coordinates_of_face_corners_colour_the_vertices)
{
    const auto scan = read_textured(ascii(
        "comment TextureFile missing.jpg\ncomment TextureFile SKIN 1.png\nelement vertex 4\n" +
            kXyz +
            "element face 1\nproperty list uchar int vertex_indices\n"
            "property list uchar float texcoord\nproperty int texnumber\n",
        kQuad + "4 0 1 2 3 8 .25 .25 .75 .25 .75 .75 .25 .75 1\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours, kFromCorners);
    EXPECT_EQ(scan->count("texture.sampled-to-vertex"), 4u);
    EXPECT_EQ(scan->at("texture.missing").where, "missing.jpg");
    ASSERT_EQ(scan->info.companions.size(), 2u);
    EXPECT_EQ(scan->info.companions[1].resolved.filename(), "skin 1.png");
}

// Blender, Artec.
TEST(PlyTexture, coordinates_of_vertices_colour_them)
{
    const auto scan = read_textured(ascii("comment TextureFile skin 1.png\nelement vertex 4\n" +
                                              kXyz + "property float s\nproperty float t\n" + kFace,
        "0 0 0 .25 .25\n1 0 0 .75 .25\n1 1 0 .75 .75\n0 1 0 .25 .75\n4 0 1 2 3\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours, kFromCorners);
    EXPECT_EQ(scan->find("ply.properties-not-shown"), nullptr);
}

TEST(PlyTexture, vertex_colours_are_shown_instead_and_it_is_said)
{
    const auto scan = read_textured(
        ascii("comment TextureFile skin 1.png\nelement vertex 3\n" + kXyz +
                  "property uchar red\nproperty uchar green\nproperty uchar blue\n" + kFace,
            "0 0 0 1 2 3\n1 0 0 1 2 3\n0 1 0 1 2 3\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{1, 2, 3, 255}));
    EXPECT_EQ(scan->count("texture.not-sampled"), 1u);
    EXPECT_EQ(scan->info.companions.size(), 1u);
}

// RealityCapture: coordinates in elements of their own.
TEST(PlyTexture, coordinates_that_are_not_understood_are_a_finding)
{
    const auto scan = read_textured(
        ascii("comment TextureFile skin 1.png\nelement vertex 3\n" + kXyz + kFace +
                  "element multi_texture_vertex 1\nproperty float u\nproperty float v\n",
            kTriangle + "0 0\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_FALSE(scan->info.has_colours);
    EXPECT_THAT(scan->at("texture.not-sampled").text, HasSubstr("no texture coordinates"));
    EXPECT_THAT(scan->at("ply.elements-not-shown").text, HasSubstr("multi_texture_vertex"));
}

TEST(PlyTexture, coordinates_that_end_early_or_are_wild_leave_white)
{
    for (const std::string face : {"3 0 1 2 6 nan inf 1e30 -5 0 0 0\n", "3 0 1 9999999 6 0 0",
             "3 0 1 2 2 0 0 0\n", "3 0 1 2 6 0 0 0 0 0 0 7\n"}) {
        const auto scan =
            read_textured(ascii("comment TextureFile skin 1.png\nelement vertex 3\n" + kXyz +
                                    "element face 1\nproperty list uchar int vertex_indices\n"
                                    "property list uchar float texcoord\nproperty int texnumber\n",
                "0 0 0\n1 0 0\n0 1 0\n" + face));
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->vertices.colours.size(), 3u);
    }
}

} // namespace
} // namespace stele::readers
