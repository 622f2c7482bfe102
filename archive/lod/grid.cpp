// Read, choose the grid, round, weld, clean. Order of the source is kept, so the result does not
// depend on hashing.
#include "archive/lod/grid.h"

#include "archive/lod/position_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
// The grid has at most this many steps along the longest side.
constexpr double kMaxSteps = 0x1p24;
// Fine beside the scan's detail, and where there is little detail, beside its size: a box of twelve
// triangles must not be off by a hundredth of its side.
constexpr double kStepsAnEdge = 64;
constexpr double kLeastSteps = 0x1p15;
constexpr std::size_t kEdgeSamples = 65536;

struct Source {
    std::vector<Vec3d> positions;
    std::vector<Rgba8> colours;
    std::vector<Vec3f> normals;
    std::vector<Triangle> faces;
};

Status check_cancel(const Cancel* cancel)
{
    if (cancel != nullptr && cancel->requested)
        return Error(Errc::cancelled, "cancelled");
    return {};
}

Result<Source> read_all(ScanSource& scan, const Cancel* cancel)
{
    Source out;
    VertexBatch batch;
    for (;;) {
        STELE_CHECK(check_cancel(cancel));
        STELE_TRY(const bool more, scan.next_vertices(batch));
        if (!more)
            break;
        out.positions.insert(out.positions.end(), batch.positions.begin(), batch.positions.end());
        out.colours.insert(out.colours.end(), batch.colours.begin(), batch.colours.end());
        out.normals.insert(out.normals.end(), batch.normals.begin(), batch.normals.end());
        if (out.positions.size() >= kNone)
            return Error(Errc::limit, "more than 2^32 vertices");
    }
    // Attributes that some batches lack are no attributes.
    if (out.colours.size() != out.positions.size())
        out.colours.clear();
    if (out.normals.size() != out.positions.size())
        out.normals.clear();
    std::vector<Triangle> faces;
    for (;;) {
        STELE_CHECK(check_cancel(cancel));
        STELE_TRY(const bool more, scan.next_faces(faces));
        if (!more)
            break;
        out.faces.insert(out.faces.end(), faces.begin(), faces.end());
    }
    return out;
}

// Largest power of two <= x, for finite x > 0.
double power_below(double x)
{
    int exponent = 0;
    std::frexp(x, &exponent);
    return std::ldexp(1.0, exponent - 1);
}

double power_above(double x)
{
    const double p = power_below(x);
    return p < x ? p * 2 : p;
}

double median_edge(const Source& s, const Placement& placement)
{
    std::vector<double> lengths;
    const std::size_t stride = std::max<std::size_t>(1, s.faces.size() / kEdgeSamples);
    for (std::size_t f = 0; f < s.faces.size(); f += stride) {
        const Triangle& t = s.faces[f];
        const std::size_t i = f / stride % 3;
        if (t[i] >= s.positions.size() || t[(i + 1) % 3] >= s.positions.size())
            continue;
        const double l =
            length(s.positions[t[i]] - s.positions[t[(i + 1) % 3]]) * placement.metres_per_unit;
        if (std::isfinite(l) && l > 0)
            lengths.push_back(l);
    }
    if (lengths.empty())
        return 0;
    const auto middle = lengths.begin() + std::ptrdiff_t(lengths.size() / 2);
    std::nth_element(lengths.begin(), middle, lengths.end());
    return *middle;
}

Result<Grid> choose_grid(const Source& source, const Placement& placement, const Box& bounds,
    const GridOptions& options, Findings& findings)
{
    const Vec3d size = bounds.size();
    const double extent = std::max({size.x, size.y, size.z});
    if (!std::isfinite(extent) || !std::isfinite(length(bounds.centre())))
        return Error(Errc::malformed, "coordinates too large to place");
    const double edge = median_edge(source, placement);
    double wanted = options.step_m.value_or(std::min(edge / kStepsAnEdge, extent / kLeastSteps));
    if (!(wanted > 0x1p-200) || !std::isfinite(wanted))
        wanted = extent > 0 ? extent / 0x1p20 : 0x1p-10;
    Grid grid;
    grid.step_m = power_below(wanted);
    const double least = extent > 0 ? power_above(extent / kMaxSteps) : 0;
    if (grid.step_m < least) {
        findings.push_back({Severity::info, "grid.coarsened", "",
            "The scan is so large for its detail that its grid was made coarser, to " +
                std::to_string(least) + " m.",
            1});
        grid.step_m = least;
    }
    const auto snap = [&](double x) { return std::round(x / grid.step_m) * grid.step_m; };
    const Vec3d c = bounds.centre();
    grid.origin_m = {snap(c.x), snap(c.y), snap(c.z)};
    return grid;
}

// Sums of what is welded into one vertex: integers, so that the order does not matter.
struct Sum {
    std::uint64_t r = 0, g = 0, b = 0, a = 0, count = 0;
};

class Welder {
public:
    Welder(const Source& source, GridMesh& mesh)
        : source_(source), mesh_(mesh), table_(source.positions.size()),
          vertex_of_(source.positions.size(), kNone)
    {
    }

    bool is_finite_vertex(std::uint32_t v) const { return is_finite(source_.positions[v]); }

    // The welded vertex of a source vertex that a face uses.
    std::uint32_t vertex(std::uint32_t v, const Placement& placement)
    {
        if (vertex_of_[v] != kNone)
            return vertex_of_[v];
        const Vec3d p =
            (placement.metres(source_.positions[v]) - mesh_.grid.origin_m) / mesh_.grid.step_m;
        const Vec3i q{std::int32_t(std::lround(p.x)), std::int32_t(std::lround(p.y)),
            std::int32_t(std::lround(p.z))};
        const std::uint32_t next = std::uint32_t(mesh_.positions.size());
        const std::uint32_t n = table_.find_or_add(q, next, mesh_.positions);
        if (n == next)
            mesh_.positions.push_back(q);
        vertex_of_[v] = n;
        return n;
    }

    // Mean colours and normals over all source vertices welded into each vertex, in source order.
    void blend(const Placement& placement)
    {
        if (!source_.colours.empty()) {
            std::vector<Sum> sums(mesh_.positions.size());
            for (std::size_t v = 0; v < vertex_of_.size(); ++v) {
                if (vertex_of_[v] == kNone)
                    continue;
                Sum& s = sums[vertex_of_[v]];
                const Rgba8 c = source_.colours[v];
                s.r += c.r;
                s.g += c.g;
                s.b += c.b;
                s.a += c.a;
                ++s.count;
            }
            for (const Sum& s : sums) {
                const auto mean = [&](std::uint64_t x) {
                    return std::uint8_t((x + s.count / 2) / s.count);
                };
                mesh_.colours.push_back({mean(s.r), mean(s.g), mean(s.b), mean(s.a)});
            }
        }
        if (!source_.normals.empty()) {
            std::vector<Vec3d> sums(mesh_.positions.size());
            for (std::size_t v = 0; v < vertex_of_.size(); ++v)
                if (vertex_of_[v] != kNone)
                    sums[vertex_of_[v]] += to_double(placement.direction(source_.normals[v]));
            for (const Vec3d n : sums)
                mesh_.normals.push_back(is_finite(n) ? to_float(normalized(n)) : Vec3f{});
        }
    }

    std::uint64_t unused() const
    {
        return std::uint64_t(std::count(vertex_of_.begin(), vertex_of_.end(), kNone));
    }

private:
    const Source& source_;
    GridMesh& mesh_;
    PositionTable table_;
    std::vector<std::uint32_t> vertex_of_;
};

// Keeps the first of triangles with the same three vertices, whatever their order.
std::uint64_t remove_duplicates(std::vector<Triangle>& triangles)
{
    const std::size_t slots = std::bit_ceil(triangles.size() * 2 + 16);
    std::vector<std::uint32_t> table(slots, kNone);
    const auto sorted = [](Triangle t) {
        if (t[0] > t[1])
            std::swap(t[0], t[1]);
        if (t[1] > t[2])
            std::swap(t[1], t[2]);
        if (t[0] > t[1])
            std::swap(t[0], t[1]);
        return t;
    };
    std::uint32_t kept = 0;
    for (const Triangle t : triangles) {
        const Triangle key = sorted(t);
        std::size_t i =
            hash_position({std::int32_t(key[0]), std::int32_t(key[1]), std::int32_t(key[2])}) &
            (slots - 1);
        while (table[i] != kNone && sorted(triangles[table[i]]) != key)
            i = (i + 1) & (slots - 1);
        if (table[i] != kNone)
            continue;
        table[i] = kept;
        triangles[kept++] = t;
    }
    const std::uint64_t removed = triangles.size() - kept;
    triangles.resize(kept);
    return removed;
}

struct Refused {
    std::uint64_t out_of_range = 0, non_finite = 0, degenerate = 0, duplicate = 0, unused = 0;
    std::uint64_t welded = 0;
};

// A face in a thousand is not worth a curator's time.
Severity severity_of(std::uint64_t count, std::size_t faces)
{
    return count > faces / 1000 ? Severity::warning : Severity::info;
}

void report_refused(const Refused& r, std::size_t faces, Findings& findings)
{
    const auto note = [&](Severity severity, const char* code, const char* text, std::uint64_t n) {
        if (n > 0)
            findings.push_back({severity, code, "", text, n});
    };
    note(Severity::warning, "scan.index-out-of-range",
        "A face names a vertex that does not exist and was left out.", r.out_of_range);
    note(Severity::warning, "scan.non-finite",
        "A face has a vertex without a finite position and was left out.", r.non_finite);
    note(severity_of(r.degenerate, faces), "scan.degenerate-face",
        "A face has two corners at the same place on the grid and was left out.", r.degenerate);
    note(severity_of(r.duplicate, faces), "scan.duplicate-face",
        "A face has the same corners as an earlier one and was left out.", r.duplicate);
    note(Severity::info, "scan.unreferenced-vertex",
        "A vertex is used by no face and was left out.", r.unused);
}

Refused weld(const Source& source, const Placement& placement, GridMesh& mesh)
{
    Refused refused;
    Welder welder(source, mesh);
    mesh.triangles.reserve(source.faces.size());
    for (const Triangle& f : source.faces) {
        if (std::any_of(f.begin(), f.end(),
                [&](std::uint32_t v) { return v >= source.positions.size(); })) {
            ++refused.out_of_range;
            continue;
        }
        if (!welder.is_finite_vertex(f[0]) || !welder.is_finite_vertex(f[1]) ||
            !welder.is_finite_vertex(f[2])) {
            ++refused.non_finite;
            continue;
        }
        const Triangle t{welder.vertex(f[0], placement), welder.vertex(f[1], placement),
            welder.vertex(f[2], placement)};
        if (t[0] == t[1] || t[1] == t[2] || t[0] == t[2])
            ++refused.degenerate;
        else
            mesh.triangles.push_back(t);
    }
    refused.duplicate = remove_duplicates(mesh.triangles);
    refused.unused = welder.unused();
    refused.welded = source.positions.size() - refused.unused - mesh.positions.size();
    welder.blend(placement);
    return refused;
}

// Vertices that only refused faces used are dropped; the others keep their order.
void compact(GridMesh& mesh)
{
    std::vector<std::uint32_t> name(mesh.positions.size(), kNone);
    for (const Triangle& t : mesh.triangles)
        for (const std::uint32_t v : t)
            name[v] = 0;
    std::uint32_t kept = 0;
    for (std::size_t v = 0; v < name.size(); ++v) {
        if (name[v] == kNone)
            continue;
        name[v] = kept;
        mesh.positions[kept] = mesh.positions[v];
        if (!mesh.colours.empty())
            mesh.colours[kept] = mesh.colours[v];
        if (!mesh.normals.empty())
            mesh.normals[kept] = mesh.normals[v];
        ++kept;
    }
    if (kept == mesh.positions.size())
        return;
    mesh.positions.resize(kept);
    mesh.colours.resize(mesh.colours.empty() ? 0 : kept);
    mesh.normals.resize(mesh.normals.empty() ? 0 : kept);
    for (Triangle& t : mesh.triangles)
        for (std::uint32_t& v : t)
            v = name[v];
}

SourceShape shape_of(const Source& source)
{
    SourceShape shape;
    const std::size_t stride = source.positions.size() / kMaxSample + 1;
    for (std::size_t v = 0; v < source.positions.size(); ++v) {
        if (!is_finite(source.positions[v]))
            continue;
        shape.bounds.extend(source.positions[v]);
        if (v % stride == 0)
            shape.sample.push_back(source.positions[v]);
    }
    return shape;
}

} // namespace

Result<Gridded> grid_scan(
    ScanSource& scan, const Place& place, const GridOptions& options, const Cancel* cancel)
{
    STELE_TRY(const Source source, read_all(scan, cancel));
    Gridded out;
    const SourceShape shape = shape_of(source);
    const Box& source_bounds = shape.bounds;
    if (source.faces.empty() && !source_bounds.empty())
        return Error(Errc::unsupported, std::to_string(source.positions.size()) +
                                            " points and no faces; viewing copies are made of "
                                            "surfaces only");
    if (source_bounds.empty() || source.faces.empty())
        return Error(Errc::malformed, "no triangles");
    STELE_TRY(out.report.placement, place(shape));
    for (const Vec3d corner : {source_bounds.min, source_bounds.max})
        out.report.bounds.extend(out.report.placement.metres(corner));
    STELE_TRY(out.mesh.grid,
        choose_grid(source, out.report.placement, out.report.bounds, options, out.findings));
    STELE_CHECK(check_cancel(cancel));
    const Refused refused = weld(source, out.report.placement, out.mesh);
    report_refused(refused, source.faces.size(), out.findings);
    if (out.mesh.triangles.empty())
        return Error(Errc::malformed,
            "no valid triangle among " + std::to_string(source.faces.size()) + " faces");
    compact(out.mesh);
    out.report.source_vertices = source.positions.size();
    out.report.source_faces = source.faces.size();
    out.report.kept_triangles = out.mesh.triangles.size();
    out.report.kept_vertices = out.mesh.positions.size();
    out.report.unused_vertices = refused.unused;
    out.report.welded_vertices = refused.welded;
    out.report.degenerate_faces = refused.degenerate;
    out.report.duplicate_faces = refused.duplicate;
    out.report.refused_faces = refused.out_of_range + refused.non_finite;
    out.report.quantisation_m = std::sqrt(3.0) / 2 * out.mesh.grid.step_m;
    return out;
}

} // namespace stele::lod
