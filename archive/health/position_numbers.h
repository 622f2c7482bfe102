// Which number stands for a grid position: what joins the parts of a surface. The table never
// decides an order that reaches a result.
#pragma once

#include "archive/base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stele::health {

inline constexpr std::uint32_t kNoNumber = 0xffffffffu;

class PositionNumbers {
public:
    // The number kept for the position; if there is none, number, kept from now on. positions[n] is
    // where n lies, for every n kept so far.
    std::uint32_t find_or_keep(
        Vec3i position, std::uint32_t number, const std::vector<Vec3i>& positions)
    {
        if ((count_ + 1) * 2 > slots_.size())
            grow(positions);
        std::uint32_t& slot = slots_[slot_of(position, positions)];
        if (slot == kNoNumber) {
            slot = number;
            ++count_;
        }
        return slot;
    }

    // kNoNumber if there is none.
    std::uint32_t find(Vec3i position, const std::vector<Vec3i>& positions) const
    {
        return slots_[slot_of(position, positions)];
    }

    std::size_t size() const { return count_; }

private:
    static std::size_t hash(Vec3i p)
    {
        std::uint64_t h =
            std::uint64_t(std::uint32_t(p.x)) << 32 | std::uint64_t(std::uint32_t(p.y));
        h = (h ^ h >> 29) * 0xbf58476d1ce4e5b9u; // odd multipliers with well mixed bits
        h = (h ^ h >> 32 ^ std::uint32_t(p.z)) * 0x94d049bb133111ebu;
        return static_cast<std::size_t>(h ^ h >> 31);
    }

    // Where the position is, or would be.
    std::size_t slot_of(Vec3i position, const std::vector<Vec3i>& positions) const
    {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash(position) & mask;
        while (slots_[i] != kNoNumber && positions[slots_[i]] != position)
            i = (i + 1) & mask;
        return i;
    }

    void grow(const std::vector<Vec3i>& positions)
    {
        std::vector<std::uint32_t> old(slots_.size() * 2, kNoNumber);
        old.swap(slots_);
        for (const std::uint32_t number : old)
            if (number != kNoNumber)
                slots_[slot_of(positions[number], positions)] = number;
    }

    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(16, kNoNumber);
    std::size_t count_ = 0;
};

} // namespace stele::health
