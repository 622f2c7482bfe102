// What every hierarchy must be: proven by check(), rooted, and as near to its source as it says.
#pragma once

#include "archive/lod/check.h"
#include "archive/lod/distance.h"
#include "archive/lod/triangle_index.h"
#include "tests/archive/lod/hierarchy.h"

namespace stele::test {

inline std::string first_text(const Findings& findings)
{
    return findings.empty() ? std::string()
                            : findings[0].code + " at " + findings[0].where + ": " +
                                  findings[0].text + " (" + std::to_string(findings[0].count) + ")";
}

inline void expect_same_groups(const std::vector<LodGroup>& one, const std::vector<LodGroup>& other)
{
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        const LodGroup &a = one[i], &b = other[i];
        ASSERT_EQ(a.key, b.key);
        ASSERT_EQ(a.positions, b.positions);
        ASSERT_EQ(a.colours, b.colours);
        ASSERT_EQ(a.triangles, b.triangles);
        ASSERT_EQ(a.error.geometric_m, b.error.geometric_m);
        ASSERT_EQ(a.error.appearance_m, b.error.appearance_m);
        ASSERT_EQ(a.error.selection_m, b.error.selection_m);
        ASSERT_EQ(a.bound.radius, b.bound.radius);
        ASSERT_EQ(a.clusters.size(), b.clusters.size());
        for (std::size_t c = 0; c < a.clusters.size(); ++c)
            ASSERT_EQ(a.clusters[c].refined, b.clusters[c].refined);
    }
}

inline void expect_same(const Hierarchy& one, const Hierarchy& other)
{
    EXPECT_EQ(one.calls, other.calls);
    expect_same_groups(one.groups, other.groups);
}

inline void expect_sound(const Hierarchy& h)
{
    ASSERT_FALSE(h.groups.empty());
    EXPECT_EQ(first_text(lod::check(h.groups, h.source.grid.step_m)), "");
    std::uint64_t root = 0, source = 0;
    std::size_t terminal = 0;
    for (const LodGroup& g : h.groups) {
        root += g.terminal ? g.triangles.size() : 0;
        terminal += g.terminal ? 1 : 0;
        for (const LodCluster& c : g.clusters)
            source += c.refined.is_none() ? c.triangle_count : 0;
    }
    EXPECT_LE(root, kRootPageTriangles);
    EXPECT_EQ(root, h.report.root_triangles);
    EXPECT_EQ(source, h.source.triangles.size());
    EXPECT_EQ(terminal, h.calls.back());
}

struct Meter {
    std::vector<Vec3d> points;
    std::vector<Triangle> triangles;
    lod::TriangleIndex index;

    explicit Meter(const std::vector<std::array<Vec3i, 3>>& surface)
    {
        for (const auto& t : surface) {
            const std::uint32_t first = std::uint32_t(points.size());
            for (const Vec3i p : t)
                points.push_back(to_double(p));
            triangles.push_back({first, first + 1, first + 2});
        }
        index.build(points, triangles);
    }
    double to(Vec3d p) const
    {
        const Triangle& t = triangles[index.nearest(p, 0)];
        return length(p - lod::closest_point(p, points[t[0]], points[t[1]], points[t[2]]));
    }
};

// The greatest distance, in grid steps, of random points of one surface to the other.
inline double sampled(const std::vector<std::array<Vec3i, 3>>& from, const Meter& to, std::size_t n)
{
    Random random(11);
    double worst = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto& t = from[random.below(from.size())];
        double u = random.unit(), v = random.unit();
        if (u + v > 1) {
            u = 1 - u;
            v = 1 - v;
        }
        const Vec3d a = to_double(t[0]), b = to_double(t[1]), c = to_double(t[2]);
        worst = std::max(worst, to.to(a + (b - a) * u + (c - a) * v));
    }
    return worst;
}

inline std::vector<std::array<Vec3i, 3>> source_triangles(const Hierarchy& h)
{
    std::vector<std::array<Vec3i, 3>> out;
    for (const Triangle& t : h.source.triangles)
        out.push_back(
            {h.source.positions[t[0]], h.source.positions[t[1]], h.source.positions[t[2]]});
    return out;
}

} // namespace stele::test
