// Choose the grid, weld, resolve faces, cut. Order of the source is kept, so the result does not
// depend on hashing, nor on what was in memory.
#include "archive/lod/grid.h"

#include "archive/lod/weld.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stele::lod {

namespace {

// The grid has at most this many steps along the longest side.
constexpr double kMaxSteps = 0x1p24;
// Fine beside the scan's detail, and where there is little detail, beside its size: a box of twelve
// triangles must not be off by a hundredth of its side.
constexpr double kStepsAnEdge = 64;
constexpr double kLeastSteps = 0x1p15;
constexpr std::size_t kEdgeSamples = 65536;
// Of the memory: what is kept of the welded vertices while faces are resolved.
constexpr std::uint64_t kCacheShare = 8;

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

Result<double> median_edge(const Source& s, const Placement& placement)
{
    std::vector<double> lengths;
    const std::uint64_t stride = std::max<std::uint64_t>(1, s.faces.size() / kEdgeSamples);
    for (std::uint64_t f = 0; f < s.faces.size(); f += stride) {
        Triangle t;
        STELE_CHECK(s.faces.read(f, {&t, 1}));
        const std::size_t i = std::size_t(f / stride % 3);
        Vec3d from, to;
        STELE_CHECK(s.positions.read(t[i], {&from, 1}));
        STELE_CHECK(s.positions.read(t[(i + 1) % 3], {&to, 1}));
        const double l = length(from - to) * placement.metres_per_unit;
        if (std::isfinite(l) && l > 0)
            lengths.push_back(l);
    }
    if (lengths.empty())
        return 0.0;
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
    STELE_TRY(const double edge, median_edge(source, placement));
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

// Blocks of records that were used of late, found by their number. One thread.
template <class T>
class RecordCache {
public:
    RecordCache(const SpilledArray<T>& from, std::uint64_t bytes) : from_(from)
    {
        const std::uint64_t all = from.size() / kBlock + 1;
        const std::uint64_t room = bytes / (kBlock * sizeof(T));
        blocks_.resize(std::size_t(std::clamp<std::uint64_t>(room, 1, all)));
    }

    Result<const T*> find(std::uint64_t record)
    {
        const std::uint64_t number = record / kBlock;
        Block& block = blocks_[std::size_t(number % blocks_.size())];
        if (block.number != number) {
            block.number = number;
            const std::uint64_t first = number * kBlock;
            block.records.resize(
                std::size_t(std::min<std::uint64_t>(kBlock, from_.size() - first)));
            STELE_CHECK(from_.read(first, block.records));
        }
        return &block.records[std::size_t(record % kBlock)];
    }

private:
    static constexpr std::uint64_t kBlock = 512;
    struct Block {
        std::uint64_t number = ~std::uint64_t(0);
        std::vector<T> records;
    };
    const SpilledArray<T>& from_;
    std::vector<Block> blocks_;
};

// The source's faces with the welded vertices at their corners, again and again.
class FaceStream {
public:
    FaceStream(const SpilledArray<Triangle>& faces, const WeldedVertices& vertices,
        const Workspace& workspace, const Cancel* cancel)
        : faces_(faces), cancel_(cancel),
          places_(vertices.places, workspace.memory_bytes() / kCacheShare),
          colours_(vertices.colours, workspace.memory_bytes() / kCacheShare / 4),
          normals_(vertices.normals, workspace.memory_bytes() / kCacheShare / 2),
          has_colours_(vertices.colours.size() > 0), has_normals_(vertices.normals.size() > 0)
    {
        kept_.resize(vertices.places.size());
    }

    Status each(const std::function<Status(const SourceFace&)>& take)
    {
        degenerate_ = 0;
        return faces_.for_each_run([&](std::uint64_t, std::span<const Triangle> run) -> Status {
            STELE_CHECK(check_cancel(cancel_));
            for (const Triangle& face : run)
                STELE_CHECK(resolve(face, take));
            return {};
        });
    }

    std::uint64_t degenerate() const { return degenerate_; }
    std::uint64_t kept_vertices() const { return kept_.count(); }

private:
    Status resolve(const Triangle& face, const std::function<Status(const SourceFace&)>& take)
    {
        SourceFace out;
        Triangle welded{};
        for (std::size_t i = 0; i < 3; ++i) {
            STELE_TRY(const WeldedVertices::Place* const place, places_.find(face[i]));
            welded[i] = place->same_as;
            out[i].position = place->position;
        }
        if (welded[0] == welded[1] || welded[1] == welded[2] || welded[0] == welded[2]) {
            ++degenerate_;
            return {};
        }
        for (std::size_t i = 0; i < 3; ++i) {
            kept_.set(welded[i]);
            if (has_colours_) {
                STELE_TRY(const Rgba8* const colour, colours_.find(welded[i]));
                out[i].colour = *colour;
            }
            if (has_normals_) {
                STELE_TRY(const Vec3f* const normal, normals_.find(welded[i]));
                out[i].normal = *normal;
            }
        }
        return take(out);
    }

    const SpilledArray<Triangle>& faces_;
    const Cancel* cancel_;
    RecordCache<WeldedVertices::Place> places_;
    RecordCache<Rgba8> colours_;
    RecordCache<Vec3f> normals_;
    bool has_colours_, has_normals_;
    Bits kept_;
    std::uint64_t degenerate_ = 0;
};

// A face in a thousand is not worth a curator's time.
Severity severity_of(std::uint64_t count, std::uint64_t faces)
{
    return count > faces / 1000 ? Severity::warning : Severity::info;
}

void note(
    Findings& findings, Severity severity, const char* code, const char* text, std::uint64_t n)
{
    if (n > 0)
        findings.push_back({severity, code, "", text, n});
}

void report_refused(const Source& source, const GridReport& report, Findings& findings)
{
    note(findings, Severity::warning, "scan.index-out-of-range",
        "A face names a vertex that does not exist and was left out.", source.out_of_range_faces);
    note(findings, Severity::warning, "scan.non-finite",
        "A face has a vertex without a finite position and was left out.", source.non_finite_faces);
    note(findings, severity_of(report.degenerate_faces, report.source_faces),
        "scan.degenerate-face",
        "A face has two corners at the same place on the grid and was left out.",
        report.degenerate_faces);
    note(findings, Severity::info, "scan.unreferenced-vertex",
        "A vertex is used by no face and was left out.", report.unused_vertices);
}

Status check_source(const Source& source, std::uint64_t vertices)
{
    if (source.delivered_faces == 0 && !source.shape.bounds.empty())
        return Error(Errc::unsupported, std::to_string(vertices) +
                                            " points and no faces; viewing copies are made of "
                                            "surfaces only");
    if (source.shape.bounds.empty() || source.delivered_faces == 0)
        return Error(Errc::malformed, "no triangles");
    return {};
}

} // namespace

Result<Gridded> grid_scan(ScanSource& scan, const Place& place, const GridOptions& options,
    Workspace& workspace, const Cancel* cancel)
{
    STELE_TRY(Source source, read_source(scan, workspace, cancel));
    Gridded out;
    GridReport& report = out.report;
    report.source_vertices = source.positions.size();
    report.source_faces = source.delivered_faces;
    report.refused_faces = source.out_of_range_faces + source.non_finite_faces;
    STELE_CHECK(check_source(source, report.source_vertices));
    STELE_TRY(report.placement, place(source.shape));
    for (const Vec3d corner : {source.shape.bounds.min, source.shape.bounds.max})
        report.bounds.extend(report.placement.metres(corner));
    STELE_TRY(
        out.grid, choose_grid(source, report.placement, report.bounds, options, out.findings));
    report.quantisation_m = std::sqrt(3.0) / 2 * out.grid.step_m;

    out.attributes = {source.colours.size() > 0, source.normals.size() > 0};
    STELE_TRY(const WeldedVertices vertices,
        weld_vertices(source, {report.placement, out.grid}, workspace, cancel));
    FaceStream faces(source.faces, vertices, workspace, cancel);
    CutOptions cut;
    cut.max_triangles = out.brick_triangles = options.brick_triangles;
    cut.cancel = cancel;
    STELE_TRY(out.bricks, cut_source(
                              workspace, out.attributes, vertices.box, source.faces.size(),
                              [&](const auto& take) { return faces.each(take); }, cut));
    report.unused_vertices = report.source_vertices - vertices.used;
    report.welded_vertices = vertices.same;
    report.degenerate_faces = faces.degenerate();
    report.kept_vertices = faces.kept_vertices();
    report.kept_triangles = source.faces.size() - faces.degenerate();
    report_refused(source, report, out.findings);
    if (report.kept_triangles == 0)
        return Error(Errc::malformed,
            "no valid triangle among " + std::to_string(report.source_faces) + " faces");
    return out;
}

void note_kept(Gridded& gridded, std::uint64_t triangles)
{
    GridReport& report = gridded.report;
    report.duplicate_faces = report.kept_triangles - triangles;
    report.kept_triangles = triangles;
    note(gridded.findings, severity_of(report.duplicate_faces, report.source_faces),
        "scan.duplicate-face", "A face has the same corners as an earlier one and was left out.",
        report.duplicate_faces);
}

} // namespace stele::lod
