// The dependencies that an index implies: which groups a group refines into, which pages a page
// needs.
#pragma once

#include "archive/base/result.h"
#include "archive/model/page_index.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stele::stream {

// Rows of varying length in one array.
template <class T>
struct Rows {
    std::vector<std::uint32_t> first; // one more than there are rows
    std::vector<T> items;

    std::span<const T> operator[](std::uint32_t row) const
    {
        return std::span(items).subspan(first[row], first[row + 1] - first[row]);
    }
};

struct PageGraph {
    Rows<std::uint32_t>
        finer; // per group: groups whose clusters were simplified into its clusters, ascending
    Rows<std::uint32_t>
        needs; // per page: pages that must be resident before it (pages of its groups' parents)
    std::vector<std::uint32_t>
        depth; // per page: 0 if it needs none, else one more than the deepest that it needs
    std::vector<std::uint32_t> terminal; // groups without parents

    // Errc::malformed if the index contradicts itself: pages or parents out of range, or
    // dependencies in a circle.
    static Result<PageGraph> create(const PageIndex& index);
};

} // namespace stele::stream
