// Measures how far a simplified mesh lies from its original, both ways, with exact nearest points:
// from every vertex of the original to the simplified surface, and from points spread evenly over
// the simplified surface to the original. Prints one JSON document, lengths in millimetres.
#include "archive/lod/deviation.h"

#include "archive/ingest/archive.h"
#include "archive/ingest/placement.h"
#include "archive/ingest/scan_surface.h"
#include "archive/ingest/stored_asset.h"
#include "archive/page/cut.h"
#include "archive/readers/reader.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace stele;

constexpr const char* kUsage = R"(Usage: bench_deviation [flags] ORIGINAL SIMPLIFIED

Both are mesh files of any format that is read. With --archive, SIMPLIFIED is a record of that
archive, and what is measured is the cut of its viewing copy with --triangles or --error.

  --archive DIR     archive that holds the record
  --asset NAME      scan of the record (default: the first)
  --triangles N     cut with at most N triangles
  --error MM        cut with at most this error (default 0: full detail)
  --metric WHAT     of the cut: looks (default) or geometry
  --unit UNIT       of the original, where its format does not say: m, cm, mm ... (default: guessed)
  --up AXIS         of the original: y or z
  --simplified-unit UNIT, --simplified-up AXIS
                    of the simplified file (default: what it states, else as the original)
  --samples N       points on the simplified surface (default: the original's vertices)
  --jobs N          threads (default: 2)
)";
constexpr std::uint64_t kSeed = 1;
constexpr double kMm = 1000;

struct Arguments {
    std::string original, simplified, archive, asset;
    std::optional<std::uint64_t> triangles;
    std::optional<double> error_mm;
    page::CutMetric metric = page::CutMetric::looks;
    ingest::PlacementChoice original_place, simplified_place;
    std::uint64_t samples = 0; // 0: as many as the original has vertices
    unsigned jobs = 2;
};

struct Mesh {
    std::vector<Vec3d> points; // metres
    std::vector<Triangle> triangles;
    Placement placement;
    std::optional<double> certified_m; // of a cut
};

Result<double> number_of(std::string_view name, const std::string& text)
{
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(value >= 0) || value > 1e15)
        return Error(Errc::invalid_argument, std::string(name) + " " + text + ": no such number");
    return value;
}

Status set_flag(Arguments& a, std::string_view name, const std::string& value)
{
    if (name == "--archive") {
        a.archive = value;
    } else if (name == "--asset") {
        a.asset = value;
    } else if (name == "--metric") {
        if (value != "looks" && value != "geometry")
            return Error(Errc::invalid_argument, "--metric " + value + ": looks or geometry");
        a.metric = value == "looks" ? page::CutMetric::looks : page::CutMetric::geometry;
    } else if (name == "--unit") {
        STELE_TRY(a.original_place.metres_per_unit, ingest::parse_unit(value));
    } else if (name == "--up") {
        STELE_TRY(a.original_place.up, ingest::parse_up_axis(value));
    } else if (name == "--simplified-unit") {
        STELE_TRY(a.simplified_place.metres_per_unit, ingest::parse_unit(value));
    } else if (name == "--simplified-up") {
        STELE_TRY(a.simplified_place.up, ingest::parse_up_axis(value));
    } else {
        STELE_TRY(const double number, number_of(name, value));
        if (name == "--triangles")
            a.triangles = static_cast<std::uint64_t>(number);
        else if (name == "--error")
            a.error_mm = number;
        else if (name == "--samples")
            a.samples = static_cast<std::uint64_t>(number);
        else if (name == "--jobs")
            a.jobs = static_cast<unsigned>(number);
        else
            return Error(Errc::invalid_argument, std::string(name) + ": no such flag");
    }
    return {};
}

Result<Arguments> parse(int argc, char** argv)
{
    Arguments a;
    std::vector<std::string> files;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (!word.starts_with("--")) {
            files.emplace_back(word);
            continue;
        }
        if (i + 1 == argc)
            return Error(Errc::invalid_argument, std::string(word) + " wants a value");
        STELE_CHECK(set_flag(a, word, argv[++i]));
    }
    if (files.size() != 2)
        return Error(Errc::invalid_argument, "two meshes are wanted");
    a.original = files[0];
    a.simplified = files[1];
    return a;
}

Result<Mesh> read_mesh(const std::string& file, const ingest::PlacementChoice& choice)
{
    STELE_TRY(const auto source, readers::open_scan(file));
    const lod::Place place = [&](const lod::SourceShape& shape) -> Result<Placement> {
        return ingest::choose_placement(source->info(), shape.bounds, choice, shape.sample);
    };
    STELE_TRY(auto surface, ingest::read_surface(*source, place, {}, nullptr).in(file));
    return Mesh{std::move(surface.points), std::move(surface.triangles), surface.placement, {}};
}

// A guess would look at another shape than the original's, and might differ.
Result<Mesh> read_simplified(const Arguments& a, const Placement& original)
{
    STELE_TRY(const auto source, readers::open_scan(a.simplified));
    ingest::PlacementChoice choice = a.simplified_place;
    if (!choice.metres_per_unit)
        choice.metres_per_unit = source->info().metres_per_unit.value_or(original.metres_per_unit);
    if (!choice.up)
        choice.up = source->info().up.value_or(original.up);
    return read_mesh(a.simplified, choice);
}

Result<Mesh> read_cut(const Arguments& a)
{
    STELE_TRY(auto archive, ingest::Archive::open(a.archive));
    STELE_TRY(const auto row, archive.catalogue.find(a.simplified));
    STELE_TRY(
        const auto asset, ingest::open_asset_of(archive.root, row.slug, row.access_id, a.asset));
    page::CutOptions options;
    options.metric = a.metric;
    options.max_error_m = a.error_mm.value_or(0) / kMm;
    if (a.triangles)
        options.max_triangles = *a.triangles;
    STELE_TRY(const page::Cut cut, page::choose_cut(asset.file, options));
    STELE_TRY(GridMesh mesh, page::cut_mesh(asset.file, cut));
    Mesh out;
    out.points.reserve(mesh.positions.size());
    for (const Vec3i p : mesh.positions)
        out.points.push_back(mesh.grid.world_m(p));
    out.triangles = std::move(mesh.triangles);
    out.certified_m = cut.certified_m;
    return out;
}

Json mesh_json(const std::string& name, const Mesh& mesh, std::uint64_t vertices)
{
    Json json = Json::object({{"mesh", name}, {"vertices", vertices},
        {"triangles", std::uint64_t{mesh.triangles.size()}}});
    if (mesh.certified_m)
        json.set("certified_error_mm", *mesh.certified_m * kMm);
    return json;
}

Json deviation_json(const lod::Deviation& d, double diagonal_m)
{
    Json json = Json::object({{"samples", d.samples}});
    Json relative = Json::object();
    for (const auto& [name, value] : {std::pair<const char*, double>{"rms", d.rms},
             {"mean", d.mean}, {"p95", d.p95}, {"p99", d.p99}, {"max", d.max}}) {
        json.set(std::string(name) + "_mm", value * kMm);
        relative.set(name, diagonal_m > 0 ? value / diagonal_m : 0);
    }
    json.set("of_diagonal", std::move(relative));
    return json;
}

Result<lod::Deviation> measure(
    const std::vector<lod::SurfaceSample>& samples, const Mesh& target, unsigned jobs)
{
    const lod::SurfaceTree tree(target.points, target.triangles);
    STELE_TRY(auto distances, lod::distances_to(tree, samples, jobs, nullptr));
    return lod::summarise(std::move(distances));
}

Result<Json> compare(const Arguments& a)
{
    STELE_TRY(const Mesh original, read_mesh(a.original, a.original_place));
    STELE_TRY(const Mesh simplified,
        a.archive.empty() ? read_simplified(a, original.placement) : read_cut(a));
    const auto vertices =
        lod::sample_corners(original.points, original.triangles, original.points.size());
    const std::size_t wanted = a.samples > 0 ? a.samples : vertices.size();
    const auto area = lod::sample_area(simplified.points, simplified.triangles, wanted, kSeed);
    const auto simplified_vertices =
        lod::sample_corners(simplified.points, simplified.triangles, simplified.points.size());
    STELE_TRY(const auto forth, measure(vertices, simplified, a.jobs));
    STELE_TRY(const auto back, measure(area, original, a.jobs));
    Box box;
    for (const lod::SurfaceSample& s : vertices)
        box.extend(s.position);
    const double diagonal = box.diagonal();
    return Json::object({{"schema", "stele:deviation/1"},
        {"original", mesh_json(a.original, original, vertices.size())},
        {"simplified", mesh_json(a.simplified, simplified, simplified_vertices.size())},
        {"diagonal_mm", diagonal * kMm},
        {"original_vertices_to_simplified", deviation_json(forth, diagonal)},
        {"simplified_surface_to_original", deviation_json(back, diagonal)}});
}

} // namespace

int main(int argc, char** argv)
{
    const auto arguments = parse(argc, argv);
    if (!arguments) {
        std::fprintf(stderr, "bench_deviation: %s\n%s", arguments.error().text().c_str(), kUsage);
        return 2;
    }
    const auto json = compare(*arguments);
    if (!json) {
        std::fprintf(stderr, "bench_deviation: %s\n", json.error().text().c_str());
        return 1;
    }
    std::printf("%s\n", print_json(*json, JsonStyle::pretty).c_str());
    return 0;
}
