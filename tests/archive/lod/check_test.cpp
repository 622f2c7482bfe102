// A checker that finds nothing must have been able to find it: every kind of damage is reported.
#include "archive/lod/check.h"
#include "tests/archive/lod/hierarchy.h"

#include <algorithm>

namespace stele::test {
namespace {

const Hierarchy& sphere()
{
    static const Hierarchy h = hierarchy_of(make_sphere(6, 0.1));
    return h;
}

bool finds(const std::vector<LodGroup>& groups, const std::string& code)
{
    const Findings findings = lod::check(groups, sphere().source.grid.step_m);
    return std::any_of(
        findings.begin(), findings.end(), [&](const Finding& f) { return f.code == code; });
}

TEST(Check, sound_hierarchy_has_no_findings)
{
    EXPECT_TRUE(lod::check(sphere().groups, sphere().source.grid.step_m).empty());
}

TEST(Check, moved_vertex_on_a_shared_border_is_a_crack)
{
    // Terminal groups next to each other share vertices; moved in one of them only, the surface
    // tears.
    const std::vector<LodGroup>& groups = sphere().groups;
    const LodGroup& last = groups[groups.size() - 1];
    const LodGroup& other = groups[groups.size() - 2];
    ASSERT_TRUE(other.terminal);
    int tries = 0;
    for (std::size_t v = 0; v < last.positions.size() && tries < 5; ++v) {
        if (std::find(other.positions.begin(), other.positions.end(), last.positions[v]) ==
            other.positions.end())
            continue;
        auto damaged = groups;
        damaged.back().positions[v].x += 1;
        EXPECT_TRUE(finds(damaged, "lod.crack")) << v;
        ++tries;
    }
    EXPECT_GT(tries, 0);
}

TEST(Check, triangle_missing_inside_an_open_surface_is_a_crack)
{
    const Hierarchy h = hierarchy_of(make_height_field(160, 0.1, 0));
    Box box;
    for (const Vec3i p : h.source.positions)
        box.extend(to_double(p));
    int tries = 0;
    for (std::size_t i = 0; i < h.groups.size(); ++i) {
        const LodGroup& g = h.groups[i];
        // Triangles of clusters that replace a group in the middle.
        const GroupKey refined = g.clusters.back().refined;
        if (refined.is_none())
            continue;
        const auto is_inside = [&](Vec3i q) {
            const Vec3d p = to_double(q);
            return p.x > box.min.x && p.x < box.max.x && p.z > box.min.z && p.z < box.max.z;
        };
        const auto& below = h.groups[refined.value].positions;
        if (!std::all_of(below.begin(), below.end(), is_inside))
            continue;
        auto damaged = h.groups;
        damaged[i].triangles.pop_back();
        --damaged[i].clusters.back().triangle_count;
        const Findings findings = lod::check(damaged, h.source.grid.step_m);
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
            return f.code == "lod.crack";
        })) << i;
        ++tries;
    }
    EXPECT_GT(tries, 0);
}

TEST(Check, missing_triangle_is_a_crack)
{
    auto groups = sphere().groups;
    LodGroup& g = groups.back();
    g.triangles.pop_back();
    --g.clusters.back().triangle_count;
    EXPECT_TRUE(finds(groups, "lod.crack"));
}

TEST(Check, smaller_error_at_a_coarser_level_is_reported)
{
    auto groups = sphere().groups;
    groups[0].error.selection_m = 1e9;
    EXPECT_TRUE(finds(groups, "lod.error"));
}

TEST(Check, small_sphere_is_reported)
{
    auto groups = sphere().groups;
    groups[0].bound.radius /= 2;
    EXPECT_TRUE(finds(groups, "lod.sphere"));
}

TEST(Check, group_that_nothing_replaces_is_reported)
{
    auto groups = sphere().groups;
    for (LodGroup& g : groups)
        for (LodCluster& c : g.clusters)
            if (c.refined.value == 0)
                c.refined.value = 1;
    EXPECT_TRUE(finds(groups, "lod.closure"));
}

TEST(Check, missing_first_group_is_reported)
{
    auto groups = sphere().groups;
    groups.erase(groups.begin());
    EXPECT_TRUE(finds(groups, "lod.order"));
}

TEST(Check, index_out_of_range_is_reported)
{
    auto groups = sphere().groups;
    groups[0].triangles[5][1] = 1u << 30;
    EXPECT_TRUE(finds(groups, "lod.cluster"));
}

TEST(Check, large_root_is_reported)
{
    auto groups = sphere().groups;
    for (LodGroup& g : groups)
        g.terminal = true;
    EXPECT_TRUE(finds(groups, "lod.root"));
}

} // namespace
} // namespace stele::test
