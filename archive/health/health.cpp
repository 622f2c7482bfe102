// Puts the parts together; each is a pure function of the mesh.
#include "archive/health/health.h"

#include "archive/health/openings.h"
#include "archive/health/spacing.h"
#include "archive/health/stars.h"
#include "archive/health/surface.h"

#include <algorithm>
#include <cmath>

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

} // namespace

Health examine_mesh(const GridMesh& mesh, Facts facts, unsigned jobs)
{
    Health health;
    health.facts = std::move(facts);
    health.grid_step_m = mesh.grid.step_m;
    health.vertices = mesh.positions.size();
    health.triangles = mesh.triangles.size();
    note_distance(health);
    {
        const Stars stars = examine_stars(mesh, jobs);
        health.edges = stars.edges;
        health.boundary_edges = stars.boundary.size();
        health.non_manifold_edges = stars.non_manifold_edges;
        health.non_manifold_vertices = stars.non_manifold_vertices;
        health.inconsistent_edges = stars.inconsistent_edges;
        health.median_edge_m = stars.lengths.quantile(0.5) * mesh.grid.step_m;
        health.p95_edge_m = stars.lengths.quantile(0.95) * mesh.grid.step_m;
        health.openings = trace_openings(mesh, stars.boundary, health.facts.bounds_m.diagonal());
        health.t_junctions = count_t_junctions(mesh, stars.boundary);
        if (health.closed() && stars.unbalanced_edges == 0)
            health.volume_m3 = 0;
    }
    const Surface surface = examine_surface(mesh);
    health.area_m2 = surface.area_m2;
    health.slivers = surface.slivers;
    health.pieces = surface.pieces;
    if (health.volume_m3)
        health.volume_m3 = surface.volume_m3;
    if (surface.area_m2 > 0)
        health.points_per_m2 = double(health.vertices) / surface.area_m2;
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
