// Finds vertices by grid position. The table never decides an order that reaches a result.
#pragma once

#include "archive/model/position_hash.h"

#include <bit>
#include <vector>

namespace stele {

class PositionTable {
public:
    static constexpr std::uint32_t kAbsent = 0xffffffffu;

    // Room for about expected entries; grows when it must.
    explicit PositionTable(std::size_t expected = 0)
        : slots_(std::bit_ceil(expected * 2 + 16), kAbsent)
    {
    }

    // The number stored for a position, or number, stored now. positions[n] is where n lies, for
    // every n stored so far.
    std::uint32_t find_or_add(
        Vec3i position, std::uint32_t number, const std::vector<Vec3i>& positions)
    {
        if ((count_ + 1) * 2 > slots_.size())
            grow(positions);
        std::uint32_t& slot = slots_[slot_of(position, positions)];
        if (slot == kAbsent) {
            slot = number;
            ++count_;
        }
        return slot;
    }
    // kAbsent if there is none.
    std::uint32_t find(Vec3i position, const std::vector<Vec3i>& positions) const
    {
        return slots_[slot_of(position, positions)];
    }
    std::size_t size() const { return count_; }

private:
    // Where the position is, or would be.
    std::size_t slot_of(Vec3i position, const std::vector<Vec3i>& positions) const
    {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash_position(position) & mask;
        while (slots_[i] != kAbsent && positions[slots_[i]] != position)
            i = (i + 1) & mask;
        return i;
    }

    void grow(const std::vector<Vec3i>& positions)
    {
        std::vector<std::uint32_t> old(slots_.size() * 2, kAbsent);
        old.swap(slots_);
        for (const std::uint32_t n : old)
            if (n != kAbsent)
                slots_[slot_of(positions[n], positions)] = n;
    }

    std::vector<std::uint32_t> slots_;
    std::size_t count_ = 0;
};

} // namespace stele
