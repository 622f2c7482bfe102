// Finds vertices by grid position.
#pragma once

#include "archive/lod/position_hash.h"

#include <bit>
#include <vector>

namespace stele::lod {

class PositionTable {
public:
    // Room for about expected entries; grows when it must.
    explicit PositionTable(std::size_t expected = 0)
    {
        slots_.assign(std::bit_ceil(expected * 2 + 16), kEmpty);
    }

    // The number stored for a position, or number, stored now. positions holds what earlier numbers
    // stand for.
    std::uint32_t find_or_add(
        Vec3i position, std::uint32_t number, const std::vector<Vec3i>& positions)
    {
        if ((count_ + 1) * 2 > slots_.size())
            grow(positions);
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash_position(position) & mask;
        for (; slots_[i] != kEmpty; i = (i + 1) & mask)
            if (positions[slots_[i]] == position)
                return slots_[i];
        slots_[i] = number;
        ++count_;
        return number;
    }

    static constexpr std::uint32_t kAbsent = 0xffffffffu;
    std::uint32_t find(Vec3i position, const std::vector<Vec3i>& positions) const
    {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t i = hash_position(position) & mask; slots_[i] != kEmpty;
             i = (i + 1) & mask)
            if (positions[slots_[i]] == position)
                return slots_[i];
        return kAbsent;
    }

private:
    static constexpr std::uint32_t kEmpty = 0xffffffffu;

    void grow(const std::vector<Vec3i>& positions)
    {
        std::vector<std::uint32_t> old(slots_.size() * 2, kEmpty);
        old.swap(slots_);
        const std::size_t mask = slots_.size() - 1;
        for (const std::uint32_t n : old) {
            if (n == kEmpty)
                continue;
            std::size_t i = hash_position(positions[n]) & mask;
            while (slots_[i] != kEmpty)
                i = (i + 1) & mask;
            slots_[i] = n;
        }
    }

    std::vector<std::uint32_t> slots_;
    std::size_t count_ = 0;
};

} // namespace stele::lod
