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

bool keeps_boundary(const Surface& in, const Adjacency& in_edges, const Adjacency& out_edges)
{
    bool kept = true;
    std::int64_t gone = 0, come = 0;
    const auto compare = [&](const Adjacency& all, const Adjacency& others, std::int64_t& open) {
        for (const Adjacency::Edge& e : all.edges())
            if (in.locked[e.low] != 0 && in.locked[e.high] != 0)
                kept = kept && e.net == others.net(e.low, e.high);
            else
                open += std::abs(e.net);
    };
    compare(in_edges, out_edges, gone);
    compare(out_edges, in_edges, come);
    return kept && come <= gone;
}

} // namespace stele::lod
