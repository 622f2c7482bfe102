// glTF: transforms, topologies, accessors, colours, compression.
#include "tests/archive/readers/make_gltf.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::numbers;
using test::square;
using test::text_of;
using testing::HasSubstr;

const std::vector<Triangle> kSquare{{0, 1, 2}, {0, 2, 3}};

TEST(Gltf, units_and_up_axis_come_from_the_format)
{
    const auto scan = square().read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.format, "glTF 2.0 binary");
    EXPECT_EQ(scan->info.metres_per_unit, 1.0);
    EXPECT_EQ(scan->info.up, UpAxis::y);
    EXPECT_THAT(scan->info.units_reason, HasSubstr("metres"));
    EXPECT_EQ(scan->info.declared_vertices, 4u);
    EXPECT_EQ(scan->info.declared_faces, 2u);
    EXPECT_EQ(scan->triangles, kSquare);
    EXPECT_FALSE(scan->info.has_colours);
}

TEST(Gltf, node_transforms_apply_down_the_hierarchy)
{
    GltfDraft draft = square();
    const double half = std::sqrt(0.5);
    draft.element("scenes", 0).set("nodes", Json::Array{Json(1)});
    draft.array("nodes").push(Json::object({{"children", Json::Array{Json(2)}},
        {"translation", numbers({10, 0, 0})}, {"rotation", numbers({0, 0, half, half})}}));
    draft.array("nodes").push(Json::object({{"children", Json::Array{Json(0)}},
        {"matrix", numbers({2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 5, 1})}}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    // (1, 1, 0) scales to (2, 3, 5), turns a quarter to (-3, 2, 5) and moves to (7, 2, 5).
    EXPECT_LT(length(scan->vertices.positions[2] - Vec3d{7, 2, 5}), 1e-12);
    EXPECT_EQ(scan->triangles, kSquare);
}

TEST(Gltf, a_mirroring_transform_turns_the_triangles_and_normals_stay_outward)
{
    GltfDraft draft = square();
    draft.element("nodes", 0).set("scale", numbers({-1, 1, 2}));
    draft.attributes().set("NORMAL", std::uint64_t{draft.add<float>(5126, "VEC3", 4,
                                         {0, 0, 1, 0, 0, 1, 0.6f, 0, 0.8f, 0, 0, 0})});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 2, 1}, {0, 3, 2}}));
    EXPECT_LT(length(scan->vertices.normals[0] - Vec3f{0, 0, 1}), 1e-6f);
    const Vec3f slanted = normalized(Vec3f{-0.6f, 0, 0.4f});
    EXPECT_LT(length(scan->vertices.normals[2] - slanted), 1e-6f);
    EXPECT_EQ(scan->vertices.normals[3], Vec3f{});
}

TEST(Gltf, nodes_that_share_a_mesh_give_it_twice)
{
    GltfDraft draft = square();
    draft.array("nodes").push(Json::object({{"mesh", 0}, {"translation", numbers({0, 0, 4})}}));
    draft.element("scenes", 0).set("nodes", Json::Array{Json(0), Json(1)});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[4].z, 4);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}}));
}

TEST(Gltf, only_the_default_scene_is_shown)
{
    GltfDraft draft = square();
    draft.array("nodes").push(Json::object({{"mesh", 0}}));
    draft.doc.set("scenes", *parse_json(R"([{"nodes":[1]},{"nodes":[0]}])"));
    draft.doc.set("scene", 1);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(Gltf, strips_fans_and_lists_without_indices_are_unrolled)
{
    const auto read_mode = [](int mode) {
        GltfDraft draft = square();
        draft.primitive().set("mode", mode);
        draft.primitive().erase("indices");
        return draft.read();
    };
    const auto strip = read_mode(5), fan = read_mode(6), list = read_mode(4);
    ASSERT_TRUE(strip && fan && list);
    EXPECT_EQ(strip->triangles, (std::vector<Triangle>{{0, 1, 2}, {2, 1, 3}}));
    EXPECT_EQ(fan->triangles, (std::vector<Triangle>{{1, 2, 0}, {2, 3, 0}}));
    EXPECT_EQ(list->triangles, (std::vector<Triangle>{{0, 1, 2}}));
    EXPECT_EQ(list->count("scan.face-with-fewer-than-3"), 1u);
}

TEST(Gltf, points_and_lines_are_findings_beside_triangles)
{
    GltfDraft draft = square();
    Json points = draft.primitive(), lines = draft.primitive();
    points.set("mode", 0);
    lines.set("mode", 3);
    Json& primitives = test::member(draft.element("meshes", 0), "primitives");
    primitives.push(points);
    primitives.push(lines);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("scan.points-skipped"), 6u);
    EXPECT_EQ(scan->count("scan.lines-skipped"), 5u);
    EXPECT_FALSE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 4u);
}

TEST(Gltf, quantised_positions_are_normalised_and_strides_are_honoured)
{
    GltfDraft draft = square();
    draft.doc.set("extensionsRequired", Json::Array{Json("KHR_mesh_quantization")});
    const std::size_t accessor = draft.add<std::int16_t>(
        5122, "VEC3", 4, {0, 0, -32768, 99, 32767, 0, 0, 99, 32767, 32767, 0, 99, 0, 32767, 0, 99});
    draft.element("accessors", accessor).set("normalized", true);
    draft.element("bufferViews", accessor).set("byteStride", 8);
    draft.attributes().set("POSITION", std::uint64_t{accessor});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 0}));
    EXPECT_EQ(scan->vertices.positions[0].z, -1);
}

TEST(Gltf, sparse_values_replace_what_they_name)
{
    GltfDraft draft = square();
    const std::size_t indices = draft.add_view(std::string("\x02", 1));
    std::string values;
    for (const float f : {7.0f, 8.0f, 9.0f})
        test::append(values, f);
    const std::size_t view = draft.add_view(values);
    draft.element("accessors", 0)
        .set("sparse", Json::object({{"count", 1},
                           {"indices", Json::object({{"bufferView", std::uint64_t{indices}},
                                           {"componentType", 5121}})},
                           {"values", Json::object({{"bufferView", std::uint64_t{view}}})}}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{7, 8, 9}));
    EXPECT_EQ(scan->vertices.positions[1], (Vec3d{1, 0, 0}));
}

TEST(Gltf, vertex_colours_are_linear_and_come_out_as_srgb)
{
    GltfDraft draft = square();
    draft.attributes().set(
        "COLOR_0", std::uint64_t{draft.add<float>(5126, "VEC4", 4,
                       {0.5f, 0, 1, 0.5f, 0.2158605f, 2, -1, 1, 0, 0, 0, 1, 1, 1, 1, 1})});
    const auto opaque = draft.read();
    ASSERT_TRUE(opaque) << text_of(opaque);
    EXPECT_EQ(opaque->vertices.colours[0], (Rgba8{188, 0, 255, 255}));
    EXPECT_EQ(opaque->vertices.colours[1], (Rgba8{128, 255, 0, 255}));
}

TEST(Gltf, the_base_colour_factor_multiplies_and_opaque_materials_have_no_alpha)
{
    GltfDraft draft = square();
    draft.doc.set("materials",
        *parse_json(R"([{"pbrMetallicRoughness":{"baseColorFactor":[0.5,1,1,0.25]}}])"));
    draft.primitive().set("material", 0);
    auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{188, 255, 255, 255}));
    draft.element("materials", 0).set("alphaMode", "BLEND");
    scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0].a, 64);
}

TEST(Gltf, unknown_required_extensions_are_refused_by_name)
{
    GltfDraft draft = square();
    draft.doc.set(
        "extensionsRequired", Json::Array{Json("KHR_materials_unlit"), Json("ACME_teleport")});
    const auto scan = draft.read();
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::unsupported);
    EXPECT_THAT(scan.error().message(), HasSubstr("ACME_teleport"));
}

TEST(Gltf, skins_and_morph_targets_are_read_in_bind_pose)
{
    GltfDraft draft = square();
    draft.primitive().set("targets", *parse_json(R"([{"POSITION":0}])"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("scan.bind-pose"), 1u);
}

TEST(Gltf, integers_written_with_a_fraction_are_read)
{
    GltfDraft draft = square();
    for (const char* const key : {"bufferView", "byteOffset"})
        draft.element("accessors", 0).set(key, 0.0);
    draft.element("accessors", 0).set("count", 4.0);
    draft.primitive().set("indices", 1.0);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, kSquare);
}

TEST(Gltf, buffers_beside_the_file_are_read_and_named_as_companions)
{
    const test::TempDir dir;
    GltfDraft draft = square();
    draft.doc.set("buffers",
        Json::Array{Json::object(
            {{"byteLength", std::uint64_t{draft.bin.size()}}, {"uri", "the%20bytes.bin"}})});
    test::write_file(dir / "scan.gltf", print_json(draft.doc));
    const auto missing = open_scan(dir / "scan.gltf");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code(), Errc::not_found);
    test::write_file(dir / "the bytes.bin", std::string_view(draft.bin).substr(4));
    const auto shorter = open_scan(dir / "scan.gltf");
    ASSERT_FALSE(shorter);
    EXPECT_EQ(shorter.error().code(), Errc::malformed);
    test::write_file(dir / "the bytes.bin", draft.bin);
    const auto scan = test::read_whole(open_scan(dir / "scan.gltf"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, kSquare);
    ASSERT_EQ(scan->info.companions.size(), 1u);
    EXPECT_EQ(scan->info.companions[0].role, "buffer");
    EXPECT_EQ(scan->info.companions[0].resolved.filename(), "the bytes.bin");
}

} // namespace
} // namespace stele::readers
