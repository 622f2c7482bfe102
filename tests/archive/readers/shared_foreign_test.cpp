// Real files against their twins: FBX statues beside their GLBs, compressed glTF beside plain.
#include "tests/archive/readers/read_whole.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::read_whole;
using test::text_of;

Box bounds_of(const test::WholeScan& scan)
{
    Box box;
    for (const Vec3d p : scan.vertices.positions)
        box.extend(p);
    return box;
}

void expect_twins(const std::string& a_file, const std::string& b_file, double tolerance)
{
    const auto a = read_whole(open_scan(test::shared_path("data/" + a_file)));
    const auto b = read_whole(open_scan(test::shared_path("data/" + b_file)));
    ASSERT_TRUE(a) << text_of(a);
    ASSERT_TRUE(b) << text_of(b);
    EXPECT_EQ(a->triangles.size(), b->triangles.size());
    const Box left = bounds_of(*a), right = bounds_of(*b);
    EXPECT_LT(length(left.min - right.min), tolerance);
    EXPECT_LT(length(left.max - right.max), tolerance);
    EXPECT_EQ(a->info.up, b->info.up);
    EXPECT_EQ(a->info.has_colours, b->info.has_colours);
}

TEST(SharedFbx, statues_are_where_their_glb_twins_are)
{
    STELE_NEED_SHARED("data/scans/danish_statues/Ugolino.fbx");
    for (const std::string name : {"Ugolino", "BustManWreath"}) {
        const std::string path = "scans/danish_statues/" + name;
        expect_twins(path + ".fbx", path + ".glb", 1e-6);
        const auto fbx = open_scan(test::shared_path("data/" + path + ".fbx"));
        ASSERT_TRUE(fbx) << text_of(fbx);
        // Its centimetres are a default; the guess from its extent is metres, as the GLB is.
        EXPECT_FALSE((*fbx)->info().metres_per_unit);
    }
}

TEST(SharedDraco, skulls_are_their_uncompressed_twins)
{
    STELE_NEED_SHARED("data/scans/pilot_whale_skull_smithsonian/whale_cranium_draco.glb");
    const std::string folder = "scans/pilot_whale_skull_smithsonian/";
    for (const std::string name : {"whale_cranium", "whale_mandible"})
        expect_twins(folder + name + "_draco.glb", folder + name + ".glb", 2e-4);
}

TEST(SharedDraco, venus_is_its_uncompressed_twin)
{
    STELE_NEED_SHARED("data/scans/venus_statue_aton/venus.gltf");
    expect_twins("scans/venus_statue_aton/venus.gltf",
        "scans/venus_statue_aton/venus_textured_uncompressed.glb", 1e-3);
}

TEST(SharedDraco, samples_have_their_counts)
{
    struct Sample {
        const char* file;
        std::size_t vertices, faces;
    };
    for (const Sample sample : {Sample{"gltf/BoxDraco/BoxDraco.gltf", 24, 12},
             Sample{"gltf/DenseSphere.glb", 15362, 30720},
             Sample{"gltf/DracoSparseMesh/DracoSparseMesh.gltf", 62, 102}}) {
        STELE_NEED_SHARED(std::string("data/") + sample.file);
        const auto scan =
            read_whole(open_scan(test::shared_path(std::string("data/") + sample.file)));
        ASSERT_TRUE(scan) << sample.file << ' ' << text_of(scan);
        EXPECT_EQ(scan->vertices.positions.size(), sample.vertices) << sample.file;
        EXPECT_EQ(scan->triangles.size(), sample.faces) << sample.file;
    }
}

} // namespace
} // namespace stele::readers
