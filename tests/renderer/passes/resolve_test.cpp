// What a mode makes of a pixel: measured colours, light, clay and normals against the reference.
#include "tests/renderer/passes/bench.h"
#include "tests/support/reference_shade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace stele::passes {
namespace {

int difference(Rgba8 a, Rgba8 b)
{
    return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

frame::Look in_mode(frame::Mode mode)
{
    frame::Look look;
    look.mode = mode;
    return look;
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

// Wider than a dispatch: the first workgroups take a second tile each.
TEST(Resolve, reaches_every_tile_of_a_large_picture)
{
    Bench bench;
    const Rgba8 colour{90, 120, 150, 255};
    const auto wall =
        test::make_soup({{{-9000, -9000, 0}, {9000, -9000, 0}, {0, 9000, 0}, colour}}, 0x1p-10);
    stream::View view;
    view.width = 2400;
    view.height = 1800;
    view.eye_m = {0, 0, 1};
    const Drawn drawn = bench.draw(*wall, view, {true}, in_mode(frame::Mode::colour));
    EXPECT_GT(drawn.counters.tiles, 65535u);
    EXPECT_EQ(drawn.counters.tiles, 300u * 225);
    EXPECT_EQ(std::count(drawn.pixels.begin(), drawn.pixels.end(), colour), 2400 * 1800);
    test::expect_silent(*bench.device);
}

// Tiles cut off by the right and lower edge, and tiles that a single pixel covers.
TEST(Resolve, fills_what_nothing_covers_with_the_background)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 2});
    const std::vector<bool> active(sphere->page_index.groups.size(), true);
    const stream::View view = home(*sphere, 203, 149);
    frame::Look look = in_mode(frame::Mode::colour);
    look.background_top = look.background_bottom = {1, 0, 1};
    const Drawn drawn = bench.draw(*sphere, view, active, look);
    EXPECT_GT(drawn.counters.tiles, 50u);
    EXPECT_LT(drawn.counters.tiles, 26u * 19);
    const Rgba8 magenta{255, 0, 255, 255};
    for (std::size_t i = 0; i < drawn.words.size(); ++i)
        ASSERT_EQ(drawn.words[i] == 0, drawn.pixels[i] == magenta) << i;
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

// Every covered pixel, by the triangle that its word names.
void expect_reference_shading(const Drawn& drawn, const stream::View& view, const frame::Look& look)
{
    std::map<std::uint32_t, Vec3d> normals;
    for (const test::ReferenceTriangle& t : drawn.triangles)
        normals[t.id] = cross(to_double(t.b - t.a), to_double(t.c - t.a));
    std::size_t covered = 0, beyond = 0;
    for (std::uint32_t y = 0; y < view.height; ++y)
        for (std::uint32_t x = 0; x < view.width; ++x) {
            const std::size_t i = std::size_t{y} * view.width + x;
            if (drawn.words[i] == 0)
                continue;
            const Vec3d normal = normals.at(static_cast<std::uint32_t>(drawn.words[i]));
            const Rgba8 expected = test::reference_shade(view, look, x + 0.5, y + 0.5, normal);
            ++covered;
            beyond += difference(drawn.pixels[i], expected) > 1 ? 1u : 0u;
        }
    EXPECT_GT(covered, 5000u);
    EXPECT_LE(beyond * 1000, covered); // triangles seen edge on turn either way
}

TEST(Resolve, clay_and_normals_are_those_of_the_reference)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 3});
    const std::vector<bool> active(sphere->page_index.groups.size(), true);
    for (const auto projection :
        {frame::Projection::perspective, frame::Projection::orthographic}) {
        auto camera = frame::OrbitCamera::home(sphere->page_index.asset.bounds, 1.3, projection);
        camera.orbit(2.2, 0.4);
        const stream::View view = camera.view(260, 200);
        for (const frame::Mode mode : {frame::Mode::clay, frame::Mode::normals}) {
            const frame::Look look = in_mode(mode);
            expect_reference_shading(bench.draw(*sphere, view, active, look), view, look);
        }
    }
    test::expect_silent(*bench.device);
}

TEST(Resolve, clay_knows_no_colour_and_follows_the_light)
{
    Bench bench;
    const auto coloured = test::make_sphere({.patches = 2});
    const auto plain = test::make_sphere({.patches = 2, .colours = false});
    const std::vector<bool> active(coloured->page_index.groups.size(), true);
    frame::Look clay = in_mode(frame::Mode::clay);
    const Drawn a = bench.draw(*coloured, home(*coloured), active, clay);
    EXPECT_EQ(a.pixels, bench.draw(*plain, home(*plain), active, clay).pixels);
    clay.key_azimuth_rad = 1.2;
    EXPECT_NE(a.pixels, bench.draw(*plain, home(*plain), active, clay).pixels);
}

// The source's own normals where it has them: on a coarse sphere they are the sphere's, not the
// triangles'.
TEST(Resolve, normals_are_the_sources_own_in_asset_axes)
{
    Bench bench;
    const auto sphere = test::make_sphere({.patches = 2, .normals = true});
    std::vector<bool> coarse(sphere->page_index.groups.size(), false);
    coarse.back() = true;
    auto camera = frame::OrbitCamera::home(
        sphere->page_index.asset.bounds, 1.3, frame::Projection::orthographic);
    camera.orbit(-0.9, 0.3);
    const stream::View view = camera.view(260, 200);
    const frame::Look look = in_mode(frame::Mode::normals);
    const Drawn drawn = bench.draw(*sphere, view, coarse, look);
    std::size_t inside = 0, beyond = 0;
    for (std::uint32_t y = 0; y < view.height; ++y)
        for (std::uint32_t x = 0; x < view.width; ++x) {
            const Vec3d p = view.unproject({x + 0.5, y + 0.5}, camera.distance_m);
            const double across = dot(p, p); // the centre is the origin
            if (across > 0.8)
                continue;
            const Vec3d normal = p - view.forward * std::sqrt(1 - across);
            const Rgba8 expected = test::reference_shade(view, look, x + 0.5, y + 0.5, normal);
            ++inside;
            beyond +=
                difference(drawn.pixels[std::size_t{y} * view.width + x], expected) > 4 ? 1u : 0u;
        }
    EXPECT_GT(inside, 5000u);
    EXPECT_EQ(beyond, 0u);
}

} // namespace
} // namespace stele::passes
