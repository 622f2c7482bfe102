// Real scans and sample models, counts as ../shared/data/MANIFEST.md states them; and files that
// are invalid.
#include "archive/readers/gltf_file.h"
#include "archive/readers/texture.h"
#include "tests/archive/readers/read_whole.h"
#include "tests/support/shared_data.h"

#include <gmock/gmock.h>

#include <sstream>

namespace stele::readers {
namespace {

using test::read_whole;
using test::text_of;

struct Expected {
    const char* file;
    std::uint64_t faces;
    std::uint64_t vertices; // 0: not stated
    bool coloured;
};

void PrintTo(const Expected& expected, std::ostream* out)
{
    *out << expected.file;
}

class SharedScan : public testing::TestWithParam<Expected> {};

TEST_P(SharedScan, has_the_counts_of_the_manifest)
{
    const Expected& expected = GetParam();
    STELE_NEED_SHARED(std::string("data/") + expected.file);
    const auto scan =
        read_whole(open_scan(test::shared_path(std::string("data/") + expected.file)));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles.size(), expected.faces);
    if (expected.vertices != 0) {
        EXPECT_EQ(scan->vertices.positions.size(), expected.vertices);
    }
    EXPECT_EQ(scan->info.has_colours, expected.coloured);
    EXPECT_EQ(scan->find("scan.index-out-of-range"), nullptr);
    EXPECT_EQ(scan->find("texture.missing"), nullptr);
    for (const Companion& companion : scan->info.companions)
        EXPECT_FALSE(companion.resolved.empty()) << companion.named;
}

INSTANTIATE_TEST_SUITE_P(Manifest, SharedScan,
    testing::Values(
        Expected{"scans/venus_statue_aton/venus_dense_untextured.ply", 570936, 285973, false},
        Expected{"scans/venus_statue_aton/venus_vertexcolour.ply", 570936, 285973, true},
        Expected{"scans/venus_statue_aton/venus_textured_uncompressed.glb", 597703, 0, true},
        Expected{"scans/venus_statue_aton/obj/venus.obj", 174633, 143003, true},
        Expected{"scans/statues_untextured/lionstatue.obj", 63338, 31825, false},
        Expected{"scans/statues_untextured/nefertiti-lowres.obj", 70000, 35002, false},
        Expected{"scans/statues_untextured/skull.obj", 100002, 49999, false},
        Expected{"scans/venus_de_milo_smk/venus.glb", 24058, 0, true},
        Expected{"scans/danish_statues/BustManWreath.glb", 31514, 0, false},
        Expected{"scans/danish_statues/Ugolino.glb", 25432, 0, false},
        Expected{"scans/pilot_whale_skull_smithsonian/whale_cranium.glb", 100000, 0, false},
        Expected{"scans/pilot_whale_skull_smithsonian/whale_mandible.glb", 100000, 0, false},
        Expected{"pointclouds/mesh.ply", 2, 4, false}, Expected{"gltf/Box.glb", 12, 24, true},
        Expected{"gltf/BoxMeshopt.glb", 12, 24, true},
        Expected{"gltf/BoxTextured/BoxTextured.gltf", 12, 24, true},
        Expected{"gltf/BoxTextured_meshopt.glb", 12, 24, true},
        Expected{"gltf/BoxVertexColors.glb", 12, 24, true},
        Expected{"gltf/Cube/Cube.gltf", 12, 0, true},
        Expected{"gltf/FlightHelmet/FlightHelmet.gltf", 94722, 0, true},
        Expected{"gltf/Fox.glb", 576, 0, true}, Expected{"gltf/TwoCubes.glb", 24, 0, true},
        Expected{"gltf/generated_alpha_modes.glb", 12, 0, true},
        Expected{"gltf/generated_texture_settings.glb", 18, 0, true},
        Expected{"gltf/singleBlendshapeCube_sparse.glb", 12, 0, true},
        Expected{"gltf/TextureTransformTest/TextureTransformTest.gltf", 24, 0,
            true} /* 12 nodes show 9 meshes */,
        Expected{"gltf/CubeTextransform/Cube-textransform.gltf", 12, 0, false},
        Expected{"gltf/SimpleSkin/SimpleSkin.gltf", 8, 10, false}));

TEST(SharedGltf,
    primitive_modes_give_triangles_for_strips_and_fans_points_for_points_and_lines_are_refused)
{
    STELE_NEED_SHARED("data/gltf/Mesh_PrimitiveMode");
    const auto read = [](int number) {
        const std::string name =
            "Mesh_PrimitiveMode_" + std::string(number < 10 ? "0" : "") + std::to_string(number);
        return read_whole(
            open_scan(test::shared_path("data/gltf/Mesh_PrimitiveMode/" + name + ".gltf")));
    };
    for (const int number : {4, 5, 6, 11, 12, 13, 14, 15}) {
        const auto scan = read(number);
        ASSERT_TRUE(scan) << number << text_of(scan);
        EXPECT_EQ(scan->triangles.size(), 2u) << number;
    }
    for (const int number : {0, 7}) {
        const auto scan = read(number);
        ASSERT_TRUE(scan) << number << text_of(scan);
        EXPECT_TRUE(scan->info.is_point_cloud) << number;
        EXPECT_EQ(scan->vertices.positions.size(), 1024u) << number;
        EXPECT_TRUE(scan->triangles.empty()) << number;
    }
    for (const int number : {1, 2, 3, 8, 9, 10}) {
        const auto scan = read(number);
        ASSERT_FALSE(scan) << number;
        EXPECT_EQ(scan.error().code(), Errc::unsupported) << number;
        EXPECT_THAT(scan.error().message(), testing::HasSubstr("lines only")) << number;
    }
}

TEST(SharedGltf, compressed_and_plain_boxes_are_the_same_box)
{
    STELE_NEED_SHARED("data/gltf/BoxMeshopt.glb");
    const auto plain = read_whole(open_scan(test::shared_path("data/gltf/Box.glb")));
    const auto packed = read_whole(open_scan(test::shared_path("data/gltf/BoxMeshopt.glb")));
    ASSERT_TRUE(plain && packed);
    Box a, b;
    for (const Vec3d p : plain->vertices.positions)
        a.extend(p);
    for (const Vec3d p : packed->vertices.positions)
        b.extend(p);
    EXPECT_LT(length(a.min - b.min) + length(a.max - b.max), 1e-3);
    EXPECT_EQ(plain->vertices.colours.front(), packed->vertices.colours.front());
}

TEST(SharedGltf, skins_are_shown_in_bind_pose_with_a_finding_and_stand_upright)
{
    STELE_NEED_SHARED("data/gltf/Fox.glb");
    const auto scan = read_whole(open_scan(test::shared_path("data/gltf/Fox.glb")));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("scan.bind-pose"), 1u);
    EXPECT_EQ(scan->count("gltf.animations-skipped"), 3u);
    Box box;
    for (const Vec3d p : scan->vertices.positions)
        box.extend(p);
    // Longer than high, higher than wide, feet on the ground.
    EXPECT_GT(box.size().z, box.size().y);
    EXPECT_GT(box.size().y, box.size().x);
    EXPECT_LT(std::abs(box.min.y), 0.05 * box.size().y);
}

TEST(SharedGltf, without_triangles_or_points_is_refused_and_says_what_there_is)
{
    STELE_NEED_SHARED("data/gltf/magnum");
    const auto lines = open_scan(
        test::shared_path("data/gltf/magnum/mesh-buffer-views-interleaved-padding-begin-end.gltf"));
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().code(), Errc::unsupported);
    EXPECT_THAT(lines.error().text(), testing::HasSubstr("lines only"));
    const auto material = open_scan(test::shared_path("data/gltf/magnum/material-unlit.gltf"));
    ASSERT_FALSE(material);
    EXPECT_EQ(material.error().code(), Errc::unsupported);
    EXPECT_THAT(material.error().text(), testing::HasSubstr("no mesh"));
}

TEST(SharedGltf, alpha_modes_are_findings_and_no_surface_is_lost)
{
    STELE_NEED_SHARED("data/gltf/generated_alpha_modes.glb");
    const auto scan =
        read_whole(open_scan(test::shared_path("data/gltf/generated_alpha_modes.glb")));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("gltf.alpha-mask"), 3u);
    EXPECT_EQ(scan->count("gltf.alpha-blend"), 2u);
    EXPECT_EQ(scan->triangles.size(), 12u);
}

std::string slurp(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// What a vertex must look like, worked out here from the file's own bytes: the texel under its
// coordinates, which in these two files are TEXCOORD_0 of the only primitive, without a transform.
void expect_texels(const std::string& file, const std::string& texcoords_file,
    std::size_t texcoords_at, const std::vector<std::byte>& picture, Wrap wrap_u)
{
    const auto scan = read_whole(open_scan(test::shared_path(file)));
    ASSERT_TRUE(scan) << text_of(scan);
    const auto image = decode_texture(picture, "picture.png");
    ASSERT_TRUE(image) << text_of(image);
    std::ifstream in(test::shared_path(texcoords_file), std::ios::binary);
    in.seekg(static_cast<std::streamoff>(texcoords_at));
    std::size_t exact = 0;
    for (const Rgba8 colour : scan->vertices.colours) {
        float uv[2];
        in.read(reinterpret_cast<char*>(uv), sizeof(uv));
        const auto texel = [&](float coordinate, std::uint32_t size, Wrap wrap, double shift) {
            double tile = std::floor(double(coordinate));
            double part = double(coordinate) - tile;
            if (wrap == Wrap::mirror && std::fmod(std::abs(tile), 2) == 1)
                part = 1 - part;
            if (wrap == Wrap::clamp)
                part = std::clamp(double(coordinate), 0.0, 1.0);
            return static_cast<std::uint32_t>(
                std::clamp(part * size - 0.5 + shift, 0.0, double(size - 1)));
        };
        // Bilinear light lies between the darkest and the brightest of the four texels.
        Rgba8 low{255, 255, 255, 255}, high{0, 0, 0, 255};
        for (const double right : {0.0, 1.0})
            for (const double down : {0.0, 1.0}) {
                const Rgba8 t = image->at(texel(uv[0], image->width, wrap_u, right),
                    texel(uv[1], image->height, Wrap::clamp, down));
                low = {std::min(low.r, t.r), std::min(low.g, t.g), std::min(low.b, t.b), 255};
                high = {std::max(high.r, t.r), std::max(high.g, t.g), std::max(high.b, t.b), 255};
            }
        const bool between = colour.r >= low.r && colour.r <= high.r && colour.g >= low.g &&
                             colour.g <= high.g && colour.b >= low.b && colour.b <= high.b;
        exact += between ? 1 : 0;
    }
    EXPECT_EQ(exact, scan->vertices.colours.size()) << file;
}

TEST(SharedGltf, the_colours_of_the_fox_are_the_texels_under_its_vertices)
{
    constexpr const char* kFox = "data/gltf/Fox.glb";
    STELE_NEED_SHARED(kFox);
    const std::string bytes = slurp(test::shared_path(kFox));
    const auto file = read_gltf_file(as_bytes(bytes));
    ASSERT_TRUE(file) << text_of(file);
    const auto offset_of_view = [&](const Json& view) {
        return static_cast<std::size_t>(
            whole_number(element_of(file->doc, "bufferViews", *whole_number(view))["byteOffset"])
                .value_or(0));
    };
    const Json& primitive = (*element_of(file->doc, "meshes", 0)["primitives"].elements())[0];
    const Json& texcoords =
        element_of(file->doc, "accessors", *whole_number(primitive["attributes"]["TEXCOORD_0"]));
    const std::size_t bin_at = static_cast<std::size_t>(file->bin.data() - as_bytes(bytes).data());
    const std::size_t image_at = offset_of_view(element_of(file->doc, "images", 0)["bufferView"]);
    expect_texels(kFox, kFox,
        bin_at + offset_of_view(texcoords["bufferView"]) +
            whole_number(texcoords["byteOffset"]).value_or(0),
        {file->bin.begin() + static_cast<std::ptrdiff_t>(image_at), file->bin.end()}, Wrap::repeat);
}

TEST(SharedGltf, the_colours_of_the_box_are_the_texels_under_its_vertices)
{
    STELE_NEED_SHARED("data/gltf/BoxTextured/BoxTextured.gltf");
    const std::string picture =
        slurp(test::shared_path("data/gltf/BoxTextured/CesiumLogoFlat.png"));
    const ByteSpan bytes = as_bytes(picture);
    expect_texels("data/gltf/BoxTextured/BoxTextured.gltf",
        "data/gltf/BoxTextured/BoxTextured0.bin", 576, {bytes.begin(), bytes.end()}, Wrap::mirror);
}

TEST(SharedPoints, a_ply_of_points_is_a_point_cloud)
{
    STELE_NEED_SHARED("data/pointclouds/lion_takanawa.ply");
    const auto scan =
        read_whole(open_scan(test::shared_path("data/pointclouds/lion_takanawa.ply")));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_TRUE(scan->info.is_point_cloud);
    EXPECT_EQ(scan->vertices.positions.size(), 341989u);
    EXPECT_TRUE(scan->triangles.empty());
}

TEST(SharedPoints, other_formats_are_named)
{
    STELE_NEED_SHARED("data/pointclouds/A4.e57");
    const auto e57 = open_scan(test::shared_path("data/pointclouds/A4.e57"));
    const auto las = open_scan(test::shared_path("data/pointclouds/test1_4.las"));
    ASSERT_FALSE(e57);
    ASSERT_FALSE(las);
    EXPECT_THAT(e57.error().message(), testing::HasSubstr("E57"));
    EXPECT_THAT(las.error().message(), testing::HasSubstr("LAS"));
    EXPECT_EQ(las.error().code(), Errc::unsupported);
}

TEST(SharedInvalid, a_missing_buffer_is_an_error_that_names_it)
{
    STELE_NEED_SHARED("data/invalid/assimp/MissingBin/BoxTextured.gltf");
    const auto scan =
        open_scan(test::shared_path("data/invalid/assimp/MissingBin/BoxTextured.gltf"));
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::not_found) << scan.error().text();
    EXPECT_THAT(scan.error().text(), testing::HasSubstr("BoxTextured0.bin"));
}

} // namespace
} // namespace stele::readers
