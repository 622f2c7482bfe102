// PURE: which groups are drawn in detail, and which pages that takes. Evaluated in double, once per
// group that matters, from the asset's own spheres and errors; the GPU reads one bit a group.
#pragma once

#include "renderer/stream/page_graph.h"
#include "renderer/stream/view.h"

#include <optional>

namespace stele::stream {

// Depth of the nearest point of a sphere, at least the near plane. Conservative: errors seem
// larger, never smaller.
double nearest_depth_m(const View& view, const Sphere& sphere);
// False only if no point of the sphere is in the view's pyramid or, orthographic, its box.
bool may_be_seen(const View& view, const Sphere& sphere);

struct Cut {
    std::vector<std::uint32_t>
        group_bits; // bit g: group g is active (resident, wanted, all parents active)
    // Everything the view wants, resident or not, closed under PageGraph::needs: coarse first, then
    // by error on the screen, then by id. A prefix of it is closed too.
    std::vector<PageId> wanted;
    // What is drawn in view lies within this distance of the source and the source within it of
    // what is drawn.
    double shown_error_m = 0;
    double threshold_px = 0;

    bool is_active(std::uint32_t group) const
    {
        return (group_bits[group / 32] >> (group % 32) & 1) != 0;
    }
};

// resident: one flag a page. Groups are wanted where their error projects to more than
// threshold_px.
Cut select(const View& view, const PageIndex& index, const PageGraph& graph,
    const std::vector<bool>& resident, double threshold_px);

// The smallest threshold of view.threshold_px * 1.25^n whose wanted pages fit into budget_bytes,
// and its cut. page_bytes: memory a page takes. Where even the coarsest does not fit, the cut that
// wants the root page alone.
Cut select_within(const View& view, const PageIndex& index, const PageGraph& graph,
    const std::vector<bool>& resident, const std::vector<std::uint64_t>& page_bytes,
    std::uint64_t budget_bytes);

} // namespace stele::stream
