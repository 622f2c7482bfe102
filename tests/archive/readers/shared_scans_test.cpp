// Real scans and sample models, counts as ../shared/data/MANIFEST.md states them; and files that
// are invalid.
#include "tests/archive/readers/read_whole.h"
#include "tests/support/shared_data.h"

#include <gmock/gmock.h>

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
        Expected{"gltf/SimpleSkin/SimpleSkin.gltf", 8, 10, false}));

TEST(SharedGltf,
    primitive_modes_give_triangles_for_strips_and_fans_and_findings_for_points_and_lines)
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
    for (const int number : {0, 1, 2, 3, 7, 8, 9, 10}) {
        const auto scan = read(number);
        ASSERT_FALSE(scan) << number;
        EXPECT_EQ(scan.error().code(), Errc::unsupported) << number;
    }
}

TEST(SharedGltf, required_draco_is_refused_by_name)
{
    for (const char* const file : {"gltf/BoxDraco/BoxDraco.gltf", "gltf/DenseSphere.glb",
             "gltf/DracoSparseMesh/DracoSparseMesh.gltf", "scans/venus_statue_aton/venus.gltf",
             "scans/pilot_whale_skull_smithsonian/whale_cranium_draco.glb"}) {
        STELE_NEED_SHARED(std::string("data/") + file);
        const auto scan = open_scan(test::shared_path(std::string("data/") + file));
        ASSERT_FALSE(scan) << file;
        EXPECT_EQ(scan.error().code(), Errc::unsupported) << file;
        EXPECT_THAT(scan.error().message(), testing::HasSubstr("KHR_draco_mesh_compression"));
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

TEST(SharedGltf, skins_are_shown_in_bind_pose_with_a_finding)
{
    STELE_NEED_SHARED("data/gltf/Fox.glb");
    const auto scan = read_whole(open_scan(test::shared_path("data/gltf/Fox.glb")));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("scan.bind-pose"), 1u);
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

TEST(SharedInvalid, every_invalid_file_ends_in_data_or_an_error)
{
    STELE_NEED_SHARED("data/invalid");
    std::size_t files = 0;
    for (const auto& entry :
        std::filesystem::recursive_directory_iterator(test::shared_path("data/invalid"))) {
        if (!entry.is_regular_file())
            continue;
        ++files;
        const auto scan = read_whole(open_scan(entry.path()));
        if (!scan) {
            EXPECT_NE(scan.error().code(), Errc::internal) << entry.path() << text_of(scan);
        }
        if (std::getenv("STELE_TEST_PRINT") != nullptr)
            std::cout << entry.path().filename().string() << "  "
                      << (scan ? std::to_string(scan->triangles.size()) + " faces" : text_of(scan))
                      << '\n';
    }
    EXPECT_GT(files, 100u);
}

TEST(SharedInvalid, faces_beyond_the_vertices_are_counted_and_left_out)
{
    STELE_NEED_SHARED("data/invalid/assimp/malformed.obj");
    const auto scan = read_whole(open_scan(test::shared_path("data/invalid/assimp/malformed.obj")));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->count("scan.index-out-of-range"), 2u);
    EXPECT_EQ(scan->triangles.size(), 8u);
}

TEST(SharedInvalid, recursive_nodes_are_malformed)
{
    STELE_NEED_SHARED("data/invalid/assimp/RecursiveNodes/RecursiveNodes.gltf");
    const auto scan =
        open_scan(test::shared_path("data/invalid/assimp/RecursiveNodes/RecursiveNodes.gltf"));
    ASSERT_FALSE(scan);
    EXPECT_EQ(scan.error().code(), Errc::malformed) << scan.error().text();
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
