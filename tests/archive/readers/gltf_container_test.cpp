// glTF: GLB chunks, versions, extensions, byte order marks.
#include "tests/archive/readers/make_gltf.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::GltfDraft;
using test::read_gltf;
using test::square;
using test::text_of;
using testing::HasSubstr;

void set_length(std::string& file)
{
    const auto length = static_cast<std::uint32_t>(file.size());
    std::memcpy(file.data() + 8, &length, sizeof(length));
}

TEST(Glb, bytes_after_the_stated_end_are_a_finding)
{
    const auto scan = read_gltf(square().bytes() + "appended by a web server");
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("gltf.trailing-bytes"), 24u);
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(Glb, chunks_of_unknown_type_are_passed_over)
{
    std::string file = square().bytes();
    test::append(file, std::uint32_t{8});
    file += "ABCDsomething";
    file.resize(file.size() - 1);
    set_length(file);
    const auto scan = read_gltf(file);
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->findings.empty());
}

TEST(Glb, padding_of_NUL_and_a_byte_order_mark_are_survived)
{
    const GltfDraft draft = square();
    std::string json = print_json([&] {
        Json doc = draft.doc;
        doc.set("buffers",
            Json::Array{Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}})});
        return doc;
    }());
    const auto padded = read_gltf(test::glb(json + std::string(4, '\0'), draft.bin));
    ASSERT_TRUE(padded) << text_of(padded);
    EXPECT_EQ(padded->triangles.size(), 2u);
    const auto marked = read_gltf(test::glb("\xef\xbb\xbf" + json, draft.bin));
    ASSERT_TRUE(marked) << text_of(marked);
}

TEST(Glb, a_file_that_is_only_a_header_or_begins_with_data_is_malformed)
{
    std::string header = square().bytes().substr(0, 12);
    set_length(header);
    std::string data_first = "glTF";
    test::append(data_first, std::uint32_t{2});
    test::append(data_first, std::uint32_t{24});
    test::append(data_first, std::uint32_t{4});
    data_first += std::string("BIN\0abcd", 8);
    set_length(data_first);
    for (const std::string& file : {header, data_first}) {
        const auto scan = read_gltf(file);
        ASSERT_FALSE(scan);
        EXPECT_EQ(scan.error().code(), Errc::malformed) << text_of(scan);
    }
}

TEST(GltfAsset, versions_are_judged_by_their_rules)
{
    const auto read_version = [](const char* version, const char* least) {
        GltfDraft draft = square();
        Json asset = Json::object({{"version", version}});
        if (least != nullptr)
            asset.set("minVersion", least);
        draft.doc.set("asset", asset);
        return draft.read();
    };
    for (const auto& [version, least] : std::vector<std::pair<const char*, const char*>>{
             {"2.0", nullptr}, {"2.1", nullptr}, {"2.10", "2.0"}, {"2.0", "1.0"}}) {
        const auto scan = read_version(version, least);
        EXPECT_TRUE(scan) << version << text_of(scan);
    }
    for (const auto& [version, least] : std::vector<std::pair<const char*, const char*>>{
             {"1.0", nullptr}, {"3.0", nullptr}, {"2.1", "2.1"}, {"1.1", "1.0"}}) {
        const auto scan = read_version(version, least);
        ASSERT_FALSE(scan) << version;
        EXPECT_EQ(scan.error().code(), Errc::unsupported) << version;
    }
    for (const auto& [version, least] : std::vector<std::pair<const char*, const char*>>{
             {"1.0.1-dev", nullptr}, {"2", nullptr}, {"02.0", nullptr}, {"", nullptr},
             {"2.0", "2.1"}, {"2.0", "x"}, {"2.0123456789", nullptr}, {"2.0\x1b[31m", nullptr}}) {
        const auto scan = read_version(version, least);
        ASSERT_FALSE(scan) << version;
        EXPECT_EQ(scan.error().code(), Errc::malformed) << version;
        EXPECT_EQ(scan.error().text().find('\x1b'), std::string::npos);
    }
}

TEST(GltfAsset, extensions_that_change_neither_shape_nor_colour_may_be_required)
{
    GltfDraft draft = square();
    draft.doc.set("extensionsRequired",
        *parse_json(R"(["KHR_materials_variants","KHR_materials_unlit","KHR_texture_basisu",
            "KHR_lights_punctual","EXT_structural_metadata","KHR_node_visibility"])"));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfAsset, a_required_extension_that_is_not_known_is_named_and_the_way_out_with_it)
{
    for (const Json& name :
        {Json("ACME_tele\x1b[31mport"), Json(std::string(5000, 'x')), Json(7)}) {
        GltfDraft draft = square();
        draft.doc.set("extensionsRequired", Json::Array{name});
        const auto scan = draft.read();
        ASSERT_FALSE(scan);
        EXPECT_EQ(scan.error().code(), Errc::unsupported);
        EXPECT_THAT(scan.error().text(), HasSubstr("export without it"));
        EXPECT_EQ(scan.error().text().find('\x1b'), std::string::npos);
        EXPECT_LT(scan.error().text().size(), 300u);
    }
}

} // namespace
} // namespace stele::readers
