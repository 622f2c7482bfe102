// MAIN PATH of the picture: read record_frame first, then what it calls.
#include "renderer/frame/frame.h"

#include "renderer/frame/constants.h"
#include "renderer/gpu/timer.h"
#include "renderer/passes/cull.h"
#include "renderer/passes/raster.h"
#include "renderer/passes/resolve.h"

#include <array>
#include <chrono>
#include <cstring>
#include <ctime>

namespace stele::frame {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFramesInFlight = 2;
constexpr std::uint64_t kUploadRingBytes = 32u << 20;
constexpr std::uint32_t kMaxMarks = 8;

// What one frame in flight owns.
struct FrameSlot {
    passes::FrameInputs inputs;
    gpu::BindingSet bindings;
    gpu::Buffer counters; // readback
    gpu::Timer timer;
    std::uint64_t timeline_value = 0; // reached when the GPU is done with this slot
    bool recorded = false;
};

AssetInfo empty_asset()
{
    AssetInfo asset;
    asset.grid.step_m = 1;
    return asset;
}

} // namespace

struct Renderer::State {
    gpu::Device& device;
    RendererOptions options;
    passes::CullPass cull;
    passes::RasterPass raster;
    passes::ResolvePass resolve;
    gpu::Upload upload;
    passes::Targets targets;
    gpu::Image output;
    bool output_written = false;
    gpu::Buffer no_clusters; // bound while there is no asset
    std::unique_ptr<stream::AssetStream> asset;
    std::vector<FrameSlot> slots;
    std::size_t slot = 0;
    View view;
    Stats stats;
    Clock::time_point started = Clock::now();
    Clock::time_point last_mark;
    std::clock_t last_cpu = 0;

    const gpu::Buffer& clusters() const { return asset ? asset->pool().clusters() : no_clusters; }
    Status make_targets(gpu::Extent extent);
    Status make_slots();
    Status next_slot();
    void read_back(const FrameSlot& finished);
    Status update_scene(gpu::Commands& commands);
    void write_inputs(const Look& look);
    Status mark(gpu::Commands& commands, const char* pass);
    void copy_out(gpu::Commands& commands);
};

Renderer::Renderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Renderer::~Renderer() = default;

Result<std::unique_ptr<Renderer>> Renderer::create(
    gpu::Device& device, gpu::Extent extent, const RendererOptions& options)
{
    STELE_TRY(auto cull, passes::CullPass::create(device));
    STELE_TRY(auto raster, passes::RasterPass::create(device));
    STELE_TRY(auto resolve, passes::ResolvePass::create(device));
    STELE_TRY(auto upload, gpu::Upload::create(device, kUploadRingBytes));
    STELE_TRY(auto no_clusters, gpu::Buffer::create(device, gpu::BufferUse::device,
                                    sizeof(shaders::Cluster), "no clusters"));
    std::unique_ptr<State> state(new State{device, options, std::move(cull), std::move(raster),
        std::move(resolve), std::move(upload), {}, {}, false, std::move(no_clusters), nullptr, {},
        0, {}, {}, Clock::now(), {}, 0});
    STELE_CHECK(state->make_targets(extent));
    return std::unique_ptr<Renderer>(new Renderer(std::move(state)));
}

Status Renderer::set_asset(std::shared_ptr<const stream::PageSource> source)
{
    std::unique_ptr<stream::AssetStream> asset;
    if (source) {
        const stream::StreamOptions options{state_->options.gpu_budget_bytes,
            state_->options.loader_threads, state_->options.publish};
        STELE_TRY(asset, stream::AssetStream::create(state_->device, std::move(source), options));
    }
    state_->asset = std::move(asset);
    return state_->make_targets(state_->targets.extent);
}

Status Renderer::resize(gpu::Extent extent)
{
    return extent == state_->targets.extent ? Status() : state_->make_targets(extent);
}

// One frame. The state that buffers are in between frames: pixels and counters read_by_copy, the
// rest read_by_compute.
Status Renderer::record_frame(gpu::Commands& commands, const View& view, const Look& look)
{
    State& s = *state_;
    if (gpu::Extent{view.width, view.height} != s.targets.extent)
        return Error(Errc::invalid_argument, "the view is " + std::to_string(view.width) + " x " +
                                                 std::to_string(view.height) +
                                                 ", the picture is not");
    s.view = view;
    STELE_CHECK(s.next_slot());
    FrameSlot& slot = s.slots[s.slot];
    slot.timer.start(commands);
    s.last_mark = Clock::now();
    s.last_cpu = std::clock();

    STELE_CHECK(s.update_scene(commands)); // publish arrived pages, choose the cut, request pages
    s.write_inputs(look);                  // camera, group bits, page table
    STELE_CHECK(s.mark(commands, "update"));

    const std::uint32_t page_slots = s.asset ? s.asset->pool().slot_count() : 0;
    s.cull.record(commands, slot.bindings, s.targets, page_slots);
    STELE_CHECK(s.mark(commands, "cull"));
    s.raster.record(commands, slot.bindings, s.targets);
    STELE_CHECK(s.mark(commands, "raster"));
    s.resolve.record(commands, slot.bindings, s.targets, shader_mode(look.mode));
    STELE_CHECK(s.mark(commands, "resolve"));

    s.copy_out(commands);
    STELE_CHECK(s.mark(commands, "copy"));
    return {};
}

Status Renderer::State::make_targets(gpu::Extent extent)
{
    const auto cluster_capacity = clusters().size_bytes / sizeof(shaders::Cluster);
    STELE_TRY(targets,
        passes::Targets::create(device, extent, static_cast<std::uint32_t>(cluster_capacity)));
    STELE_TRY(output, gpu::Image::create(device, extent, "output"));
    output_written = false;
    STELE_CHECK(make_slots());
    device.collect();
    return {};
}

Status Renderer::State::make_slots()
{
    const std::size_t groups = asset ? asset->index().groups.size() : 0;
    const std::size_t page_slots = asset ? asset->pool().max_slots() : 0;
    slots.clear();
    for (std::size_t i = 0; i < kFramesInFlight; ++i) {
        STELE_TRY(auto inputs, passes::FrameInputs::create(device, groups, page_slots));
        STELE_TRY(
            auto bindings, passes::bind_all(device, cull.pipeline, inputs, clusters(), targets));
        STELE_TRY(auto counters, gpu::Buffer::create(device, gpu::BufferUse::readback,
                                     sizeof(shaders::Counters), "counters readback"));
        STELE_TRY(auto timer, gpu::Timer::create(device, kMaxMarks, "frame timer"));
        slots.push_back({std::move(inputs), std::move(bindings), std::move(counters),
            std::move(timer), 0, false});
    }
    return {};
}

// The slot that the GPU left longest ago; waits if it has not.
Status Renderer::State::next_slot()
{
    slots[slot].timeline_value =
        device.submitted(); // the caller has submitted the last frame by now
    slot = (slot + 1) % slots.size();
    STELE_CHECK(device.wait(slots[slot].timeline_value));
    if (slots[slot].recorded)
        read_back(slots[slot]);
    slots[slot].recorded = true;
    device.collect();
    return {};
}

void Renderer::State::read_back(const FrameSlot& finished)
{
    shaders::Counters counters;
    std::memcpy(&counters, finished.counters.maybe_mapped, sizeof counters);
    stats.triangles_drawn = counters.triangles;
    stats.clusters_drawn = counters.visible;
    if (options.measure_passes)
        return;
    stats.passes.clear();
    for (const gpu::Span& span : finished.timer.read())
        stats.passes.push_back({span.name, span.ms, 0});
}

Status Renderer::State::update_scene(gpu::Commands& commands)
{
    stats.validation_messages = device.validation_messages();
    if (!asset)
        return {};
    const double now_s = std::chrono::duration<double>(Clock::now() - started).count();
    STELE_CHECK(asset->update(commands, upload, view, now_s));
    const stream::StreamStats& streamed = asset->stats();
    stats.source_triangles = asset->index().asset.source_triangles;
    stats.shown_error_m = asset->cut().shown_error_m;
    stats.threshold_px = asset->cut().threshold_px;
    stats.budget_limited = streamed.budget_limited;
    stats.resident_bytes = asset->pool().used_bytes();
    stats.budget_bytes = asset->budget_bytes();
    stats.resident_pages = streamed.resident_pages;
    stats.wanted_pages = streamed.wanted_pages;
    stats.missing_pages = streamed.missing_pages;
    stats.failed_pages = streamed.failed_pages;
    stats.last_failure = streamed.last_failure;
    return {};
}

void Renderer::State::write_inputs(const Look& look)
{
    const AssetInfo& info = asset ? asset->index().asset : empty_asset();
    const CameraPlace camera = place_camera(info.grid, view.eye_m);
    const std::uint32_t page_slots = asset ? asset->pool().slot_count() : 0;
    const shaders::FrameBlock constants =
        frame_constants(info, view, look, camera, page_slots, targets.large_capacity);
    const passes::FrameInputs& inputs = slots[slot].inputs;
    std::memcpy(inputs.frame.maybe_mapped, &constants, sizeof constants);
    if (!asset)
        return;
    const auto& bits = asset->cut().group_bits;
    std::memcpy(inputs.group_bits.maybe_mapped, bits.data(), bits.size() * sizeof bits[0]);
    auto* const table = reinterpret_cast<shaders::Page*>(inputs.pages.maybe_mapped);
    asset->pool().fill_page_table(camera.cell, std::span(table, page_slots));
}

Status Renderer::State::mark(gpu::Commands& commands, const char* pass)
{
    if (!options.measure_passes) {
        slots[slot].timer.mark(commands, pass);
        return {};
    }
    STELE_TRY(const std::uint64_t value, device.submit(std::move(commands)));
    STELE_CHECK(device.wait(value));
    const auto now = Clock::now();
    const double cpu_ms = 1e3 * double(std::clock() - last_cpu) / CLOCKS_PER_SEC;
    if (std::string_view(pass) == "update")
        stats.passes.clear();
    stats.passes.push_back(
        {pass, std::chrono::duration<double, std::milli>(now - last_mark).count(), cpu_ms});
    STELE_TRY(commands, device.begin("frame, continued"));
    last_mark = Clock::now();
    last_cpu = std::clock();
    return {};
}

void Renderer::State::copy_out(gpu::Commands& commands)
{
    const gpu::Buffer& counters = slots[slot].counters;
    commands.copy(targets.counters, 0, counters, 0, sizeof(shaders::Counters));
    commands.barrier(counters, gpu::State::written_by_copy, gpu::State::read_by_host);
    commands.barrier(output, output_written ? gpu::State::read_by_copy : gpu::State::undefined,
        gpu::State::written_by_copy);
    commands.copy(targets.pixels, output);
    commands.barrier(output, gpu::State::written_by_copy, gpu::State::read_by_copy);
    output_written = true;
}

const gpu::Image& Renderer::output() const
{
    return state_->output;
}
const Stats& Renderer::stats() const
{
    return state_->stats;
}
bool Renderer::streaming() const
{
    return state_->asset && state_->asset->streaming();
}

void Renderer::wait_for_arrival(double timeout_s)
{
    if (state_->asset)
        state_->asset->wait_for_arrival(timeout_s);
}

Result<Image> Renderer::render_frame(const View& view, const Look& look)
{
    State& s = *state_;
    const gpu::Extent extent = s.targets.extent;
    const std::uint64_t bytes = std::uint64_t{extent.width} * extent.height * sizeof(Rgba8);
    STELE_TRY(const gpu::Buffer host,
        gpu::Buffer::create(s.device, gpu::BufferUse::readback, bytes, "picture readback"));
    STELE_TRY(gpu::Commands commands, s.device.begin("still frame"));
    STELE_CHECK(record_frame(commands, view, look));
    commands.copy(gpu::ImageRef(s.output), host);
    commands.barrier(host, gpu::State::written_by_copy, gpu::State::read_by_host);
    STELE_TRY(const std::uint64_t value, s.device.submit(std::move(commands)));
    STELE_CHECK(s.device.wait(value));
    s.read_back(s.slots[s.slot]);
    s.stats.validation_messages = s.device.validation_messages();
    Image image{extent.width, extent.height, {}};
    image.pixels.resize(std::size_t{extent.width} * extent.height);
    std::memcpy(image.pixels.data(), host.maybe_mapped, bytes);
    return image;
}

Result<std::optional<Vec3d>> Renderer::pick(std::uint32_t x, std::uint32_t y)
{
    State& s = *state_;
    const gpu::Extent extent = s.targets.extent;
    if (!s.output_written || x >= extent.width || y >= extent.height)
        return std::optional<Vec3d>();
    STELE_TRY(const gpu::Buffer host,
        gpu::Buffer::create(s.device, gpu::BufferUse::readback, 8, "pick readback"));
    STELE_TRY(gpu::Commands commands, s.device.begin("pick"));
    commands.barrier(
        s.targets.visibility, gpu::State::written_by_compute, gpu::State::read_by_copy);
    commands.copy(s.targets.visibility, (std::uint64_t{y} * extent.width + x) * 8, host, 0, 8);
    commands.barrier(s.targets.visibility, gpu::State::read_by_copy, gpu::State::read_by_compute);
    commands.barrier(host, gpu::State::written_by_copy, gpu::State::read_by_host);
    STELE_TRY(const std::uint64_t value, s.device.submit(std::move(commands)));
    STELE_CHECK(s.device.wait(value));
    std::uint64_t word = 0;
    std::memcpy(&word, host.maybe_mapped, sizeof word);
    if (word == 0)
        return std::optional<Vec3d>();
    const auto bits = static_cast<std::uint32_t>(word >> 32);
    const double depth_m = s.view.depth_of_encoded(std::bit_cast<float>(bits));
    return std::optional(s.view.unproject({x + 0.5, y + 0.5}, depth_m));
}

} // namespace stele::frame
