// Open addressing; a slot is an edge.
#include "archive/lod/chain.h"

#include <algorithm>
#include <cstdlib>

namespace stele::lod {

void EdgeChain::clear(std::size_t expected_edges)
{
    slots_.assign(std::bit_ceil(expected_edges * 2 + 16), {});
    used_ = 0;
}

EdgeChain::Entry& EdgeChain::slot(std::uint32_t u, std::uint32_t v)
{
    const std::uint64_t edge = std::uint64_t(std::min(u, v)) << 32 | std::max(u, v);
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = std::size_t((edge * 0x9e3779b97f4a7c15u) >> 20) & mask;
    while (slots_[i].edge != kEmpty && slots_[i].edge != edge)
        i = (i + 1) & mask;
    if (slots_[i].edge == kEmpty) {
        slots_[i].edge = edge;
        ++used_;
    }
    return slots_[i];
}

EdgeChain::Entry* EdgeChain::find(std::uint32_t u, std::uint32_t v)
{
    const std::uint64_t edge = std::uint64_t(std::min(u, v)) << 32 | std::max(u, v);
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = std::size_t((edge * 0x9e3779b97f4a7c15u) >> 20) & mask;
    while (slots_[i].edge != kEmpty) {
        if (slots_[i].edge == edge)
            return &slots_[i];
        i = (i + 1) & mask;
    }
    return nullptr;
}

void EdgeChain::grow()
{
    std::vector<Entry> old(slots_.size() * 2);
    old.swap(slots_);
    used_ = 0;
    for (const Entry& e : old)
        if (e.edge != kEmpty)
            slot(e.u(), e.v()) = e;
}

void EdgeChain::add(const Triangle& t, std::int32_t times, std::int32_t Entry::*count)
{
    if ((used_ + 3) * 2 > slots_.size())
        grow();
    for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t u = t[i], v = t[(i + 1) % 3];
        slot(u, v).*count += u < v ? times : -times;
    }
}

namespace {

// Sums equal edges of one vertex into the first of them; returns how many are left.
std::size_t merge_edges(std::span<BoundaryScratch::Edge> edges)
{
    constexpr std::size_t kSearched = 32; // beyond it sorting is faster than looking
    if (edges.size() > kSearched)
        std::sort(edges.begin(), edges.end(),
            [](const auto& a, const auto& b) { return a.other < b.other; });
    std::size_t kept = 0;
    for (const BoundaryScratch::Edge e : edges) {
        std::size_t i = edges.size() > kSearched && kept > 0 ? kept - 1 : 0;
        while (i < kept && edges[i].other != e.other)
            ++i;
        if (i == kept)
            edges[kept++] = e;
        else
            edges[i].change += e.change;
    }
    return kept;
}

void collect_edges(const Surface& in, const Simplified& out, BoundaryScratch& s)
{
    const auto for_locked = [&](const auto& triangles, std::int32_t change, auto visit) {
        for (const Triangle& t : triangles)
            for (std::size_t i = 0; i < 3; ++i) {
                const std::uint32_t u = t[i], v = t[i == 2 ? 0 : i + 1];
                if (in.locked[u] != 0 && in.locked[v] != 0)
                    visit(std::min(u, v), std::max(u, v), u < v ? change : -change);
            }
    };
    s.first.assign(in.positions.size() + 2, 0);
    const auto count = [&](std::uint32_t u, std::uint32_t, std::int32_t) {
        ++s.first[std::size_t(u) + 2];
    };
    for_locked(in.triangles, -1, count);
    for_locked(out.triangles, 1, count);
    for (std::size_t v = 2; v < s.first.size(); ++v)
        s.first[v] += s.first[v - 1];
    s.edges.resize(s.first.back());
    const auto place = [&](std::uint32_t u, std::uint32_t v, std::int32_t change) {
        s.edges[s.first[std::size_t(u) + 1]++] = {v, change};
    };
    for_locked(in.triangles, -1, place);
    for_locked(out.triangles, 1, place);
}

} // namespace

bool keeps_boundary(const Surface& in, const Simplified& out, BoundaryScratch& s)
{
    collect_edges(in, out, s);
    for (std::size_t v = 0; v < in.positions.size(); ++v) {
        const std::span<BoundaryScratch::Edge> edges{
            s.edges.data() + s.first[v], s.first[v + 1] - s.first[v]};
        for (const BoundaryScratch::Edge& e : edges.first(merge_edges(edges)))
            if (e.change != 0)
                return false;
    }
    return true;
}

} // namespace stele::lod
