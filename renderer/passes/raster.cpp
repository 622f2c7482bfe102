// Raster: visible clusters -> the visibility buffer.
#include "renderer/passes/raster.h"

#include "renderer/passes/compute.h"

namespace stele::passes {

namespace {

constexpr std::uint32_t kSmallSpirv[] = {
#include "shaders/raster.comp.inc"
};
constexpr std::uint32_t kLargeSpirv[] = {
#include "shaders/raster_large.comp.inc"
};

// Workgroups that share the list of large tiles; each takes every kLargeGroups-th.
constexpr std::uint32_t kLargeGroups = 512;

} // namespace

using gpu::State;

Result<RasterPass> RasterPass::create(gpu::Device& device)
{
    STELE_TRY(gpu::Pipeline small, compute_pipeline(device, "raster", kSmallSpirv));
    STELE_TRY(gpu::Pipeline large, compute_pipeline(device, "raster_large", kLargeSpirv));
    return RasterPass{std::move(small), std::move(large)};
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
    commands.barrier(targets.large, State::read_by_compute, State::written_by_compute);
    commands.use(small, bindings);
    commands.dispatch_indirect(targets.counters, offsetof(shaders::Counters, raster_x));
    commands.end_label();

    commands.begin_label("raster_large");
    commands.barrier(targets.large, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.visibility, State::written_by_compute, State::written_by_compute);
    commands.use(large, bindings);
    commands.dispatch(kLargeGroups);
    commands.barrier(targets.counters, State::written_by_compute, State::read_by_copy);
    commands.end_label();
}

} // namespace stele::passes
