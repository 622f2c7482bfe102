// Recording, and the one place that knows stage, access and layout masks.
#include "renderer/gpu/commands.h"

namespace stele::gpu {

namespace {

struct Scope {
    VkPipelineStageFlags2 stage;
    VkAccessFlags2 access;
    VkImageLayout layout;
};

Scope scope_of(State state)
{
    constexpr auto kCompute = VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT;
    constexpr auto kCopy = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
    switch (state) {
    case State::undefined:
        return {VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_UNDEFINED};
    case State::written_by_compute:
        return {kCompute,
            VK_ACCESS_2_SHADER_STORAGE_READ_BIT | VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT,
            VK_IMAGE_LAYOUT_GENERAL};
    case State::read_by_compute:
        return {kCompute, VK_ACCESS_2_SHADER_STORAGE_READ_BIT, VK_IMAGE_LAYOUT_GENERAL};
    case State::read_as_indirect:
        return {VK_PIPELINE_STAGE_2_DRAW_INDIRECT_BIT, VK_ACCESS_2_INDIRECT_COMMAND_READ_BIT,
            VK_IMAGE_LAYOUT_UNDEFINED};
    case State::written_by_copy:
        return {kCopy, VK_ACCESS_2_TRANSFER_WRITE_BIT, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL};
    case State::read_by_copy:
        return {kCopy, VK_ACCESS_2_TRANSFER_READ_BIT, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL};
    case State::read_by_host:
        return {VK_PIPELINE_STAGE_2_HOST_BIT, VK_ACCESS_2_HOST_READ_BIT, VK_IMAGE_LAYOUT_GENERAL};
    case State::presented:
        // The present semaphore orders the rest.
        return {VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR};
    case State::acquired:
        // Chains with the acquire semaphore, which submissions wait for at every stage.
        return {VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_UNDEFINED};
    }
    return {};
}

VkImageSubresourceLayers colour_layer()
{
    return {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
}

} // namespace

void Commands::barrier(const Buffer& buffer, State before, State after)
{
    const Scope from = scope_of(before), to = scope_of(after);
    VkBufferMemoryBarrier2 barrier{};
    barrier.sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER_2;
    barrier.srcStageMask = from.stage;
    barrier.srcAccessMask = from.access;
    barrier.dstStageMask = to.stage;
    barrier.dstAccessMask = to.access;
    barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    barrier.buffer = buffer.buffer.get();
    barrier.size = VK_WHOLE_SIZE;
    VkDependencyInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO;
    info.bufferMemoryBarrierCount = 1;
    info.pBufferMemoryBarriers = &barrier;
    vkCmdPipelineBarrier2(buffer_, &info);
}

void Commands::barrier(const ImageRef& image, State before, State after)
{
    const Scope from = scope_of(before), to = scope_of(after);
    VkImageMemoryBarrier2 barrier{};
    barrier.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2;
    barrier.srcStageMask = from.stage;
    barrier.srcAccessMask = from.access;
    barrier.dstStageMask = to.stage;
    barrier.dstAccessMask = to.access;
    barrier.oldLayout = from.layout;
    barrier.newLayout = to.layout;
    barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    barrier.image = image.image;
    barrier.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    VkDependencyInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO;
    info.imageMemoryBarrierCount = 1;
    info.pImageMemoryBarriers = &barrier;
    vkCmdPipelineBarrier2(buffer_, &info);
}

void Commands::use(const Pipeline& pipeline, const BindingSet& bindings)
{
    vkCmdBindPipeline(buffer_, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.pipeline.get());
    vkCmdBindDescriptorSets(buffer_, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout.get(), 0, 1,
        &bindings.set, 0, nullptr);
}

void Commands::dispatch(std::uint32_t x, std::uint32_t y, std::uint32_t z)
{
    vkCmdDispatch(buffer_, x, y, z);
}

void Commands::dispatch_indirect(const Buffer& arguments, std::uint64_t offset_bytes)
{
    vkCmdDispatchIndirect(buffer_, arguments.buffer.get(), offset_bytes);
}

void Commands::fill(
    const Buffer& buffer, std::uint64_t offset, std::uint64_t bytes, std::uint32_t value)
{
    vkCmdFillBuffer(buffer_, buffer.buffer.get(), offset, bytes, value);
}

void Commands::copy(const Buffer& from, std::uint64_t from_offset, const Buffer& to,
    std::uint64_t to_offset, std::uint64_t bytes)
{
    const VkBufferCopy region{from_offset, to_offset, bytes};
    vkCmdCopyBuffer(buffer_, from.buffer.get(), to.buffer.get(), 1, &region);
}

void Commands::copy(const Buffer& from, const ImageRef& to)
{
    const VkBufferImageCopy region{
        0, 0, 0, colour_layer(), {0, 0, 0}, {to.extent.width, to.extent.height, 1}};
    vkCmdCopyBufferToImage(
        buffer_, from.buffer.get(), to.image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
}

void Commands::copy(const ImageRef& from, const Buffer& to)
{
    const VkBufferImageCopy region{
        0, 0, 0, colour_layer(), {0, 0, 0}, {from.extent.width, from.extent.height, 1}};
    vkCmdCopyImageToBuffer(
        buffer_, from.image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, to.buffer.get(), 1, &region);
}

void Commands::clear(const ImageRef& image, std::array<float, 4> colour)
{
    VkClearColorValue value{};
    for (std::size_t i = 0; i < 4; ++i)
        value.float32[i] = colour[i];
    const VkImageSubresourceRange range{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    vkCmdClearColorImage(
        buffer_, image.image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &value, 1, &range);
}

void Commands::blit(
    const ImageRef& from, const Rect& source, const ImageRef& to, const Rect& target)
{
    const auto corners = [](const Rect& rect, VkOffset3D(&out)[2]) {
        out[0] = {rect.x, rect.y, 0};
        out[1] = {rect.x + static_cast<std::int32_t>(rect.width),
            rect.y + static_cast<std::int32_t>(rect.height), 1};
    };
    VkImageBlit region{};
    region.srcSubresource = colour_layer();
    region.dstSubresource = colour_layer();
    corners(source, region.srcOffsets);
    corners(target, region.dstOffsets);
    const bool same_size = source.width == target.width && source.height == target.height;
    vkCmdBlitImage(buffer_, from.image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, to.image,
        VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region,
        same_size ? VK_FILTER_NEAREST : VK_FILTER_LINEAR);
}

} // namespace stele::gpu
