// The dependencies that an index implies.
#include "renderer/stream/page_graph.h"

#include <algorithm>
#include <utility>

namespace stele::stream {

namespace {

using Edge = std::pair<std::uint32_t, std::uint32_t>; // row, item

Rows<std::uint32_t> rows_from(std::vector<Edge> edges, std::size_t row_count)
{
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    Rows<std::uint32_t> rows;
    rows.first.assign(row_count + 1, 0);
    for (const Edge& edge : edges) {
        ++rows.first[edge.first + 1];
        rows.items.push_back(edge.second);
    }
    for (std::size_t row = 0; row < row_count; ++row)
        rows.first[row + 1] += rows.first[row];
    return rows;
}

Status check_index(const PageIndex& index)
{
    const std::size_t pages = index.pages.size(), groups = index.groups.size();
    if (pages == 0 || index.root.value >= pages)
        return Error(Errc::malformed, "the page index has no root page");
    for (std::size_t g = 0; g < groups; ++g) {
        const GroupRecord& group = index.groups[g];
        const auto name = [g] { return "group " + std::to_string(g); };
        if (group.page.value >= pages)
            return Error(
                Errc::malformed, name() + " lies in page " + std::to_string(group.page.value));
        if (group.first_parent > index.parents.size() ||
            group.parent_count > index.parents.size() - group.first_parent)
            return Error(Errc::malformed, name() + " names parents beyond the list");
        for (std::uint32_t i = 0; i < group.parent_count; ++i)
            if (index.parents[group.first_parent + i].value >= groups)
                return Error(Errc::malformed, name() + " has a parent that does not exist");
        if (group.parent_count == 0 && group.page != index.root)
            return Error(Errc::malformed, name() + " is terminal outside the root page");
    }
    return {};
}

// Kahn's order over pages; what is never reached lies on a circle.
Result<std::vector<std::uint32_t>> depths(const Rows<std::uint32_t>& needs, std::size_t pages)
{
    std::vector<Edge> edges;
    std::vector<std::uint32_t> waiting(pages), depth(pages, 0), ready;
    for (std::uint32_t page = 0; page < pages; ++page) {
        waiting[page] = static_cast<std::uint32_t>(needs[page].size());
        if (waiting[page] == 0)
            ready.push_back(page);
        for (const std::uint32_t needed : needs[page])
            edges.emplace_back(needed, page);
    }
    const Rows<std::uint32_t> needed_by = rows_from(std::move(edges), pages);
    for (std::size_t i = 0; i < ready.size(); ++i)
        for (const std::uint32_t page : needed_by[ready[i]]) {
            depth[page] = std::max(depth[page], depth[ready[i]] + 1);
            if (--waiting[page] == 0)
                ready.push_back(page);
        }
    if (ready.size() != pages)
        return Error(Errc::malformed, "the pages of the index need each other in a circle");
    return depth;
}

} // namespace

Result<PageGraph> PageGraph::create(const PageIndex& index)
{
    STELE_CHECK(check_index(index));
    std::vector<Edge> finer, needs;
    PageGraph graph;
    for (std::uint32_t g = 0; g < index.groups.size(); ++g) {
        const GroupRecord& group = index.groups[g];
        if (group.parent_count == 0)
            graph.terminal.push_back(g);
        for (std::uint32_t i = 0; i < group.parent_count; ++i) {
            const std::uint32_t parent = index.parents[group.first_parent + i].value;
            finer.emplace_back(parent, g);
            const PageId parent_page = index.groups[parent].page;
            if (parent_page != group.page)
                needs.emplace_back(group.page.value, parent_page.value);
        }
    }
    graph.finer = rows_from(std::move(finer), index.groups.size());
    graph.needs = rows_from(std::move(needs), index.pages.size());
    STELE_TRY(graph.depth, depths(graph.needs, index.pages.size()));
    return graph;
}

} // namespace stele::stream
