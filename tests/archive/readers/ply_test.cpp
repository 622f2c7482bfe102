// PLY: every layout that the header can declare, bounded by what the file really holds.
#include "tests/archive/readers/read_whole.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::append;
using test::read_ply;
using test::text_of;
using testing::HasSubstr;

const std::string kVertexXyz = "property float x\nproperty float y\nproperty float z\n";
const std::string kFace = "property list uchar int vertex_indices\n";

std::string ascii(std::string_view elements, std::string_view data)
{
    return "ply\nformat ascii 1.0\n" + std::string(elements) + "end_header\n" + std::string(data);
}

TEST(Ply, ascii_with_colours_normals_and_comments_is_read)
{
    const auto scan = read_ply(ascii(
        "comment made by hand\nobj_info none\nelement vertex 3\n" + kVertexXyz +
            "property float nx\nproperty float ny\nproperty float nz\nproperty uchar red\n"
            "property uchar green\nproperty uchar blue\nproperty uchar alpha\nelement face 1\n" +
            kFace,
        "0 0 0 0 0 2 255 0 0 9\n+1.5 0 0 0 0 0 0 255 0 255\n0 1e-1 0 nan 0 0 0 0 255 255\n3 0 1 "
        "2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.format, "PLY ASCII 1.0");
    EXPECT_EQ(scan->vertices.positions[1], (Vec3d{1.5, 0, 0}));
    EXPECT_EQ(scan->vertices.positions[2].y, 0.1);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 0, 0, 9}));
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{0, 0, 1}));
    EXPECT_EQ(scan->vertices.normals[2], Vec3f{});
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_FALSE(scan->info.metres_per_unit);
    EXPECT_FALSE(scan->info.up);
}

TEST(Ply, ascii_doubles_keep_all_their_digits)
{
    const auto scan = read_ply(ascii("element vertex 3\nproperty double x\nproperty double y\n"
                                     "property double z\nelement face 1\n" +
                                         kFace,
        "4649776.224 6378137.123456789 0\n0 0 0\n1 1 1\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[0], (Vec3d{4649776.224, 6378137.123456789, 0}));
}

TEST(Ply, values_that_exporters_write_for_not_a_number_are_read)
{
    const auto scan = read_ply(ascii("element vertex 3\n" + kVertexXyz + "element face 1\n" + kFace,
        "1.#QNAN -1.#IND inf\n-nan 1e999 1e-999\n0 0 0\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(std::isnan(scan->vertices.positions[0].y));
    EXPECT_TRUE(std::isinf(scan->vertices.positions[1].y));
    EXPECT_EQ(scan->vertices.positions[1].z, 0);
}

// A quad and a triangle over five vertices, in any byte order and with extra elements everywhere.
std::string binary_with_extras(bool big)
{
    std::string bytes =
        std::string("ply\r\nformat binary_") + (big ? "big" : "little") +
        "_endian 1.0\r\nelement camera 2\r\nproperty uchar id\r\nproperty list uint double pose\r\n"
        "element vertex 5\r\nproperty ushort red\r\nproperty double z\r\nproperty uchar pad\r\n"
        "property short x\r\nproperty ushort green\r\nproperty float y\r\nproperty ushort blue\r\n"
        "element edge 3\r\nproperty int a\r\nproperty int b\r\n"
        "element face 2\r\nproperty float quality\r\nproperty list ushort uint vertex_index\r\n"
        "property list uchar float texcoord\r\nelement tail 1\r\nproperty char c\r\nend_header\r\n";
    for (int camera = 0; camera < 2; ++camera) {
        append(bytes, std::uint8_t{7}, big);
        append(bytes, std::uint32_t{3}, big);
        for (int i = 0; i < 3; ++i)
            append(bytes, 1.5, big);
    }
    for (int v = 0; v < 5; ++v) {
        append(bytes, static_cast<std::uint16_t>(v == 0 ? 65535 : 0), big);
        append(bytes, 100.25 + v, big);
        append(bytes, std::uint8_t{0x0a}, big);
        append(bytes, static_cast<std::int16_t>(-v), big);
        append(bytes, std::uint16_t{32768}, big);
        append(bytes, 0.5f, big);
        append(bytes, std::uint16_t{0}, big);
    }
    bytes.append(24, '\x11');
    for (const std::vector<std::uint32_t>& face :
        {std::vector<std::uint32_t>{0, 1, 2, 3}, {4, 3, 2}}) {
        append(bytes, 1.0f, big);
        append(bytes, static_cast<std::uint16_t>(face.size()), big);
        for (const std::uint32_t index : face)
            append(bytes, index, big);
        append(bytes, std::uint8_t{2}, big);
        append(bytes, 0.0f, big);
        append(bytes, 0.0f, big);
    }
    return bytes + "x";
}

TEST(Ply, both_byte_orders_any_types_and_extra_elements_are_read)
{
    for (const bool big : {false, true}) {
        const std::string bytes = binary_with_extras(big);
        const auto scan = read_ply(bytes);
        ASSERT_TRUE(scan) << big << text_of(scan);
        ASSERT_EQ(scan->vertices.positions.size(), 5u);
        EXPECT_EQ(scan->vertices.positions[3], (Vec3d{-3, 0.5, 103.25}));
        EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 128, 0, 255}));
        EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}, {4, 3, 2}}));
        EXPECT_EQ(scan->count("scan.polygons-triangulated"), 1u);
    }
}

TEST(Ply, faces_before_vertices_are_read)
{
    const auto text = read_ply(ascii("element face 1\n" + kFace + "element vertex 3\n" + kVertexXyz,
        "3 2 1 0\n0 0 0\n1 0 0\n0 1 0\n"));
    ASSERT_TRUE(text) << text_of(text);
    EXPECT_EQ(text->triangles, (std::vector<Triangle>{{2, 1, 0}}));
}

TEST(Ply, float_colours_and_diffuse_names_are_srgb)
{
    const auto scan = read_ply(ascii("element vertex 3\n" + kVertexXyz +
                                         "property float diffuse_red\nproperty float "
                                         "diffuse_green\nproperty float diffuse_blue\n"
                                         "element face 1\n" +
                                         kFace,
        "0 0 0 1 0.5 0\n1 0 0 2 -1 nan\n0 1 0 0 0 0\n3 0 1 2\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 128, 0, 255}));
    EXPECT_EQ(scan->vertices.colours[1], (Rgba8{255, 0, 0, 255}));
}

TEST(Ply, every_integer_type_counts_a_list)
{
    for (const std::string type :
        {"char", "uchar", "short", "ushort", "int", "uint", "int64", "uint64"}) {
        const auto scan =
            read_ply(ascii("element vertex 3\n" + kVertexXyz + "element face 1\nproperty list " +
                               type + " short vertex_indices\n",
                "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"));
        ASSERT_TRUE(scan) << type << text_of(scan);
        EXPECT_EQ(scan->triangles.size(), 1u) << type;
    }
}

TEST(Ply, strips_with_restarts_turn_every_second_triangle)
{
    const std::string vertices = "0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 2 0\n";
    const auto scan =
        read_ply(ascii("element vertex 5\n" + kVertexXyz +
                           "element tristrips 2\nproperty list int int vertex_indices\n",
            vertices + "9 0 1 2 3 -1 2 3 3 4\n3 0 1 9\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {2, 1, 3}}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 1u);
}

TEST(Ply, a_strip_longer_than_a_batch_is_read_whole)
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex 3\n" + kVertexXyz +
                        "element tristrips 1\nproperty list int int vertex_indices\nproperty uchar "
                        "after\nend_header\n";
    bytes.append(36, '\0');
    append(bytes, std::int32_t{200002});
    for (std::int32_t i = 0; i < 200002; ++i)
        append(bytes, i % 3);
    bytes += '\x01';
    const auto scan = read_ply(bytes);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 200000u);
}

TEST(Ply, bad_faces_are_counted_and_left_out)
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex 4\n" + kVertexXyz +
                        "element face 5\n" + kFace + "end_header\n";
    bytes.append(48, '\0');
    for (const std::vector<std::int32_t>& face :
        {std::vector<std::int32_t>{0, 1, 2}, {0, 1, 4}, {0, 1}, {0, 1, 2, -1}, {1, 2, 3}}) {
        append(bytes, static_cast<std::uint8_t>(face.size()));
        for (const std::int32_t index : face)
            append(bytes, index);
    }
    // Enough behind the faces that the fast path reads them, too.
    for (const std::size_t padding : {std::size_t{0}, std::size_t{4096}}) {
        const std::string padded = bytes + std::string(padding, 'x');
        const auto scan = read_ply(padded);
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {1, 2, 3}}));
        EXPECT_EQ(scan->count("scan.index-out-of-range"), 2u);
        EXPECT_EQ(scan->count("scan.face-with-fewer-than-3"), 1u);
    }
}

TEST(Ply, points_without_faces_are_a_point_cloud)
{
    for (const std::string& faces : {std::string(), "element face 0\n" + kFace}) {
        const auto scan =
            read_ply(ascii("element vertex 2\n" + kVertexXyz + faces, "0 0 0\n1 1 1\n"));
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_TRUE(scan->info.is_point_cloud);
        EXPECT_EQ(scan->vertices.positions.size(), 2u);
        EXPECT_TRUE(scan->triangles.empty());
        EXPECT_TRUE(scan->findings.empty());
    }
}

TEST(Ply, an_early_end_keeps_what_came_before_and_names_element_number_and_byte)
{
    const std::string elements = "element vertex 3\n" + kVertexXyz + "element face 2\n" + kFace;
    const auto vertices = read_ply(ascii(elements, "0 0 0\n1 0"));
    ASSERT_TRUE(vertices) << text_of(vertices);
    EXPECT_EQ(vertices->vertices.positions.size(), 1u);
    EXPECT_TRUE(vertices->triangles.empty());
    EXPECT_THAT(
        vertices->at("scan.truncated").text, HasSubstr("element vertex, number 2 of 3, byte "));
    EXPECT_THAT(vertices->at("scan.truncated").text, HasSubstr("the file ends"));
    const auto faces = read_ply(ascii(elements, "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n3 0 "));
    ASSERT_TRUE(faces) << text_of(faces);
    EXPECT_EQ(faces->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_THAT(faces->at("scan.truncated").text, HasSubstr("element face, number 2 of 2"));
    EXPECT_FALSE(read_ply(ascii(elements, "0 0\n")));
}

TEST(Ply, a_binary_file_that_ends_before_its_faces_is_a_point_cloud)
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex 3\n" + kVertexXyz +
                        "element face 1\n" + kFace + "end_header\n" + std::string(24, '\0');
    const auto scan = read_ply(bytes);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 2u);
    EXPECT_EQ(scan->count("scan.truncated"), 1u);
}

TEST(Ply, faces_before_vertices_that_end_early_are_still_read)
{
    const auto scan = read_ply(ascii("element face 2\n" + kFace + "element vertex 9\n" + kVertexXyz,
        "3 2 1 0\n3 0 1 5\n0 0 0\n1 0 0\n0 1 0\n"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{2, 1, 0}}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 1u);
    EXPECT_EQ(scan->count("scan.truncated"), 1u);
}

TEST(Ply, hostile_counts_end_in_an_error_and_cost_nothing)
{
    for (const std::string vertex : {"4000000000", "18446744073709551615"})
        for (const std::string format : {"ascii", "binary_little_endian"}) {
            const auto scan = read_ply("ply\nformat " + format + " 1.0\nelement vertex " + vertex +
                                       "\n" + kVertexXyz + "element face 4000000000\n" + kFace +
                                       "end_header\n0 0 0       ");
            // Twelve bytes are one vertex in binary, and "0 0 0" one in text.
            ASSERT_TRUE(scan) << text_of(scan);
            EXPECT_EQ(scan->vertices.positions.size(), 1u);
            EXPECT_EQ(scan->count("scan.truncated"), 1u);
        }
    const auto skipped =
        read_ply("ply\nformat binary_little_endian 1.0\nelement other 18446744073709551615\n"
                 "property double d\nelement vertex 1\n" +
                 kVertexXyz + "element face 1\n" + kFace + "end_header\n0123456789");
    ASSERT_FALSE(skipped);
    EXPECT_THAT(skipped.error().text(), HasSubstr("element other"));
    std::string long_list = "ply\nformat binary_little_endian 1.0\nelement vertex 1\n" +
                            kVertexXyz +
                            "element face 1\nproperty list uint int vertex_indices\nend_header\n" +
                            std::string(12, '\0');
    append(long_list, std::uint32_t{4000000000u});
    const auto list = read_ply(long_list + "1234");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->count("scan.truncated"), 1u);
}

TEST(Ply, negative_and_fractional_list_lengths_end_the_reading)
{
    for (const std::string length : {"-1", "2.5", "nan"}) {
        const auto scan =
            read_ply(ascii("element vertex 1\n" + kVertexXyz +
                               "element face 1\nproperty list int int vertex_indices\n",
                "0 0 0\n" + length + " 0 0 0\n"));
        ASSERT_TRUE(scan) << length;
        EXPECT_TRUE(scan->triangles.empty());
        EXPECT_THAT(scan->at("scan.truncated").text, HasSubstr("a list of length"));
    }
}

TEST(Ply, stated_units_and_up_axis_are_kept_with_the_reason)
{
    const std::string rest = "element vertex 3\n" + kVertexXyz + "element face 1\n" + kFace;
    const std::string data = "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";
    const auto scan = read_ply(ascii("comment unit: mm\ncomment Up axis = Z\n" + rest, data));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.metres_per_unit, 0.001);
    EXPECT_EQ(scan->info.up, UpAxis::z);
    EXPECT_THAT(scan->info.units_reason, HasSubstr("unit: mm"));
    const auto prose =
        read_ply(ascii("comment unit tests passed\ncomment units of m per s\n" + rest, data));
    ASSERT_TRUE(prose);
    EXPECT_FALSE(prose->info.metres_per_unit);
}

TEST(Ply, old_macintosh_line_ends_are_read)
{
    std::string text = ascii("element vertex 3\n" + kVertexXyz + "element face 1\n" + kFace,
        "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n");
    std::replace(text.begin(), text.end(), '\n', '\r');
    const auto scan = read_ply(text);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 1u);
}

TEST(Ply, more_vertices_than_a_batch_arrive_in_order)
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex 200000\n" +
                        kVertexXyz + "element face 1\n" + kFace + "end_header\n";
    for (std::uint32_t i = 0; i < 200000; ++i)
        for (int axis = 0; axis < 3; ++axis)
            append(bytes, static_cast<float>(i));
    append(bytes, std::uint8_t{3});
    for (const std::int32_t index : {0, 100000, 199999})
        append(bytes, index);
    const auto scan = read_ply(bytes);
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->vertices.positions.size(), 200000u);
    for (std::size_t i = 0; i < 200000; i += 777)
        ASSERT_EQ(scan->vertices.positions[i].z, double(i));
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 100000, 199999}}));
}

} // namespace
} // namespace stele::readers
