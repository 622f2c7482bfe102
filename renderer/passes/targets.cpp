// The buffers that the passes of one frame hand to each other.
#include "renderer/passes/targets.h"

#include "renderer/shaders/include/layout.h"

#include <algorithm>
#include <array>

namespace stele::passes {

using gpu::Buffer;
using gpu::BufferUse;

Result<Targets> Targets::create(gpu::Device& device, gpu::Extent extent,
    std::uint32_t cluster_capacity, std::uint32_t large_capacity)
{
    const std::uint64_t pixels = std::uint64_t{extent.width} * extent.height;
    const std::string size = std::to_string(extent.width) + " x " + std::to_string(extent.height);
    if (pixels == 0)
        return Error(Errc::invalid_argument, "a picture of " + size + " pixels is empty");
    if (pixels * 8 > device.facts().max_storage_range_bytes)
        return Error(Errc::limit, "a picture of " + size + " pixels is too large for this device");
    Targets made;
    made.extent = extent;
    made.large_capacity = large_capacity;
    const auto make = [&device](Buffer& out, std::uint64_t bytes, const char* name) -> Status {
        STELE_TRY(out, Buffer::create(device, BufferUse::device, bytes, name));
        return {};
    };
    STELE_CHECK(
        make(made.visible, std::uint64_t{std::max(cluster_capacity, 1u)} * 4, "visible clusters"));
    STELE_CHECK(make(made.deferred, made.visible.size_bytes, "deferred clusters"));
    STELE_CHECK(make(made.counters, sizeof(shaders::Counters), "counters"));
    STELE_CHECK(
        make(made.large, std::uint64_t{std::max(large_capacity, 1u)} * sizeof(shaders::LargeTile),
            "large triangles"));
    STELE_CHECK(make(made.visibility, pixels * 8, "visibility"));
    STELE_CHECK(make(made.pixels, pixels * 4, "pixels"));
    STELE_CHECK(make(made.tiles, std::uint64_t{made.resolve_tiles()} * 4, "covered tiles"));
    return made;
}

std::uint32_t Targets::resolve_tiles() const
{
    const auto along = [](std::uint32_t px) {
        return (px + shaders::kResolvePx - 1) / shaders::kResolvePx;
    };
    return along(extent.width) * along(extent.height);
}

Result<FrameInputs> FrameInputs::create(
    gpu::Device& device, std::size_t groups, std::size_t page_slots)
{
    FrameInputs made;
    STELE_TRY(made.frame,
        Buffer::create(device, BufferUse::upload, sizeof(shaders::FrameBlock), "frame"));
    STELE_TRY(made.group_bits,
        Buffer::create(device, BufferUse::upload, (groups / 32 + 1) * 4, "group bits"));
    STELE_TRY(made.pages,
        Buffer::create(device, BufferUse::upload,
            std::max<std::size_t>(page_slots, 1) * sizeof(shaders::Page), "page table"));
    return made;
}

Result<gpu::BindingSet> bind_all(gpu::Device& device, const gpu::Pipeline& pipeline,
    const FrameInputs& inputs, const Buffer& clusters, const Targets& targets)
{
    static_assert(shaders::kBindFrame == 0 && shaders::kBindPages == 2 &&
                  shaders::kBindClusters == 3 && shaders::kBindVisible == 4 &&
                  shaders::kBindLarge == 6 && shaders::kBindPixels == 8 &&
                  shaders::kBindDeferred == 9 && shaders::kBindTiles == 10);
    const std::array<const Buffer*, shaders::kBindings> buffers{&inputs.frame, &inputs.group_bits,
        &inputs.pages, &clusters, &targets.visible, &targets.counters, &targets.large,
        &targets.visibility, &targets.pixels, &targets.deferred, &targets.tiles};
    return gpu::BindingSet::create(device, pipeline, buffers, "frame");
}

} // namespace stele::passes
