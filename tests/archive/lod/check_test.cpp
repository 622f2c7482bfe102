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
