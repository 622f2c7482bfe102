// STL and COLLADA cut at every byte, the whole way through stele-read-mesh: an error with a
// message, or what is left with a finding. Whole without a word only where nothing was lost.
#include "archive/readers/reader.h"
#include "tests/archive/readers/make_foreign.h"
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/read_whole.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::append;
using test::read_whole;
using test::text_of;

// All three are small: every length costs a process.
std::string small_binary_stl(const std::string& header)
{
    std::string bytes = header;
    bytes.resize(80, '\0');
    append(bytes, std::uint32_t{1});
    for (const float value : {0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 2.f, 0.f, 0.f, 0.f, 3.f, 0.f})
        append(bytes, value);
    append(bytes, std::uint16_t{0});
    return bytes;
}

const std::string kTextStl =
    "solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 12 0 0\nvertex 0 13 0\n"
    "endloop\nendfacet\nfacet normal 0 0 1\nouter loop\nvertex 0 0 1\nvertex 12 0 1\n"
    "vertex 0 13 1\nendloop\nendfacet\nendsolid a\n";

const std::string kCollada =
    "<COLLADA version=\"1.4.1\"><library_geometries>"
    "<geometry id=\"g\"><mesh><source id=\"p\"><float_array id=\"a\" count=\"12\">"
    "0 0 0 12 0 0 0 13 0 0 0 14</float_array><technique_common>"
    "<accessor source=\"#a\" count=\"4\" stride=\"3\"><param name=\"X\" type=\"float\"/>"
    "<param name=\"Y\" type=\"float\"/><param name=\"Z\" type=\"float\"/></accessor>"
    "</technique_common></source><vertices id=\"v\">"
    "<input semantic=\"POSITION\" source=\"#p\"/></vertices><triangles count=\"2\">"
    "<input semantic=\"VERTEX\" source=\"#v\" offset=\"0\"/><p>0 1 2 0 3 1</p></triangles></mesh>"
    "</geometry></library_geometries><library_visual_scenes><visual_scene id=\"s\"><node>"
    "<instance_geometry url=\"#g\"/></node></visual_scene></library_visual_scenes>"
    "<scene><instance_visual_scene url=\"#s\"/></scene></COLLADA>\n";

// significant: how many of the bytes say anything.
void check_every_length(const char* extension, const std::string& bytes, std::size_t significant)
{
    const test::TempDir dir;
    const auto read_first = [&](std::size_t size) {
        // A new file each time: overwriting one waits for the disk.
        const auto file = dir / (std::to_string(size) + extension);
        test::write_file(file, bytes.substr(0, size));
        return read_whole(open_scan(file));
    };
    const auto whole = read_first(bytes.size());
    ASSERT_TRUE(whole) << text_of(whole);
    ASSERT_GT(whole->triangles.size(), 0u);
    const std::uint64_t remarks = whole->count("mesh.reader-warning");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto scan = read_first(size);
        if (!scan) {
            EXPECT_TRUE(
                scan.error().code() == Errc::malformed || scan.error().code() == Errc::unsupported)
                << size << ' ' << text_of(scan);
            EXPECT_FALSE(scan.error().message().empty()) << size;
            EXPECT_LT(size, significant) << text_of(scan);
            continue;
        }
        EXPECT_LE(scan->triangles.size(), whole->triangles.size()) << size;
        EXPECT_EQ(scan->count("mesh.reader-warning") > remarks, size < significant) << size;
    }
}

TEST(ForeignTruncation, of_a_binary_stl_at_every_byte_is_said)
{
    const std::string bytes = small_binary_stl("scanner");
    check_every_length(".stl", bytes, bytes.size());
}

TEST(ForeignTruncation, of_a_binary_stl_that_begins_as_text_at_every_byte_is_said)
{
    const std::string bytes = small_binary_stl("solid scanner");
    check_every_length(".stl", bytes, bytes.size());
}

TEST(ForeignTruncation, of_a_text_stl_at_every_byte_is_said)
{
    check_every_length(".stl", kTextStl, kTextStl.find("endsolid") + 8);
}

TEST(ForeignTruncation, of_a_collada_file_at_every_byte_is_said)
{
    check_every_length(".dae", kCollada, kCollada.size() - 1);
}

} // namespace
} // namespace stele::readers
