// What the reader says, what the gridder counted and what the mesh shows, put together.
#include "archive/ingest/examine.h"

#include "archive/ingest/placement.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stele::ingest {

namespace {

// What a brick costs while it is examined.
constexpr std::uint64_t kExaminedBytes = std::uint64_t(32) << 20;

void append(Findings& to, const Findings& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

std::string number(double value)
{
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <class T>
health::Basis basis_of(const std::optional<T>& chosen, const std::optional<T>& of_format)
{
    return chosen      ? health::Basis::stated
           : of_format ? health::Basis::format
                       : health::Basis::guessed;
}

// But for what only the gridder or the points themselves tell.
health::Facts facts_of(const ScanSource& source, const Placement& placement, const Options& options)
{
    const ScanInfo& info = source.info();
    health::Facts facts;
    facts.format = info.format;
    facts.is_point_cloud = info.is_point_cloud;
    facts.has_colours = info.has_colours;
    facts.declared_vertices = info.declared_vertices;
    facts.declared_faces = info.declared_faces;
    facts.placement = placement;
    facts.units_basis = basis_of(options.placement.metres_per_unit, info.metres_per_unit);
    facts.up_basis = basis_of(options.placement.up, info.up);
    facts.textures = source.texture_pages();
    facts.texel_m = source.texel_size() * placement.metres_per_unit;
    return facts;
}

void note_placement(const health::Facts& facts, Findings& findings)
{
    const Placement& placement = facts.placement;
    if (facts.units_basis == health::Basis::guessed)
        findings.push_back({Severity::info, "placement.units", "",
            placement.units_reason.text + "; override with --unit", 1,
            {{"metres_per_unit", number(placement.metres_per_unit)},
                {"reason", placement.units_reason.text}}});
    if (facts.up_basis == health::Basis::guessed)
        findings.push_back({Severity::info, "placement.up", "",
            placement.up_reason.text + "; override with --up", 1,
            {{"axis", placement.up == UpAxis::y ? "y" : "z"},
                {"reason", placement.up_reason.text}}});
}

struct Points {
    std::vector<Vec3d> positions; // finite, in source units
    std::uint64_t delivered = 0;
    lod::SourceShape shape;
};

Result<Points> read_points(ScanSource& source, const Cancel* cancel)
{
    Points points;
    lod::ShapeSampler sampler;
    VertexBatch batch;
    for (;;) {
        STELE_CHECK(lod::check_cancel(cancel));
        STELE_TRY(const bool more, source.next_vertices(batch));
        if (!more)
            break;
        points.delivered += batch.positions.size();
        for (const Vec3d p : batch.positions)
            if (is_finite(p)) {
                sampler.add(p);
                points.positions.push_back(p);
            }
    }
    std::vector<Triangle> none; // findings are complete only after the faces
    STELE_CHECK(source.next_faces(none));
    if (points.positions.empty())
        return Error(Errc::malformed, "no points with a valid position");
    points.shape = sampler.take();
    return points;
}

Result<Report> examine_cloud(ScanSource& source, const Options& options)
{
    STELE_TRY(Points points, read_points(source, options.cancel));
    const lod::SourceShape& shape = points.shape;
    Report report;
    report.format = source.info().format;
    report.grid.source_vertices = points.delivered;
    report.grid.placement =
        choose_placement(source.info(), shape.bounds, options.placement, shape.sample);
    for (const Vec3d corner : {shape.bounds.min, shape.bounds.max})
        report.grid.bounds.extend(report.grid.placement.metres(corner));
    health::Facts facts = facts_of(source, report.grid.placement, options);
    facts.delivered_vertices = points.delivered;
    facts.bounds_m = report.grid.bounds;
    report.findings = source.findings();
    note_placement(facts, report.findings);
    report.health = health::examine_points(points.positions, std::move(facts));
    append(report.findings, health::findings_of(report.health));
    return report;
}

} // namespace

Result<lod::Gridded> read_onto_grid(
    ScanSource& source, const Options& options, lod::Workspace& workspace)
{
    const lod::Place place = [&](const lod::SourceShape& shape) -> Result<Placement> {
        return choose_placement(source.info(), shape.bounds, options.placement, shape.sample);
    };
    lod::GridOptions grid;
    grid.step_m = options.grid_step_m;
    return lod::grid_scan(source, place, grid, workspace, options.cancel);
}

Result<Report> report_of(const ScanSource& source, lod::Gridded& gridded, const Options& options,
    const lod::Workspace& workspace)
{
    const lod::GridReport& grid = gridded.report;
    health::Facts facts = facts_of(source, grid.placement, options);
    facts.delivered_vertices = grid.source_vertices;
    facts.delivered_faces = grid.source_faces;
    facts.welded_vertices = grid.welded_vertices;
    facts.unused_vertices = grid.unused_vertices;
    facts.degenerate_faces = grid.degenerate_faces;
    facts.refused_faces = grid.refused_faces;
    facts.bounds_m = grid.bounds;
    const auto load = [&](std::size_t part) -> Result<health::SurfacePart> {
        STELE_TRY(lod::Brick brick, gridded.bricks.load(part));
        health::SurfacePart out;
        out.mesh.grid = gridded.grid;
        out.mesh.positions = std::move(brick.front.positions);
        out.mesh.triangles = std::move(brick.front.triangles);
        out.border = std::move(brick.border);
        return out;
    };
    Report report;
    const unsigned jobs = resolve_jobs(options.jobs);
    STELE_TRY(
        report.health, health::examine_surface(gridded.bricks.bricks(), load, gridded.grid,
                           std::move(facts), {jobs, workspace.at_once(kExaminedBytes, jobs)}));
    lod::note_kept(gridded, report.health.triangles);
    report.health.facts.duplicate_faces = grid.duplicate_faces;
    report.format = source.info().format;
    report.grid = grid;
    report.lattice = gridded.grid;
    report.findings = source.findings();
    append(report.findings, gridded.findings);
    note_placement(report.health.facts, report.findings);
    append(report.findings, health::findings_of(report.health));
    return report;
}

Result<Report> examine(ScanSource& source, const Options& options)
{
    if (source.info().is_point_cloud)
        return examine_cloud(source, options);
    std::error_code error;
    lod::Workspace workspace(
        real_io(), std::filesystem::temp_directory_path(error), options.memory_bytes);
    STELE_TRY(lod::Gridded gridded, read_onto_grid(source, options, workspace));
    return report_of(source, gridded, options, workspace);
}

} // namespace stele::ingest
