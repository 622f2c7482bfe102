// Resolve: the visibility buffer -> pixels.
#include "renderer/passes/resolve.h"

#include "renderer/passes/compute.h"

namespace stele::passes {

namespace {

constexpr std::uint32_t kBackgroundSpirv[] = {
#include "shaders/background.comp.inc"
};
constexpr std::uint32_t kSpirv[] = {
#include "shaders/resolve.comp.inc"
};

} // namespace

using gpu::State;

Result<ResolvePass> ResolvePass::create(gpu::Device& device)
{
    ResolvePass made;
    STELE_TRY(made.background, compute_pipeline(device, "background", kBackgroundSpirv));
    for (std::uint32_t mode = 0; mode < shaders::kModes; ++mode) {
        STELE_TRY(made.by_mode[mode], compute_pipeline(device, "resolve", kSpirv, mode));
    }
    return made;
}

void ResolvePass::record(gpu::Commands& commands, const gpu::BindingSet& bindings,
    const Targets& targets, std::uint32_t mode) const
{
    constexpr std::uint32_t kLanes = shaders::kCullGroupSize; // of background.comp
    commands.begin_label("background");
    commands.barrier(targets.visibility, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::read_by_compute, State::written_by_compute);
    commands.barrier(targets.tiles, State::read_by_compute, State::written_by_compute);
    commands.barrier(targets.pixels, State::read_by_copy, State::written_by_compute);
    commands.use(background, bindings);
    commands.dispatch((targets.resolve_tiles() + kLanes - 1) / kLanes);
    commands.end_label();

    commands.begin_label("resolve");
    commands.barrier(targets.tiles, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.counters, State::written_by_compute, State::read_as_indirect);
    commands.barrier(targets.counters, State::written_by_compute, State::read_by_compute);
    commands.barrier(targets.pixels, State::written_by_compute, State::written_by_compute);
    commands.use(by_mode[mode], bindings);
    commands.dispatch_indirect(targets.counters, offsetof(shaders::Counters, resolve_x));
    commands.barrier(targets.counters, State::read_by_compute, State::read_by_copy);
    commands.barrier(targets.pixels, State::written_by_compute, State::read_by_copy);
    commands.end_label();
}

} // namespace stele::passes
