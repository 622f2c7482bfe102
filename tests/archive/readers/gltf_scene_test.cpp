// glTF: what a scene shows, and where - topologies, points, skins, instances, several scenes.
#include "tests/archive/readers/make_gltf.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::numbers;
using test::square;
using test::text_of;
using testing::HasSubstr;

std::uint64_t add_floats(
    GltfDraft& draft, const char* type, const std::vector<float>& values, std::uint64_t components)
{
    return draft.add<float>(5126, type, values.size() / components, values);
}

// n vertices on a parabola, so that any three enclose an area; no indices.
GltfDraft row_of(std::size_t n, int mode)
{
    GltfDraft draft;
    std::vector<float> positions;
    for (std::size_t i = 0; i < n; ++i)
        for (const auto x : {static_cast<float>(i), static_cast<float>(i * i), 0.0f})
            positions.push_back(x);
    draft.attributes().set("POSITION", add_floats(draft, "VEC3", positions, 3));
    draft.primitive().set("mode", mode);
    return draft;
}

void set_indices(GltfDraft& draft, const std::vector<std::uint16_t>& indices)
{
    draft.primitive().set("indices",
        std::uint64_t{draft.add<std::uint16_t>(5123, "SCALAR", indices.size(), indices)});
}

TEST(GltfTopology, strips_turn_every_second_triangle_and_fans_end_in_their_centre)
{
    const auto strip = row_of(5, 5).read();
    ASSERT_TRUE(strip) << text_of(strip);
    EXPECT_EQ(strip->triangles, (std::vector<Triangle>{{0, 1, 2}, {2, 1, 3}, {2, 3, 4}}));
    const auto fan = row_of(5, 6).read();
    ASSERT_TRUE(fan) << text_of(fan);
    EXPECT_EQ(fan->triangles, (std::vector<Triangle>{{1, 2, 0}, {2, 3, 0}, {3, 4, 0}}));
}

TEST(GltfTopology, degenerate_triangles_in_a_strip_keep_the_winding_of_the_rest)
{
    GltfDraft draft = row_of(6, 5);
    set_indices(draft, {0, 1, 2, 2, 3, 3, 4, 5});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles,
        (std::vector<Triangle>{{0, 1, 2}, {2, 1, 2}, {2, 2, 3}, {3, 2, 3}, {3, 3, 4}, {4, 3, 5}}));
}

TEST(GltfTopology, a_mirrored_strip_is_turned_round_as_a_whole)
{
    GltfDraft draft = row_of(4, 5);
    draft.element("nodes", 0).set("scale", numbers({1, -1, 1}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 2, 1}, {2, 3, 1}}));
    draft.element("nodes", 0).set("scale", numbers({-1, -1, 1}));
    const auto turned = draft.read();
    ASSERT_TRUE(turned) << text_of(turned);
    EXPECT_EQ(turned->triangles, (std::vector<Triangle>{{0, 1, 2}, {2, 1, 3}}));
}

TEST(GltfTopology, what_is_left_over_of_a_primitive_is_counted)
{
    const auto list = row_of(5, 4).read();
    ASSERT_TRUE(list) << text_of(list);
    EXPECT_EQ(list->triangles.size(), 1u);
    EXPECT_EQ(list->count("scan.face-with-fewer-than-3"), 1u);
    for (const int mode : {4, 5, 6}) {
        const auto none = row_of(2, mode).read();
        ASSERT_FALSE(none) << mode;
        EXPECT_EQ(none.error().code(), Errc::unsupported) << mode;
    }
}

TEST(GltfTopology, lines_alone_are_refused_and_beside_triangles_counted)
{
    for (const int mode : {1, 2, 3}) {
        const auto scan = row_of(4, mode).read();
        ASSERT_FALSE(scan) << mode;
        EXPECT_EQ(scan.error().code(), Errc::unsupported) << mode;
        EXPECT_THAT(scan.error().text(), HasSubstr("lines only"));
    }
    for (const auto& [mode, segments] : {std::pair(1, 2u), {2, 4u}, {3, 3u}}) {
        GltfDraft draft = row_of(4, 5);
        Json lines = draft.primitive();
        lines.set("mode", mode);
        test::member(draft.element("meshes", 0), "primitives").push(lines);
        const auto scan = draft.read();
        ASSERT_TRUE(scan) << mode << text_of(scan);
        EXPECT_EQ(scan->count("scan.lines-skipped"), segments) << mode;
    }
}

TEST(GltfTopology, a_primitive_mode_that_glTF_does_not_have_is_malformed)
{
    for (const Json& mode : {Json(7), Json(-1), Json(4.5), Json("4")}) {
        GltfDraft draft = square();
        draft.primitive().set("mode", mode);
        const auto scan = draft.read();
        ASSERT_FALSE(scan) << print_json(mode);
        EXPECT_EQ(scan.error().code(), Errc::malformed);
    }
}

TEST(GltfTopology, triangles_without_an_area_are_no_content)
{
    GltfDraft repeated = square();
    set_indices(repeated, {0, 0, 1, 2, 1, 2});
    GltfDraft zeros = square();
    zeros.element("accessors", 0).erase("bufferView");
    for (const GltfDraft* const draft : {&repeated, &zeros}) {
        const auto scan = draft->read();
        ASSERT_FALSE(scan);
        EXPECT_EQ(scan.error().code(), Errc::unsupported);
        EXPECT_THAT(scan.error().text(), HasSubstr("enclose an area"));
    }
}

TEST(GltfPoints, alone_are_a_point_cloud_with_colours_and_normals)
{
    GltfDraft draft = row_of(3, 0);
    draft.attributes().set("COLOR_0", std::uint64_t{draft.add<std::uint8_t>(5121, "VEC4", 3,
                                          {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255})});
    draft.element("accessors", 1).set("normalized", true);
    draft.attributes().set("NORMAL", add_floats(draft, "VEC3", {0, 0, 1, 0, 1, 0, 1, 0, 0}, 3));
    draft.element("nodes", 0).set("translation", numbers({0, 0, 7}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_TRUE(scan->triangles.empty());
    EXPECT_EQ(scan->info.declared_faces, 0u);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{2, 4, 7}));
    EXPECT_EQ(scan->vertices.colours[1], (Rgba8{0, 255, 0, 255}));
    EXPECT_EQ(scan->vertices.normals[2], (Vec3f{1, 0, 0}));
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfPoints, are_those_that_the_indices_name_once_each)
{
    GltfDraft draft = row_of(6, 0);
    set_indices(draft, {4, 1, 4, 65535, 9});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions, (std::vector<Vec3d>{{1, 1, 0}, {4, 16, 0}}));
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 2u);
}

TEST(GltfPoints, are_shown_where_the_triangles_beside_them_have_no_area)
{
    GltfDraft draft = row_of(4, 0);
    Json flat = draft.primitive();
    flat.set("mode", 4);
    flat.set("indices", std::uint64_t{draft.add<std::uint16_t>(
                            5123, "SCALAR", 3, std::vector<std::uint16_t>{1, 1, 2})});
    test::member(draft.element("meshes", 0), "primitives").push(flat);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 4u);
}

TEST(GltfScene, of_several_only_the_default_is_shown_and_the_others_are_named)
{
    GltfDraft draft = square();
    draft.array("nodes").push(Json::object({{"mesh", 0}, {"translation", numbers({5, 0, 0})}}));
    draft.doc.set("scenes",
        *parse_json(R"([{"nodes":[1],"name":"front\u001b[31m"},{"nodes":[0]},{"nodes":[0,1]}])"));
    draft.doc.set("scene", 1);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[0].x, 0);
    EXPECT_EQ(scan->count("gltf.scenes-skipped"), 2u);
    EXPECT_EQ(scan->at("gltf.scenes-skipped").text,
        "of 3 scenes, scene 1 is shown; left out: \"front%1B[31m\", scene 2");
    draft.doc.erase("scene");
    const auto first = draft.read();
    ASSERT_TRUE(first) << text_of(first);
    EXPECT_EQ(first->vertices.positions[0].x, 5);
}

TEST(GltfScene, an_asset_without_scenes_or_nodes_shows_what_it_has)
{
    GltfDraft nodes = square();
    nodes.doc.erase("scenes");
    nodes.doc.erase("scene");
    nodes.element("nodes", 0).set("translation", numbers({5, 0, 0}));
    const auto placed = nodes.read();
    ASSERT_TRUE(placed) << text_of(placed);
    EXPECT_EQ(placed->vertices.positions[0].x, 5);
    EXPECT_EQ(placed->at("gltf.no-scene").severity, Severity::info);
    nodes.doc.erase("nodes");
    const auto meshes = nodes.read();
    ASSERT_TRUE(meshes) << text_of(meshes);
    EXPECT_EQ(meshes->vertices.positions[0].x, 0);
    EXPECT_EQ(meshes->count("gltf.no-scene"), 1u);
}

TEST(GltfScene, hidden_nodes_are_left_out_with_all_beneath_them)
{
    GltfDraft draft = square();
    draft.array("nodes").push(Json::object({{"children", Json::Array{Json(2)}},
        {"extensions", *parse_json(R"({"KHR_node_visibility":{"visible":false}})")}}));
    draft.array("nodes").push(Json::object({{"mesh", 0}}));
    draft.element("scenes", 0).set("nodes", Json::Array{Json(0), Json(1)});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), 2u);
    EXPECT_EQ(scan->count("gltf.node-hidden"), 1u);
}

TEST(GltfScene, animations_cameras_and_lights_change_nothing)
{
    GltfDraft draft = square();
    draft.doc.set("animations", *parse_json(R"([{},{}])"));
    draft.doc.set("cameras", *parse_json(R"([{"type":"perspective"}])"));
    draft.element("nodes", 0).set("camera", 0);
    draft.doc.set("extensionsUsed", *parse_json(R"(["KHR_lights_punctual","ACME_teleport"])"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->findings.size(), 1u);
    EXPECT_EQ(scan->count("gltf.animations-skipped"), 2u);
}

GltfDraft instanced(const std::vector<std::pair<const char*, std::vector<float>>>& attributes)
{
    GltfDraft draft = square();
    Json names = Json::object();
    for (const auto& [name, values] : attributes) {
        const bool turns = std::string_view(name) == "ROTATION";
        names.set(name, add_floats(draft, turns ? "VEC4" : "VEC3", values, turns ? 4 : 3));
    }
    draft.element("nodes", 0)
        .set("extensions",
            Json::object({{"EXT_mesh_gpu_instancing", Json::object({{"attributes", names}})}}));
    draft.doc.set("extensionsRequired", Json::Array{Json("EXT_mesh_gpu_instancing")});
    return draft;
}

TEST(GltfInstancing, gives_the_mesh_once_an_instance_before_the_node_s_own_transform)
{
    const float half = std::sqrt(0.5f);
    GltfDraft draft = instanced({{"TRANSLATION", {0, 0, 0, 10, 0, 0}},
        {"ROTATION", {0, 0, 0, 1, 0, 0, half, half}}, {"SCALE", {1, 1, 1, 2, -2, 2}}});
    draft.element("nodes", 0).set("translation", numbers({0, 0, 100}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->vertices.positions.size(), 8u);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 100}));
    // (1, 1, 0) scales to (2, -2, 0), turns a quarter to (2, 2, 0) and moves to (12, 2, 100).
    EXPECT_LT(length(scan->vertices.positions[6] - Vec3d{12, 2, 100}), 1e-5);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}, {4, 6, 5}, {4, 7, 6}}));
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfInstancing, with_attributes_that_do_not_agree_shows_the_mesh_once)
{
    for (const auto& draft :
        {instanced({{"TRANSLATION", {0, 0, 0, 1, 0, 0}}, {"SCALE", {1, 1, 1}}}),
            instanced({{"TRANSLATION", {0, 0, std::numeric_limits<float>::infinity()}}})}) {
        const auto scan = draft.read();
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->triangles.size(), 2u);
        EXPECT_EQ(scan->count("gltf.instances-unreadable"), 1u);
    }
}

TEST(GltfInstancing, more_than_any_scan_has_is_refused_before_it_costs_memory)
{
    GltfDraft draft = instanced({{"TRANSLATION", {0, 0, 0}}});
    Json& accessor = draft.element("accessors", 2);
    accessor.erase("bufferView");
    accessor.set("count", 16000000);
    const auto scan = draft.read();
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::limit);
}

TEST(GltfHostile, data_shown_over_and_over_is_refused)
{
    // Three corners stored, 16 million zeros claimed by each of a hundred primitives.
    GltfDraft draft = square();
    draft.element("accessors", 0).erase("bufferView");
    draft.element("accessors", 0).set("count", 16000000);
    const Json primitive = draft.primitive();
    for (int i = 0; i < 100; ++i)
        test::member(draft.element("meshes", 0), "primitives").push(primitive);
    const auto scan = draft.read();
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::limit) << text_of(scan);
}

// The square, skinned to two joints. Node 0 has the mesh; 1 is an armature, 2 and 3 are its joints.
GltfDraft skinned_square(const std::vector<double>& inverse_bind_translation)
{
    GltfDraft draft = square();
    draft.element("nodes", 0).set("skin", 0);
    draft.element("nodes", 0).set("translation", numbers({1000, 0, 0}));
    draft.array("nodes").push(
        Json::object({{"children", Json::Array{Json(2)}}, {"scale", numbers({0.01, 0.01, 0.01})}}));
    draft.array("nodes").push(
        Json::object({{"children", Json::Array{Json(3)}}, {"translation", numbers({0, 5, 0})}}));
    draft.array("nodes").push(Json::object({{"rotation", numbers({1, 0, 0, 0})}}));
    draft.element("scenes", 0).set("nodes", Json::Array{Json(0), Json(1)});
    std::vector<float> matrices;
    for (int joint = 0; joint < 2; ++joint)
        for (int i = 0; i < 16; ++i)
            matrices.push_back(
                i % 5 == 0 ? 1.0f
                : i >= 12 && i < 15
                    ? static_cast<float>(inverse_bind_translation[std::size_t(i) - 12])
                    : 0.0f);
    draft.doc.set("skins", Json::Array{Json::object({{"joints", Json::Array{Json(3), Json(2)}},
                               {"inverseBindMatrices", add_floats(draft, "MAT4", matrices, 16)}})});
    return draft;
}

TEST(GltfSkin, undeformed_lies_where_its_root_joint_puts_it_and_its_node_does_not_count)
{
    const auto scan = skinned_square({0, -5, 0}).read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_LT(length(scan->vertices.positions[2] - Vec3d{0.01, 0.01, 0}), 1e-9);
    EXPECT_EQ(scan->count("scan.bind-pose"), 1u);
}

TEST(GltfSkin, without_inverse_bind_matrices_is_bound_by_the_joints_alone)
{
    GltfDraft draft = skinned_square({0, 0, 0});
    draft.element("skins", 0).erase("inverseBindMatrices");
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_LT(length(scan->vertices.positions[2] - Vec3d{0.01, 0.06, 0}), 1e-9);
}

TEST(GltfSkin, that_cannot_be_read_leaves_the_mesh_to_its_node)
{
    for (const Json& matrices : {Json(99), Json(0)}) {
        GltfDraft draft = skinned_square({0, 0, 0});
        draft.element("skins", 0).set("inverseBindMatrices", matrices);
        const auto scan = draft.read();
        ASSERT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->count("gltf.skin-unreadable"), 1u);
        EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1001, 1, 0}));
    }
}

TEST(GltfMorph, targets_are_left_out_and_weights_that_ask_for_them_are_a_warning)
{
    GltfDraft draft = square();
    draft.primitive().set("targets", *parse_json(R"([{"POSITION":0}])"));
    draft.element("meshes", 0).set("weights", numbers({0}));
    const auto plain = draft.read();
    ASSERT_TRUE(plain) << text_of(plain);
    EXPECT_EQ(plain->count("scan.bind-pose"), 1u);
    EXPECT_EQ(plain->count("gltf.morph-weights-skipped"), 0u);
    draft.element("nodes", 0).set("weights", numbers({0.5}));
    const auto weighted = draft.read();
    ASSERT_TRUE(weighted) << text_of(weighted);
    EXPECT_EQ(weighted->count("gltf.morph-weights-skipped"), 1u);
    EXPECT_EQ(weighted->vertices.positions[2], (Vec3d{1, 1, 0}));
}

} // namespace
} // namespace stele::readers
