// The edges of a triangle set, what lies across them, and the triangles around every vertex. Flat
// arrays, kept from set to set.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

// Points relative to somewhere near their middle; every index in range; at least one triangle.
struct Shape {
    std::span<const Vec3d> points;
    std::span<const Triangle> triangles;
    const class Adjacency* edges = nullptr; // of the triangles, where they are known already
};

// A half edge is 3 * triangle + corner: it runs from that corner to the next.
class Adjacency {
public:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    struct Edge {
        std::uint32_t low, high;           // vertices, low <= high
        std::array<std::uint32_t, 2> half; // the first two half edges
        std::uint32_t uses;                // half edges
        std::int32_t net;                  // those from low to high, less the others
        bool is_inner() const { return uses == 2 && net == 0; }
        bool has(std::uint32_t v) const { return low == v || high == v; }
    };

    void build(std::size_t points, std::span<const Triangle> triangles);

    // In order of first use.
    std::span<const Edge> edges() const { return edges_; }
    std::uint32_t edge(std::uint32_t half) const { return edge_of_[half]; }
    // The edge's net, or 0 when there is no such edge.
    std::int32_t net(std::uint32_t low, std::uint32_t high) const;
    // The other half of an edge that two triangles share; else none.
    std::uint32_t opposite(std::uint32_t half) const { return opposite_[half]; }
    std::uint32_t across(std::uint32_t half) const
    {
        const std::uint32_t other = opposite_[half];
        return other == kNone ? kNone : other / 3;
    }
    std::span<const std::uint32_t> around(std::uint32_t v) const
    {
        return {fan_.data() + fan_first_[v], fan_first_[v + 1] - fan_first_[v]};
    }

private:
    // Of a lesser vertex: an edge's other one.
    struct Slot {
        std::uint32_t high = kNone, edge = kNone;
    };
    void count(std::size_t points, std::span<const Triangle> triangles);
    void add_half(std::uint32_t half, std::uint32_t from, std::uint32_t to);

    std::vector<Edge> edges_;
    std::vector<Slot> slots_; // as many of each lesser vertex as it can have, and an empty one
    std::vector<std::uint32_t> slot_first_;
    std::vector<std::uint32_t> edge_of_, opposite_;
    std::vector<std::uint32_t> fan_first_, fan_;
};

} // namespace stele::lod
