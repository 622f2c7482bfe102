// KHR_draco_mesh_compression against the encoder: values, types, fall-backs and damage.
#include "tests/archive/readers/make_gltf.h"

#include <draco/compression/encode.h>
#include <draco/mesh/triangle_soup_mesh_builder.h>
#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::member;
using test::text_of;

// Two triangles of a unit square, facing +z, with texture coordinates; unique ids 0 and 1.
std::string encoded_square()
{
    draco::TriangleSoupMeshBuilder builder;
    builder.Start(2);
    const int positions =
        builder.AddAttribute(draco::GeometryAttribute::POSITION, 3, draco::DT_FLOAT32);
    const int texcoords =
        builder.AddAttribute(draco::GeometryAttribute::TEX_COORD, 2, draco::DT_FLOAT32);
    const std::array<std::array<float, 3>, 4> p{{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}}};
    const std::array<std::array<int, 3>, 2> faces{{{0, 1, 2}, {0, 2, 3}}};
    for (std::uint32_t f = 0; f < 2; ++f) {
        const auto at = [&](std::size_t k) {
            return p[static_cast<std::size_t>(faces[f][k])].data();
        };
        builder.SetAttributeValuesForFace(positions, draco::FaceIndex(f), at(0), at(1), at(2));
        builder.SetAttributeValuesForFace(texcoords, draco::FaceIndex(f), at(0), at(1), at(2));
    }
    const std::unique_ptr<draco::Mesh> mesh = builder.Finalize();
    draco::Encoder encoder;
    encoder.SetEncodingMethod(draco::MESH_SEQUENTIAL_ENCODING);
    draco::EncoderBuffer buffer;
    if (mesh == nullptr || !encoder.EncodeMeshToBuffer(*mesh, &buffer).ok())
        return {};
    return {buffer.data(), buffer.size()};
}

struct DracoDraft {
    std::string compressed = encoded_square();
    std::uint64_t vertices = 4, indices = 6; // as the accessors say
    std::uint64_t position_id = 0;
    bool has_fallback = false, is_required = true;
};

void set_extension(GltfDraft& draft, const DracoDraft& from)
{
    const std::size_t view = draft.add_view(from.compressed);
    draft.primitive().set(
        "extensions", Json::object({{"KHR_draco_mesh_compression",
                          Json::object({{"bufferView", std::uint64_t{view}},
                              {"attributes", Json::object({{"POSITION", from.position_id}})}})}}));
    const Json names = Json::Array{Json("KHR_draco_mesh_compression")};
    draft.doc.set("extensionsUsed", names);
    if (from.is_required)
        draft.doc.set("extensionsRequired", names);
}

Result<test::WholeScan> read_draft(const DracoDraft& from)
{
    GltfDraft draft = test::square();
    for (std::size_t i = 0; i < 2; ++i) {
        Json& accessor = draft.element("accessors", i);
        accessor.set("count", i == 0 ? from.vertices : from.indices);
        if (!from.has_fallback)
            accessor.erase("bufferView");
    }
    set_extension(draft, from);
    const test::TempDir dir;
    test::write_file(dir / "a.glb", draft.bytes());
    return test::read_whole(open_scan(dir / "a.glb"));
}

void expect_square(const Result<test::WholeScan>& scan)
{
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->triangles.size(), 2u);
    EXPECT_EQ(scan->vertices.positions.size(), 4u);
    double area = 0;
    const auto& p = scan->vertices.positions;
    for (const Triangle& t : scan->triangles)
        area += cross(p[t[1]] - p[t[0]], p[t[2]] - p[t[0]]).z / 2;
    EXPECT_NEAR(area, 1, 1e-6);
}

TEST(GltfDraco, a_compressed_square_is_the_square)
{
    const auto scan = read_draft({});
    expect_square(scan);
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfDraco, what_is_compressed_counts_where_there_is_both)
{
    DracoDraft draft;
    draft.has_fallback = true;
    draft.is_required = false;
    const auto scan = read_draft(draft);
    expect_square(scan);
    EXPECT_EQ(scan->find("gltf.draco-fallback"), nullptr);
}

TEST(GltfDraco, damage_falls_back_to_the_uncompressed_data)
{
    DracoDraft draft;
    draft.has_fallback = true;
    draft.compressed.resize(draft.compressed.size() / 2);
    const auto scan = read_draft(draft);
    expect_square(scan);
    EXPECT_EQ(scan->count("gltf.draco-fallback"), 1u);
}

TEST(GltfDraco, damage_without_a_fall_back_is_an_error)
{
    DracoDraft draft;
    draft.compressed[draft.compressed.size() / 2] ^= 0x55;
    draft.compressed.resize(draft.compressed.size() - 3);
    const auto scan = read_draft(draft);
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::malformed) << text_of(scan);
    EXPECT_THAT(scan.error().text(), testing::HasSubstr("KHR_draco_mesh_compression"));
}

TEST(GltfDraco, an_attribute_that_is_not_in_the_data_is_an_error)
{
    DracoDraft draft;
    draft.position_id = 7;
    const auto scan = read_draft(draft);
    ASSERT_FALSE(scan);
    EXPECT_THAT(scan.error().text(), testing::HasSubstr("attribute 7 does not exist"));
}

TEST(GltfDraco, an_attribute_of_other_components_is_an_error)
{
    DracoDraft draft;
    draft.position_id = 1; // texture coordinates
    const auto scan = read_draft(draft);
    ASSERT_FALSE(scan);
    EXPECT_THAT(scan.error().text(), testing::HasSubstr("another number of components"));
}

TEST(GltfDraco, other_counts_in_the_accessors_are_a_finding)
{
    DracoDraft draft;
    draft.vertices = 400;
    draft.indices = 3;
    const auto scan = read_draft(draft);
    expect_square(scan);
    EXPECT_EQ(scan->count("gltf.draco-count"), 1u);
}

TEST(GltfDraco, several_primitives_are_decoded_one_after_another_even_past_a_broken_one)
{
    GltfDraft draft = test::square();
    for (std::size_t i = 0; i < 2; ++i)
        draft.element("accessors", i).erase("bufferView");
    DracoDraft whole, broken;
    broken.compressed.resize(20);
    set_extension(draft, whole);
    const Json first = draft.primitive();
    set_extension(draft, broken);
    const Json second = draft.primitive();
    member(draft.element("meshes", 0), "primitives") = Json::Array{first, second, first, first};
    const test::TempDir dir;
    test::write_file(dir / "a.glb", draft.bytes());
    const auto scan = test::read_whole(open_scan(dir / "a.glb"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 6u);
    EXPECT_EQ(scan->count("gltf.primitive-unreadable"), 1u);
}

TEST(GltfDraco, any_changed_byte_is_survived)
{
    const DracoDraft whole;
    for (std::size_t at = 0; at < whole.compressed.size(); at += 5) {
        DracoDraft changed;
        changed.compressed[at] ^= static_cast<char>(0xff);
        const auto scan = read_draft(changed);
        if (!scan) {
            EXPECT_NE(scan.error().code(), Errc::internal) << text_of(scan);
        }
    }
}

TEST(GltfDraco, from_memory_no_other_program_is_started)
{
    GltfDraft draft = test::square();
    set_extension(draft, {});
    draft.element("accessors", 0).erase("bufferView");
    const auto scan = draft.read();
    ASSERT_FALSE(scan);
    EXPECT_THAT(scan.error().text(), testing::HasSubstr("in memory"));
}

} // namespace
} // namespace stele::readers
