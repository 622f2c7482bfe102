// The snapped colour table: exact, monotone, within 0.45 codes of the true value.
#include "archive/page/colour.h"

#include <gtest/gtest.h>

#include <cmath>

namespace stele::page {
namespace {

double linear(double code)
{
    const double s = code / 255;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

TEST(Colour, every_code_reads_back)
{
    for (int c = 0; c < 256; ++c) {
        const Rgba8 code{static_cast<std::uint8_t>(c), static_cast<std::uint8_t>(255 - c), 7,
            static_cast<std::uint8_t>(c)};
        EXPECT_EQ(to_srgb(to_linear(code)), code);
    }
}

TEST(Colour, stored_values_lie_within_0_45_codes)
{
    for (int c = 1; c < 255; ++c) {
        const double value = kLinearOfSrgb[static_cast<std::size_t>(c)] / 65535.0;
        EXPECT_GE(value, linear(c - 0.45) - 1e-12) << c;
        EXPECT_LE(value, linear(c + 0.45) + 1e-12) << c;
    }
    EXPECT_EQ(kLinearOfSrgb[0], 0);
    EXPECT_GE(kLinearOfSrgb[255] / 65535.0, linear(254.55));
}

TEST(Colour, opaque_is_exactly_one)
{
    EXPECT_EQ(to_linear({0, 0, 0, 255})[3], 65535);
}

} // namespace
} // namespace stele::page
