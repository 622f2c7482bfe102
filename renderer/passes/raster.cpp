// Raster: visible clusters -> the visibility buffer.
#include "renderer/passes/raster.h"

#include "renderer/passes/compute.h"

namespace stele::passes {

namespace {

constexpr std::uint32_t kSmallSpirv[] = {
#include "shaders/raster.comp.inc"
};
constexpr std::uint32_t kSplitSpirv[] = {
#include "shaders/split.comp.inc"
};
constexpr std::uint32_t kLargeSpirv[] = {
#include "shaders/raster_large.comp.inc"
};

// The i-th workgroup takes entries i, i + count, ... of a list.
constexpr std::uint32_t kListGroups = 512, kListGroupsOnCpu = 64;

} // namespace

using gpu::State;

Result<RasterPass> RasterPass::create(gpu::Device& device)
{
    // On a CPU a barrier between vectors of lanes costs more than it gains.
    const bool cpu = device.facts().type == VK_PHYSICAL_DEVICE_TYPE_CPU;
    STELE_TRY(gpu::Pipeline small, compute_pipeline(device, "raster", kSmallSpirv, cpu ? 8 : 128));
    STELE_TRY(gpu::Pipeline split, compute_pipeline(device, "split", kSplitSpirv, cpu ? 8 : 64));
    STELE_TRY(
        gpu::Pipeline large, compute_pipeline(device, "raster_large", kLargeSpirv, cpu ? 8 : 64));
    return RasterPass{
        std::move(small), std::move(split), std::move(large), cpu ? kListGroupsOnCpu : kListGroups};
}

void RasterPass::record(
    gpu::Commands& commands, const gpu::BindingSet& bindings, const Targets& targets) const
{
    commands.begin_label("raster");
    commands.barrier(targets.visibility, State::read_by_compute, State::written_by_copy);
    commands.fill(targets.visibility, 0, targets.visibility.size_bytes, 0);
    commands.barrier(targets.visibility, State::written_by_copy, State::written_by_compute);
    commands.barrier(targets.visible, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::written_by_compute, State::read_as_indirect);
    commands.barrier(targets.counters, State::written_by_compute, State::written_by_compute);
    commands.barrier(targets.deferred, State::read_by_compute, State::written_by_compute);
    commands.use(small, bindings);
    commands.dispatch_indirect(targets.counters, offsetof(shaders::Counters, raster_x));
    commands.end_label();

    commands.begin_label("split");
    commands.barrier(targets.deferred, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::written_by_compute, State::written_by_compute);
    commands.barrier(targets.large, State::read_by_compute, State::written_by_compute);
    commands.barrier(targets.visibility, State::written_by_compute, State::written_by_compute);
    commands.use(split, bindings);
    commands.dispatch(list_groups);
    commands.end_label();

    commands.begin_label("raster_large");
    commands.barrier(targets.large, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.visibility, State::written_by_compute, State::written_by_compute);
    commands.use(large, bindings);
    commands.dispatch(list_groups);
    commands.end_label();
}

} // namespace stele::passes
