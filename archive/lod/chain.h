// The boundary chain of a surface: every edge with how often triangles run along it one way, less
// the other way. A surface is closed where it is zero. If every group keeps it between locked
// vertices, then by linearity no cut through the hierarchy has a crack.
#pragma once

#include "archive/lod/surface.h"

#include <bit>
#include <cstdint>
#include <vector>

namespace stele::lod {

// Signed counts of edges between numbered vertices; two counts an edge, so that two chains can be
// compared.
class EdgeChain {
public:
    struct Entry {
        std::uint64_t edge = kEmpty; // lesser vertex in the upper half
        std::int32_t first = 0, second = 0;
        std::uint32_t u() const { return std::uint32_t(edge >> 32); }
        std::uint32_t v() const { return std::uint32_t(edge); }
    };

    void clear(std::size_t expected_edges);
    void add_first(const Triangle& t, std::int32_t times = 1) { add(t, times, &Entry::first); }
    void add_second(const Triangle& t, std::int32_t times = 1) { add(t, times, &Entry::second); }
    Entry* find(std::uint32_t u, std::uint32_t v);

    template <class Visit>
    void for_each(Visit visit) const
    {
        for (const Entry& e : slots_)
            if (e.edge != kEmpty)
                visit(e);
    }

private:
    static constexpr std::uint64_t kEmpty = 0xffffffffffffffffu;

    void add(const Triangle& t, std::int32_t times, std::int32_t Entry::*count);
    Entry& slot(std::uint32_t u, std::uint32_t v);
    void grow();

    std::vector<Entry> slots_ = std::vector<Entry>(16);
    std::size_t used_ = 0;
};

// Working memory of keeps_boundary, kept between groups.
struct BoundaryScratch {
    struct Edge {
        std::uint32_t other = 0; // the greater vertex
        std::int32_t change = 0; // triangles along it in the output less those in the input
    };
    std::vector<std::uint32_t> first; // of each vertex: its edges to greater locked ones
    std::vector<Edge> edges;
};

// The crack invariant of one group: between locked vertices input and output have the same chain.
// The rest, open border of this group alone, cannot gain edges: the output is the image of the
// input under a map of its vertices, and so is the chain.
bool keeps_boundary(const Surface& in, const Simplified& out, BoundaryScratch& scratch);

} // namespace stele::lod
