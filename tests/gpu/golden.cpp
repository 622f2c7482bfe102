// Baselines: reading, comparing, rewriting.
#include "tests/gpu/golden.h"

#include "archive/base/file.h"
#include "renderer/frame/png.h"

#include <gtest/gtest.h>
#include <png.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

namespace stele::test {

namespace {

constexpr int kTolerance = 8;              // of 255, in any channel
constexpr double kPixelsBeyond = 0.01;     // share of the picture
constexpr char kDeviceLine[] = "Device: "; // in the README

std::filesystem::path baselines()
{
    return std::filesystem::path(STELE_SOURCE_DIR) / "tests/gpu/baselines";
}

std::string device_line(const gpu::Device& device)
{
    return kDeviceLine + device.facts().name + "; " + device.facts().driver;
}

bool updating()
{
    const char* const flag = std::getenv("STELE_UPDATE_GOLDENS");
    return flag != nullptr && std::string_view(flag) == "1";
}

std::vector<std::string> readme_lines()
{
    std::vector<std::string> lines;
    std::ifstream in(baselines() / "README.md");
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

void record_device(const gpu::Device& device)
{
    std::vector<std::string> lines = readme_lines();
    std::ofstream out(baselines() / "README.md");
    for (std::string& line : lines)
        out << (line.starts_with(kDeviceLine) ? device_line(device) : line) << '\n';
}

bool made_here(const gpu::Device& device)
{
    const auto lines = readme_lines();
    return std::find(lines.begin(), lines.end(), device_line(device)) != lines.end();
}

std::optional<Image> read_png(const std::filesystem::path& path)
{
    png_image reader{};
    reader.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&reader, path.c_str()) == 0)
        return std::nullopt;
    reader.format = PNG_FORMAT_RGBA;
    Image image{reader.width, reader.height, {}};
    image.pixels.resize(std::size_t{reader.width} * reader.height);
    if (png_image_finish_read(&reader, nullptr, image.pixels.data(), 0, nullptr) == 0)
        return std::nullopt;
    return image;
}

int difference(Rgba8 a, Rgba8 b)
{
    return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

// Where pictures differ, bright: one step of 255 shows as much as 16 do.
Image difference_picture(const Image& a, const Image& b)
{
    Image image{a.width, a.height, {}};
    image.pixels.resize(a.pixels.size());
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const int d = difference(a.pixels[i], b.pixels[i]);
        const auto shade = static_cast<std::uint8_t>(d == 0 ? 0 : std::min(255, 64 + 16 * d));
        image.pixels[i] = {shade, shade, shade, 255};
    }
    return image;
}

// Says where the pictures are.
std::string keep(const std::string& name, const Image& actual, const Image* baseline)
{
    const auto folder = std::filesystem::path(STELE_BINARY_DIR) / "golden";
    std::filesystem::create_directories(folder);
    const auto path = folder / (name + "-actual.png");
    EXPECT_TRUE(frame::write_png(path, actual));
    std::string text = "\nactual: " + path.string();
    if (baseline != nullptr) {
        const auto differing = folder / (name + "-difference.png");
        EXPECT_TRUE(frame::write_png(differing, difference_picture(actual, *baseline)));
        text += "\ndifference: " + differing.string();
    }
    return text + "\nlook at it; if it is right, run again with STELE_UPDATE_GOLDENS=1";
}

} // namespace

void expect_golden(const std::string& name, const Image& picture, const gpu::Device& device)
{
    const auto path = baselines() / (name + ".png");
    if (updating()) {
        ASSERT_TRUE(frame::write_png(path, picture));
        record_device(device);
        return;
    }
    const auto baseline = read_png(path);
    if (!baseline) {
        ADD_FAILURE() << name << ": no baseline" << keep(name, picture, nullptr);
        return;
    }
    if (baseline->width != picture.width || baseline->height != picture.height) {
        ADD_FAILURE() << name << ": the baseline has another size" << keep(name, picture, nullptr);
        return;
    }
    const int tolerance = made_here(device) ? 0 : kTolerance;
    const double allowed = tolerance == 0 ? 0 : kPixelsBeyond;
    std::size_t beyond = 0;
    for (std::size_t i = 0; i < picture.pixels.size(); ++i)
        beyond += difference(picture.pixels[i], baseline->pixels[i]) > tolerance ? 1u : 0u;
    if (double(beyond) > allowed * double(picture.pixels.size()))
        ADD_FAILURE() << name << ": " << beyond << " pixels differ by more than " << tolerance
                      << keep(name, picture, &*baseline);
}

} // namespace stele::test
