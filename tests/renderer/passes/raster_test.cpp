// The compute rasteriser against the scalar reference: the same triangle in the same pixel.
#include "renderer/frame/camera.h"
#include "renderer/frame/constants.h"
#include "renderer/passes/cull.h"
#include "renderer/passes/raster.h"
#include "renderer/passes/resolve.h"
#include "renderer/stream/page_pool.h"
#include "tests/support/gpu_device.h"
#include "tests/support/made_asset.h"
#include "tests/support/reference_raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace stele::passes {
namespace {

struct Drawn {
    std::vector<std::uint64_t> words;
    std::vector<Rgba8> pixels;
    shaders::Counters counters{};
    std::vector<test::ReferenceTriangle> triangles; // all, with the ids they were given
};

// Publishes every page and draws the clusters whose groups bits say so.
class Bench {
public:
    std::unique_ptr<gpu::Device> device;
    std::uint32_t large_capacity = 1u << 16;

    explicit Bench(gpu::DeviceOptions options = {}) : device(test::make_device(options)) {}

    // active: one flag a group.
    Drawn draw(const test::MadeSource& source, const stream::View& view,
        const std::vector<bool>& active, const frame::Look& look = {})
    {
        auto drawn = try_draw(source, view, active, look);
        EXPECT_TRUE(drawn) << drawn.error().text();
        return drawn ? std::move(*drawn) : Drawn{};
    }

private:
    Result<Drawn> try_draw(const test::MadeSource& source, const stream::View& view,
        const std::vector<bool>& active, const frame::Look& look)
    {
        STELE_TRY(const CullPass cull, CullPass::create(*device));
        STELE_TRY(const RasterPass raster, RasterPass::create(*device));
        STELE_TRY(const ResolvePass resolve, ResolvePass::create(*device));
        STELE_TRY(gpu::Upload upload, gpu::Upload::create(*device, 8u << 20));
        STELE_TRY(stream::PagePool pool,
            stream::PagePool::create(*device, 32u << 20, source.pages.size()));
        STELE_TRY(const Targets targets,
            Targets::create(*device, {view.width, view.height}, 65536, large_capacity));
        STELE_TRY(const FrameInputs inputs,
            FrameInputs::create(*device, active.size(), source.pages.size()));
        STELE_TRY(const gpu::BindingSet bindings,
            bind_all(*device, cull.pipeline, inputs, pool.clusters(), targets));
        STELE_TRY(gpu::Commands commands, device->begin("test"));

        Drawn drawn;
        std::uint32_t first_cluster = 0;
        for (const DecodedPage& page : source.pages) {
            STELE_TRY(const stream::PackedPage packed, stream::pack_page(page, source.page_index));
            STELE_TRY(const auto slot, pool.publish(commands, upload, packed));
            EXPECT_TRUE(slot.has_value());
            const auto triangles = test::triangles_of(page, first_cluster);
            drawn.triangles.insert(drawn.triangles.end(), triangles.begin(), triangles.end());
            first_cluster += static_cast<std::uint32_t>(page.clusters.size());
        }
        pool.finish_uploads(commands);
        write_inputs(source, view, active, look, pool, inputs);
        cull.record(commands, bindings, targets, pool.slot_count());
        raster.record(commands, bindings, targets);
        resolve.record(commands, bindings, targets, frame::shader_mode(look.mode));
        STELE_CHECK(read_back(std::move(commands), targets, drawn));
        return drawn;
    }

    void write_inputs(const test::MadeSource& source, const stream::View& view,
        const std::vector<bool>& active, const frame::Look& look, const stream::PagePool& pool,
        const FrameInputs& inputs) const
    {
        const AssetInfo& asset = source.page_index.asset;
        const frame::CameraPlace camera = frame::place_camera(asset.grid, view.eye_m);
        const shaders::Frame constants =
            frame::frame_constants(asset, view, look, camera, pool.slot_count(), large_capacity);
        std::memcpy(inputs.frame.maybe_mapped, &constants, sizeof constants);
        std::vector<std::uint32_t> bits(active.size() / 32 + 1, 0);
        for (std::size_t g = 0; g < active.size(); ++g)
            bits[g / 32] |= active[g] ? 1u << (g % 32) : 0u;
        std::memcpy(inputs.group_bits.maybe_mapped, bits.data(), bits.size() * 4);
        auto* const table = reinterpret_cast<shaders::Page*>(inputs.pages.maybe_mapped);
        pool.fill_page_table(camera.cell, std::span(table, pool.slot_count()));
    }

    Status read_back(gpu::Commands commands, const Targets& targets, Drawn& drawn)
    {
        using gpu::State;
        const std::uint64_t words = targets.visibility.size_bytes,
                            pixels = targets.pixels.size_bytes;
        STELE_TRY(const gpu::Buffer host, gpu::Buffer::create(*device, gpu::BufferUse::readback,
                                              words + pixels + 64, "readback"));
        commands.barrier(targets.visibility, State::written_by_compute, State::read_by_copy);
        commands.copy(targets.visibility, 0, host, 0, words);
        commands.copy(targets.pixels, 0, host, words, pixels);
        commands.copy(targets.counters, 0, host, words + pixels, sizeof(shaders::Counters));
        commands.barrier(host, State::written_by_copy, State::read_by_host);
        STELE_TRY(const std::uint64_t value, device->submit(std::move(commands)));
        STELE_CHECK(device->wait(value));
        drawn.words.resize(words / 8);
        drawn.pixels.resize(pixels / 4);
        std::memcpy(drawn.words.data(), host.maybe_mapped, words);
        std::memcpy(drawn.pixels.data(), host.maybe_mapped + words, pixels);
        std::memcpy(&drawn.counters, host.maybe_mapped + words + pixels, sizeof drawn.counters);
        return {};
    }
};

stream::View home(
    const test::MadeSource& source, std::uint32_t width = 256, std::uint32_t height = 192)
{
    return frame::OrbitCamera::home(source.page_index.asset.bounds, double(width) / height)
        .view(width, height);
}

void expect_same(const Drawn& drawn, const test::MadeSource& source, const stream::View& view,
    const std::vector<test::ReferenceTriangle>& triangles)
{
    const auto reference = test::reference_raster(source.page_index.asset.grid, view, triangles);
    const test::PictureDifference difference = test::compare(reference, drawn.words);
    EXPECT_LE(difference.different * 1000, difference.pixels);
    EXPECT_EQ(difference.different_inside, 0u);
}

TEST(Raster, draws_a_sphere_as_the_reference_does)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 3});
    const stream::View view = home(*sphere);
    std::vector<bool> active(sphere->page_index.groups.size(), true);
    const Drawn drawn = bench.draw(*sphere, view, active);
    std::vector<test::ReferenceTriangle> fine;
    const auto fine_triangles = 6u * 9 * 128; // the root page comes last
    fine.assign(drawn.triangles.begin(), drawn.triangles.begin() + fine_triangles);
    expect_same(drawn, *sphere, view, fine);
    EXPECT_GT(std::count(drawn.words.begin(), drawn.words.end(), 0u), 1000);
    EXPECT_EQ(drawn.counters.triangles, fine_triangles);
    test::expect_silent(*bench.device);
}

TEST(Raster, draws_random_triangles_of_all_sizes_as_the_reference_does)
{
    Bench bench;
    std::mt19937 random(7);
    std::vector<test::MadeTriangle> triangles;
    for (int i = 0; i < 400; ++i) {
        const int size = 1 << (i % 12);
        const auto near = [&random, size](Vec3i p) {
            std::uniform_int_distribution<int> offset(-size, size);
            return p + Vec3i{offset(random), offset(random), offset(random)};
        };
        std::uniform_int_distribution<int> place(-2000, 2000);
        const Vec3i p{place(random), place(random), place(random)};
        triangles.push_back({near(p), near(p), near(p), Rgba8{}});
    }
    const auto soup = test::make_soup(triangles, 0x1p-10);
    const stream::View view = home(*soup);
    const Drawn drawn = bench.draw(*soup, view, {true});
    expect_same(drawn, *soup, view, drawn.triangles);
    EXPECT_GT(drawn.counters.large, 0u);
    test::expect_silent(*bench.device);
}

// Every corner on a pixel centre and every edge through centres: only the top-left rule decides,
// and it gives each pixel to exactly one triangle.
TEST(Raster, gives_pixels_on_shared_edges_to_one_triangle_by_the_top_left_rule)
{
    Bench bench;
    stream::View view;
    view.width = view.height = 256;
    view.fov_y_rad = 2 * std::atan(0.5); // 256 pixels a metre at one metre
    view.eye_m = {0, 0, 1};
    for (const int side : {5, 40}) { // small triangles, and large ones
        std::vector<test::MadeTriangle> triangles;
        const auto corner = [](int x, int y) {
            return Vec3i{4 * x + 2, 4 * y + 2, 0};
        }; // step 1/1024 m
        for (int y = -80; y + side <= 80; y += side)
            for (int x = -80; x + side <= 80; x += side) {
                const Vec3i a = corner(x, y), b = corner(x + side, y),
                            c = corner(x + side, y + side), d = corner(x, y + side);
                const bool rising = (x + y) % 2 == 0;
                triangles.push_back({a, b, rising ? c : d, Rgba8{}});
                triangles.push_back({rising ? a : b, c, d, Rgba8{}});
            }
        const auto soup = test::make_soup(triangles, 0x1p-10);
        const Drawn drawn = bench.draw(*soup, view, {true});
        const auto reference =
            test::reference_raster(soup->page_index.asset.grid, view, drawn.triangles);
        EXPECT_EQ(test::compare(reference, drawn.words).different, 0u);
        EXPECT_EQ(std::count_if(drawn.words.begin(), drawn.words.end(),
                      [](std::uint64_t w) { return w != 0; }),
            160 * 160);
        EXPECT_EQ(drawn.counters.large > 0, side == 40);
    }
}

TEST(Raster, keeps_the_picture_when_the_list_of_large_triangles_overflows)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 1});
    const stream::View view = home(*sphere, 512, 384);
    const std::vector<bool> active(sphere->page_index.groups.size(), true);
    const Drawn roomy = bench.draw(*sphere, view, active);
    ASSERT_GT(roomy.counters.large, 100u);
    bench.large_capacity = 10;
    const Drawn tight = bench.draw(*sphere, view, active);
    EXPECT_EQ(roomy.words, tight.words);
}

TEST(Raster, clips_triangles_at_the_near_plane_as_the_reference_does)
{
    Bench bench;
    // From inside the sphere, with walls that pass the eye on all sides.
    const auto sphere = test::make_sphere({.patches = 2});
    frame::OrbitCamera camera = frame::OrbitCamera::home(sphere->page_index.asset.bounds, 1);
    const std::vector<bool> active(sphere->page_index.groups.size(), true);
    const auto fine_triangles = 6u * 4 * 128;
    for (const double distance : {0.3, 0.95, 1.02}) {
        camera.distance_m = distance;
        camera.orbit(0.4, 0.1);
        stream::View view = camera.view(200, 160);
        view.near_m = 0.1;
        const Drawn drawn = bench.draw(*sphere, view, active);
        std::vector<test::ReferenceTriangle> fine(
            drawn.triangles.begin(), drawn.triangles.begin() + fine_triangles);
        expect_same(drawn, *sphere, view, fine);
    }
    test::expect_silent(*bench.device);
}

TEST(Raster, leaves_no_background_inside_a_closed_surface_for_any_mix_of_levels)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 4});
    const stream::View view = home(*sphere);
    std::mt19937 random(3);
    const Vec3d centre = sphere->page_index.asset.bounds.centre();
    for (int mix = 0; mix < 4; ++mix) {
        std::vector<bool> active(sphere->page_index.groups.size());
        for (std::size_t g = 0; g + 1 < active.size(); ++g)
            active[g] = random() % 2 == 0;
        active.back() = true; // the terminal group
        const Drawn drawn = bench.draw(*sphere, view, active);
        // Every pixel whose ray passes well within the sphere must be covered.
        std::size_t inside = 0, holes = 0;
        for (std::uint32_t y = 0; y < view.height; ++y)
            for (std::uint32_t x = 0; x < view.width; ++x) {
                const double focal = view.focal_px();
                const Vec3d ray =
                    normalized(view.forward + view.right * ((x + 0.5 - view.width / 2.0) / focal) -
                               view.up * ((y + 0.5 - view.height / 2.0) / focal));
                const Vec3d to_centre = centre - view.eye_m;
                const double distance = length(to_centre - ray * dot(to_centre, ray));
                if (distance > 0.97)
                    continue;
                ++inside;
                holes += drawn.words[std::size_t{y} * view.width + x] == 0 ? 1u : 0u;
            }
        EXPECT_GT(inside, 5000u);
        EXPECT_EQ(holes, 0u);
    }
    test::expect_silent(*bench.device);
}

TEST(Raster, gives_the_same_picture_through_staging_memory)
{
    gpu::DeviceOptions staged;
    staged.always_stage = true;
    Bench direct, staging(staged);
    EXPECT_NE(direct.device->facts().unified, staging.device->facts().unified);
    const auto sphere = test::make_sphere({.patches = 2});
    const std::vector<bool> active(sphere->page_index.groups.size(), true);
    const Drawn a = direct.draw(*sphere, home(*sphere), active);
    const Drawn b = staging.draw(*sphere, home(*sphere), active);
    EXPECT_EQ(a.words, b.words);
    EXPECT_EQ(a.pixels, b.pixels);
    test::expect_silent(*staging.device);
}

TEST(Resolve, shows_measured_colours_unchanged)
{
    Bench bench;
    const Rgba8 colour{200, 37, 5, 255};
    const auto soup =
        test::make_soup({{{-1000, -1000, 0}, {1000, -1000, 0}, {0, 1000, 0}, colour}}, 0x1p-10);
    frame::Look look;
    look.mode = frame::Mode::colour;
    const stream::View view = home(*soup);
    const Drawn drawn = bench.draw(*soup, view, {true}, look);
    std::size_t covered = 0;
    for (std::size_t i = 0; i < drawn.words.size(); ++i) {
        if (drawn.words[i] == 0)
            continue;
        ++covered;
        EXPECT_EQ(drawn.pixels[i], colour);
    }
    EXPECT_GT(covered, 1000u);
}

TEST(Resolve, lights_both_sides_of_a_surface_alike)
{
    Bench bench;
    const Rgba8 white{255, 255, 255, 255};
    const std::vector<test::MadeTriangle> front{
        {{-1000, -1000, 0}, {1000, -1000, 0}, {0, 1000, 0}, white}};
    const std::vector<test::MadeTriangle> back{{front[0].a, front[0].c, front[0].b, white}};
    const auto one = test::make_soup(front, 0x1p-10), other = test::make_soup(back, 0x1p-10);
    const Drawn a = bench.draw(*one, home(*one), {true});
    const Drawn b = bench.draw(*other, home(*other), {true});
    EXPECT_EQ(a.pixels, b.pixels);
    frame::Look moved;
    moved.key_azimuth_rad = 1.2;
    EXPECT_NE(a.pixels, bench.draw(*one, home(*one), {true}, moved).pixels);
}

} // namespace
} // namespace stele::passes
