// PNG: a standard reader gets the same pixels back.
#include "archive/base/file.h"
#include "renderer/frame/png.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>
#include <png.h>

namespace stele::frame {
namespace {

Image gradient()
{
    Image image{37, 11, {}};
    for (std::uint32_t i = 0; i < 37 * 11; ++i)
        image.pixels.push_back(
            {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i / 3), 200, 255});
    return image;
}

TEST(Png, is_read_back_by_libpng_pixel_for_pixel)
{
    const test::TempDir dir;
    const Image image = gradient();
    ASSERT_TRUE(write_png(dir / "a.png", image));
    png_image reader{};
    reader.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_file(&reader, (dir / "a.png").c_str()), 0);
    EXPECT_EQ(reader.width, image.width);
    reader.format = PNG_FORMAT_RGBA;
    std::vector<Rgba8> pixels(image.pixels.size());
    ASSERT_NE(png_image_finish_read(&reader, nullptr, pixels.data(), 0, nullptr), 0);
    EXPECT_EQ(pixels, image.pixels);
}

TEST(Png, same_picture_same_bytes_and_an_empty_one_is_refused)
{
    EXPECT_EQ(*encode_png(gradient()), *encode_png(gradient()));
    EXPECT_FALSE(encode_png(Image{}));
    Image wrong = gradient();
    wrong.pixels.pop_back();
    EXPECT_FALSE(encode_png(wrong));
}

} // namespace
} // namespace stele::frame
