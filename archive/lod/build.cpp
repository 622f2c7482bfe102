// Stage by stage: reduce each brick by a few levels with its border locked, and cut what is left
// into other bricks. When one brick holds everything, it is reduced to the root.
#include "archive/lod/build.h"

#include "archive/base/cpu_time.h"
#include "archive/lod/emit.h"
#include "archive/lod/reduce.h"

#include <algorithm>

namespace stele::lod {

namespace {

// A stage that keeps more than this share is held up by its borders: the next one has larger
// bricks.
constexpr double kSlowStage = 0.6;
// What a brick costs while it is reduced.
constexpr std::uint64_t kBrickBytes = std::uint64_t(56) << 20;

class Stage {
public:
    Stage(const BrickStore& bricks, std::uint32_t number, BrickResults* results)
        : bricks_(bricks), number_(number), results_(results)
    {
    }

    Result<ReducedBrick> reduce(std::size_t b, const ReduceOptions& options, ScratchPool& pool)
    {
        CpuTime timer;
        STELE_TRY(Brick brick, bricks_.load(b));
        BrickResults::Key key;
        if (results_ != nullptr) {
            key = BrickResults::key_of(number_, b, brick);
            if (auto before = results_->find(key))
                return std::move(*before);
        }
        const double loading = timer.lap();
        STELE_TRY(ReducedBrick reduced, reduce_brick(std::move(brick), options, pool));
        timer.lap();
        if (results_ != nullptr)
            STELE_CHECK(results_->keep(key, reduced));
        reduced.times.bricks += loading + timer.lap();
        return reduced;
    }

private:
    const BrickStore& bricks_;
    std::uint32_t number_;
    BrickResults* results_;
};

// Bricks in, groups to the emitter.
Status run_stage(const BrickStore& bricks, Stage stage, ReduceOptions reduce, unsigned at_once,
    ScratchPool& pool, OrderedEmitter& emitter)
{
    reduce.last = bricks.bricks() == 1;
    reduce.first_level = emitter.next_level();
    reduce.jobs = std::min<std::size_t>(bricks.bricks(), at_once) >= reduce.jobs ? 1 : reduce.jobs;
    emitter.begin_stage();
    return parallel_for(bricks.bricks(), at_once, [&](std::size_t b) -> Status {
        STELE_TRY(ReducedBrick reduced, stage.reduce(b, reduce, pool));
        return emitter.put(b, std::move(reduced));
    });
}

} // namespace

Result<BuildReport> build(
    Gridded& gridded, Workspace& workspace, const BuildOptions& options, GroupSink& sink)
{
    ScratchPool pool;
    OrderedEmitter emitter(
        sink, workspace, gridded.attributes, options.progress, gridded.bricks.triangles());
    ReduceOptions reduce;
    reduce.step_m = gridded.grid.step_m;
    reduce.cancel = options.cancel;
    reduce.jobs = resolve_jobs(options.jobs);
    const unsigned at_once = workspace.at_once(kBrickBytes, reduce.jobs);

    CutOptions cut;
    cut.max_triangles = gridded.brick_triangles;
    cut.cancel = options.cancel;
    BrickStore bricks = std::move(gridded.bricks);
    for (;;) {
        const std::uint64_t before = bricks.triangles();
        STELE_CHECK(run_stage(
            bricks, Stage(bricks, cut.stage, options.results), reduce, at_once, pool, emitter));
        Pieces rest = emitter.take_rest();
        if (rest.triangles == 0)
            break;
        if (double(rest.triangles) > kSlowStage * double(before))
            cut.max_triangles *= 4;
        ++cut.stage;
        CpuTime timer;
        bricks = {};
        STELE_TRY(bricks, cut_pieces(workspace, std::move(rest), cut));
        emitter.report().cpu.bricks += timer.lap();
    }
    emitter.report().cpu.add(pool.times());
    return std::move(emitter.report());
}

} // namespace stele::lod
