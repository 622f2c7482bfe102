// Puts the parts together in their order, whichever is examined first.
#include "archive/health/health.h"

#include "archive/base/parallel.h"
#include "archive/health/openings.h"
#include "archive/health/seam.h"
#include "archive/health/spacing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

namespace stele::health {

namespace {

// Spacing of 32-bit floating-point numbers at that coordinate (IEEE 754: 24 bits of mantissa).
double float_step(double coordinate)
{
    return coordinate > 0 ? std::ldexp(1.0, std::ilogb(coordinate) - 23) : 0;
}

void note_distance(Health& health)
{
    const Facts& facts = health.facts;
    if (facts.bounds_m.empty())
        return;
    for (const Vec3d p : {facts.bounds_m.min, facts.bounds_m.max})
        health.farthest_m =
            std::max({health.farthest_m, std::abs(p.x), std::abs(p.y), std::abs(p.z)});
    const double unit = facts.placement.metres_per_unit;
    health.float_step_m = unit * float_step(health.farthest_m / unit);
}

// What is left of a part once it is out of memory.
struct PartHealth {
    std::uint64_t vertices = 0, triangles = 0; // vertices: those not at the border
    Stars stars;                               // without the boundary
    std::vector<BoundarySide> boundary;
    Surface surface; // without the open pieces
    SeamSide seam;
};

PartHealth examine_part(const SurfacePart& part, unsigned jobs)
{
    assert(part.border.size() == part.mesh.positions.size());
    PartHealth found;
    found.triangles = part.mesh.triangles.size();
    found.vertices = static_cast<std::uint64_t>(
        std::count(part.border.begin(), part.border.end(), std::uint8_t{0}));
    found.stars = examine_stars(part.mesh, part.border, CutEdges::judged, jobs);
    found.boundary = boundary_sides(found.stars.boundary, part.mesh.positions);
    found.stars.boundary = {};
    found.surface = measure_surface(part);
    found.seam = seam_side_of(part, found.surface);
    found.surface.open_piece = {};
    return found;
}

class Whole {
public:
    // From any thread, in any order.
    void add(std::size_t part, PartHealth found)
    {
        const std::lock_guard lock(mutex_);
        stars_ += found.stars; // counts only, in any order
        found.stars.lengths.bins = {};
        waiting_.emplace(part, std::move(found));
        while (!waiting_.empty() && waiting_.begin()->first == next_) {
            add_next(waiting_.begin()->second);
            waiting_.erase(waiting_.begin());
            ++next_;
        }
    }

    // Precondition: all parts have been added.
    void finish(Health& health, const Grid& grid, unsigned jobs)
    {
        health.vertices = vertices_ + seam_.vertices();
        health.triangles = triangles_;
        finish_seam(jobs);
        note_stars(health, grid);
        if (boundary_.is_traceable()) {
            const Boundary boundary = boundary_.take();
            health.openings = trace_openings(boundary, grid, health.facts.bounds_m.diagonal());
            health.t_junctions = count_t_junctions(boundary);
        } else {
            health.openings.traced = false;
        }
        const double step = grid.step_m;
        health.area_m2 = area_.steps2() * step * step;
        health.slivers = slivers_;
        health.pieces = pieces_.judge(area_);
        if (health.closed() && stars_.unbalanced_edges == 0)
            health.volume_m3 = volume_steps3_ * step * step * step;
        if (health.area_m2 > 0)
            health.points_per_m2 = double(health.vertices) / health.area_m2;
    }

private:
    void add_next(const PartHealth& part)
    {
        vertices_ += part.vertices;
        triangles_ += part.triangles;
        boundary_.add(part.boundary);
        area_ += part.surface.area;
        volume_steps3_ += part.surface.volume_steps3;
        slivers_ += part.surface.slivers;
        pieces_.add(part.surface.finished);
        seam_.add(part.seam);
    }

    void finish_seam(unsigned jobs)
    {
        Stars stars = seam_.examine(jobs);
        boundary_.add(boundary_sides(stars.boundary, seam_.positions()));
        stars.boundary = {};
        stars_ += stars;
        seam_.finish_pieces(pieces_);
        seam_ = {};
    }

    void note_stars(Health& health, const Grid& grid) const
    {
        health.edges = stars_.edges;
        health.boundary_edges = boundary_.edges();
        health.non_manifold_edges = stars_.non_manifold_edges;
        health.non_manifold_vertices = stars_.non_manifold_vertices;
        health.inconsistent_edges = stars_.inconsistent_edges;
        health.median_edge_m = stars_.lengths.quantile(0.5) * grid.step_m;
        health.p95_edge_m = stars_.lengths.quantile(0.95) * grid.step_m;
    }

    std::mutex mutex_;
    std::size_t next_ = 0;
    std::map<std::size_t, PartHealth> waiting_; // for parts before them
    std::uint64_t vertices_ = 0, triangles_ = 0, slivers_ = 0;
    AreaSum area_;
    double volume_steps3_ = 0;
    Stars stars_;
    BoundaryWeld boundary_;
    FinishedPieces pieces_;
    Seam seam_;
};

} // namespace

Result<Health> examine_surface(
    std::size_t parts, const LoadPart& load, const Grid& grid, Facts facts, Threads threads)
{
    Whole whole;
    // Threads that find no part of their own help inside of one.
    const auto at_once =
        static_cast<unsigned>(std::clamp<std::size_t>(parts, 1, threads.parts_at_once));
    const unsigned inside = std::max(threads.jobs / at_once, 1u);
    STELE_CHECK(parallel_for(parts, at_once, [&](std::size_t part) -> Status {
        STELE_TRY(const SurfacePart surface, load(part));
        whole.add(part, examine_part(surface, inside));
        return {};
    }));
    Health health;
    health.facts = std::move(facts);
    health.grid_step_m = grid.step_m;
    note_distance(health);
    whole.finish(health, grid, threads.jobs);
    return health;
}

Health examine_points(std::span<Vec3d> points, Facts facts)
{
    Health health;
    health.facts = std::move(facts);
    health.vertices = points.size();
    note_distance(health);
    health.point_spacing_m = point_spacing(points) * health.facts.placement.metres_per_unit;
    return health;
}

} // namespace stele::health
