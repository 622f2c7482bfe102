// Levels of one brick: group, replace, regroup, until it has had its levels or nothing but the root
// is left.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/replace.h"

#include <memory>
#include <mutex>

namespace stele::lod {

// Until a brick is emitted its groups are known by their place in it, marked by the highest bit of
// the key.
inline constexpr std::uint32_t kKeyInBrick = 0x80000000u;

// Lends each thread a scratch of its own.
class ScratchPool {
public:
    std::unique_ptr<ReplaceScratch> borrow();
    void give_back(std::unique_ptr<ReplaceScratch> scratch);
    StageTimes times();

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<ReplaceScratch>> idle_;
};

struct ReduceOptions {
    double step_m = 1;
    std::uint32_t first_level = 0;
    bool last = false; // the brick is all there is: go on to the root
    unsigned jobs = 1; // threads for groups
    const Cancel* cancel = nullptr;
};

struct ReducedBrick {
    std::vector<std::vector<LodGroup>> levels; // emission order; the root's groups come last
    Front residue;                             // empty when the root was reached
    std::uint32_t next_level = 0;
    StageTimes times; // partition and clustering of the brick as a whole
};

Result<ReducedBrick> reduce_brick(Brick brick, const ReduceOptions& options, ScratchPool& pool);

} // namespace stele::lod
