// Whole pictures on lavapipe: convergence, determinism, precision far from the origin, silence of
// validation.
#include "renderer/frame/camera.h"
#include "renderer/frame/capture.h"
#include "tests/support/gpu_device.h"
#include "tests/support/made_asset.h"

#include <gtest/gtest.h>

namespace stele::frame {
namespace {

constexpr gpu::Extent kExtent{320, 200};

struct Stage {
    std::unique_ptr<gpu::Device> device;
    std::unique_ptr<Renderer> renderer;

    explicit Stage(RendererOptions options = {}, gpu::DeviceOptions device_options = {},
        gpu::Extent extent = kExtent)
    {
        device = test::make_device(device_options);
        options.publish = stream::PublishOrder::page_id;
        auto made = Renderer::create(*device, extent, options);
        EXPECT_TRUE(made) << made.error().text();
        renderer = std::move(*made);
    }
    Image picture(std::shared_ptr<test::MadeSource> source, const View& view, const Look& look = {})
    {
        const Status set = renderer->set_asset(std::move(source));
        EXPECT_TRUE(set) << set.error().text();
        return picture(view, look);
    }
    Image picture(const View& view, const Look& look = {})
    {
        auto image = capture(*renderer, view, look);
        EXPECT_TRUE(image) << image.error().text();
        return image ? std::move(*image) : Image{};
    }
};

View home(const test::MadeSource& source, double threshold_px = 1)
{
    const Box& bounds = source.page_index.asset.bounds;
    return OrbitCamera::home(bounds, double(kExtent.width) / kExtent.height)
        .view(kExtent.width, kExtent.height, threshold_px);
}

TEST(Renderer, draws_an_empty_scene)
{
    Stage stage;
    View view;
    view.width = kExtent.width;
    view.height = kExtent.height;
    const Image image = stage.picture(view);
    ASSERT_EQ(image.pixels.size(), std::size_t{kExtent.width} * kExtent.height);
    EXPECT_GT(image.at(10, 10).r, image.at(10, kExtent.height - 10).r);
    EXPECT_EQ(image.at(10, 10).a, 255);
    test::expect_silent(*stage.device);
}

TEST(Renderer, refines_until_the_error_is_below_the_threshold)
{
    Stage stage;
    const auto sphere = test::make_sphere({.patches = 4});
    const View view = home(*sphere, 0.1);
    stage.picture(sphere, view);
    const Stats& stats = stage.renderer->stats();
    EXPECT_EQ(stats.missing_pages, 0u);
    EXPECT_EQ(stats.threshold_px, 0.1);
    EXPECT_DOUBLE_EQ(stats.shown_error_m, sphere->page_index.asset.quantisation_m);
    EXPECT_EQ(stats.triangles_drawn, 6u * 16 * 128);
    test::expect_silent(*stage.device);

    View coarse = view;
    coarse.threshold_px = 1000;
    stage.picture(coarse);
    EXPECT_EQ(stage.renderer->stats().triangles_drawn, 6u * 16 * 72);
    EXPECT_GT(stage.renderer->stats().shown_error_m, sphere->page_index.asset.quantisation_m);
}

} // namespace
} // namespace stele::frame
