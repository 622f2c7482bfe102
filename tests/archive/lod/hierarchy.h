// A whole hierarchy in memory, and cuts through it as a viewer would draw them.
#pragma once

#include "archive/lod/build.h"
#include "archive/lod/grid.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>

namespace stele::test {

// A gridded scan with all its bricks put back together.
struct GriddedMesh {
    std::unique_ptr<lod::Workspace> workspace;
    lod::Gridded gridded;
    GridMesh mesh;
    lod::GridReport report;
    Findings findings;
};

inline void join_bricks(GriddedMesh& g)
{
    g.mesh.grid = g.gridded.grid;
    std::map<Vec3i, std::uint32_t> numbers;
    for (std::size_t b = 0; b < g.gridded.bricks.bricks(); ++b) {
        const auto brick = g.gridded.bricks.load(b);
        ASSERT_TRUE(brick) << brick.error().text();
        const lod::Front& front = brick->front;
        std::vector<std::uint32_t> number;
        for (std::size_t v = 0; v < front.positions.size(); ++v) {
            const auto next = std::uint32_t(g.mesh.positions.size());
            const auto [at, is_new] = numbers.try_emplace(front.positions[v], next);
            number.push_back(at->second);
            if (!is_new)
                continue;
            g.mesh.positions.push_back(front.positions[v]);
            if (g.gridded.attributes.colours)
                g.mesh.colours.push_back(front.colours[v]);
            if (g.gridded.attributes.normals)
                g.mesh.normals.push_back(front.normals[v]);
        }
        for (const Triangle& t : front.triangles)
            g.mesh.triangles.push_back({number[t[0]], number[t[1]], number[t[2]]});
    }
}

struct MadeWith {
    unsigned jobs = 2;
    std::uint64_t memory_bytes = lod::kDefaultMemory;
    std::uint64_t brick_triangles = lod::kBrickTriangles;
};

inline GriddedMesh grid_of(SourceMesh mesh, const MadeWith& with = {})
{
    GriddedMesh out;
    out.workspace = std::make_unique<lod::Workspace>(
        real_io(), std::filesystem::temp_directory_path(), with.memory_bytes);
    MeshSource source(std::move(mesh));
    lod::GridOptions options;
    options.brick_triangles = with.brick_triangles;
    auto gridded = lod::grid_scan(
        source, [](const lod::SourceShape&) { return Placement{}; }, options, *out.workspace,
        nullptr);
    if (!gridded) {
        ADD_FAILURE() << gridded.error().text();
        return out;
    }
    out.gridded = std::move(*gridded);
    join_bricks(out);
    lod::note_kept(out.gridded, out.mesh.triangles.size());
    out.report = out.gridded.report;
    out.findings = out.gridded.findings;
    return out;
}

class KeepGroups : public GroupSink {
public:
    Status take(std::vector<LodGroup> groups) override
    {
        calls.push_back(groups.size());
        for (LodGroup& g : groups)
            all.push_back(std::move(g));
        return {};
    }
    std::vector<LodGroup> all;
    std::vector<std::size_t> calls; // groups in each
};

struct Hierarchy {
    GridMesh source;
    std::vector<LodGroup> groups;
    std::vector<std::size_t> calls;
    lod::BuildReport report;
};

inline Hierarchy hierarchy_of(SourceMesh mesh, const MadeWith& with = {})
{
    Hierarchy h;
    GriddedMesh source = grid_of(std::move(mesh), with);
    h.source = source.mesh;
    KeepGroups sink;
    lod::BuildOptions options;
    options.jobs = with.jobs;
    auto report = lod::build(source.gridded, *source.workspace, options, sink);
    if (!report) {
        ADD_FAILURE() << report.error().text();
        return h;
    }
    h.report = std::move(*report);
    h.groups = std::move(sink.all);
    h.calls = std::move(sink.calls);
    return h;
}

struct Cut {
    std::vector<std::array<Vec3i, 3>> triangles;
    double error_m = 0; // the greatest geometric error of what is drawn
};

// active must be closed: with a group, all groups that hold its output.
inline Cut cut_of(const Hierarchy& h, const std::vector<bool>& active)
{
    Cut cut;
    for (const LodGroup& g : h.groups) {
        if (!active[g.key.value])
            continue;
        for (const LodCluster& c : g.clusters) {
            if (!c.refined.is_none() && active[c.refined.value])
                continue;
            for (std::uint32_t t = 0; t < c.triangle_count; ++t) {
                const Triangle& k = g.triangles[c.first_triangle + t];
                cut.triangles.push_back({g.positions[k[0]], g.positions[k[1]], g.positions[k[2]]});
            }
            cut.error_m = std::max(cut.error_m, c.refined.is_none()
                                                    ? h.source.grid.step_m
                                                    : h.groups[c.refined.value].error.geometric_m);
        }
    }
    return cut;
}

// Random groups, each only if everything coarser than it is there: any view, any residency.
inline std::vector<bool> random_active(const Hierarchy& h, Random& random, double keep)
{
    std::vector<bool> active(h.groups.size(), true);
    // Coarse to fine: a group falls if a group that holds its output has fallen.
    std::vector<bool> fallen(h.groups.size(), false);
    for (std::size_t i = h.groups.size(); i-- > 0;) {
        const LodGroup& g = h.groups[i];
        active[i] = g.terminal || (!fallen[i] && random.unit() < keep);
        if (!active[i])
            for (const LodCluster& c : g.clusters)
                if (!c.refined.is_none())
                    fallen[c.refined.value] = true;
    }
    return active;
}

} // namespace stele::test
