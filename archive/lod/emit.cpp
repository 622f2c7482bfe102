// One thread at a time talks to the sink; the others leave their bricks and go on.
#include "archive/lod/emit.h"

#include <algorithm>

namespace stele::lod {

OrderedEmitter::OrderedEmitter(GroupSink& sink, Workspace& workspace, Attributes attributes,
    std::function<void(double)> progress, std::uint64_t triangles)
    : sink_(sink), workspace_(workspace), attributes_(attributes), progress_(std::move(progress)),
      expected_triangles_(triangles * 2)
{
}

void OrderedEmitter::begin_stage()
{
    next_brick_ = 0;
    rest_.emplace(workspace_, attributes_);
}

Status OrderedEmitter::put(std::size_t brick, ReducedBrick reduced)
{
    std::unique_lock lock(mutex_);
    waiting_.emplace(brick, std::move(reduced));
    if (emitting_ || failed_)
        return {};
    emitting_ = true;
    while (!waiting_.empty() && waiting_.begin()->first == next_brick_) {
        auto node = waiting_.extract(waiting_.begin());
        lock.unlock();
        Status status = emit(std::move(node.mapped()));
        lock.lock();
        if (!status) {
            failed_ = true;
            emitting_ = false;
            return status;
        }
        ++next_brick_;
    }
    emitting_ = false;
    return {};
}

Status OrderedEmitter::emit(ReducedBrick reduced)
{
    const std::uint32_t base = next_key_;
    const auto finish = [base](GroupKey& key) {
        if (!key.is_none() && (key.value & kKeyInBrick) != 0)
            key.value = base + (key.value & ~kKeyInBrick);
    };
    for (std::vector<LodGroup>& level : reduced.levels) {
        for (LodGroup& g : level) {
            finish(g.key);
            for (LodCluster& c : g.clusters)
                finish(c.refined);
        }
        next_key_ += std::uint32_t(level.size());
        note(level);
        STELE_CHECK(sink_.take(std::move(level)));
    }
    for (PendingCluster& c : reduced.residue.clusters)
        finish(c.refined);
    if (!reduced.residue.triangles.empty())
        STELE_CHECK(rest_->append(reduced.residue));
    next_level_ = std::max(next_level_, reduced.next_level);
    report_.cpu.add(reduced.times);
    if (progress_)
        progress_(std::min(1.0, double(emitted_triangles_) / double(expected_triangles_)));
    return {};
}

void OrderedEmitter::note(const std::vector<LodGroup>& groups)
{
    for (const LodGroup& g : groups) {
        if (report_.levels.size() <= g.level)
            report_.levels.resize(g.level + 1);
        LevelReport& level = report_.levels[g.level];
        level.level = g.level;
        ++level.groups;
        level.triangles += g.triangles.size();
        emitted_triangles_ += g.triangles.size();
        if (g.terminal) {
            report_.root_triangles += g.triangles.size();
            continue;
        }
        // Running means.
        const double share = 1.0 / level.groups;
        level.mean_geometric_m += (g.error.geometric_m - level.mean_geometric_m) * share;
        level.mean_appearance_m += (g.error.appearance_m - level.mean_appearance_m) * share;
        level.max_geometric_m = std::max(level.max_geometric_m, g.error.geometric_m);
    }
}

} // namespace stele::lod
