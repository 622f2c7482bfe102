// Each check says what it found wrong with which group.
#include "archive/lod/check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace stele::lod {

namespace {

// Rounding allowed where spheres enclose spheres or points.
constexpr double kSphereRounding = 0x1p-36;
constexpr double kMonotone = 1 + 0x1p-12;

bool encloses(const Sphere& outer, Vec3d p, double radius)
{
    return length(p - outer.centre) + radius <=
           outer.radius * (1 + kSphereRounding) + kSphereRounding * length(outer.centre);
}

} // namespace

void Checker::report(const char* code, const LodGroup& group, const std::string& text)
{
    const auto [it, added] = findings_.try_emplace(
        code, Finding{Severity::error, code, "group " + std::to_string(group.key.value), text, 0});
    ++it->second.count;
}

// Indices in range and clusters within their limits; nothing else can be said of a group that
// fails.
bool Checker::check_shape(const LodGroup& g)
{
    std::uint64_t covered = 0;
    for (const LodCluster& c : g.clusters) {
        if (c.first_triangle != covered || c.triangle_count == 0 ||
            c.triangle_count > kMaxClusterTriangles ||
            covered + c.triangle_count > g.triangles.size()) {
            report("lod.cluster", g, "A cluster is empty, too large or out of place.");
            return false;
        }
        std::vector<std::uint32_t> used;
        for (std::uint32_t t = 0; t < c.triangle_count; ++t)
            for (const std::uint32_t v : g.triangles[c.first_triangle + t]) {
                if (v >= g.positions.size()) {
                    report("lod.cluster", g, "A triangle names a vertex that does not exist.");
                    return false;
                }
                used.push_back(v);
            }
        std::sort(used.begin(), used.end());
        if (std::unique(used.begin(), used.end()) - used.begin() >
            std::ptrdiff_t(kMaxClusterVertices))
            report("lod.cluster", g, "A cluster has too many vertices.");
        covered += c.triangle_count;
    }
    if (covered != g.triangles.size() || g.clusters.empty()) {
        report("lod.cluster", g, "The clusters do not cover the group's triangles.");
        return false;
    }
    if ((!g.colours.empty() && g.colours.size() != g.positions.size()) ||
        (!g.normals.empty() && g.normals.size() != g.positions.size()))
        report("lod.cluster", g, "Attributes and positions differ in number.");
    return true;
}

void Checker::check_order(const LodGroup& g)
{
    if (next_key_ != GroupKey::kNone && g.key.value != next_key_)
        report("lod.order", g, "Keys are not consecutive.");
    if (next_key_ == GroupKey::kNone && !g.terminal)
        report("lod.root", g, "The last group is not part of the root.");
    next_key_ = g.key.value - 1;
    if (g.terminal && !in_root_)
        report("lod.root", g, "A terminal group lies outside the root.");
    in_root_ = in_root_ && g.terminal;
    if (g.terminal)
        root_triangles_ += g.triangles.size();
    if (root_triangles_ > kRootPageTriangles)
        report("lod.root", g, "The root has too many triangles.");
}

void Checker::check_errors(const LodGroup& g, const Expected& expected)
{
    const GroupError& e = g.error;
    if (g.terminal) {
        if (!std::isinf(e.geometric_m) || !std::isinf(e.appearance_m) || !std::isinf(e.selection_m))
            report("lod.error", g, "A terminal group has a finite error.");
        return;
    }
    if (!std::isfinite(e.geometric_m) || !std::isfinite(e.appearance_m) ||
        !std::isfinite(e.selection_m) || e.geometric_m < 0 || e.appearance_m < 0)
        report("lod.error", g, "An error is not a finite length.");
    if (e.selection_m < std::max(e.geometric_m, e.appearance_m))
        report("lod.error", g, "The selection error is below the group's errors.");
    if (expected.least_selection_m < e.selection_m * kMonotone ||
        expected.least_geometric_m < e.geometric_m)
        report("lod.error", g, "A coarser group claims a smaller error.");
    if (expected.least_level <= g.level)
        report("lod.closure", g, "The group that replaces it is not at a coarser level.");
}

void Checker::check_bound(const LodGroup& g, const Expected& expected)
{
    const auto inside = [&](Vec3i p) { return encloses(g.bound, to_double(p) * step_m_, 0); };
    bool holds = std::all_of(g.positions.begin(), g.positions.end(), inside);
    for (const Triangle& t : expected.output)
        for (const std::uint32_t v : t)
            holds = holds && inside(positions_[v]);
    if (!holds)
        report("lod.sphere", g, "The group's sphere does not enclose its triangles.");
    for (const Sphere& s : expected.bounds)
        if (!encloses(s, g.bound.centre, g.bound.radius))
            report("lod.sphere", g, "A coarser group's sphere does not enclose it.");
}

void Checker::draw(const std::vector<Triangle>& triangles, std::int32_t times)
{
    for (const Triangle& t : triangles) {
        boundary_.add_first(t, times);
        for (const std::uint32_t v : t)
            uses_[v] += times;
    }
}

// The surface has just lost the group's output and not yet gained its input. Two rules:
// (1) an edge of the input that the rest of the surface closes does not change;
// (2) edges of the boundary that come are no more than open ones that go.
// On a closed surface nothing that goes is open, so that by (1) and (2) nothing changes at all:
// every step keeps it closed, and by linearity every cut is. An open border may move and lose
// edges. On a surface with open borders (2) counts over the group: a tear of fewer edges than its
// border loses is not seen.
//
// The builder keeps both. Collapsing and merging map vertices to vertices, locked ones to
// themselves, so the output's boundary is the image of the input's: never more edges. An edge that
// changes has an end that no other group used when the group was made, so what was on it was open.
// Deleting takes triangles that are open on all sides. That an end is in use by the rest now does
// not say that it was locked: new vertices of two groups may come to lie on one place of the grid,
// mostly where open borders run along one line. That moves no edge of a closed surface. (A whole
// edge of two borders that so coincide, one each way, would be reported by (1).)
void Checker::check_cracks(
    const LodGroup& g, const Expected& expected, const std::vector<Triangle>& input)
{
    scratch_.clear((input.size() + expected.output.size()) * 2);
    for (const Triangle& t : input)
        scratch_.add_first(t);
    for (const Triangle& t : expected.output)
        scratch_.add_second(t);
    bool opened = false;
    std::int64_t gone = 0, come = 0;
    scratch_.for_each([&](const EdgeChain::Entry& e) {
        if (e.first == e.second)
            return;
        const EdgeChain::Entry* const rest = boundary_.find(e.u(), e.v());
        opened = opened || (e.first != 0 && rest != nullptr && rest->first == -e.first);
        gone += std::abs(e.first);
        come += std::abs(e.second);
    });
    if (opened)
        report("lod.crack", g, "Replacing it opens a closed edge it shares with others.");
    if (come > gone)
        report("lod.crack", g, "Replacing it tears the surface.");
}

void Checker::expect_finer(const LodGroup& g, const std::vector<Triangle>& input)
{
    for (const LodCluster& c : g.clusters) {
        if (c.refined.is_none())
            continue;
        if (c.refined.value >= g.key.value) {
            report("lod.closure", g, "A cluster refines a group that comes after it.");
            continue;
        }
        Expected& e = expected_[c.refined.value];
        const auto first = input.begin() + std::ptrdiff_t(c.first_triangle);
        e.output.insert(e.output.end(), first, first + std::ptrdiff_t(c.triangle_count));
        e.least_selection_m = std::min(e.least_selection_m, g.error.selection_m);
        e.least_geometric_m = std::min(e.least_geometric_m, g.error.geometric_m);
        e.least_level = std::min(e.least_level, g.level);
        if (e.bounds.empty() || !(e.bounds.back().centre == g.bound.centre))
            e.bounds.push_back(g.bound);
    }
}

void Checker::add(const LodGroup& g)
{
    check_order(g);
    if (!check_shape(g))
        return;
    std::vector<std::uint32_t> number(g.positions.size());
    for (std::size_t v = 0; v < number.size(); ++v) {
        const std::uint32_t next = std::uint32_t(positions_.size());
        number[v] = table_.find_or_add(g.positions[v], next, positions_);
        if (number[v] == next) {
            positions_.push_back(g.positions[v]);
            uses_.push_back(0);
        }
    }
    std::vector<Triangle> input;
    input.reserve(g.triangles.size());
    for (const Triangle& t : g.triangles)
        input.push_back({number[t[0]], number[t[1]], number[t[2]]});

    Expected expected;
    if (auto node = expected_.extract(g.key.value))
        expected = std::move(node.mapped());
    if (g.terminal != expected.output.empty())
        report("lod.closure", g,
            g.terminal ? "A terminal group is replaced by others." : "Nothing replaces the group.");
    check_errors(g, expected);
    check_bound(g, expected);
    draw(expected.output, -1);
    if (!g.terminal)
        check_cracks(g, expected, input);
    draw(input, 1);
    expect_finer(g, input);
}

Findings Checker::finish()
{
    LodGroup missing;
    for (const auto& [key, e] : expected_) {
        missing.key.value = key;
        report("lod.closure", missing, "A group that a cluster refines does not exist.");
    }
    if (next_key_ != GroupKey::kNone || root_triangles_ == 0)
        report("lod.order", missing, "The groups do not reach from key 0 to a root.");
    Findings out;
    for (const auto& [code, finding] : findings_)
        out.push_back(finding);
    return out;
}

Findings check(std::span<const LodGroup> groups, double step_m)
{
    Checker checker(step_m);
    for (std::size_t i = groups.size(); i-- > 0;)
        checker.add(groups[i]);
    return checker.finish();
}

} // namespace stele::lod
