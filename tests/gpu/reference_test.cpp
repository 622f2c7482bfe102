// Stored assets drawn by the GPU and by the scalar reference: the same silhouette and depth.
#include "renderer/frame/camera.h"
#include "renderer/frame/capture.h"
#include "tests/gpu/stored_asset.h"
#include "tests/support/gpu_device.h"
#include "tests/support/make_mesh.h"
#include "tests/support/reference_raster.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

namespace stele {
namespace {

constexpr std::uint32_t kWidth = 240, kHeight = 180;

enum class Cut { finest, root };

// What the cut must draw: every triangle of the scan, or of the root page.
std::vector<test::ReferenceTriangle> triangles_of_cut(const stream::PageSource& source, Cut cut)
{
    std::vector<test::ReferenceTriangle> all;
    const PageIndex& index = source.index();
    for (std::uint32_t p = 0; p < index.pages.size(); ++p) {
        if (cut == Cut::root ? p != index.root.value : index.pages[p].level != 0)
            continue;
        const auto page = source.load(PageId{p});
        EXPECT_TRUE(page) << page.error().text();
        if (!page)
            continue;
        const auto triangles = test::triangles_of(*page, 0);
        all.insert(all.end(), triangles.begin(), triangles.end());
    }
    return all;
}

struct Comparison {
    std::size_t covered = 0, coverage_differs = 0, depths = 0, depth_differs = 0;
};

// White on black tells the pixels that are covered; picking tells how deep the surface lies.
void compare(frame::Renderer& renderer, const stream::View& view, const Image& picture,
    const test::ReferencePicture& reference, Comparison& found)
{
    constexpr std::uint32_t kStride = 5; // pixels between two depths that are compared
    for (std::uint32_t y = 0; y < view.height; ++y)
        for (std::uint32_t x = 0; x < view.width; ++x) {
            const std::uint64_t word = reference.words[std::size_t{y} * view.width + x];
            const bool covered = picture.at(x, y).r > 127;
            found.covered += covered ? 1u : 0u;
            found.coverage_differs += covered != (word != 0) ? 1u : 0u;
            if (x % kStride != 0 || y % kStride != 0 || word == 0 || !covered)
                continue;
            const auto point = renderer.pick(x, y);
            ASSERT_TRUE(point && *point);
            const double depth = dot(**point - view.eye_m, view.forward);
            const auto bits = static_cast<std::uint32_t>(word >> 32);
            const double expected = view.near_m / double(std::bit_cast<float>(bits));
            ++found.depths;
            found.depth_differs += std::abs(depth - expected) > 1e-4 * expected ? 1u : 0u;
        }
}

void expect_reference(std::shared_ptr<const stream::PageSource> source, Cut cut)
{
    const auto device = test::make_device();
    ASSERT_NE(device, nullptr);
    {
        const auto renderer = frame::Renderer::create(*device, {kWidth, kHeight});
        ASSERT_TRUE(renderer) << renderer.error().text();
        const Status set = (*renderer)->set_asset(source);
        ASSERT_TRUE(set) << set.error().text();
        frame::Look look;
        look.mode = frame::Mode::colour;
        look.background_top = look.background_bottom = {0, 0, 0};
        look.uncoloured = {1, 1, 1};
        const auto triangles = triangles_of_cut(*source, cut);
        const Box bounds = source->index().asset.bounds;
        auto camera = frame::OrbitCamera::home(bounds, double(kWidth) / kHeight);
        for (const double nearer : {1.0, 2.5}) {
            camera.zoom(nearer);
            camera.orbit(0.7, 0.1);
            const double threshold_px = cut == Cut::root ? 1e9 : 1e-9;
            const stream::View view = camera.view(kWidth, kHeight, threshold_px);
            const auto picture = frame::capture(**renderer, view, look);
            ASSERT_TRUE(picture) << picture.error().text();
            const auto reference =
                test::reference_raster(source->index().asset.grid, view, triangles);
            Comparison found;
            compare(**renderer, view, *picture, reference, found);
            EXPECT_GT(found.covered, 1000u);
            EXPECT_LE(found.coverage_differs * 1000, found.covered);
            EXPECT_GT(found.depths, 40u);
            EXPECT_LE(found.depth_differs * 200, found.depths);
        }
    }
    test::expect_silent(*device);
}

test::SourceMesh uncoloured_knob()
{
    test::SourceMesh mesh = test::make_sphere(6, 0.05);
    mesh.colours.clear();
    return mesh;
}

TEST(Reference, made_asset_is_drawn_alike_at_its_finest_and_at_its_root)
{
    const test::TempDir dir;
    test::MeshSource scan(uncoloured_knob());
    const auto source = test::store_asset(scan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    expect_reference(*source, Cut::finest);
    expect_reference(*source, Cut::root);
}

TEST(Reference, real_lion_is_drawn_alike_at_its_finest_and_at_its_root)
{
    constexpr char kScan[] = "data/scans/statues_untextured/lionstatue.obj";
    STELE_NEED_SHARED(kScan);
    const test::TempDir dir;
    const auto source = test::store_shared_scan(kScan, dir.path());
    ASSERT_TRUE(source) << source.error().text();
    expect_reference(*source, Cut::finest);
    expect_reference(*source, Cut::root);
}

} // namespace
} // namespace stele
