// One frame's passes over an asset made by hand, and what they left in memory.
#pragma once

#include "renderer/frame/camera.h"
#include "renderer/passes/targets.h"
#include "renderer/shaders/include/layout.h"
#include "tests/support/gpu_device.h"
#include "tests/support/made_asset.h"
#include "tests/support/reference_raster.h"

namespace stele::passes {

struct Drawn {
    std::vector<std::uint64_t> words;
    std::vector<Rgba8> pixels;
    shaders::Counters counters{};
    std::vector<test::ReferenceTriangle> triangles; // all, with the ids they were given
};

// Publishes every page and draws the clusters whose groups bits say so.
class Bench {
public:
    std::unique_ptr<gpu::Device> device;
    std::uint32_t large_capacity = 1u << 16;

    explicit Bench(gpu::DeviceOptions options = {}) : device(test::make_device(options)) {}

    // active: one flag a group.
    Drawn draw(const test::MadeSource& source, const stream::View& view,
        const std::vector<bool>& active, const frame::Look& look = {});

private:
    Result<Drawn> try_draw(const test::MadeSource& source, const stream::View& view,
        const std::vector<bool>& active, const frame::Look& look);
    Status read_back(gpu::Commands commands, const Targets& targets, Drawn& drawn);
};

// The whole asset.
stream::View home(const test::MadeSource& source, std::uint32_t width = 256,
    std::uint32_t height = 192, frame::Projection projection = frame::Projection::perspective);

} // namespace stele::passes
