// Hands finished bricks to the sink in order, whichever is ready first, and gives every group its
// final key.
#pragma once

#include "archive/lod/build.h"
#include "archive/lod/reduce.h"

#include <map>
#include <optional>

namespace stele::lod {

class OrderedEmitter {
public:
    OrderedEmitter(GroupSink& sink, Workspace& workspace, Attributes attributes,
        std::function<void(double)> progress, std::uint64_t triangles);

    void begin_stage();
    // From any thread, each brick once. The thread that completes the next brick in order feeds the
    // sink.
    Status put(std::size_t brick, ReducedBrick reduced);

    // After the stage's last brick: what the bricks leave over, in order.
    Pieces take_rest() { return std::move(*rest_); }
    std::uint32_t next_level() const { return next_level_; }
    BuildReport& report() { return report_; }

private:
    Status emit(ReducedBrick reduced);
    void note(const std::vector<LodGroup>& groups);

    GroupSink& sink_;
    Workspace& workspace_;
    Attributes attributes_;
    std::function<void(double)> progress_;
    std::uint64_t expected_triangles_, emitted_triangles_ = 0;
    std::mutex mutex_;
    bool emitting_ = false;
    bool failed_ = false;
    std::size_t next_brick_ = 0;
    std::map<std::size_t, ReducedBrick> waiting_;
    std::optional<Pieces> rest_;
    std::uint32_t next_level_ = 0;
    std::uint32_t next_key_ = 0;
    BuildReport report_;
};

} // namespace stele::lod
