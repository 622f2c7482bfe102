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

TEST(Renderer, draws_the_same_picture_every_time)
{
    const auto sphere = test::make_sphere({.patches = 5, .patches_per_page = 3});
    const View view = home(*sphere, 0.1);
    Image first;
    for (const unsigned threads : {1u, 3u}) {
        RendererOptions options;
        options.loader_threads = threads;
        Stage stage(options);
        const Image image = stage.picture(sphere, view);
        if (first.pixels.empty())
            first = image;
        EXPECT_EQ(first.pixels, image.pixels);
    }
}

// 5000 km away, as surveyed coordinates are: no vertex trembles.
TEST(Renderer, draws_the_same_picture_far_from_the_origin)
{
    constexpr double kStep = 0x1p-8;
    const Vec3i far{5'000'000 * 256, 400'000 * 256, -3'000'000 * 256};
    const test::SphereOptions near{.patches = 3, .radius_m = 10, .step_m = kStep};
    test::SphereOptions away = near;
    away.centre = far;
    const auto here = test::make_sphere(near), there = test::make_sphere(away);
    View view = home(*here, 0.2);
    const auto snap = [](double x) { return std::round(x * 0x1p16) * 0x1p-16; };
    view.eye_m = {snap(view.eye_m.x), snap(view.eye_m.y), snap(view.eye_m.z)};
    View view_there = view;
    view_there.eye_m += to_double(far) * kStep;
    Stage stage;
    const Image a = stage.picture(here, view);
    const auto triangles = stage.renderer->stats().triangles_drawn;
    const Image b = stage.picture(there, view_there);
    EXPECT_EQ(triangles, stage.renderer->stats().triangles_drawn);
    EXPECT_EQ(a.pixels, b.pixels);
    EXPECT_NE(a.pixels, stage.picture(there, view).pixels); // the sphere is not in that view
}

TEST(Renderer, never_exceeds_its_budget_and_says_when_it_limits)
{
    const auto sphere = test::make_sphere({.patches = 6, .patches_per_page = 4});
    RendererOptions options;
    options.gpu_budget_bytes = 400'000;
    Stage stage(options);
    View view = home(*sphere, 0.01);
    ASSERT_TRUE(stage.renderer->set_asset(sphere));
    auto camera = OrbitCamera::home(sphere->page_index.asset.bounds, 1.6);
    for (int step = 0; step < 40; ++step) {
        camera.orbit(0.5, 0);
        camera.zoom(step % 2 == 0 ? 1.4 : 0.7);
        view = camera.view(kExtent.width, kExtent.height, 0.01);
        ASSERT_TRUE(stage.renderer->render_frame(view, {}));
        stage.renderer->wait_for_arrival(0.02);
        EXPECT_LE(stage.renderer->stats().resident_bytes, options.gpu_budget_bytes);
    }
    stage.picture(view);
    EXPECT_TRUE(stage.renderer->stats().budget_limited);
    EXPECT_GT(stage.renderer->stats().threshold_px, 0.01);
    EXPECT_GT(stage.renderer->stats().resident_pages, 1u);
    EXPECT_LE(stage.renderer->stats().resident_bytes, options.gpu_budget_bytes);
    test::expect_silent(*stage.device);
}

TEST(Renderer, draws_the_root_page_below_any_budget)
{
    const auto sphere = test::make_sphere({.patches = 2});
    RendererOptions options;
    options.gpu_budget_bytes = 1000;
    Stage stage(options);
    stage.picture(sphere, home(*sphere));
    EXPECT_EQ(stage.renderer->stats().triangles_drawn, 6u * 4 * 72);
    EXPECT_TRUE(stage.renderer->stats().budget_limited);
}

TEST(Renderer, keeps_the_coarser_surface_where_a_page_cannot_be_read)
{
    const auto sphere = test::make_sphere({.patches = 4, .patches_per_page = 4});
    const View view = home(*sphere, 0.1);
    Stage stage;
    const Image whole = stage.picture(sphere, view);
    sphere->before_load = [](PageId page, unsigned) -> Status {
        return page.value < 8 ? Status(Error(Errc::corrupt, "checksum differs")) : Status();
    };
    const Image damaged = stage.picture(sphere, view);
    EXPECT_EQ(stage.renderer->stats().failed_pages, 8u);
    EXPECT_EQ(stage.renderer->stats().missing_pages, 0u);
    EXPECT_NE(stage.renderer->stats().last_failure.find("checksum differs"), std::string::npos);
    EXPECT_EQ(stage.renderer->stats().triangles_drawn, 32u * 72 + 64u * 128);
    EXPECT_GT(stage.renderer->stats().shown_error_m, sphere->page_index.asset.quantisation_m);
    std::size_t background = 0; // where only one of the two pictures has the sphere
    const auto dark = [](Rgba8 p) { return p.r < 110 && p.r == p.g; };
    for (std::size_t i = 0; i < whole.pixels.size(); ++i)
        background += dark(whole.pixels[i]) != dark(damaged.pixels[i]) ? 1u : 0u;
    EXPECT_LT(background, whole.pixels.size() / 200);
}

TEST(Renderer, reads_a_page_again_that_failed_once)
{
    const auto sphere = test::make_sphere({.patches = 2, .patches_per_page = 4});
    sphere->before_load = [](PageId page, unsigned before) -> Status {
        return page.value == 1 && before == 0 ? Status(Error(Errc::corrupt, "one bad read"))
                                              : Status();
    };
    Stage stage;
    stage.picture(sphere, home(*sphere, 0.01));
    EXPECT_EQ(stage.renderer->stats().failed_pages, 0u);
    EXPECT_EQ(stage.renderer->stats().triangles_drawn, 6u * 4 * 128);
}

TEST(Renderer, a_root_page_that_cannot_be_read_is_an_error_and_leaves_the_scene)
{
    const auto good = test::make_sphere({.patches = 2});
    const auto bad = test::make_sphere({.patches = 2});
    bad->before_load = [](PageId, unsigned) {
        return Status(Error(Errc::corrupt, "checksum differs"));
    };
    Stage stage;
    const Image before = stage.picture(good, home(*good));
    const Status refused = stage.renderer->set_asset(bad);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::corrupt);
    EXPECT_EQ(before.pixels, stage.picture(home(*good)).pixels);
}

TEST(Renderer, picks_the_point_under_a_pixel)
{
    const auto sphere = test::make_sphere({.patches = 4});
    Stage stage;
    const View view = home(*sphere, 0.1);
    stage.picture(sphere, view);
    const auto hit = stage.renderer->pick(kExtent.width / 2 + 20, kExtent.height / 2 - 15);
    ASSERT_TRUE(hit && *hit);
    EXPECT_NEAR(length(**hit), 1, 0.01);
    EXPECT_GT(dot(normalized(**hit), -view.forward), 0.7);
    const auto miss = stage.renderer->pick(1, 1);
    ASSERT_TRUE(miss);
    EXPECT_FALSE(miss->has_value());
    stage.picture(view);
    test::expect_silent(*stage.device);
}

TEST(Renderer, picks_and_refines_in_orthographic_views_too)
{
    const auto sphere = test::make_sphere({.patches = 4});
    Stage stage;
    auto camera = OrbitCamera::home(sphere->page_index.asset.bounds,
        double(kExtent.width) / kExtent.height, Projection::orthographic);
    camera.zoom(
        6); // the eye is inside: the surface between it and the viewer is drawn all the same
    const View view = camera.view(kExtent.width, kExtent.height, 0.1);
    ASSERT_LT(length(view.eye_m), 1);
    stage.picture(sphere, view);
    EXPECT_DOUBLE_EQ(
        stage.renderer->stats().shown_error_m, sphere->page_index.asset.quantisation_m);
    const std::uint32_t x = kExtent.width / 2 + 40, y = kExtent.height / 2 - 25;
    const auto hit = stage.renderer->pick(x, y);
    ASSERT_TRUE(hit && *hit);
    EXPECT_NEAR(length(**hit), 1, 0.01);
    EXPECT_GT(dot(normalized(**hit), -view.forward), 0.7); // the side that faces the viewer
    const Vec2d px = view.project(**hit);
    EXPECT_NEAR(px.x, x + 0.5, 1e-6);
    EXPECT_NEAR(px.y, y + 0.5, 1e-6);
    test::expect_silent(*stage.device);
}

TEST(Renderer, follows_a_resize)
{
    const auto sphere = test::make_sphere({.patches = 2});
    Stage stage;
    stage.picture(sphere, home(*sphere));
    ASSERT_TRUE(stage.renderer->resize({100, 60}));
    const View old = home(*sphere);
    EXPECT_FALSE(stage.renderer->render_frame(old, {}));
    const Image small =
        stage.picture(OrbitCamera::home(sphere->page_index.asset.bounds, 1.6).view(100, 60));
    EXPECT_EQ(small.pixels.size(), 6000u);
    EXPECT_FALSE(stage.renderer->resize({0, 60}));
    EXPECT_FALSE(stage.renderer->resize({60000, 60000}));
    EXPECT_EQ(
        stage.picture(OrbitCamera::home(sphere->page_index.asset.bounds, 1.6).view(100, 60)).pixels,
        small.pixels);
    test::expect_silent(*stage.device);
}

TEST(Renderer, overlaps_frames_without_complaint_from_validation)
{
    const auto sphere = test::make_sphere({.patches = 4, .patches_per_page = 4});
    for (const bool staged : {false, true}) {
        gpu::DeviceOptions device_options;
        device_options.always_stage = staged;
        Stage stage({}, device_options);
        ASSERT_TRUE(stage.renderer->set_asset(sphere));
        auto camera = OrbitCamera::home(sphere->page_index.asset.bounds, 1.6);
        for (int i = 0; i < 12; ++i) {
            camera.orbit(0.2, 0);
            auto commands = stage.device->begin("frame");
            ASSERT_TRUE(commands);
            const Status recorded = stage.renderer->record_frame(
                *commands, camera.view(kExtent.width, kExtent.height, 0.1), {});
            ASSERT_TRUE(recorded) << recorded.error().text();
            ASSERT_TRUE(stage.device->submit(std::move(*commands)));
        }
        test::expect_silent(*stage.device);
    }
}

TEST(Renderer, modes_and_light_change_the_picture)
{
    const auto sphere = test::make_sphere({.patches = 2});
    Stage stage;
    const View view = home(*sphere);
    stage.picture(sphere, view);
    for (int mode = 0; mode < kModes; ++mode) {
        Look look, moved;
        look.mode = moved.mode = static_cast<Mode>(mode);
        moved.key_azimuth_rad = 1;
        const Image picture = stage.picture(view, look);
        for (int other = 0; other < mode; ++other) {
            Look other_look;
            other_look.mode = static_cast<Mode>(other);
            EXPECT_NE(picture.pixels, stage.picture(view, other_look).pixels);
        }
        const bool has_light = look.mode == Mode::lit || look.mode == Mode::clay;
        EXPECT_EQ(picture.pixels != stage.picture(view, moved).pixels, has_light);
        EXPECT_EQ(mode_named(name_of(look.mode)), look.mode);
    }
}

} // namespace
} // namespace stele::frame
