// PURE: what to load and what to evict. Residency stays closed: a page's needs are resident as long
// as it is.
#pragma once

#include "renderer/stream/page_graph.h"

namespace stele::stream {

enum class PageState : std::uint8_t { absent, loading, resident, failed };

struct Residency {
    std::vector<PageState> state;
    std::vector<std::uint64_t> bytes; // memory of each page: estimated until it was loaded once
    std::vector<std::uint64_t> last_wanted; // frame number
};

struct Plan {
    std::vector<PageId> load;  // in the order of wanted
    std::vector<PageId> evict; // dependants before what they need
};

// wanted: closed and ordered as Cut::wanted. Loading and resident pages never exceed budget_bytes
// after the plan, except that the root page is always loaded and never evicted. At most max_loading
// pages are loading.
Plan plan(const PageIndex& index, const PageGraph& graph, const Residency& residency,
    const std::vector<PageId>& wanted, std::uint64_t budget_bytes, std::size_t max_loading);

} // namespace stele::stream
