// Textures: limits before decoding, wrapping, and the sRGB curve.
#include "archive/readers/texture.h"
#include "tests/archive/readers/make_picture.h"

#include <gtest/gtest.h>

#include <limits>

namespace stele::readers {
namespace {

TEST(Texture, every_srgb_code_survives_the_way_to_linear_and_back)
{
    for (int code = 0; code < 256; ++code) {
        const auto byte = static_cast<std::uint8_t>(code);
        const Rgba8 colour{byte, byte, byte, byte};
        EXPECT_EQ(srgb_from_linear(linear_from_srgb(colour)), colour) << code;
    }
}

TEST(Texture, values_beyond_the_range_are_clamped)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(srgb_from_linear({-1, 2, nan, nan}), (Rgba8{0, 255, 0, 0}));
}

TEST(Texture, a_name_ending_in_tga_does_not_open_other_decoders)
{
    for (const std::string other : {"P6 1 1 255\nrgb", "\xff\xff\xff\xd8\xff\xc0"}) {
        const auto as_tga = decode_texture(as_bytes(other), "a.tga");
        ASSERT_FALSE(as_tga);
        EXPECT_EQ(as_tga.error().code(), Errc::unsupported);
    }
    const std::string tga("\0\0\2\0\0\0\0\0\0\0\0\0\1\0\1\0\x18\0\1\2\3", 21);
    const auto image = decode_texture(as_bytes(tga), "a.TGA");
    ASSERT_TRUE(image) << image.error().text();
    EXPECT_EQ(image->at(0, 0), (Rgba8{3, 2, 1, 255}));
}

TEST(Texture, sampling_blends_in_linear_light_and_wraps_as_told)
{
    const Image image{2, 1, {{0, 0, 0, 255}, {255, 255, 255, 255}}};
    const auto at = [&](double u, Wrap wrap) {
        return srgb_from_linear(sample(image, u, 0.5, wrap, wrap)).r;
    };
    EXPECT_EQ(at(0.25, Wrap::repeat), 0);
    EXPECT_EQ(at(0.75, Wrap::repeat), 255);
    EXPECT_EQ(at(0.5, Wrap::repeat), 188);
    EXPECT_EQ(at(0.0, Wrap::repeat), 188);
    EXPECT_EQ(at(0.0, Wrap::clamp), 0);
    EXPECT_EQ(at(-7.25, Wrap::repeat), 255);
    EXPECT_EQ(at(-7.25, Wrap::clamp), 0);
    EXPECT_EQ(at(1.25, Wrap::mirror), 255);
    EXPECT_EQ(at(-0.25, Wrap::mirror), 0);
    for (const double odd : {1e300, -1e300, std::numeric_limits<double>::infinity(),
             std::numeric_limits<double>::quiet_NaN(), 1e9})
        for (const Wrap wrap : {Wrap::repeat, Wrap::clamp, Wrap::mirror})
            at(odd, wrap);
}

TEST(Texture, pictures_larger_than_the_limit_are_refused_before_decoding)
{
    std::string huge = test::png(1, 1, {{1, 2, 3, 255}});
    huge[16] = 0;
    huge[17] = 1; // 65537 wide
    const auto image = decode_texture(as_bytes(huge), "huge.png");
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code(), Errc::limit) << image.error().text();
}

TEST(Texture, other_formats_are_unsupported_and_truncated_ones_malformed)
{
    const std::string picture = test::png(4, 4, std::vector<Rgba8>(16));
    ASSERT_TRUE(decode_texture(as_bytes(picture), "a.png"));
    for (std::size_t size = 0; size + 20 < picture.size(); ++size)
        EXPECT_FALSE(decode_texture(as_bytes(picture).first(size), "a.png")) << size;
    const auto tiff = decode_texture(as_bytes("II*\0 and so on"), "a.tif");
    ASSERT_FALSE(tiff);
    EXPECT_EQ(tiff.error().code(), Errc::unsupported);
}

} // namespace
} // namespace stele::readers
