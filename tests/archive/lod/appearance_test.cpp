// A change of colour counts by how far it reaches and by how much of the group it concerns.
#include "archive/lod/appearance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace stele::test {
namespace {

constexpr Rgba8 kGrey{128, 128, 128, 255}, kRed{255, 0, 0, 255};

// Nine vertices of a plane square, of which the corners stay.
double error_with(const std::vector<Rgba8>& colours)
{
    std::vector<Vec3i> positions;
    for (std::int32_t y = 0; y < 3; ++y)
        for (std::int32_t x = 0; x < 3; ++x)
            positions.push_back({x * 4, y * 4, 0});
    const std::vector<Triangle> before{
        {0, 1, 4}, {1, 2, 4}, {2, 5, 4}, {5, 8, 4}, {8, 7, 4}, {7, 6, 4}, {6, 3, 4}, {3, 0, 4}};
    const std::vector<std::uint8_t> locked(9, 0);
    lod::Simplified out;
    out.positions = positions;
    out.colours = colours;
    out.triangles = {{0, 2, 8}, {0, 8, 6}};
    const std::vector<std::uint32_t> nearest{0, 0, 0, 1, 0, 0, 1, 1, 0};
    return lod::appearance_error({positions, colours, {}, before, locked}, out, nearest);
}

TEST(Appearance, plain_surface_has_no_error)
{
    EXPECT_EQ(error_with(std::vector<Rgba8>(9, kGrey)), 0);
    EXPECT_EQ(error_with({}), 0);
}

TEST(Appearance, one_of_nine_vertices_counts_a_ninth_of_the_square)
{
    std::vector<Rgba8> colours(9, kGrey);
    colours[4] = kRed;
    EXPECT_NEAR(error_with(colours), std::sqrt(128.0 / 9), 1e-12);
}

TEST(Appearance, vertices_that_stay_count_nothing)
{
    std::vector<Rgba8> colours(9, kGrey);
    for (const std::size_t v : {1u, 3u, 4u, 5u, 7u})
        colours[v] = kRed;
    EXPECT_NEAR(error_with(colours), std::sqrt(128.0 * 5 / 9), 1e-12);
}

TEST(Appearance, faint_noise_everywhere_counts_nothing)
{
    std::vector<Rgba8> colours(9, kGrey);
    for (const std::size_t v : {1u, 3u, 4u, 5u, 7u})
        colours[v] = v % 2 == 0 ? Rgba8{138, 138, 138, 255} : Rgba8{118, 118, 118, 255};
    EXPECT_EQ(error_with(colours), 0);
    colours[4] = kRed; // stands out from it
    EXPECT_NEAR(error_with(colours), std::sqrt(128.0 / 9), 1e-12);
}

} // namespace
} // namespace stele::test
