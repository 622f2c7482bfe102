// One frame's passes over an asset made by hand.
#include "tests/renderer/passes/bench.h"

#include "renderer/frame/constants.h"
#include "renderer/passes/cull.h"
#include "renderer/passes/raster.h"
#include "renderer/passes/resolve.h"
#include "renderer/stream/page_pool.h"

#include <gtest/gtest.h>

#include <cstring>

namespace stele::passes {

namespace {

struct Shot {
    const test::MadeSource& source;
    const stream::View& view;
    const frame::Look& look;
    std::uint32_t large_capacity;
};

void write_inputs(const Shot& shot, const std::vector<bool>& active, const stream::PagePool& pool,
    const FrameInputs& inputs)
{
    const AssetInfo& asset = shot.source.page_index.asset;
    const frame::CameraPlace camera = frame::place_camera(asset.grid, shot.view.eye_m);
    const shaders::FrameBlock constants = frame::frame_constants(
        asset, shot.view, shot.look, camera, pool.slot_count(), shot.large_capacity);
    std::memcpy(inputs.frame.maybe_mapped, &constants, sizeof constants);
    std::vector<std::uint32_t> bits(active.size() / 32 + 1, 0);
    for (std::size_t g = 0; g < active.size(); ++g)
        bits[g / 32] |= active[g] ? 1u << (g % 32) : 0u;
    std::memcpy(inputs.group_bits.maybe_mapped, bits.data(), bits.size() * 4);
    auto* const table = reinterpret_cast<shaders::Page*>(inputs.pages.maybe_mapped);
    pool.fill_page_table(camera.cell, std::span(table, pool.slot_count()));
}

} // namespace

Drawn Bench::draw(const test::MadeSource& source, const stream::View& view,
    const std::vector<bool>& active, const frame::Look& look)
{
    auto drawn = try_draw(source, view, active, look);
    EXPECT_TRUE(drawn) << drawn.error().text();
    return drawn ? std::move(*drawn) : Drawn{};
}

Result<Drawn> Bench::try_draw(const test::MadeSource& source, const stream::View& view,
    const std::vector<bool>& active, const frame::Look& look)
{
    STELE_TRY(const CullPass cull, CullPass::create(*device));
    STELE_TRY(const RasterPass raster, RasterPass::create(*device));
    STELE_TRY(const ResolvePass resolve, ResolvePass::create(*device));
    STELE_TRY(gpu::Upload upload, gpu::Upload::create(*device, 8u << 20));
    STELE_TRY(
        stream::PagePool pool, stream::PagePool::create(*device, 32u << 20, source.pages.size()));
    STELE_TRY(const Targets targets,
        Targets::create(*device, {view.width, view.height}, 65536, large_capacity));
    STELE_TRY(
        const FrameInputs inputs, FrameInputs::create(*device, active.size(), source.pages.size()));
    STELE_TRY(const gpu::BindingSet bindings,
        bind_all(*device, cull.pipeline, inputs, pool.clusters(), targets));
    STELE_TRY(gpu::Commands commands, device->begin("test"));

    Drawn drawn;
    std::uint32_t first_cluster = 0;
    for (const DecodedPage& page : source.pages) {
        STELE_TRY(const stream::PackedPage packed, stream::pack_page(page, source.page_index));
        STELE_TRY(const auto slot, pool.publish(commands, upload, packed));
        EXPECT_TRUE(slot.has_value());
        const auto triangles = test::triangles_of(page, first_cluster);
        drawn.triangles.insert(drawn.triangles.end(), triangles.begin(), triangles.end());
        first_cluster += static_cast<std::uint32_t>(page.clusters.size());
    }
    pool.finish_uploads(commands);
    write_inputs({source, view, look, large_capacity}, active, pool, inputs);
    cull.record(commands, bindings, targets, pool.slot_count());
    raster.record(commands, bindings, targets);
    resolve.record(commands, bindings, targets, frame::shader_mode(look.mode));
    STELE_CHECK(read_back(std::move(commands), targets, drawn));
    return drawn;
}

Status Bench::read_back(gpu::Commands commands, const Targets& targets, Drawn& drawn)
{
    using gpu::State;
    const std::uint64_t words = targets.visibility.size_bytes, pixels = targets.pixels.size_bytes;
    STELE_TRY(const gpu::Buffer host,
        gpu::Buffer::create(*device, gpu::BufferUse::readback, words + pixels + 64, "readback"));
    commands.barrier(targets.visibility, State::written_by_compute, State::read_by_copy);
    commands.copy(targets.visibility, 0, host, 0, words);
    commands.copy(targets.pixels, 0, host, words, pixels);
    commands.copy(targets.counters, 0, host, words + pixels, sizeof(shaders::Counters));
    commands.barrier(host, State::written_by_copy, State::read_by_host);
    STELE_TRY(const std::uint64_t value, device->submit(std::move(commands)));
    STELE_CHECK(device->wait(value));
    drawn.words.resize(words / 8);
    drawn.pixels.resize(pixels / 4);
    std::memcpy(drawn.words.data(), host.maybe_mapped, words);
    std::memcpy(drawn.pixels.data(), host.maybe_mapped + words, pixels);
    std::memcpy(&drawn.counters, host.maybe_mapped + words + pixels, sizeof drawn.counters);
    return {};
}
stream::View home(const test::MadeSource& source, std::uint32_t width, std::uint32_t height,
    frame::Projection projection)
{
    return frame::OrbitCamera::home(
        source.page_index.asset.bounds, double(width) / height, projection)
        .view(width, height);
}

} // namespace stele::passes
