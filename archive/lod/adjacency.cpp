// Counting sorts by vertex; the few edges of one vertex are searched in line.
#include "archive/lod/adjacency.h"

#include <algorithm>

namespace stele::lod {

void Adjacency::count(std::size_t points, std::span<const Triangle> triangles)
{
    fan_first_.assign(points + 2, 0);
    slot_first_.assign(points + 1, 0);
    for (const Triangle& t : triangles) {
        for (const std::uint32_t v : t)
            ++fan_first_[v + 2];
        ++slot_first_[std::min(t[0], t[1]) + 1];
        ++slot_first_[std::min(t[1], t[2]) + 1];
        ++slot_first_[std::min(t[2], t[0]) + 1];
    }
    for (std::size_t v = 0; v < points; ++v) {
        fan_first_[v + 2] += fan_first_[v + 1];
        slot_first_[v + 1] += slot_first_[v] + 1;
    }
}

void Adjacency::add_half(std::uint32_t half, std::uint32_t from, std::uint32_t to)
{
    const std::uint32_t low = std::min(from, to), high = std::max(from, to);
    Slot* slot = &slots_[slot_first_[low]];
    while (slot->high != high && slot->edge != kNone)
        ++slot;
    const std::int32_t direction = from == low ? 1 : -1;
    if (slot->edge == kNone) {
        *slot = {high, std::uint32_t(edges_.size())};
        edge_of_[half] = slot->edge;
        edges_.push_back({low, high, {half, kNone}, 1, direction});
        return;
    }
    Edge& e = edges_[slot->edge];
    edge_of_[half] = slot->edge;
    ++e.uses;
    e.net += direction;
    if (e.uses == 2) {
        e.half[1] = half;
        opposite_[half] = e.half[0];
        opposite_[e.half[0]] = half;
    } else if (e.uses == 3) {
        opposite_[e.half[0]] = kNone;
        opposite_[e.half[1]] = kNone;
    }
}

void Adjacency::build(std::size_t points, std::span<const Triangle> triangles)
{
    count(points, triangles);
    const std::size_t halves = triangles.size() * 3;
    fan_.resize(halves);
    edges_.clear();
    edges_.reserve(halves);
    slots_.assign(halves + points, {});
    edge_of_.resize(halves);
    opposite_.assign(halves, kNone);
    for (std::uint32_t t = 0; t < triangles.size(); ++t) {
        const Triangle& k = triangles[t];
        for (const std::uint32_t v : k)
            fan_[fan_first_[v + 1]++] = t;
        add_half(t * 3, k[0], k[1]);
        add_half(t * 3 + 1, k[1], k[2]);
        add_half(t * 3 + 2, k[2], k[0]);
    }
}

std::int32_t Adjacency::net(std::uint32_t low, std::uint32_t high) const
{
    const Slot* slot = &slots_[slot_first_[low]];
    while (slot->edge != kNone && slot->high != high)
        ++slot;
    return slot->edge == kNone ? 0 : edges_[slot->edge].net;
}

} // namespace stele::lod
