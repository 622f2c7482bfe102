// Places in slabs: disjoint, reusable, whole again once everything is released.
#include "renderer/stream/range_allocator.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace stele::stream {
namespace {

TEST(RangeAllocator, never_gives_a_unit_twice_and_heals_when_all_is_released)
{
    constexpr std::uint64_t kSize = 1000;
    RangeAllocator ranges(kSize);
    std::vector<int> owner(kSize, 0);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> held;
    std::mt19937 random(4);
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t count = 1 + random() % 60;
        if (random() % 2 == 0) {
            if (const auto first = ranges.allocate(count)) {
                for (std::uint64_t unit = *first; unit < *first + count; ++unit)
                    ASSERT_EQ(owner.at(unit)++, 0);
                held.emplace_back(*first, count);
            }
        } else if (!held.empty()) {
            const auto chosen = held.begin() + static_cast<std::ptrdiff_t>(random() % held.size());
            for (std::uint64_t unit = chosen->first; unit < chosen->first + chosen->second; ++unit)
                --owner[unit];
            ranges.release(chosen->first, chosen->second);
            held.erase(chosen);
        }
    }
    for (const auto& [first, count] : held)
        ranges.release(first, count);
    EXPECT_EQ(ranges.allocate(kSize), 0u);
    EXPECT_EQ(ranges.allocate(1), std::nullopt);
}

} // namespace
} // namespace stele::stream
