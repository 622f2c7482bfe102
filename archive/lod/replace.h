// One group: its triangles, their simplification, and the certified error of putting one in place
// of the other.
#pragma once

#include "archive/lod/brick.h"
#include "archive/lod/chain.h"
#include "archive/lod/cluster.h"
#include "archive/lod/distance.h"
#include "archive/lod/simplify.h"

namespace stele::lod {

// CPU seconds of one thread or of all.
struct StageTimes {
    double bricks = 0, cluster = 0, partition = 0, simplify = 0, certify = 0;

    void add(const StageTimes& o)
    {
        bricks += o.bricks;
        cluster += o.cluster;
        partition += o.partition;
        simplify += o.simplify;
        certify += o.certify;
    }
};

// How hard to try. Later ones serve surfaces that edge collapses cannot reduce.
enum class Effort { collapse, merge, drop };

// Working memory of one thread, kept from group to group.
struct ReplaceScratch {
    CollapseScratch collapse;
    ClusterScratch cluster;
    DistanceMeter meter;
    EdgeChain chain;
    Adjacency edges_in, edges_out;
    Correspondence from_in, from_out;
    std::vector<Vec3d> points_in, points_out;
    std::vector<std::uint32_t>
        local_of; // of each vertex of the brick; kUnusedVertex between groups
    std::vector<std::uint8_t> locked;
    StageTimes times;
};

struct Replacement {
    LodGroup group;                          // the input; key and level are the caller's to fill
    std::vector<std::uint32_t> brick_vertex; // of each of the group's vertices
    bool shrunk = false; // false: nothing below stands, the clusters go on as they are
    Simplified output;
    std::vector<std::uint32_t> cluster_sizes; // of the output, in order
};

// What a group must know of its brick. locked: one a position, 1 if another group or brick uses it.
struct ReplaceInput {
    const Front& front;
    std::span<const std::uint8_t> locked;
    double step_m;
};

// The group of these clusters: bound and triangles, no error yet.
Replacement gather_group(
    const ReplaceInput& in, std::span<const std::uint32_t> clusters, ReplaceScratch& scratch);

// Halves the group, if possible; then its error, and its bound around what it became. open_edges:
// the boundary chain of everything at hand, only for Effort::drop, which deletes triangles whose
// edges are all open and updates it.
void replace_group(const ReplaceInput& in, std::span<const std::uint32_t> clusters, Effort effort,
    EdgeChain* open_edges, Replacement& group, ReplaceScratch& scratch);

} // namespace stele::lod
