// The level loop. Groups are independent of each other, because what they share is locked.
#include "archive/lod/reduce.h"

#include "archive/base/cpu_time.h"
#include "archive/lod/group.h"
#include "archive/model/position_table.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

constexpr std::uint32_t kLevelsPerStage = 3;
// A level that keeps more than this share calls for more effort.
constexpr double kSlowShare = 0.9;
// Clusters passed on this often are merged rather than collapsed.
constexpr std::uint32_t kMaxWaits = 2;
// Far more than any surface needs: each step of effort at least halves what is left, or doubles the
// groups.
constexpr int kMaxRounds = 200;

class BrickReducer {
public:
    BrickReducer(Brick brick, const ReduceOptions& options, ScratchPool& pool)
        : front_(std::move(brick.front)), border_(std::move(brick.border)), options_(options),
          pool_(pool), table_(front_.positions.size())
    {
        for (std::uint32_t v = 0; v < front_.positions.size(); ++v)
            table_.find_or_add(front_.positions[v], v, front_.positions);
        out_.next_level = options.first_level;
    }

    Result<ReducedBrick> run()
    {
        if (front_.clusters.empty())
            cluster_source();
        for (int round = 0; round < kMaxRounds; ++round) {
            if (options_.last && front_.triangles.size() <= kRootPageTriangles) {
                emit_root();
                return std::move(out_);
            }
            if (!options_.last && round == int(kLevelsPerStage))
                break;
            const std::size_t before = front_.triangles.size();
            STELE_CHECK(level());
            if (double(front_.triangles.size()) > kSlowShare * double(before))
                try_harder();
        }
        if (options_.last)
            return Error(Errc::internal, "cannot reduce " +
                                             std::to_string(front_.triangles.size()) +
                                             " triangles to a root");
        out_.residue = take_residue();
        return std::move(out_);
    }

private:
    void cluster_source()
    {
        CpuTime timer;
        const double rounding = std::sqrt(3.0) / 2 * options_.step_m;
        std::vector<std::uint32_t> sizes;
        const auto scratch = std::make_unique<ClusterScratch>();
        cut_into_clusters(front_.positions, front_.triangles, *scratch, sizes);
        std::uint32_t first = 0;
        for (const std::uint32_t n : sizes) {
            PendingCluster c;
            c.first_triangle = first;
            c.triangle_count = n;
            c.error = {rounding, 0, rounding};
            c.bound.radius = -1;
            front_.clusters.push_back(c);
            first += n;
        }
        out_.times.cluster += timer.lap();
    }

    // 1 for every vertex that a second group or another brick uses.
    std::vector<std::uint8_t> find_locks(const Grouping& groups) const
    {
        std::vector<std::uint8_t> locked = border_;
        locked.resize(front_.positions.size(), 0);
        std::vector<std::uint32_t> owner(front_.positions.size(), kUnusedVertex);
        for (std::uint32_t g = 0; g < groups.groups(); ++g)
            for (const std::uint32_t c : groups.members(g)) {
                const PendingCluster& k = front_.clusters[c];
                for (std::uint32_t t = 0; t < k.triangle_count; ++t)
                    for (const std::uint32_t v : front_.triangles[k.first_triangle + t]) {
                        if (owner[v] == kUnusedVertex)
                            owner[v] = g;
                        else if (owner[v] != g)
                            locked[v] = 1;
                    }
            }
        return locked;
    }

    Status level()
    {
        CpuTime timer;
        const Grouping groups = group_clusters(front_, out_.next_level, size_);
        const std::vector<std::uint8_t> locked = find_locks(groups);
        out_.times.partition += timer.lap();
        // Deleting triangles changes what the next group may delete, so it goes one group at a
        // time.
        EdgeChain open;
        const bool drops = effort_ == Effort::drop;
        if (drops) {
            open.clear(front_.triangles.size() * 2);
            for (const Triangle& t : front_.triangles)
                open.add_first(t);
        }
        std::vector<Replacement> done(groups.groups());
        const ReplaceInput input{front_, locked, options_.step_m};
        STELE_CHECK(
            parallel_for(groups.groups(), drops ? 1 : options_.jobs, [&](std::size_t g) -> Status {
                if (options_.cancel != nullptr && options_.cancel->requested)
                    return Error(Errc::cancelled, "cancelled");
                auto scratch = pool_.borrow();
                const auto members = groups.members(g);
                done[g] = gather_group(input, members, *scratch);
                replace_group(input, members, effort_for(members), drops ? &open : nullptr, done[g],
                    *scratch);
                pool_.give_back(std::move(scratch));
                return {};
            }));
        timer.lap();
        adopt(groups, done);
        out_.times.partition += timer.lap();
        return {};
    }

    Effort effort_for(std::span<const std::uint32_t> members) const
    {
        const bool waited = std::any_of(members.begin(), members.end(),
            [&](std::uint32_t c) { return front_.clusters[c].waits >= kMaxWaits; });
        return waited ? std::max(effort_, Effort::merge) : effort_;
    }

    // Emits the groups that shrank and makes their outputs, and the clusters of the others, the new
    // surface.
    void adopt(const Grouping& groups, std::vector<Replacement>& done)
    {
        std::vector<Triangle> triangles;
        std::vector<PendingCluster> clusters;
        std::vector<LodGroup> finished;
        for (std::size_t g = 0; g < done.size(); ++g) {
            Replacement& r = done[g];
            if (!r.shrunk) {
                for (const std::uint32_t c : groups.members(g)) {
                    PendingCluster k = front_.clusters[c];
                    ++k.waits;
                    const auto from = front_.triangles.begin() + k.first_triangle;
                    k.first_triangle = std::uint32_t(triangles.size());
                    triangles.insert(triangles.end(), from, from + k.triangle_count);
                    clusters.push_back(k);
                }
                continue;
            }
            r.group.key.value = kKeyInBrick | emitted_++;
            r.group.level = out_.next_level;
            append_output(r, triangles, clusters);
            finished.push_back(std::move(r.group));
            r = {};
        }
        front_.triangles = std::move(triangles);
        front_.clusters = std::move(clusters);
        if (finished.empty())
            return;
        ++out_.next_level;
        out_.levels.push_back(std::move(finished));
    }

    void append_output(const Replacement& r, std::vector<Triangle>& triangles,
        std::vector<PendingCluster>& clusters)
    {
        PendingCluster c;
        c.first_triangle = std::uint32_t(triangles.size());
        c.refined = r.group.key;
        c.error = r.group.error;
        c.bound = r.group.bound;
        std::vector<std::uint32_t> name(r.output.positions.size(), kUnusedVertex);
        for (Triangle t : r.output.triangles) {
            for (std::uint32_t& v : t) {
                if (name[v] == kUnusedVertex)
                    name[v] = r.output.positions[v] == r.group.positions[v]
                                  ? r.brick_vertex[v]
                                  : add_vertex(r.output, v);
                v = name[v];
            }
            triangles.push_back(t);
        }
        for (const std::uint32_t n : r.cluster_sizes) {
            c.triangle_count = n;
            clusters.push_back(c);
            c.first_triangle += n;
        }
    }

    std::uint32_t add_vertex(const Simplified& s, std::uint32_t v)
    {
        const std::uint32_t next = std::uint32_t(front_.positions.size());
        const std::uint32_t number = table_.find_or_add(s.positions[v], next, front_.positions);
        if (number == next) {
            front_.positions.push_back(s.positions[v]);
            border_.push_back(0);
            if (!s.colours.empty())
                front_.colours.push_back(s.colours[v]);
            if (!s.normals.empty())
                front_.normals.push_back(s.normals[v]);
        }
        return number;
    }

    void try_harder()
    {
        if (effort_ == Effort::collapse)
            effort_ = Effort::merge;
        else if (effort_ == Effort::merge && options_.last)
            effort_ = Effort::drop;
        else if (options_.last)
            size_ = {size_.target * 2, size_.min * 2, size_.max * 2};
    }

    void emit_root()
    {
        const Grouping groups = group_clusters(front_, out_.next_level, size_);
        const std::vector<std::uint8_t> locked(front_.positions.size(), 0);
        const ReplaceInput input{front_, locked, options_.step_m};
        auto scratch = pool_.borrow();
        std::vector<LodGroup> root;
        for (std::size_t g = 0; g < groups.groups(); ++g) {
            LodGroup group = gather_group(input, groups.members(g), *scratch).group;
            group.key.value = kKeyInBrick | emitted_++;
            group.level = out_.next_level;
            group.terminal = true;
            root.push_back(std::move(group));
        }
        pool_.give_back(std::move(scratch));
        out_.levels.push_back(std::move(root));
    }

    // What is left, its vertices in order of first use.
    Front take_residue()
    {
        Front out;
        std::vector<std::uint32_t> number(front_.positions.size(), kUnusedVertex);
        for (Triangle& t : front_.triangles)
            for (std::uint32_t& v : t) {
                if (number[v] == kUnusedVertex) {
                    number[v] = std::uint32_t(out.positions.size());
                    out.positions.push_back(front_.positions[v]);
                    if (!front_.colours.empty())
                        out.colours.push_back(front_.colours[v]);
                    if (!front_.normals.empty())
                        out.normals.push_back(front_.normals[v]);
                }
                v = number[v];
            }
        out.triangles = std::move(front_.triangles);
        out.clusters = std::move(front_.clusters);
        return out;
    }

    Front front_;
    std::vector<std::uint8_t> border_;
    const ReduceOptions& options_;
    ScratchPool& pool_;
    PositionTable table_;
    GroupSize size_;
    Effort effort_ = Effort::collapse;
    std::uint32_t emitted_ = 0;
    ReducedBrick out_;
};

} // namespace

std::unique_ptr<ReplaceScratch> ScratchPool::borrow()
{
    const std::lock_guard lock(mutex_);
    if (idle_.empty())
        return std::make_unique<ReplaceScratch>();
    auto scratch = std::move(idle_.back());
    idle_.pop_back();
    return scratch;
}

void ScratchPool::give_back(std::unique_ptr<ReplaceScratch> scratch)
{
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(scratch));
}

StageTimes ScratchPool::times()
{
    const std::lock_guard lock(mutex_);
    StageTimes sum;
    for (const auto& s : idle_)
        sum.add(s->times);
    return sum;
}

Result<ReducedBrick> reduce_brick(Brick brick, const ReduceOptions& options, ScratchPool& pool)
{
    return BrickReducer(std::move(brick), options, pool).run();
}

} // namespace stele::lod
