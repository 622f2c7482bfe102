// Texture pages and texel sizes as the readers of OBJ and glTF state them.
#include "archive/readers/reader.h"
#include "archive/readers/readers_internal.h"
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/make_picture.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::write_file;

std::string picture(std::uint32_t width, std::uint32_t height)
{
    return test::png(width, height, std::vector<Rgba8>(std::size_t{width} * height));
}

// A square of 2 x 2 units that shows the whole picture once.
std::string square_obj()
{
    return "mtllib m.mtl\nv 1e6 0 0\nv 1000002 0 0\nv 1000002 2 0\nv 1e6 2 0\n"
           "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nusemtl skin\nf 1/1 2/2 3/3 4/4\n";
}

struct Told {
    std::vector<TexturePage> pages;
    double texel_size = 0;
    Findings findings;
};

Told told_by(const std::filesystem::path& scan)
{
    auto source = open_scan(scan);
    EXPECT_TRUE(source) << source.error().text();
    const auto drained = drain(**source);
    EXPECT_TRUE(drained);
    return {(*source)->texture_pages(), (*source)->texel_size(), (*source)->findings()};
}

std::uint64_t count_of_code(const Findings& findings, std::string_view code)
{
    for (const Finding& f : findings)
        if (f.code == code)
            return f.count;
    return 0;
}

TEST(TexturePages, of_an_obj_are_all_that_its_materials_name)
{
    const test::TempDir dir;
    write_file(dir / "m.mtl", "newmtl skin\nmap_Kd skin.png\nmap_bump bump.png\nmap_Ks gone.png\n"
                              "newmtl other\nmap_Kd broken.png\n");
    write_file(dir / "skin.png", picture(20, 10));
    write_file(dir / "bump.png", picture(4, 4));
    write_file(dir / "broken.png", "no picture");
    write_file(dir / "a.obj", square_obj());
    const Told told = told_by(dir / "a.obj");
    ASSERT_EQ(told.pages.size(), 4u);
    EXPECT_EQ(told.pages[0].name, "skin.png");
    EXPECT_TRUE(told.pages[0].found && told.pages[0].is_colour);
    EXPECT_EQ(told.pages[0].width, 20u);
    EXPECT_EQ(told.pages[0].height, 10u);
    EXPECT_TRUE(told.pages[1].found && !told.pages[1].is_colour);
    EXPECT_EQ(told.pages[2].name, "gone.png");
    EXPECT_FALSE(told.pages[2].found);
    EXPECT_FALSE(told.pages[3].found);
    EXPECT_EQ(count_of_code(told.findings, "texture.missing"), 1u);
    EXPECT_NEAR(told.texel_size, std::sqrt(4.0 / 200), 1e-6) << "also far from the origin";
}

TEST(TexturePages, that_cannot_be_decoded_are_not_found)
{
    const test::TempDir dir;
    write_file(dir / "m.mtl", "newmtl skin\nmap_Kd skin.png\n");
    write_file(dir / "skin.png", picture(20, 10).substr(0, 60));
    write_file(dir / "a.obj", square_obj());
    const Told told = told_by(dir / "a.obj");
    ASSERT_EQ(told.pages.size(), 1u);
    EXPECT_FALSE(told.pages[0].found);
    EXPECT_EQ(told.pages[0].width, 20u) << "what was seen of it is still told";
    EXPECT_EQ(told.texel_size, 0);
}

TEST(TexturePages, of_an_obj_count_tiles_as_often_as_they_are_shown)
{
    const test::TempDir dir;
    write_file(dir / "m.mtl", "newmtl skin\nmap_Kd -s 2 2 1 skin.png\n");
    write_file(dir / "skin.png", picture(10, 10));
    write_file(dir / "a.obj", square_obj());
    EXPECT_NEAR(told_by(dir / "a.obj").texel_size, 2.0 / 20, 1e-6);
}

test::GltfDraft textured_gltf()
{
    test::GltfDraft draft = test::square();
    draft.attributes().set("TEXCOORD_0",
        std::uint64_t{draft.add<float>(5126, "VEC2", 4, {0, 0, 0.5f, 0, 0.5f, 1, 0, 1})});
    draft.primitive().set("material", 0);
    draft.doc.set(
        "materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}},
            "normalTexture":{"index":1},"emissiveTexture":{"index":2}}])"));
    draft.doc.set("textures", *parse_json(R"([{"source":0},{"source":1},{"source":2}])"));
    draft.doc.set("images",
        *parse_json(
            R"([{"uri":"skin.png"},{"uri":"gone.png"},{"bufferView":2,"mimeType":"image/png"}])"));
    return draft;
}

TEST(TexturePages, of_a_gltf_are_all_its_images)
{
    const test::TempDir dir;
    test::GltfDraft draft = textured_gltf();
    const std::size_t view = draft.add_view(picture(6, 3));
    test::item(test::member(draft.doc, "images"), 2).set("bufferView", std::uint64_t{view});
    write_file(dir / "skin.png", picture(40, 10));
    write_file(dir / "a.glb", draft.bytes());
    const Told told = told_by(dir / "a.glb");
    ASSERT_EQ(told.pages.size(), 3u);
    EXPECT_EQ(told.pages[0].name, "skin.png");
    EXPECT_EQ(told.pages[0].width, 40u);
    EXPECT_EQ(told.pages[0].colour_profile, "sRGB") << "by the format";
    EXPECT_FALSE(told.pages[1].found || told.pages[1].is_colour);
    EXPECT_EQ(told.pages[2].name, "image 2");
    EXPECT_EQ(told.pages[2].height, 3u);
    EXPECT_TRUE(told.pages[2].is_colour);
    EXPECT_EQ(count_of_code(told.findings, "texture.missing"), 1u);
    // One square metre shows half the picture: 200 texels.
    EXPECT_NEAR(told.texel_size, std::sqrt(1.0 / 200), 1e-9);
}

TEST(TexturePages, of_a_gltf_survive_images_that_are_nowhere)
{
    const test::TempDir dir;
    test::GltfDraft draft = textured_gltf();
    draft.doc.set(
        "images", *parse_json(R"([{"bufferView":77},{"uri":"data:image/png;base64,!"},{}])"));
    write_file(dir / "a.glb", draft.bytes());
    const Told told = told_by(dir / "a.glb");
    ASSERT_EQ(told.pages.size(), 3u);
    for (const TexturePage& page : told.pages)
        EXPECT_FALSE(page.found);
    EXPECT_EQ(told.texel_size, 0);
}

} // namespace
} // namespace stele::readers
