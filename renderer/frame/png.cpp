// PNG writing.
#include "renderer/frame/png.h"

#include "archive/base/io.h"

#include <png.h>

#include <csetjmp>

namespace stele::frame {

namespace {

void append(png_structp png, png_bytep data, png_size_t size)
{
    auto& out = *static_cast<Bytes*>(png_get_io_ptr(png));
    const auto* const first = reinterpret_cast<const std::byte*>(data);
    out.insert(out.end(), first, first + size);
}

void no_flush(png_structp) {}

// libpng reports errors by longjmp: nothing with a destructor may live in this frame after setjmp.
bool encode(const Image& image, Bytes& out)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    if (png == nullptr)
        return false;
    png_infop info = png_create_info_struct(png);
    if (info == nullptr || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, &out, append, no_flush);
    png_set_IHDR(png, info, image.width, image.height, 8, PNG_COLOR_TYPE_RGB_ALPHA,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
    for (std::uint32_t y = 0; y < image.height; ++y)
        png_write_row(
            png, reinterpret_cast<png_const_bytep>(&image.pixels[std::size_t{y} * image.width]));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

} // namespace

Result<Bytes> encode_png(const Image& image)
{
    if (image.width == 0 || image.height == 0 ||
        image.pixels.size() != std::size_t{image.width} * image.height)
        return Error(Errc::invalid_argument, "a picture without pixels cannot be a PNG");
    Bytes out;
    if (!encode(image, out))
        return Error(Errc::internal, "libpng refused a picture of " + std::to_string(image.width) +
                                         " x " + std::to_string(image.height));
    return out;
}

Status write_png(const std::filesystem::path& path, const Image& image)
{
    STELE_TRY(const Bytes bytes, encode_png(image));
    return replace_file_durably(real_io(), path, bytes);
}

} // namespace stele::frame
