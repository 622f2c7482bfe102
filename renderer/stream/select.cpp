// PURE: which groups are drawn in detail, and which pages that takes.
#include "renderer/stream/select.h"

#include <algorithm>
#include <limits>

namespace stele::stream {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Walks from the terminal groups down, into a group once all its parents are wanted.
class Selection {
public:
    Selection(const View& view, const PageIndex& index, const PageGraph& graph,
        const std::vector<bool>& resident, double threshold_px)
        : view_(view), index_(index), graph_(graph), resident_(resident),
          threshold_px_(threshold_px), wanted_parents_(index.groups.size(), 0),
          active_parents_(index.groups.size(), 0), page_error_px_(index.pages.size(), -1)
    {
        cut_.group_bits.assign((index.groups.size() + 31) / 32, 0);
        cut_.threshold_px = threshold_px;
        cut_.shown_error_m = index.asset.quantisation_m;
    }

    Cut run()
    {
        want_page(index_.root.value, kInfinity);
        std::vector<std::uint32_t> next = graph_.terminal;
        while (!next.empty()) {
            const std::uint32_t group = next.back();
            next.pop_back();
            visit(group, next);
        }
        close_wanted();
        return std::move(cut_);
    }

private:
    // Precondition: all parents are wanted.
    void visit(std::uint32_t g, std::vector<std::uint32_t>& next)
    {
        const GroupRecord& group = index_.groups[g];
        const bool terminal = group.parent_count == 0;
        const bool seen = terminal || may_be_seen(view_, group.bound);
        const double error_px = terminal ? kInfinity
                                         : group.error.selection_m *
                                               view_.px_per_m(nearest_depth_m(view_, group.bound));
        const bool wanted = terminal || (seen && error_px > threshold_px_);
        const bool active =
            wanted && resident_[group.page.value] && active_parents_[g] == group.parent_count;
        if (wanted)
            want_page(group.page.value, error_px);
        if (active)
            cut_.group_bits[g / 32] |= 1u << (g % 32);
        else if (seen &&
                 active_parents_[g] > 0) // its simplified output is drawn by an active parent
            cut_.shown_error_m = std::max(cut_.shown_error_m, group.error.geometric_m);
        if (!wanted)
            return;
        for (const std::uint32_t finer : graph_.finer[g]) {
            active_parents_[finer] += active ? 1 : 0;
            if (++wanted_parents_[finer] == index_.groups[finer].parent_count)
                next.push_back(finer);
        }
        // A group with an active and an unwanted parent is not visited; its error counts once it is
        // known below.
        if (active)
            half_open_.insert(half_open_.end(), graph_.finer[g].begin(), graph_.finer[g].end());
    }

    void want_page(std::uint32_t page, double error_px)
    {
        if (page_error_px_[page] < 0)
            cut_.wanted.push_back(PageId{page});
        page_error_px_[page] = std::max(page_error_px_[page], error_px);
    }

    void close_wanted()
    {
        for (const std::uint32_t g : half_open_) {
            const GroupRecord& group = index_.groups[g];
            if (wanted_parents_[g] < group.parent_count && may_be_seen(view_, group.bound))
                cut_.shown_error_m = std::max(cut_.shown_error_m, group.error.geometric_m);
        }
        for (std::size_t i = 0; i < cut_.wanted.size(); ++i)
            for (const std::uint32_t needed : graph_.needs[cut_.wanted[i].value])
                want_page(needed, page_error_px_[cut_.wanted[i].value]);
        std::sort(cut_.wanted.begin(), cut_.wanted.end(), [this](PageId a, PageId b) {
            const std::uint32_t da = graph_.depth[a.value], db = graph_.depth[b.value];
            if (da != db)
                return da < db;
            const double ea = page_error_px_[a.value], eb = page_error_px_[b.value];
            return ea != eb ? ea > eb : a < b;
        });
    }

    const View& view_;
    const PageIndex& index_;
    const PageGraph& graph_;
    const std::vector<bool>& resident_;
    const double threshold_px_;
    std::vector<std::uint32_t> wanted_parents_, active_parents_;
    std::vector<double> page_error_px_; // -1: not wanted
    std::vector<std::uint32_t> half_open_;
    Cut cut_;
};

std::uint64_t bytes_of(
    const std::vector<PageId>& pages, const std::vector<std::uint64_t>& page_bytes)
{
    std::uint64_t sum = 0;
    for (const PageId page : pages)
        sum += page_bytes[page.value];
    return sum;
}

} // namespace

double nearest_depth_m(const View& view, const Sphere& sphere)
{
    return std::max(view.near_m, dot(view.forward, sphere.centre - view.eye_m) - sphere.radius);
}

bool may_be_seen(const View& view, const Sphere& sphere)
{
    const Vec3d d = sphere.centre - view.eye_m;
    const double depth = dot(view.forward, d);
    if (depth + sphere.radius < view.near_m)
        return false;
    const double focal = view.focal_px();
    const auto inside = [&](double across, double half_px) {
        if (view.orthographic())
            return half_px - focal * std::abs(across) >= -sphere.radius * focal;
        return half_px * depth - focal * std::abs(across) >=
               -sphere.radius * std::sqrt(focal * focal + half_px * half_px);
    };
    return inside(dot(view.right, d), view.width / 2.0) &&
           inside(dot(view.up, d), view.height / 2.0);
}

Cut select(const View& view, const PageIndex& index, const PageGraph& graph,
    const std::vector<bool>& resident, double threshold_px)
{
    return Selection(view, index, graph, resident, threshold_px).run();
}

Cut select_within(const View& view, const PageIndex& index, const PageGraph& graph,
    const std::vector<bool>& resident, const std::vector<std::uint64_t>& page_bytes,
    std::uint64_t budget_bytes)
{
    constexpr double kStep = 1.25;
    constexpr int kSteps = 120; // 1.25^120 > 4e11: only terminal groups are left
    double threshold_px = view.threshold_px;
    for (int step = 0; step < kSteps; ++step, threshold_px *= kStep) {
        Cut cut = select(view, index, graph, resident, threshold_px);
        if (bytes_of(cut.wanted, page_bytes) <= budget_bytes)
            return cut;
    }
    return select(view, index, graph, resident, kInfinity);
}

} // namespace stele::stream
