// Stage by stage: cut the surface into bricks, reduce each brick by a few levels with its border
// locked, join what is left, and cut it elsewhere. When one brick holds everything, it is reduced
// to the root.
#include "archive/lod/build.h"

#include "archive/base/cpu_time.h"
#include "archive/lod/emit.h"
#include "archive/lod/reduce.h"

namespace stele::lod {

namespace {

// A stage that keeps more than this share is held up by its borders: the next one has larger
// bricks.
constexpr double kSlowStage = 0.6;

Front source_front(const GridMesh& mesh)
{
    Front front;
    front.positions = mesh.positions;
    front.colours = mesh.colours;
    front.normals = mesh.normals;
    front.triangles = mesh.triangles;
    return front;
}

// One stage: the surface in, groups to the emitter, the smaller surface out (empty once the root is
// emitted).
Result<Front> run_stage(const Front& front, const BrickPlan& plan, ReduceOptions reduce,
    unsigned jobs, ScratchPool& pool, OrderedEmitter& emitter, std::uint32_t& next_level)
{
    std::vector<std::uint32_t> local_ids(front.positions.size(), kUnusedVertex);
    const std::size_t bricks = plan.bricks();
    reduce.last = bricks == 1;
    reduce.first_level = next_level;
    reduce.jobs = bricks >= jobs ? 1 : jobs;
    emitter.begin_stage(bricks);
    STELE_CHECK(parallel_for(bricks, jobs, [&](std::size_t b) -> Status {
        CpuTime timer;
        Brick brick = load_brick(front, plan, b, local_ids);
        const double loading = timer.lap();
        STELE_TRY(ReducedBrick reduced, reduce_brick(std::move(brick), reduce, pool));
        reduced.times.bricks += loading;
        return emitter.put(b, std::move(reduced));
    }));
    CpuTime timer;
    next_level = emitter.next_level();
    Front rest = join_bricks(emitter.take_residues());
    emitter.report().cpu.bricks += timer.lap();
    return rest;
}

} // namespace

Result<BuildReport> build(const GridMesh& mesh, const BuildOptions& options, GroupSink& sink)
{
    const unsigned jobs = resolve_jobs(options.jobs);
    ScratchPool pool;
    OrderedEmitter emitter(sink, options.progress, mesh.triangles.size());
    ReduceOptions reduce;
    reduce.step_m = mesh.grid.step_m;
    reduce.cancel = options.cancel;

    CpuTime timer;
    Front front = source_front(mesh);
    std::uint64_t brick_triangles = kBrickTriangles;
    std::uint32_t next_level = 0;
    for (std::uint32_t stage = 0; !front.triangles.empty(); ++stage) {
        const BrickPlan plan = plan_bricks(front, stage, brick_triangles);
        emitter.report().cpu.bricks += timer.lap();
        const std::size_t before = front.triangles.size();
        STELE_TRY(front, run_stage(front, plan, reduce, jobs, pool, emitter, next_level));
        timer.lap();
        if (double(front.triangles.size()) > kSlowStage * double(before))
            brick_triangles *= 4;
    }
    emitter.report().cpu.add(pool.times());
    return std::move(emitter.report());
}

} // namespace stele::lod
