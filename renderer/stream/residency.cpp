// PURE: what to load and what to evict.
#include "renderer/stream/residency.h"

#include <algorithm>

namespace stele::stream {

namespace {

// Resident pages that nobody wants, first to go first. A needed page is wanted whenever its
// dependants are, so ordering by last_wanted and then by depth puts dependants first.
std::vector<PageId> eviction_order(const PageIndex& index, const PageGraph& graph,
    const Residency& residency, const std::vector<PageId>& wanted)
{
    std::vector<bool> keep(index.pages.size(), false);
    keep[index.root.value] = true;
    for (const PageId page : wanted)
        keep[page.value] = true;
    // What a loading page needs must still be there when it arrives, and so on upwards.
    std::vector<std::uint32_t> upwards;
    for (std::uint32_t page = 0; page < index.pages.size(); ++page)
        if (residency.state[page] == PageState::loading)
            upwards.push_back(page);
    while (!upwards.empty()) {
        const std::uint32_t page = upwards.back();
        upwards.pop_back();
        for (const std::uint32_t needed : graph.needs[page])
            if (!keep[needed]) {
                keep[needed] = true;
                upwards.push_back(needed);
            }
    }
    std::vector<PageId> order;
    for (std::uint32_t page = 0; page < index.pages.size(); ++page)
        if (residency.state[page] == PageState::resident && !keep[page])
            order.push_back(PageId{page});
    std::sort(order.begin(), order.end(), [&](PageId a, PageId b) {
        const std::uint64_t ta = residency.last_wanted[a.value],
                            tb = residency.last_wanted[b.value];
        if (ta != tb)
            return ta < tb;
        const std::uint32_t da = graph.depth[a.value], db = graph.depth[b.value];
        return da != db ? da > db : a < b;
    });
    return order;
}

} // namespace

Plan plan(const PageIndex& index, const PageGraph& graph, const Residency& residency,
    const std::vector<PageId>& wanted, std::uint64_t budget_bytes, std::size_t max_loading)
{
    Plan plan;
    std::uint64_t used = 0;
    std::size_t loading = 0;
    std::vector<bool> coming(index.pages.size(), false); // resident, loading or about to be
    for (std::uint32_t page = 0; page < index.pages.size(); ++page) {
        const PageState state = residency.state[page];
        coming[page] = state == PageState::resident || state == PageState::loading;
        used += coming[page] ? residency.bytes[page] : 0;
        loading += state == PageState::loading ? 1 : 0;
    }
    const std::vector<PageId> evictable = eviction_order(index, graph, residency, wanted);
    std::size_t evicted = 0;
    const auto evict_one = [&] {
        const PageId page = evictable[evicted++];
        plan.evict.push_back(page);
        used -= residency.bytes[page.value];
    };
    for (const PageId page : wanted) {
        if (loading >= max_loading)
            break;
        if (residency.state[page.value] != PageState::absent)
            continue;
        const auto needs = graph.needs[page.value];
        if (!std::all_of(needs.begin(), needs.end(), [&](std::uint32_t n) { return coming[n]; }))
            continue; // one of them failed: this branch stays coarse
        const std::uint64_t bytes = residency.bytes[page.value];
        while (used + bytes > budget_bytes && evicted < evictable.size())
            evict_one();
        if (used + bytes > budget_bytes && page != index.root)
            break; // everything after it matters less
        used += bytes;
        ++loading;
        coming[page.value] = true;
        plan.load.push_back(page);
    }
    // Estimates may have been too small; give back what the budget does not cover.
    while (used > budget_bytes && evicted < evictable.size())
        evict_one();
    return plan;
}

} // namespace stele::stream
