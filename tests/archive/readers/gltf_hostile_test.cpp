// glTF whose numbers lie: every one ends in an error or a finding.
#include "tests/archive/readers/make_gltf.h"

#include <gmock/gmock.h>
#include <meshoptimizer.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::square;
using test::text_of;
using testing::HasSubstr;

void expect_malformed(const GltfDraft& draft, const char* what)
{
    const auto scan = draft.read();
    ASSERT_FALSE(scan) << what;
    EXPECT_EQ(scan.error().code(), Errc::malformed) << what << ": " << text_of(scan);
}

TEST(GltfHostile, accessors_beyond_their_view_are_malformed)
{
    for (const Json& count : {Json(5), Json(4000000000u), Json(std::int64_t{1} << 53)}) {
        GltfDraft draft = square();
        draft.element("accessors", 0).set("count", count);
        expect_malformed(draft, "count");
    }
    for (const Json& offset : {Json(4), Json(48), Json(4294967296), Json(0x1p60)}) {
        GltfDraft draft = square();
        draft.element("accessors", 0).set("byteOffset", offset);
        expect_malformed(draft, "byteOffset");
    }
    GltfDraft stride = square();
    stride.element("bufferViews", 0).set("byteStride", 16);
    expect_malformed(stride, "byteStride");
    GltfDraft small = square();
    small.element("bufferViews", 0).set("byteStride", 8);
    expect_malformed(small, "small byteStride");
}

TEST(GltfHostile, views_beyond_their_buffer_are_malformed)
{
    for (const char* const key : {"byteLength", "byteOffset"})
        for (const Json& value : {Json(1000000), Json(4294967296)}) {
            GltfDraft draft = square();
            draft.element("bufferViews", 0).set(key, value);
            expect_malformed(draft, key);
        }
    GltfDraft buffer = square();
    buffer.doc.set("buffers", *parse_json(R"([{"byteLength":4000000000}])"));
    expect_malformed(buffer, "buffer length");
    GltfDraft none = square();
    none.doc.set("buffers", *parse_json("[]"));
    expect_malformed(none, "no buffer");
}

const std::vector<Json> kNoIndex{
    Json(99), Json(-1), Json(-2), Json(1.5), Json(4294967296), Json(4294967297), Json("0")};

TEST(GltfHostile, accessors_and_views_that_do_not_exist_are_malformed)
{
    for (const Json& bad : kNoIndex) {
        GltfDraft view = square();
        view.element("accessors", 0).set("bufferView", bad);
        expect_malformed(view, "bufferView");
        GltfDraft accessor = square();
        accessor.attributes().set("POSITION", bad);
        expect_malformed(accessor, "POSITION");
        GltfDraft indices = square();
        indices.primitive().set("indices", bad);
        expect_malformed(indices, "indices");
    }
}

void expect_square_and(const GltfDraft& draft, std::string_view code, const std::string& what)
{
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << what << ": " << text_of(scan);
    EXPECT_GE(scan->count(code), 1u) << what;
    EXPECT_EQ(scan->triangles.size(), 2u) << what;
}

TEST(GltfHostile, other_references_that_lead_nowhere_are_findings)
{
    for (const Json& bad : kNoIndex) {
        const std::string text = print_json(bad);
        GltfDraft material = square();
        material.primitive().set("material", bad);
        expect_square_and(material, "gltf.reference-broken", "material " + text);
        GltfDraft child = square();
        child.element("nodes", 0).set("children", Json::Array{bad});
        expect_square_and(child, "gltf.reference-broken", "children " + text);
        GltfDraft scene = square();
        scene.doc.set("scene", bad);
        expect_square_and(scene, "gltf.reference-broken", "scene " + text);
        GltfDraft skin = square();
        skin.element("nodes", 0).set("skin", bad);
        expect_square_and(skin, "gltf.reference-broken", "skin " + text);
        // Without a way to the mesh, the meshes are shown as they lie.
        GltfDraft root = square();
        root.element("scenes", 0).set("nodes", Json::Array{bad});
        expect_square_and(root, "gltf.no-scene", "scene nodes " + text);
        GltfDraft mesh = square();
        mesh.element("nodes", 0).set("mesh", bad);
        expect_square_and(mesh, "gltf.no-scene", "mesh " + text);
    }
}

TEST(GltfHostile, vertex_indices_out_of_range_are_counted_and_left_out)
{
    GltfDraft draft = square();
    draft.primitive().set("indices",
        std::uint64_t{draft.add<std::uint8_t>(5121, "SCALAR", 9, {0, 1, 2, 0, 1, 4, 255, 0, 1})});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 2u);
}

TEST(GltfHostile, an_index_into_the_next_primitive_is_out_of_range)
{
    GltfDraft draft = square();
    Json second = draft.primitive();
    test::member(draft.element("meshes", 0), "primitives").push(second);
    draft.primitive().set(
        "indices", std::uint64_t{draft.add<std::uint16_t>(5123, "SCALAR", 3, {0, 1, 5})});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{4, 5, 6}, {4, 6, 7}}));
}

TEST(GltfHostile, cycles_and_shared_children_are_shown_once_with_a_finding)
{
    GltfDraft own = square();
    own.element("nodes", 0).set("children", Json::Array{Json(0)});
    expect_square_and(own, "gltf.node-not-a-tree", "own child");
    GltfDraft ring = square();
    ring.element("nodes", 0).set("children", Json::Array{Json(1)});
    ring.array("nodes").push(Json::object({{"children", Json::Array{Json(0)}}}));
    expect_square_and(ring, "gltf.node-not-a-tree", "ring");
    GltfDraft twice = square();
    twice.element("scenes", 0).set("nodes", Json::Array{Json(0), Json(0)});
    expect_square_and(twice, "gltf.node-not-a-tree", "twice in the scene");
}

TEST(GltfHostile, a_node_without_a_valid_transform_is_left_out_with_all_beneath_it)
{
    for (const char* const key : {"matrix", "translation", "rotation", "scale"})
        for (const Json& value : {test::numbers({1, 2}), Json("x"), Json(Json::Array(16, "x")),
                 test::numbers({1e308, 1e308, 1e308, 1e308})}) {
            GltfDraft draft = square();
            draft.array("nodes").push(Json::object({{"mesh", 0}, {key, value}}));
            draft.element("scenes", 0).set("nodes", Json::Array{Json(1), Json(0)});
            if (key == std::string_view("rotation") &&
                value == test::numbers({1e308, 1e308, 1e308, 1e308}))
                continue; // of the right length; only its direction counts
            expect_square_and(draft, "gltf.node-unreadable", key);
        }
}

TEST(GltfHostile, nothing_but_broken_places_shows_the_meshes_as_they_lie_and_says_why)
{
    GltfDraft draft = square();
    draft.element("nodes", 0).set("scale", test::numbers({1, 2}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->at("gltf.no-scene").severity, Severity::warning);
    EXPECT_THAT(scan->at("gltf.no-scene").text, HasSubstr("scale"));
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(GltfHostile, one_bad_primitive_is_a_finding_and_the_rest_is_read)
{
    GltfDraft draft = square();
    Json bad = draft.primitive();
    test::member(bad, "attributes").erase("POSITION");
    test::member(draft.element("meshes", 0), "primitives").push(bad);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("gltf.primitive-unreadable"), 1u);
    EXPECT_EQ(scan->at("gltf.primitive-unreadable").severity, Severity::error);
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(GltfHostile, zeros_that_nothing_pays_for_are_refused)
{
    GltfDraft draft = square();
    draft.element("accessors", 0).set("count", 4000000000u);
    draft.element("accessors", 0).erase("bufferView");
    const auto scan = draft.read();
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::limit) << text_of(scan);
}

TEST(GltfHostile, sparse_indices_that_do_not_increase_or_exist_are_malformed)
{
    for (const std::string& indices : {std::string("\x02\x02", 2), std::string("\x00\x04", 2)}) {
        GltfDraft draft = square();
        const std::size_t index_view = draft.add_view(indices);
        const std::size_t value_view = draft.add_view(std::string(24, '\0'));
        draft.element("accessors", 0)
            .set("sparse",
                Json::object({{"count", 2},
                    {"indices", Json::object({{"bufferView", std::uint64_t{index_view}},
                                    {"componentType", 5121}})},
                    {"values", Json::object({{"bufferView", std::uint64_t{value_view}}})}}));
        expect_malformed(draft, "sparse");
    }
}

TEST(GltfHostile, deep_json_and_broken_containers_are_refused)
{
    const std::string deep = R"({"asset":{"version":"2.0"},"x":)" + std::string(100000, '[');
    EXPECT_FALSE(drain_gltf(as_bytes(deep)));
    std::string file = square().bytes();
    for (const std::size_t at : {std::size_t{8}, std::size_t{12}}) {
        std::string broken = file;
        broken[at + 3] = '\x7f'; // a length of two billion
        const auto result = drain_gltf(as_bytes(broken));
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code(), Errc::malformed);
    }
    file[4] = 1;
    const auto old = drain_gltf(as_bytes(file));
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code(), Errc::unsupported);
}

// The square with meshopt-compressed positions and indices, and a fallback buffer without data.
GltfDraft compressed_square()
{
    const std::vector<float> positions{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};
    const std::vector<std::uint16_t> indices{0, 1, 2, 0, 2, 3};
    std::string vertices(meshopt_encodeVertexBufferBound(4, 12), '\0');
    vertices.resize(meshopt_encodeVertexBuffer(reinterpret_cast<unsigned char*>(vertices.data()),
        vertices.size(), positions.data(), 4, 12));
    std::string faces(meshopt_encodeIndexBufferBound(6, 4), '\0');
    faces.resize(meshopt_encodeIndexBuffer(
        reinterpret_cast<unsigned char*>(faces.data()), faces.size(), indices.data(), 6));
    GltfDraft draft = square();
    draft.bin = vertices;
    draft.bin.resize((draft.bin.size() + 3) / 4 * 4);
    const std::size_t faces_at = draft.bin.size();
    draft.bin += faces;
    const auto view = [](std::size_t offset, std::size_t length, int stride, int count,
                          const char* mode, std::size_t fallback) {
        return Json::object({{"buffer", 1}, {"byteOffset", std::uint64_t{fallback}},
            {"byteLength", stride * count},
            {"extensions", Json::object({{"EXT_meshopt_compression",
                               Json::object({{"buffer", 0}, {"byteOffset", std::uint64_t{offset}},
                                   {"byteLength", std::uint64_t{length}}, {"byteStride", stride},
                                   {"count", count}, {"mode", mode}})}})}});
    };
    draft.doc.set("bufferViews", Json::Array{view(0, vertices.size(), 12, 4, "ATTRIBUTES", 0),
                                     view(faces_at, faces.size(), 2, 6, "TRIANGLES", 48)});
    draft.doc.set("buffers",
        Json::Array{Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}}),
            *parse_json(
                R"({"byteLength":60,"extensions":{"EXT_meshopt_compression":{"fallback":true}}})")});
    draft.doc.set("extensionsRequired", Json::Array{Json("EXT_meshopt_compression")});
    return draft;
}

Json& meshopt_of(GltfDraft& draft, std::size_t view)
{
    return test::member(
        test::member(draft.element("bufferViews", view), "extensions"), "EXT_meshopt_compression");
}

TEST(GltfMeshopt, compressed_views_with_a_fallback_buffer_are_decoded)
{
    const auto scan = compressed_square().read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 0}));
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(GltfMeshopt, hostile_sizes_modes_and_filters_are_malformed_before_anything_is_allocated)
{
    for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{
             {"count", 4000000000u}, {"count", 5}, {"byteStride", 7}, {"byteStride", 260},
             {"byteStride", 0}, {"filter", "WISH"}, {"filter", "QUATERNION"}, {"byteLength", 5},
             {"byteLength", 4000000000u}, {"buffer", 7}}) {
        GltfDraft draft = compressed_square();
        meshopt_of(draft, 0).set(key, value);
        expect_malformed(draft, key);
    }
    for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{
             {"count", 3000000000u}, {"count", 7}, {"byteStride", 3}, {"filter", "OCTAHEDRAL"}}) {
        GltfDraft draft = compressed_square();
        meshopt_of(draft, 1).set(key, value);
        expect_malformed(draft, key);
    }
    GltfDraft mode = compressed_square();
    meshopt_of(mode, 0).set("mode", "MAGIC");
    const auto scan = mode.read();
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::unsupported);
}

} // namespace
} // namespace stele::readers
