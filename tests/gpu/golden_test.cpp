// The whole road from a scan to a picture, at three distances: the same picture as ever.
#include "renderer/frame/camera.h"
#include "renderer/frame/capture.h"
#include "tests/gpu/golden.h"
#include "tests/gpu/stored_asset.h"
#include "tests/support/gpu_device.h"
#include "tests/support/make_mesh.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace stele {
namespace {

constexpr std::uint32_t kWidth = 480, kHeight = 360;

struct Shot {
    const char* name;
    double nearer; // times the home distance
    frame::Mode mode;
    std::optional<frame::StandardView> ortho = {}; // seen from there with parallel rays
};

// A red boulder over open ground with holes. The ground is blue and magenta behind, green and
// yellow in front; a white F on the boulder's face shows a picture that is upside down or mirrored.
// Few colours: the baselines stay small.
test::SourceMesh boulder()
{
    constexpr std::array<const char*, 7> kLetter{
        "#####", "#....", "#....", "####.", "#....", "#....", "#...."};
    test::SourceMesh sphere = test::make_sphere(5, 0.03);
    for (std::size_t i = 0; i < sphere.positions.size(); ++i) {
        const Vec3d p = sphere.positions[i];
        const double column = (p.x + 0.4) / 0.16, row = (0.56 - p.y) / 0.16;
        const bool letter = p.z > 0 && column >= 0 && column < 5 && row >= 0 && row < 7 &&
                            kLetter[std::size_t(row)][std::size_t(column)] == '#';
        sphere.colours[i] = letter ? Rgba8{250, 250, 245, 255} : Rgba8{170, 70, 50, 255};
    }
    test::SourceMesh scene = test::make_height_field(80, 0.02, 0.01);
    for (std::size_t i = 0; i < scene.positions.size(); ++i) {
        Vec3d& p = scene.positions[i];
        scene.colours[i] = {std::uint8_t(p.x < 0.5 ? 40 : 220), std::uint8_t(p.z < 0.5 ? 60 : 190),
            std::uint8_t(p.z < 0.5 ? 180 : 70), 255};
        p = (p - Vec3d{0.5, 0, 0.5}) * 4.0;
    }
    test::append(scene, sphere, {0, 1.15, 0});
    return scene;
}

void expect_shots(const std::string& scene, std::shared_ptr<const stream::PageSource> source,
    std::initializer_list<Shot> shots)
{
    const auto device = test::make_device();
    ASSERT_NE(device, nullptr);
    {
        frame::RendererOptions options;
        options.publish = stream::PublishOrder::page_id;
        const auto renderer = frame::Renderer::create(*device, {kWidth, kHeight}, options);
        ASSERT_TRUE(renderer) << renderer.error().text();
        const Status set = (*renderer)->set_asset(source);
        ASSERT_TRUE(set) << set.error().text();
        const Box bounds = source->index().asset.bounds;
        std::uint64_t triangles = 0;
        for (const Shot& shot : shots) {
            auto camera = frame::OrbitCamera::home(bounds, double(kWidth) / kHeight);
            if (shot.ortho) {
                camera.projection = frame::Projection::orthographic;
                camera.look_from(frame::direction_of(*shot.ortho), double(kWidth) / kHeight);
            }
            camera.zoom(shot.nearer);
            frame::Look look;
            look.mode = shot.mode;
            const auto picture = frame::capture(**renderer, camera.view(kWidth, kHeight), look);
            ASSERT_TRUE(picture) << picture.error().text();
            test::expect_golden(scene + "-" + shot.name, *picture, *device);
            triangles = (*renderer)->stats().triangles_drawn;
            EXPECT_GT(triangles, 0u);
            EXPECT_EQ((*renderer)->stats().failed_pages, 0u);
            EXPECT_FALSE((*renderer)->stats().budget_limited);
        }
    }
    test::expect_silent(*device);
}

TEST(Golden, made_scene_looks_as_it_did)
{
    const test::TempDir dir;
    test::MeshSource scan(boulder());
    const auto source = test::store_asset(scan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    using frame::Mode;
    expect_shots("boulder", *source,
        {{"far-colour", 0.25, Mode::colour}, {"far-lit", 0.25, Mode::lit},
            {"home-colour", 1, Mode::colour}, {"home-lit", 1, Mode::lit},
            {"near-colour", 2.7, Mode::colour}, {"near-lit", 2.7, Mode::lit},
            {"home-clay", 1, Mode::clay}, {"home-normals", 1, Mode::normals},
            {"top-ortho-colour", 1, Mode::colour, frame::StandardView::top},
            {"front-ortho-colour", 2, Mode::colour, frame::StandardView::front}});
}

TEST(Golden, textured_venus_looks_as_it_did)
{
    constexpr char kScan[] = "data/scans/venus_statue_aton/venus_textured_uncompressed.glb";
    STELE_NEED_SHARED(kScan);
    const test::TempDir dir;
    const auto source = test::store_shared_scan(kScan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    using frame::Mode;
    expect_shots(
        "venus", *source, {{"home-colour", 1, Mode::colour}, {"far-lit", 0.25, Mode::lit}});
}

TEST(Golden, smooth_skull_looks_as_it_did)
{
    constexpr char kScan[] = "data/scans/pilot_whale_skull_smithsonian/whale_cranium.glb";
    STELE_NEED_SHARED(kScan);
    const test::TempDir dir;
    const auto source = test::store_shared_scan(kScan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    using frame::Mode;
    expect_shots("whale", *source,
        {{"far-lit", 0.25, Mode::lit}, {"home-lit", 1, Mode::lit}, {"home-clay", 1, Mode::clay},
            {"home-normals", 1, Mode::normals}});
}

TEST(Golden, uncoloured_lion_looks_as_it_did)
{
    constexpr char kScan[] = "data/scans/statues_untextured/lionstatue.obj";
    STELE_NEED_SHARED(kScan);
    const test::TempDir dir;
    const auto source = test::store_shared_scan(kScan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    using frame::Mode;
    expect_shots("lion", *source,
        {{"home-lit", 1, Mode::lit}, {"near-lit", 2, Mode::lit},
            {"right-ortho-clay", 1, Mode::clay, frame::StandardView::right}});
}

} // namespace
} // namespace stele
