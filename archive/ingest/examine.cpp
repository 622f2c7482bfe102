// What the reader says, what the gridder counted and what the mesh shows, put together.
#include "archive/ingest/examine.h"

#include "archive/ingest/placement.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stele::ingest {

namespace {

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
            placement.units_reason + "; override with --unit", 1,
            {{"metres_per_unit", number(placement.metres_per_unit)},
                {"reason", placement.units_reason}}});
    if (facts.up_basis == health::Basis::guessed)
        findings.push_back({Severity::info, "placement.up", "",
            placement.up_reason + "; override with --up", 1,
            {{"axis", placement.up == UpAxis::y ? "y" : "z"}, {"reason", placement.up_reason}}});
}

struct Points {
    std::vector<Vec3d> positions; // finite, in source units
    std::uint64_t delivered = 0;
    lod::SourceShape shape;
};

Result<Points> read_points(ScanSource& source, const Cancel* cancel)
{
    Points points;
    VertexBatch batch;
    for (;;) {
        if (cancel != nullptr && cancel->requested)
            return Error(Errc::cancelled, "cancelled");
        STELE_TRY(const bool more, source.next_vertices(batch));
        if (!more)
            break;
        points.delivered += batch.positions.size();
        std::copy_if(batch.positions.begin(), batch.positions.end(),
            std::back_inserter(points.positions), [](Vec3d p) { return is_finite(p); });
    }
    std::vector<Triangle> none; // findings are complete only after the faces
    STELE_CHECK(source.next_faces(none));
    if (points.positions.empty())
        return Error(Errc::malformed, "no points with a valid position");
    const std::size_t stride = points.positions.size() / lod::kMaxSample + 1;
    for (std::size_t i = 0; i < points.positions.size(); ++i) {
        points.shape.bounds.extend(points.positions[i]);
        if (i % stride == 0)
            points.shape.sample.push_back(points.positions[i]);
    }
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

Result<lod::Gridded> read_onto_grid(ScanSource& source, const Options& options)
{
    const lod::Place place = [&](const lod::SourceShape& shape) -> Result<Placement> {
        return choose_placement(source.info(), shape.bounds, options.placement, shape.sample);
    };
    lod::GridOptions grid;
    grid.step_m = options.grid_step_m;
    return lod::grid_scan(source, place, grid, options.cancel);
}

Result<Report> report_of(
    const ScanSource& source, const lod::Gridded& gridded, const Options& options)
{
    const lod::GridReport& grid = gridded.report;
    Report report;
    report.format = source.info().format;
    report.grid = grid;
    report.lattice = gridded.mesh.grid;
    health::Facts facts = facts_of(source, grid.placement, options);
    facts.delivered_vertices = grid.source_vertices;
    facts.delivered_faces = grid.source_faces;
    facts.welded_vertices = grid.welded_vertices;
    facts.unused_vertices = grid.unused_vertices;
    facts.degenerate_faces = grid.degenerate_faces;
    facts.duplicate_faces = grid.duplicate_faces;
    facts.refused_faces = grid.refused_faces;
    facts.bounds_m = grid.bounds;
    report.findings = source.findings();
    append(report.findings, gridded.findings);
    note_placement(facts, report.findings);
    const health::LoadPart whole = [&](std::size_t) -> Result<health::SurfacePart> {
        GridMesh mesh{gridded.mesh.grid, gridded.mesh.positions, {}, {}, gridded.mesh.triangles};
        std::vector<std::uint8_t> border(mesh.positions.size()); // shared with no other part
        return health::SurfacePart{std::move(mesh), std::move(border)};
    };
    STELE_TRY(report.health,
        health::examine_surface(1, whole, gridded.mesh.grid, std::move(facts), options.jobs));
    append(report.findings, health::findings_of(report.health));
    return report;
}

Result<Report> examine(ScanSource& source, const Options& options)
{
    if (source.info().is_point_cloud)
        return examine_cloud(source, options);
    STELE_TRY(const lod::Gridded gridded, read_onto_grid(source, options));
    return report_of(source, gridded, options);
}

} // namespace stele::ingest
