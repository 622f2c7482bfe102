// glTF: base colours - factors, vertex colours, textures and what becomes of alpha.
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/make_picture.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::numbers;
using test::square;
using test::text_of;
using testing::HasSubstr;

// The square with a 2 x 2 picture, each corner in the middle of a texel.
GltfDraft textured_square()
{
    GltfDraft draft = square();
    draft.attributes().set(
        "TEXCOORD_0", std::uint64_t{draft.add<float>(5126, "VEC2", 4,
                          {0.25f, 0.75f, 0.75f, 0.75f, 0.75f, 0.25f, 0.25f, 0.25f})});
    const std::size_t view = draft.add_view(test::png(
        2, 2, {{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}}));
    draft.doc.set("images", Json::Array{Json::object(
                                {{"bufferView", std::uint64_t{view}}, {"mimeType", "image/png"}})});
    draft.doc.set("textures", *parse_json(R"([{"source":0,"sampler":0}])"));
    draft.doc.set("samplers", *parse_json("[{}]"));
    draft.doc.set(
        "materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}])"));
    draft.primitive().set("material", 0);
    return draft;
}

Json& base_texture(GltfDraft& draft)
{
    return test::member(
        test::member(draft.element("materials", 0), "pbrMetallicRoughness"), "baseColorTexture");
}

TEST(GltfTexture, is_sampled_into_vertex_colours_with_a_finding)
{
    const auto scan = textured_square().read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours, (std::vector<Rgba8>{{0, 0, 255, 255}, {255, 255, 0, 255},
                                          {0, 255, 0, 255}, {255, 0, 0, 255}}));
    EXPECT_EQ(scan->count("texture.sampled-to-vertex"), 4u);
}

TEST(GltfTexture, texture_transform_moves_the_coordinates)
{
    GltfDraft draft = textured_square();
    base_texture(draft).set(
        "extensions", *parse_json(R"({"KHR_texture_transform":{"offset":[0.5,0]}})"));
    auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 255, 0, 255}));
    // A quarter turn takes (0.25, 0.75) to (0.75, -0.25), which wraps to (0.75, 0.75).
    base_texture(draft).set(
        "extensions", *parse_json(R"({"KHR_texture_transform":{"rotation":1.5707963267948966}})"));
    scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 255, 0, 255}));
    // (0.75, 0.25) goes to (0.25, -0.75), which wraps to (0.25, 0.25).
    EXPECT_EQ(scan->vertices.colours[2], (Rgba8{255, 0, 0, 255}));
}

TEST(GltfTexture, images_in_data_uris_and_clamping_samplers_are_read)
{
    GltfDraft draft = textured_square();
    const std::string picture = test::png(1, 1, {{10, 20, 30, 255}});
    draft.doc.set("images",
        Json::Array{
            Json::object({{"uri", Json("data:image/png;base64," + test::base64(picture))}})});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{10, 20, 30, 255}));
    EXPECT_TRUE(scan->info.companions.empty());
}

TEST(GltfTexture, a_missing_one_is_a_finding_and_geometry_is_read)
{
    GltfDraft draft = textured_square();
    draft.doc.set("images", *parse_json(R"([{"uri":"no%20such.png"}])"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_EQ(scan->count("texture.missing"), 1u);
    EXPECT_THAT(scan->at("texture.missing").text, HasSubstr("no%20such.png"));
    EXPECT_EQ(scan->triangles.size(), 2u);
    ASSERT_EQ(scan->info.companions.size(), 1u);
    EXPECT_TRUE(scan->info.companions[0].resolved.empty());
}

TEST(GltfTexture, texture_transform_scales_then_turns_then_moves_and_may_name_its_own_coordinates)
{
    GltfDraft draft = textured_square();
    // Corner 0: (0.5, 1.5) halves to (0.25, 0.75).
    draft.attributes().set("TEXCOORD_1", std::uint64_t{draft.add<float>(5126, "VEC2", 4,
                                             {0.5f, 1.5f, 1.5f, 1.5f, 1.5f, 0.5f, 0.5f, 0.5f})});
    base_texture(draft).set(
        "extensions", *parse_json(R"({"KHR_texture_transform":{"scale":[0.5,0.5],"texCoord":1}})"));
    const auto scaled = draft.read();
    ASSERT_TRUE(scaled) << text_of(scaled);
    EXPECT_EQ(scaled->vertices.colours, (std::vector<Rgba8>{{0, 0, 255, 255}, {255, 255, 0, 255},
                                            {0, 255, 0, 255}, {255, 0, 0, 255}}));
    // And a quarter turn of that, (0.75, -0.25), moved by (-0.5, 1) to (0.25, 0.75).
    base_texture(draft).set(
        "extensions", *parse_json(R"({"KHR_texture_transform":{"scale":[0.5,0.5],"texCoord":1,
            "rotation":1.5707963267948966,"offset":[-0.5,1]}})"));
    const auto moved = draft.read();
    ASSERT_TRUE(moved) << text_of(moved);
    EXPECT_EQ(moved->vertices.colours[0], (Rgba8{0, 0, 255, 255}));
}

TEST(GltfTexture, wrap_modes_are_those_of_the_sampler)
{
    // u = 1.25: repeat 0.25, clamp the last texel, mirror 0.75; v = 0.25 is the upper row.
    const auto colour_with = [](std::optional<int> wrap) {
        GltfDraft draft = textured_square();
        draft.attributes().set("TEXCOORD_0", std::uint64_t{draft.add<float>(5126, "VEC2", 4,
                                                 {1.25f, 0.25f, -0.25f, 0.25f, 0, 0, 0, 0})});
        if (wrap)
            draft.element("samplers", 0) = Json::object({{"wrapS", *wrap}});
        const auto scan = draft.read();
        EXPECT_TRUE(scan) << text_of(scan);
        return scan ? std::pair(scan->vertices.colours[0], scan->vertices.colours[1])
                    : std::pair(Rgba8{}, Rgba8{});
    };
    const Rgba8 left{255, 0, 0, 255}, right{0, 255, 0, 255};
    EXPECT_EQ(colour_with(std::nullopt), std::pair(left, right));
    EXPECT_EQ(colour_with(10497), std::pair(left, right));
    EXPECT_EQ(colour_with(33071), std::pair(right, left));
    EXPECT_EQ(colour_with(33648), std::pair(right, left));
}

TEST(GltfTexture, quantised_coordinates_are_read_raw_and_normalised)
{
    GltfDraft draft = textured_square();
    const std::size_t raw = draft.add<std::uint16_t>(5123, "VEC2", 4, {1, 3, 3, 3, 3, 1, 1, 1});
    draft.attributes().set("TEXCOORD_0", std::uint64_t{raw});
    base_texture(draft).set(
        "extensions", *parse_json(R"({"KHR_texture_transform":{"scale":[0.25,0.25]}})"));
    const auto scaled = draft.read();
    ASSERT_TRUE(scaled) << text_of(scaled);
    EXPECT_EQ(scaled->vertices.colours[0], (Rgba8{0, 0, 255, 255}));
    const std::size_t bytes = draft.add<std::uint8_t>(
        5121, "VEC2", 4, {63, 191, 0, 0, 191, 191, 0, 0, 191, 63, 0, 0, 63, 63, 0, 0});
    draft.element("accessors", bytes).set("normalized", true);
    draft.element("bufferViews", count_of(draft.doc, "bufferViews") - 1).set("byteStride", 4);
    draft.attributes().set("TEXCOORD_0", std::uint64_t{bytes});
    base_texture(draft).erase("extensions");
    const auto unit = draft.read();
    ASSERT_TRUE(unit) << text_of(unit);
    EXPECT_GT(unit->vertices.colours[0].b, 250);
    EXPECT_LT(unit->vertices.colours[0].r, 50);
}

TEST(GltfTexture, what_cannot_be_had_is_a_finding_that_says_why)
{
    const auto reason = [](const char* texture_json, const char* code) {
        GltfDraft draft = textured_square();
        draft.doc.set("textures", *parse_json(texture_json));
        const auto scan = draft.read();
        EXPECT_TRUE(scan) << text_of(scan);
        EXPECT_EQ(scan->count(code), 1u) << texture_json;
        EXPECT_FALSE(scan->info.has_colours) << texture_json;
        return scan->at(code).text;
    };
    EXPECT_THAT(
        reason(R"([{"extensions":{"KHR_texture_basisu":{"source":0}}}])", "texture.unreadable"),
        HasSubstr("KHR_texture_basisu"));
    EXPECT_THAT(
        reason(R"([{"extensions":{"EXT_texture_webp":{"source":0}}}])", "texture.unreadable"),
        HasSubstr("EXT_texture_webp"));
    EXPECT_THAT(reason("[{}]", "texture.unreadable"), HasSubstr("has no image"));
    EXPECT_THAT(
        reason(R"([{"source":7}])", "texture.unreadable"), HasSubstr("image that does not exist"));
    EXPECT_THAT(reason("[]", "texture.unreadable"), HasSubstr("texture that does not exist"));
}

TEST(GltfTexture, a_fallback_beside_an_image_that_is_not_decoded_is_used)
{
    GltfDraft draft = textured_square();
    draft.element("textures", 0)
        .set("extensions", *parse_json(R"({"EXT_texture_webp":{"source":0}})"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{0, 0, 255, 255}));
    EXPECT_EQ(scan->count("texture.unreadable"), 0u);
}

TEST(GltfTexture, without_coordinates_is_a_finding_and_the_factor_stays)
{
    GltfDraft draft = textured_square();
    draft.attributes().erase("TEXCOORD_0");
    test::member(draft.element("materials", 0), "pbrMetallicRoughness")
        .set("baseColorFactor", numbers({1, 0, 0, 1}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("texture.no-coordinates"), 1u);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{255, 0, 0, 255}));
}

TEST(GltfMaterial, the_diffuse_side_of_specular_glossiness_is_the_base_colour)
{
    GltfDraft draft = textured_square();
    draft.doc.set(
        "materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorFactor":[0,0,0,1]},
        "extensions":{"KHR_materials_pbrSpecularGlossiness":
            {"diffuseFactor":[1,1,0,1],"diffuseTexture":{"index":0}}}}])"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours, (std::vector<Rgba8>{{0, 0, 0, 255}, {255, 255, 0, 255},
                                          {0, 255, 0, 255}, {255, 0, 0, 255}}));
}

TEST(GltfMaterial, unlit_and_variants_show_the_base_colour_of_the_default)
{
    GltfDraft draft = square();
    draft.doc.set(
        "materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorFactor":[0,1,0,1]},
        "extensions":{"KHR_materials_unlit":{}}},{}])"));
    draft.primitive().set("material", 0);
    draft.primitive().set("extensions",
        *parse_json(R"({"KHR_materials_variants":{"mappings":[{"material":1,"variants":[0]}]}})"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{0, 255, 0, 255}));
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfMaterial, alpha_has_no_say_when_opaque_and_is_a_finding_otherwise)
{
    const auto read_mode = [](const char* mode) {
        GltfDraft draft = square();
        draft.doc.set("materials",
            *parse_json(R"([{"pbrMetallicRoughness":{"baseColorFactor":[1,1,1,0.25]}}])"));
        draft.element("materials", 0).set("alphaMode", mode);
        draft.primitive().set("material", 0);
        return draft.read();
    };
    const auto opaque = read_mode("OPAQUE"), mask = read_mode("MASK"), blend = read_mode("BLEND");
    ASSERT_TRUE(opaque && mask && blend);
    EXPECT_TRUE(opaque->findings.empty());
    EXPECT_EQ(opaque->vertices.colours[0].a, 255);
    EXPECT_EQ(mask->count("gltf.alpha-mask"), 1u);
    EXPECT_EQ(blend->count("gltf.alpha-blend"), 1u);
    // Nothing is dropped: the surface is whole in all three.
    EXPECT_EQ(mask->triangles, opaque->triangles);
    EXPECT_EQ(blend->triangles, opaque->triangles);
}

template <class T>
Result<test::WholeScan> coloured(
    int type, const char* shape, bool normalized, const std::vector<T>& of_one)
{
    GltfDraft draft = square();
    std::vector<T> values;
    for (int i = 0; i < 4; ++i)
        values.insert(values.end(), of_one.begin(), of_one.end());
    const std::size_t accessor = draft.add<T>(type, shape, 4, values);
    draft.element("accessors", accessor).set("normalized", normalized);
    draft.element("bufferViews", accessor)
        .set("byteStride", std::uint64_t{of_one.size() * sizeof(T)});
    draft.attributes().set("COLOR_0", std::uint64_t{accessor});
    return draft.read();
}

TEST(GltfColour, of_every_type_is_linear_light)
{
    const Rgba8 half_red{188, 0, 0, 255};
    const auto rgb = coloured<float>(5126, "VEC3", false, {0.5f, 0, 0});
    const auto rgba = coloured<float>(5126, "VEC4", false, {0.5f, 0, 0, 0.5f});
    const auto bytes = coloured<std::uint8_t>(5121, "VEC3", true, {128, 0, 0, 99});
    const auto byte_alpha = coloured<std::uint8_t>(5121, "VEC4", true, {128, 0, 0, 7});
    const auto shorts = coloured<std::uint16_t>(5123, "VEC3", true, {32768, 0, 0, 99});
    const auto short_alpha = coloured<std::uint16_t>(5123, "VEC4", true, {32768, 0, 0, 7});
    for (const auto* const scan : {&rgb, &rgba, &bytes, &byte_alpha, &shorts, &short_alpha}) {
        ASSERT_TRUE(*scan) << text_of(*scan);
        EXPECT_EQ((*scan)->vertices.colours[0], half_red);
        EXPECT_TRUE((*scan)->findings.empty());
    }
}

TEST(GltfColour, integers_that_are_not_marked_as_normalised_are_taken_as_if)
{
    const auto scan = coloured<std::uint8_t>(5121, "VEC4", false, {128, 0, 0, 255});
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{188, 0, 0, 255}));
    EXPECT_EQ(scan->count("gltf.colour-not-normalized"), 1u);
}

TEST(GltfColour, beyond_the_range_is_clamped_before_it_multiplies)
{
    GltfDraft draft = square();
    draft.attributes().set("COLOR_0",
        std::uint64_t{draft.add<float>(5126, "VEC3", 4,
            {4, -1, 1, std::numeric_limits<float>::quiet_NaN(), 1, 1, 1, 1, 1, 1, 1, 1})});
    draft.doc.set(
        "materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorFactor":[0.5,1,1,1]}}])"));
    draft.primitive().set("material", 0);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.colours[0], (Rgba8{188, 0, 255, 255}));
    EXPECT_EQ(scan->vertices.colours[1], (Rgba8{0, 255, 255, 255}));
}

TEST(GltfAttribute, that_cannot_be_read_costs_itself_and_not_the_surface)
{
    for (const char* const name : {"NORMAL", "COLOR_0", "TEXCOORD_0"}) {
        for (const Json& accessor : {Json(99), Json(1), Json("x")}) {
            GltfDraft draft = textured_square();
            draft.attributes().set(name, accessor);
            const auto scan = draft.read();
            ASSERT_TRUE(scan) << name << text_of(scan);
            EXPECT_EQ(scan->count("gltf.attribute-unreadable"), 1u) << name;
            EXPECT_EQ(scan->triangles.size(), 2u);
        }
        GltfDraft few = textured_square();
        few.attributes().set(name,
            std::uint64_t{few.add<float>(5126,
                name == std::string_view("TEXCOORD_0") ? "VEC2" : "VEC3", 2, {0, 0, 0, 0, 0, 0})});
        const auto scan = few.read();
        ASSERT_TRUE(scan) << name << text_of(scan);
        EXPECT_THAT(scan->at("gltf.attribute-unreadable").text, HasSubstr("2 elements for 4"));
    }
}

} // namespace
} // namespace stele::readers
