// Cull: group bits and clusters -> the list of clusters to draw.
#include "renderer/passes/cull.h"

#include "renderer/passes/compute.h"

namespace stele::passes {

namespace {
constexpr std::uint32_t kSpirv[] = {
#include "shaders/cull.comp.inc"
};
} // namespace

using gpu::State;

Result<CullPass> CullPass::create(gpu::Device& device)
{
    STELE_TRY(gpu::Pipeline pipeline, compute_pipeline(device, "cull", kSpirv));
    return CullPass{std::move(pipeline)};
}

void CullPass::record(gpu::Commands& commands, const gpu::BindingSet& bindings,
    const Targets& targets, std::uint32_t page_slots) const
{
    commands.begin_label("cull");
    // Zero, but for the y and z of the two indirect dispatches.
    constexpr std::uint64_t kRaster = offsetof(shaders::Counters, raster_y),
                            kResolveX = offsetof(shaders::Counters, resolve_x),
                            kResolve = offsetof(shaders::Counters, resolve_y),
                            kRest = offsetof(shaders::Counters, visible);
    commands.barrier(targets.counters, State::read_by_copy, State::written_by_copy);
    commands.barrier(targets.visible, State::read_by_compute, State::written_by_compute);
    commands.fill(targets.counters, 0, kRaster, 0);
    commands.fill(targets.counters, kRaster, kResolveX - kRaster, 1);
    commands.fill(targets.counters, kResolveX, kResolve - kResolveX, 0);
    commands.fill(targets.counters, kResolve, kRest - kResolve, 1);
    commands.fill(targets.counters, kRest, sizeof(shaders::Counters) - kRest, 0);
    commands.barrier(targets.counters, State::written_by_copy, State::written_by_compute);
    commands.use(pipeline, bindings);
    commands.dispatch(page_slots);
    commands.end_label();
}

} // namespace stele::passes
