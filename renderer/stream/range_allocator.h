// Places for blocks in a line of units: first fit, so that the same requests get the same places.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace stele::stream {

class RangeAllocator {
public:
    explicit RangeAllocator(std::uint64_t size) { free_[0] = size; }

    std::optional<std::uint64_t> allocate(std::uint64_t count)
    {
        for (auto range = free_.begin(); range != free_.end(); ++range) {
            const auto [first, length] = *range;
            if (length < count)
                continue;
            free_.erase(range);
            if (length > count)
                free_[first + count] = length - count;
            return first;
        }
        return std::nullopt;
    }
    // Precondition: the range was allocated as a whole and not yet released.
    void release(std::uint64_t first, std::uint64_t count)
    {
        auto range = free_.emplace(first, count).first;
        if (const auto next = std::next(range);
            next != free_.end() && range->first + range->second == next->first) {
            range->second += next->second;
            free_.erase(next);
        }
        if (range == free_.begin())
            return;
        if (const auto before = std::prev(range); before->first + before->second == range->first) {
            before->second += range->second;
            free_.erase(range);
        }
    }

private:
    std::map<std::uint64_t, std::uint64_t> free_; // first -> length, not adjacent
};

} // namespace stele::stream
