// Times a frame pass by pass: frame_bench [width height [picture.png]]. Each pass is submitted and
// awaited alone.
#include "renderer/frame/camera.h"
#include "renderer/frame/capture.h"
#include "renderer/frame/png.h"
#include "tests/support/made_asset.h"

#include <cstdio>
#include <cstdlib>
#include <map>

namespace stele {
namespace {

Status run(gpu::Extent extent, const char* picture)
{
    STELE_TRY(const auto device, gpu::Device::create({}));
    std::printf("%s, %u x %u, least of 12 frames, CPU ms\n", device->facts().name.c_str(),
        extent.width, extent.height);
    frame::RendererOptions options;
    options.measure_passes = true;
    STELE_TRY(const auto renderer, frame::Renderer::create(*device, extent, options));
    for (const std::uint32_t patches : {4u, 11u, 26u, 52u}) {
        const auto sphere = test::make_sphere({.patches = patches, .patches_per_page = 64});
        STELE_CHECK(renderer->set_asset(sphere));
        const auto camera = frame::OrbitCamera::home(
            sphere->page_index.asset.bounds, double(extent.width) / extent.height);
        const frame::View view = camera.view(extent.width, extent.height, 1e-6);
        STELE_TRY(const Image image, frame::capture(*renderer, view, {}));
        std::map<std::string, double> least;
        double least_wall_ms = 1e9;
        for (int i = 0; i < 12; ++i) {
            STELE_TRY(gpu::Commands commands, device->begin("bench"));
            STELE_CHECK(renderer->record_frame(commands, view, {}));
            STELE_TRY(const std::uint64_t value, device->submit(std::move(commands)));
            STELE_CHECK(device->wait(value));
            double wall_ms = 0;
            for (const frame::PassTime& pass : renderer->stats().passes) {
                wall_ms += pass.ms;
                const auto [found, added] = least.emplace(pass.name, pass.cpu_ms);
                found->second = added ? pass.cpu_ms : std::min(found->second, pass.cpu_ms);
            }
            least_wall_ms = std::min(least_wall_ms, wall_ms);
        }
        double sum = 0;
        std::printf(
            "%9llu triangles", static_cast<unsigned long long>(renderer->stats().triangles_drawn));
        for (const auto& [name, ms] : least) {
            std::printf("  %s %.2f", name.c_str(), ms);
            sum += ms;
        }
        std::printf("  frame %.2f  wall %.2f\n", sum, least_wall_ms);
        if (picture != nullptr)
            STELE_CHECK(frame::write_png(picture, image));
    }
    return {};
}

} // namespace
} // namespace stele

int main(int argc, char** argv)
{
    const auto number = [&](int i, unsigned fallback) {
        return argc > i ? static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 10)) : fallback;
    };
    const stele::Status done =
        stele::run({number(1, 1280), number(2, 720)}, argc > 3 ? argv[3] : nullptr);
    if (!done)
        std::fprintf(stderr, "frame_bench: %s\n", done.error().text().c_str());
    return done ? 0 : 1;
}
