// The compute rasteriser against the scalar reference: the same triangle in the same pixel.
#include "tests/renderer/passes/bench.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace stele::passes {
namespace {

constexpr auto kProjections = {frame::Projection::perspective, frame::Projection::orthographic};

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
    for (const auto projection : kProjections) {
        const stream::View view = home(*sphere, 256, 192, projection);
        std::vector<bool> active(sphere->page_index.groups.size(), true);
        const Drawn drawn = bench.draw(*sphere, view, active);
        std::vector<test::ReferenceTriangle> fine;
        const auto fine_triangles = 6u * 9 * 128; // the root page comes last
        fine.assign(drawn.triangles.begin(), drawn.triangles.begin() + fine_triangles);
        expect_same(drawn, *sphere, view, fine);
        EXPECT_GT(std::count(drawn.words.begin(), drawn.words.end(), 0u), 1000);
        EXPECT_EQ(drawn.counters.triangles, fine_triangles);
    }
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
    for (const auto projection : kProjections) {
        const stream::View view = home(*soup, 256, 192, projection);
        const Drawn drawn = bench.draw(*soup, view, {true});
        expect_same(drawn, *soup, view, drawn.triangles);
        EXPECT_GT(drawn.counters.large, 0u);
    }
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

// Every pixel whose ray passes well within the unit sphere must be covered.
void expect_watertight(const Drawn& drawn, const stream::View& view, Vec3d centre)
{
    std::size_t inside = 0, holes = 0;
    for (std::uint32_t y = 0; y < view.height; ++y)
        for (std::uint32_t x = 0; x < view.width; ++x) {
            const Vec3d near = view.unproject({x + 0.5, y + 0.5}, 1),
                        far = view.unproject({x + 0.5, y + 0.5}, 2);
            const Vec3d ray = normalized(far - near), to_centre = centre - near;
            if (length(to_centre - ray * dot(to_centre, ray)) > 0.97)
                continue;
            ++inside;
            holes += drawn.words[std::size_t{y} * view.width + x] == 0 ? 1u : 0u;
        }
    EXPECT_GT(inside, 5000u);
    EXPECT_EQ(holes, 0u);
}

TEST(Raster, leaves_no_background_inside_a_closed_surface_for_any_mix_of_levels)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 4});
    std::mt19937 random(3);
    for (int mix = 0; mix < 4; ++mix) {
        std::vector<bool> active(sphere->page_index.groups.size());
        for (std::size_t g = 0; g + 1 < active.size(); ++g)
            active[g] = random() % 2 == 0;
        active.back() = true; // the terminal group
        for (const auto projection : kProjections) {
            const stream::View view = home(*sphere, 256, 192, projection);
            expect_watertight(
                bench.draw(*sphere, view, active), view, sphere->page_index.asset.bounds.centre());
        }
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

} // namespace
} // namespace stele::passes
