// Resolve: the visibility buffer -> pixels.
#include "renderer/passes/resolve.h"

#include "renderer/passes/compute.h"

namespace stele::passes {

namespace {

constexpr std::uint32_t kSpirv[] = {
#include "shaders/resolve.comp.inc"
};
constexpr std::uint32_t kGroupPx = 8; // local_size of resolve.comp

} // namespace

using gpu::State;

Result<ResolvePass> ResolvePass::create(gpu::Device& device)
{
    ResolvePass made;
    for (std::uint32_t mode = 0; mode < shaders::kModes; ++mode) {
        STELE_TRY(made.by_mode[mode], compute_pipeline(device, "resolve", kSpirv, mode));
    }
    return made;
}

void ResolvePass::record(gpu::Commands& commands, const gpu::BindingSet& bindings,
    const Targets& targets, std::uint32_t mode) const
{
    commands.begin_label("resolve");
    commands.barrier(targets.visibility, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.pixels, State::read_by_copy, State::written_by_compute);
    commands.use(by_mode[mode], bindings);
    commands.dispatch((targets.extent.width + kGroupPx - 1) / kGroupPx,
        (targets.extent.height + kGroupPx - 1) / kGroupPx);
    commands.barrier(targets.pixels, State::written_by_compute, State::read_by_copy);
    commands.end_label();
}

} // namespace stele::passes
