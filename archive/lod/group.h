// Puts neighbouring clusters into groups that are simplified together.
#pragma once

#include "archive/lod/brick.h"

#include <span>

namespace stele::lod {

struct GroupSize {
    std::uint32_t target = 24, min = 16, max = 32; // clusters
};

struct Grouping {
    std::vector<std::uint32_t>
        order; // cluster numbers, group after group; groups in Morton order of their centres
    std::vector<std::uint32_t> first; // of each group, in order; one more at the end
    std::size_t groups() const { return first.size() - 1; }
    std::span<const std::uint32_t> members(std::size_t g) const
    {
        return {order.data() + first[g], first[g + 1] - first[g]};
    }
};

// Every cluster is in exactly one group. Neighbours of different origin attract each other, so that
// the border they share, locked so far, becomes interior; level varies where the halves are cut,
// for the same reason.
Grouping group_clusters(const Front& front, std::uint32_t level, const GroupSize& size);

} // namespace stele::lod
