// Each format cut at every byte, and with every byte changed: an error or fewer faces, never a
// crash.
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/make_picture.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::append;

std::string binary_ply()
{
    std::string bytes =
        "ply\nformat binary_big_endian 1.0\nelement other 1\nproperty list uchar char c\n"
        "element vertex 4\nproperty float x\nproperty float y\nproperty float z\n"
        "property uchar red\nproperty uchar green\nproperty uchar blue\n"
        "element face 2\nproperty list uchar int vertex_indices\n"
        "element tristrips 1\nproperty list int int vertex_indices\nend_header\n";
    bytes += std::string("\x02zz", 3) + std::string(60, '\0');
    for (int face = 0; face < 2; ++face) {
        append(bytes, std::uint8_t{3});
        for (const std::int32_t index : {0, 1, 2})
            append(bytes, index, true);
    }
    append(bytes, std::int32_t{4}, true);
    for (const std::int32_t index : {0, 1, 2, 3})
        append(bytes, index, true);
    return bytes;
}

const std::string kAsciiPly = "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n"
                              "property float y\nproperty float z\nelement face 1\n"
                              "property list uchar int vertex_indices\nend_header\n"
                              "0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";
const std::string kObj =
    "mtllib a.mtl\nv 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 0 1 0 0 0 1\nv 1 1 0 1 1 1\n"
    "vt 0 0\nusemtl a\nf 1/1 2/1 3/1\nf -1 \\\n-2 -3\nf 1 2 3 4\n";

struct Case {
    std::string bytes;
    Result<Drained> (*read)(ByteSpan);
};

std::vector<Case> cases()
{
    return {{binary_ply(), &drain_ply}, {kAsciiPly, &drain_ply}, {kObj, &drain_obj},
        {test::square().bytes(), &drain_gltf}};
}

TEST(Truncation, at_every_byte_ends_in_an_error_or_fewer_faces)
{
    for (const Case& item : cases()) {
        const auto whole = item.read(as_bytes(item.bytes));
        ASSERT_TRUE(whole) << test::text_of(whole);
        EXPECT_GT(whole->faces, 0u);
        for (std::size_t size = 0; size < item.bytes.size(); ++size) {
            // A copy of its own, so that a sanitizer sees every read past the end.
            const std::vector<char> part(
                item.bytes.begin(), item.bytes.begin() + static_cast<std::ptrdiff_t>(size));
            const auto read = item.read(as_bytes(std::string_view(part.data(), part.size())));
            if (read) {
                EXPECT_LE(read->faces, whole->faces) << size;
            }
        }
    }
}

TEST(Truncation, a_binary_ply_cut_short_says_so)
{
    const std::string ply = binary_ply();
    const auto header = ply.find("end_header\n") + 11;
    for (std::size_t size = 0; size < ply.size(); ++size) {
        const std::string part = ply.substr(0, size);
        const auto read = test::read_ply(part);
        // The skipped element takes 3 bytes, the first vertex 15.
        ASSERT_EQ(read.ok(), size >= header + 3 + 15) << size << test::text_of(read);
        if (!read) {
            EXPECT_EQ(read.error().code(), Errc::malformed) << size;
            continue;
        }
        EXPECT_EQ(read->count("scan.truncated"), 1u) << size;
    }
}

TEST(Truncation, a_binary_gltf_cut_short_is_malformed)
{
    const std::string gltf = test::square().bytes();
    for (std::size_t size = 4; size < gltf.size(); ++size) {
        const auto read = drain_gltf(as_bytes(gltf).first(size));
        ASSERT_FALSE(read) << size;
        EXPECT_EQ(read.error().code(), Errc::malformed) << size;
    }
}

TEST(Truncation, any_changed_byte_is_survived)
{
    for (const Case& item : cases())
        for (std::size_t at = 0; at < item.bytes.size(); ++at)
            for (const int change : {0x01, 0x10, 0x80, 0xff}) {
                std::string changed = item.bytes;
                changed[at] = static_cast<char>(changed[at] ^ change);
                const auto read = item.read(as_bytes(changed));
                if (!read) {
                    EXPECT_NE(read.error().code(), Errc::internal) << at;
                }
            }
}

// A textured OBJ on disk, with its library cut or changed at every byte.
void check_library(const test::TempDir& dir, std::string_view library)
{
    test::write_file(dir / "a.mtl", library);
    const auto scan = test::read_whole(open_scan(dir / "a.obj"));
    ASSERT_TRUE(scan) << test::text_of(scan);
    ASSERT_EQ(scan->triangles.size(), 1u);
}

TEST(Truncation, a_material_library_may_be_anything)
{
    const test::TempDir dir;
    const std::string library = "newmtl skin\nKd 1 0.5 0\nmap_Kd -s 2 2 -o 1 1 1 skin.png\nd 0.5\n";
    test::write_file(dir / "a.obj",
        "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 1\nusemtl skin\nf 1/1 2/1 3/1\n");
    test::write_file(dir / "skin.png", test::png(1, 1, {{255, 0, 0, 255}}));
    for (std::size_t size = 0; size <= library.size(); ++size)
        check_library(dir, std::string_view(library).substr(0, size));
    for (std::size_t at = 0; at < library.size(); ++at)
        for (const int change : {0x01, 0x10, 0x80, 0xff}) {
            std::string changed = library;
            changed[at] = static_cast<char>(changed[at] ^ change);
            check_library(dir, changed);
        }
}

} // namespace
} // namespace stele::readers
