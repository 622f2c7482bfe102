// Named spans of GPU time. Lavapipe's timestamps say nothing about compute; there, time submissions
// instead.
#pragma once

#include "renderer/gpu/commands.h"

#include <string>
#include <vector>

namespace stele::gpu {

struct Span {
    std::string name;
    double ms = 0;
};

// For one frame at a time: start, mark after each pass, read once the frame is finished.
class Timer {
public:
    static Result<Timer> create(Device& device, std::uint32_t max_marks, const char* name);

    void start(Commands& commands);
    void mark(Commands& commands, const char* name); // the span since the last mark or start
    // Precondition: the commands have finished. Marks beyond max_marks are missing.
    std::vector<Span> read() const;

private:
    Timer(Device& device, Handle<VkQueryPool> pool, std::uint32_t max_marks)
        : device_(&device), pool_(std::move(pool)), max_marks_(max_marks)
    {
    }

    Device* device_;
    Handle<VkQueryPool> pool_;
    std::uint32_t max_marks_;
    std::vector<const char*> names_;
};

} // namespace stele::gpu
