// stb_image decodes; the sRGB curve is IEC 61966-2-1.
#include "archive/readers/texture.h"

#include "archive/base/unicode.h"
#include "archive/readers/jpeg_check.h"

#include <stb/stb_image.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>
#include <cstring>
#include <memory>

namespace stele::readers {

namespace {

bool starts_with(ByteSpan bytes, std::string_view magic)
{
    return as_text(bytes).substr(0, magic.size()) == magic;
}

// As stb_image sees it: fill bytes may precede the first marker (ITU-T T.81, B.1.1.2).
bool is_jpeg_to_stb(ByteSpan bytes)
{
    const std::string_view text = as_text(bytes);
    const std::size_t marker = text.find_first_not_of('\xff');
    return marker != 0 && marker != text.npos && text[marker] == '\xd8';
}

// What else stb_image would take a file for, whatever it is named; none can begin a TGA.
bool is_other_format(ByteSpan bytes)
{
    if (is_jpeg_to_stb(bytes))
        return true;
    constexpr std::array<std::string_view, 6> kMagics{
        "GIF8", "8BPS", "\x53\x80\xf6\x34", "#?R", "P5", "P6"};
    return std::any_of(kMagics.begin(), kMagics.end(),
        [&](std::string_view magic) { return starts_with(bytes, magic); });
}

// Only these: the other decoders in stb_image are not worth their risk.
bool is_known_format(ByteSpan bytes, std::string_view name)
{
    const std::string lower = ascii_lower(name);
    return starts_with(bytes, "\x89PNG") || starts_with(bytes, "\xff\xd8\xff") ||
           starts_with(bytes, "BM") || (lower.ends_with(".tga") && !is_other_format(bytes));
}

float linear_of(double encoded)
{
    return static_cast<float>(
        encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4));
}

const std::array<float, 256>& linear_table()
{
    static const std::array<float, 256> table = [] {
        std::array<float, 256> t{};
        for (std::size_t i = 0; i < t.size(); ++i)
            t[i] = linear_of(double(i) / 255);
        return t;
    }();
    return table;
}

// Between the codes i and i + 1: rounding in the encoded domain, as a search instead of a power.
const std::array<float, 255>& threshold_table()
{
    static const std::array<float, 255> table = [] {
        std::array<float, 255> t{};
        for (std::size_t i = 0; i < t.size(); ++i)
            t[i] = linear_of((double(i) + 0.5) / 255);
        return t;
    }();
    return table;
}

std::uint8_t encode(float linear)
{
    if (!(linear > 0))
        return 0;
    const auto& table = threshold_table();
    const auto* const above = std::upper_bound(table.begin(), table.end(), linear);
    return static_cast<std::uint8_t>(above - table.begin());
}

// The two texels around a coordinate, and how far it is towards the second.
struct Taps {
    std::uint32_t first, second;
    float towards_second;
};

std::uint32_t wrapped(double texel, std::uint32_t size, Wrap wrap)
{
    const double n = size;
    if (wrap == Wrap::clamp)
        texel = std::clamp(texel, 0.0, n - 1);
    else if (wrap == Wrap::repeat)
        texel -= std::floor(texel / n) * n;
    else {
        texel -= std::floor(texel / (2 * n)) * 2 * n;
        if (texel >= n)
            texel = 2 * n - 1 - texel;
    }
    return std::min(static_cast<std::uint32_t>(std::max(texel, 0.0)), size - 1);
}

Taps taps(double coordinate, std::uint32_t size, Wrap wrap)
{
    // Beyond 2^31 tiles no fraction of a texel is left in a float's uv anyway.
    if (!(std::abs(coordinate) < 0x1p31))
        coordinate = 0;
    const double texel = coordinate * size - 0.5;
    const double first = std::floor(texel);
    return {wrapped(first, size, wrap), wrapped(first + 1, size, wrap),
        static_cast<float>(texel - first)};
}

LinearColour mix(const LinearColour& a, const LinearColour& b, float t)
{
    const float s = 1 - t;
    return {a.r * s + b.r * t, a.g * s + b.g * t, a.b * s + b.b * t, a.a * s + b.a * t};
}

} // namespace

Result<Image> decode_texture(ByteSpan bytes, std::string_view name)
{
    if (!is_known_format(bytes, name))
        return Error(Errc::unsupported,
            "texture " + std::string(name) + " is neither PNG, JPEG, BMP nor TGA");
    if (bytes.size() > INT_MAX)
        return Error(Errc::limit, "texture " + std::string(name) + " is larger than 2 GiB");
    const auto* const data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    const auto failed = [&] {
        const char* const why = stbi_failure_reason();
        return Error(Errc::malformed,
            "texture " + std::string(name) + ": " + (why != nullptr ? why : "cannot be decoded"));
    };
    if (stbi_info_from_memory(data, size, &width, &height, &channels) == 0)
        return failed();
    if (width <= 0 || height <= 0 || width > int{kMaxTextureSide} || height > int{kMaxTextureSide})
        return Error(Errc::limit, "texture " + std::string(name) + " has " + std::to_string(width) +
                                      " x " + std::to_string(height) +
                                      " texels, at most 16384 x 16384 are read");
    if (starts_with(bytes, "\xff\xd8"))
        STELE_CHECK(check_jpeg(bytes).in("texture " + std::string(name)));
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_memory(data, size, &width, &height, &channels, 4), &stbi_image_free);
    if (pixels == nullptr)
        return failed();
    Image image;
    image.width = static_cast<std::uint32_t>(width);
    image.height = static_cast<std::uint32_t>(height);
    image.pixels.resize(std::size_t{image.width} * image.height);
    static_assert(sizeof(Rgba8) == 4);
    std::memcpy(image.pixels.data(), pixels.get(), image.pixels.size() * sizeof(Rgba8));
    return image;
}

LinearColour linear_from_srgb(Rgba8 colour)
{
    const auto& table = linear_table();
    return {table[colour.r], table[colour.g], table[colour.b], float(colour.a) / 255};
}

Rgba8 srgb_from_linear(const LinearColour& colour)
{
    const float a = colour.a > 0 ? std::min(colour.a, 1.0f) : 0.0f;
    return {encode(colour.r), encode(colour.g), encode(colour.b),
        static_cast<std::uint8_t>(std::lround(a * 255))};
}

LinearColour sample(const Image& image, double u, double v, Wrap wrap_u, Wrap wrap_v)
{
    const Taps x = taps(u, image.width, wrap_u);
    const Taps y = taps(v, image.height, wrap_v);
    const auto at = [&](std::uint32_t column, std::uint32_t row) {
        return linear_from_srgb(image.at(column, row));
    };
    return mix(mix(at(x.first, y.first), at(x.second, y.first), x.towards_second),
        mix(at(x.first, y.second), at(x.second, y.second), x.towards_second), y.towards_second);
}

std::string SamplingReport::text() const
{
    const std::uint64_t per_vertex = vertices > 0 ? texels / vertices : texels;
    return std::to_string(textures) + (textures == 1 ? " texture of " : " textures of ") +
           std::to_string(texels) + " texels sampled into the colours of " +
           std::to_string(vertices) + " vertices: of about " + std::to_string(per_vertex) +
           " texels a vertex, one colour is kept in the viewing copy; the original keeps all";
}

} // namespace stele::readers
