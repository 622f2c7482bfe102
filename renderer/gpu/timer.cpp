// Named spans of GPU time.
#include "renderer/gpu/timer.h"

namespace stele::gpu {

Result<Timer> Timer::create(Device& device, std::uint32_t max_marks, const char* name)
{
    VkQueryPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO;
    info.queryType = VK_QUERY_TYPE_TIMESTAMP;
    info.queryCount = max_marks + 1;
    VkQueryPool pool = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateQueryPool(device.handle(), &info, nullptr, &pool);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateQueryPool");
    device.name_object(VK_OBJECT_TYPE_QUERY_POOL, reinterpret_cast<std::uint64_t>(pool), name);
    return Timer(device, Handle<VkQueryPool>(device, pool), max_marks);
}

void Timer::start(Commands& commands)
{
    names_.clear();
    vkCmdResetQueryPool(commands.handle(), pool_.get(), 0, max_marks_ + 1);
    vkCmdWriteTimestamp2(commands.handle(), VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, pool_.get(), 0);
}

void Timer::mark(Commands& commands, const char* name)
{
    if (names_.size() == max_marks_)
        return;
    names_.push_back(name);
    vkCmdWriteTimestamp2(commands.handle(), VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, pool_.get(),
        static_cast<std::uint32_t>(names_.size()));
}

std::vector<Span> Timer::read() const
{
    if (names_.empty())
        return {};
    std::vector<std::uint64_t> ticks(names_.size() + 1);
    const VkResult r = vkGetQueryPoolResults(device_->handle(), pool_.get(), 0,
        static_cast<std::uint32_t>(ticks.size()), ticks.size() * sizeof(ticks[0]), ticks.data(),
        sizeof(ticks[0]), VK_QUERY_RESULT_64_BIT);
    if (r != VK_SUCCESS)
        return {}; // times are a courtesy
    std::vector<Span> spans;
    const double ms_per_tick = double(device_->facts().timestamp_period_ns) * 1e-6;
    for (std::size_t i = 0; i < names_.size(); ++i)
        spans.push_back({names_[i], double(ticks[i + 1] - ticks[i]) * ms_per_tick});
    return spans;
}

} // namespace stele::gpu
