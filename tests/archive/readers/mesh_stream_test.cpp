// The bytes between stele-read-mesh and Stele: golden, cut short, changed, and lied about.
#include "archive/base/digest.h"
#include "archive/readers/foreign.h"
#include "archive/readers/mesh_stream_reader.h"
#include "archive/readers/mesh_stream_writer.h"
#include "tests/archive/readers/make_picture.h"
#include "tests/archive/readers/read_whole.h"

#include <gtest/gtest.h>

#include <limits>

namespace stele::readers {
namespace {

using test::read_whole;
using test::text_of;

struct Parts {
    StreamScene scene{"Test 1", 0.01, 2, "says so", "says so, too", 4, 2, true, true, true};
    StreamMaterial material{"paint", true, {10, 20, 30, 255}, StreamTexture::image, "", 0,
        Wrap::clamp, Wrap::repeat, 8, 0.5};
    StreamVertices vertices{0, {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}},
        {{0, 0, 2}, {0, 0, 1}, {0, 0, 0}, {0, 0, 1}}, {{1, 2, 3, 255}, {}, {}, {}},
        {{0.25f, 0.5f}, {0.75f, 0.5f}, {0.75f, 0.5f}, {0.25f, 0.5f}}};
    StreamFaces faces{{4, 3}, {0, 1, 2, 3, 0, 1, kNoStreamVertex}};
    std::string picture = test::png(2, 1, {{255, 0, 0, 255}, {0, 0, 255, 255}});
    std::uint64_t end_vertices = 4, end_faces = 2;
};

std::string stream_of(const Parts& parts)
{
    std::string bytes;
    MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    out.prologue();
    out.scene(parts.scene);
    out.finding({Severity::warning, "test.finding", "here", "something", 3});
    out.part({"other.bin"});
    out.image({"p.png", StreamPixels::encoded, 0, 0, 0}, as_bytes(parts.picture));
    out.material(parts.material);
    out.vertices(parts.vertices);
    out.faces(parts.faces);
    out.end(parts.end_vertices, parts.end_faces);
    return bytes;
}

OpenedScan open_bytes(const std::string& bytes)
{
    return open_mesh_stream(std::make_unique<MemorySource>(as_bytes(bytes)), Companions::none());
}

std::string error_of(const Parts& parts)
{
    return text_of(drain_mesh_stream(as_bytes(stream_of(parts))));
}

TEST(MeshStream, is_a_scan)
{
    const std::string bytes = stream_of({});
    const auto scan = read_whole(open_bytes(bytes));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.format, "Test 1");
    EXPECT_EQ(scan->info.metres_per_unit, 0.01);
    EXPECT_EQ(scan->info.up, UpAxis::z);
    EXPECT_EQ(scan->info.up_reason, "says so, too");
    EXPECT_EQ(scan->vertices.positions, Parts{}.vertices.positions);
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{0, 0, 1}));
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 0, 0, 255}));
    EXPECT_EQ(scan->vertices.colours[1], (Rgba8{0, 0, 255, 255}));
    // The quad as two triangles; the triangle with a vertex that does not exist is left out.
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}}));
    EXPECT_EQ(scan->at("test.finding"),
        (Finding{Severity::warning, "test.finding", "here", "something", 3}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 1u);
    EXPECT_EQ(scan->count("texture.sampled-to-vertex"), 4u);
    ASSERT_EQ(scan->info.companions.size(), 1u);
    EXPECT_EQ(scan->info.companions[0].named, "other.bin");
}

TEST(MeshStream, says_what_it_knows_of_pictures)
{
    const std::string bytes = stream_of({});
    const auto source = open_bytes(bytes);
    ASSERT_TRUE(source) << text_of(source);
    ASSERT_TRUE(drain(**source));
    const auto pages = (*source)->texture_pages();
    ASSERT_EQ(pages.size(), 1u);
    EXPECT_EQ(pages[0].name, "p.png");
    EXPECT_TRUE(pages[0].found);
    EXPECT_EQ(pages[0].width, 2u);
    // 8 square units on half a picture of 2 texels: one texel is 8 square units.
    EXPECT_DOUBLE_EQ((*source)->texel_size(), std::sqrt(8.0));
}

// The same bytes for every build: both ends may not come from one.
TEST(MeshStream, has_these_bytes)
{
    EXPECT_EQ(crc32_zip(as_bytes(stream_of({}))), 1255103981u);
}

TEST(MeshStream, cut_at_any_byte_is_an_error)
{
    const std::string whole = stream_of({});
    ASSERT_TRUE(drain_mesh_stream(as_bytes(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::vector<char> part(
            whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const auto read = drain_mesh_stream(as_bytes(std::string_view(part.data(), part.size())));
        ASSERT_FALSE(read) << size;
        EXPECT_EQ(read.error().code(), Errc::malformed) << size;
    }
}

TEST(MeshStream, with_any_byte_changed_is_survived)
{
    const std::string whole = stream_of({});
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ change);
            const auto read = drain_mesh_stream(as_bytes(changed));
            if (!read) {
                EXPECT_NE(read.error().code(), Errc::internal) << at;
            }
        }
}

TEST(MeshStream, counts_that_do_not_fit_are_refused)
{
    Parts parts;
    parts.scene.vertices = 3;
    EXPECT_NE(error_of(parts).find("a batch of 4 vertices"), std::string::npos);
    parts = {};
    parts.scene.vertices = 5;
    EXPECT_NE(error_of(parts).find("4 vertices instead of 5"), std::string::npos);
    parts = {};
    parts.scene.vertices = std::uint64_t{1} << 32;
    EXPECT_NE(error_of(parts).find("more than 4294967295 vertices"), std::string::npos);
    parts = {};
    parts.scene.faces = 1;
    EXPECT_NE(error_of(parts).find("a batch of 2 faces"), std::string::npos);
    parts = {};
    parts.scene.faces = 3;
    EXPECT_NE(error_of(parts).find("its end does not fit"), std::string::npos);
    parts = {};
    parts.end_vertices = 5;
    EXPECT_NE(error_of(parts).find("its end does not fit"), std::string::npos);
    parts = {};
    parts.faces.sizes = {4, 4};
    EXPECT_NE(error_of(parts).find("sizes are not the number of corners"), std::string::npos);
    parts = {};
    parts.vertices.normals.pop_back();
    EXPECT_NE(error_of(parts).find("malformed"), std::string::npos);
    parts = {};
    parts.material.image = 1;
    EXPECT_NE(error_of(parts).find("picture does not exist"), std::string::npos);
    parts = {};
    parts.vertices.material = 1;
    EXPECT_NE(error_of(parts).find("material that does not exist"), std::string::npos);
    parts = {};
    parts.scene.metres_per_unit = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(error_of(parts).find("a unit that no one measures in"), std::string::npos);
}

TEST(MeshStream, nan_is_delivered_and_a_normal_of_nothing_is_zero)
{
    Parts parts;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    parts.vertices.positions[0].x = nan;
    parts.vertices.normals[0].x = static_cast<float>(nan);
    parts.vertices.texcoords[0].x = static_cast<float>(nan);
    const std::string bytes = stream_of(parts);
    const auto scan = read_whole(open_bytes(bytes));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(std::isnan(scan->vertices.positions[0].x));
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{}));
}

TEST(MeshStream, a_control_character_in_a_text_becomes_a_space)
{
    Parts parts;
    parts.scene.format = "Te\x1bst\n";
    const std::string bytes = stream_of(parts);
    const auto scan = open_bytes(bytes);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ((*scan)->info().format, "Te st ");
}

TEST(MeshStream, a_failure_becomes_its_error)
{
    std::string bytes;
    MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    out.prologue();
    out.failure(StreamFailure::memory, "std::bad_alloc");
    const auto read = drain_mesh_stream(as_bytes(bytes));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), Errc::limit);
    EXPECT_NE(read.error().text().find("needs more memory"), std::string::npos);
}

TEST(MeshStream, of_another_version_is_refused_with_the_reason)
{
    std::string bytes = stream_of({});
    bytes[kMeshStreamMagic.size()] = 2;
    EXPECT_NE(
        text_of(drain_mesh_stream(as_bytes(bytes))).find("of different builds"), std::string::npos);
}

TEST(MeshStream, vertices_without_faces_are_a_point_cloud)
{
    Parts parts;
    parts.scene.faces = 0;
    std::string bytes;
    MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    out.prologue();
    parts.scene.has_normals = parts.scene.has_colours = parts.scene.has_texcoords = false;
    parts.vertices.normals = {};
    parts.vertices.colours = {};
    parts.vertices.texcoords = {};
    parts.vertices.material = kNoStreamMaterial;
    out.scene(parts.scene);
    out.vertices(parts.vertices);
    out.end(4, 0);
    const auto scan = read_whole(open_bytes(bytes));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 4u);
    EXPECT_TRUE(scan->triangles.empty());
}

} // namespace
} // namespace stele::readers
