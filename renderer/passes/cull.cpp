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
    const std::uint64_t y = offsetof(shaders::Counters, raster_y);
    const std::uint64_t visible = offsetof(shaders::Counters, visible);
    commands.barrier(targets.counters, State::read_by_copy, State::written_by_copy);
    commands.barrier(targets.visible, State::read_by_compute, State::written_by_compute);
    commands.fill(targets.counters, 0, y, 0);
    commands.fill(targets.counters, y, visible - y, 1);
    commands.fill(targets.counters, visible, sizeof(shaders::Counters) - visible, 0);
    commands.barrier(targets.counters, State::written_by_copy, State::written_by_compute);
    commands.use(pipeline, bindings);
    commands.dispatch(page_slots);
    commands.end_label();
}

} // namespace stele::passes
