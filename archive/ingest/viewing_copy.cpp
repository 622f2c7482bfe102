// Nothing of a build reaches the storage root before commit; a failed one leaves the previous
// viewing copy.
#include "archive/ingest/viewing_copy.h"

#include "archive/base/cpu_time.h"
#include "archive/base/file.h"
#include "archive/base/json.h"
#include "archive/ingest/commit.h"
#include "archive/ingest/examine.h"
#include "archive/ingest/originals.h"
#include "archive/ingest/resume.h"
#include "archive/lod/build.h"
#include "archive/lod/recipe.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/update.h"
#include "archive/page/asset_file.h"
#include "archive/page/encode.h"
#include "archive/page/overview.h"
#include "archive/page/pack_writer.h"
#include "archive/readers/reader.h"
#include "archive/record/language.h"

namespace stele::ingest {

namespace {

// Bytes of viewing copy a source triangle, for the check of free space before the build; measured
// 12 to 14.
constexpr std::uint64_t kAccessBytesPerTriangle = 16;
// Scratch space a byte of scan, and the scans that need none; the resumable results included.
// Measured 1.9 on binary PLY, the densest format, for the scratch files and 1.4 for the results,
// one after the other.
constexpr std::uint64_t kScratchBytesAByte = 3, kSmallScanBytes = 32u << 20;
constexpr std::uint64_t kMaxDocumentBytes = 64u << 20;

// Everything that decides the bytes of a viewing copy besides the scan.
std::string recipe()
{
    return lod::recipe() + "; " + page::codec_recipe();
}

std::string asset_folder(const std::string& asset)
{
    return "access/" + asset;
}

// source.json: what the copy was made from and how. Equal, nothing to do.
Json provenance(const ViewingCopyRequest& request, const Options& options)
{
    Json json = Json::object({{"schema", "stele:source/1"}, {"original", request.original},
        {"sha512", request.source_digest}, {"recipe", recipe()}});
    if (options.placement.metres_per_unit)
        json.set("metres_per_unit", *options.placement.metres_per_unit);
    if (options.placement.up)
        json.set("up", *options.placement.up == UpAxis::y ? "y" : "z");
    if (options.grid_step_m)
        json.set("grid_step_m", *options.grid_step_m);
    return json;
}

// A document in the archive; null when there is none.
Json stored_json(const Archive& archive, const ObjectId& id, const std::string& path)
{
    if (!archive.root.contains(id))
        return {};
    auto object = ocfl::Object::open(archive.root, id);
    if (!object)
        return {};
    const auto stored = object->read_file({path}, kMaxDocumentBytes);
    if (!stored)
        return {};
    auto json = parse_json(as_text(*stored));
    return json ? std::move(*json) : Json();
}

Json stored_provenance(
    const Archive& archive, const record::Record& record, const std::string& asset)
{
    return stored_json(
        archive, access_object_id(record.uuid), asset_folder(asset) + "/source.json");
}

// What was read is what was kept: the scan lies outside the archive and may change at any time.
Status check_unchanged(const ViewingCopyRequest& request, const Options& options)
{
    STELE_TRY(const File file, File::open(request.scan));
    STELE_TRY(const auto digests,
        ocfl::hash_file(file, {DigestAlgorithm::sha512}, options.cancel).in(request.scan.string()));
    if (digests.front() != request.source_digest)
        return Error(
            Errc::corrupt, request.scan.string() +
                               " changed while it was read; ingest it again when it is finished");
    return {};
}

// Before hours of work, not after them.
Status check_scratch_space(const Archive& archive, const std::filesystem::path& scan)
{
    std::error_code error;
    const std::uint64_t bytes = std::filesystem::file_size(scan, error);
    if (error || bytes < kSmallScanBytes)
        return {};
    return ocfl::check_free_space(archive.dir, bytes * kScratchBytesAByte)
        .in("scratch space for the viewing copy");
}

AssetInfo asset_info(const lod::Gridded& gridded, const ViewingCopyRequest& request)
{
    AssetInfo info;
    info.grid = gridded.grid;
    info.has_colours = gridded.attributes.colours;
    info.has_normals = gridded.attributes.normals;
    info.source_triangles = gridded.report.kept_triangles;
    info.source_vertices = gridded.report.kept_vertices;
    info.quantisation_m = gridded.report.quantisation_m;
    info.bounds = {gridded.report.bounds.min - info.grid.origin_m,
        gridded.report.bounds.max - info.grid.origin_m};
    info.source_digest = request.source_digest;
    info.recipe = recipe();
    return info;
}

struct Build {
    lod::Gridded& gridded;
    lod::Workspace& workspace;
    lod::BrickResults* results; // null: small enough to do again
};

// Grid in, finished files in the staged folder out.
Status build_files(const Build& from, const ViewingCopyRequest& request, const Options& options,
    Io& io, const std::filesystem::path& folder, Report& report)
{
    lod::Gridded& gridded = from.gridded;
    page::PackOptions pack;
    pack.grid = gridded.grid;
    pack.jobs = options.jobs;
    STELE_TRY(const auto writer, page::PackWriter::create(io, folder, pack));
    lod::BuildOptions build;
    build.jobs = options.jobs;
    build.cancel = options.cancel;
    build.results = from.results;
    build.progress = [&](double fraction) {
        if (options.progress)
            options.progress("build", 0.2 + 0.75 * fraction);
    };
    STELE_TRY(report.build, lod::build(gridded, from.workspace, build, *writer));
    report.findings.insert(
        report.findings.end(), report.build.findings.begin(), report.build.findings.end());
    CpuTime timer(CpuTime::Of::process);
    STELE_CHECK(writer->finish(asset_info(gridded, request)));
    STELE_TRY(const page::AssetFile asset, page::AssetFile::open(page::open_in(folder)));
    STELE_TRY(const Bytes overview, page::make_overview(asset, overview_text(request.record)));
    report.cpu.encode = writer->encode_s();
    report.cpu.overview = timer.lap();
    report.cpu.hash_and_io += writer->write_s();
    return write_new_file(io, folder / "overview.glb", overview);
}

// The access object is replaced whole, so what it holds of other scans is carried over.
Status carry_other_assets(Archive& archive, ocfl::ObjectUpdate& update, const std::string& asset)
{
    if (!archive.root.contains(update.id()))
        return {};
    STELE_TRY(auto object, ocfl::Object::open(archive.root, update.id()));
    STELE_TRY(const auto files, object.files());
    for (const ocfl::StoredFile& file : files)
        if (!file.logical.text.starts_with(asset_folder(asset) + "/"))
            STELE_CHECK(update.add_copy(file.logical, object.path() / file.content.text));
    return {};
}

std::uint64_t folder_bytes(const std::filesystem::path& folder)
{
    std::uint64_t total = 0;
    std::error_code error;
    for (auto it = std::filesystem::directory_iterator(folder, error);
         !error && it != std::filesystem::directory_iterator(); it.increment(error))
        total += it->file_size(error);
    return total;
}

// The catalogue's row of the record counts the access object too, so its intent stands meanwhile.
Status commit_copy(Archive& archive, ocfl::ObjectUpdate& update, const ViewingCopyRequest& request,
    const Options& options)
{
    const ObjectId record = record_object_id(request.record.uuid);
    STELE_TRY(const auto object, ocfl::Object::open(archive.root, record));
    return commit_with_intent(archive, update, record, object.inventory().head,
        version_info("viewing copy of " + request.asset, options));
}

} // namespace

page::OverviewText overview_text(const record::Record& record)
{
    page::OverviewText text;
    text.title = record::own_title(record).text;
    text.rights = record.rights.model;
    text.credit = record::best_text(record.rights.attribution, {"en"}).text;
    return text;
}

Options with_remembered_placement(
    const Archive& archive, const ViewingCopyRequest& request, Options options)
{
    const Json stored = stored_provenance(archive, request.record, request.asset);
    const double unit = stored["metres_per_unit"].number_or(0);
    if (!options.placement.metres_per_unit && unit > 0)
        options.placement.metres_per_unit = unit;
    if (const auto up = parse_up_axis(stored["up"].string_or("")); !options.placement.up && up)
        options.placement.up = *up;
    const double step = stored["grid_step_m"].number_or(0);
    if (!options.grid_step_m && step > 0)
        options.grid_step_m = step;
    return options;
}

std::string choose_asset_name(const Archive& archive, const record::Record& record,
    const std::filesystem::path& scan, const std::string& original)
{
    const std::string base = asset_name(scan);
    for (unsigned n = 1;; ++n) {
        std::string name = n == 1 ? base : base + "-" + std::to_string(n);
        const Json taken = stored_provenance(archive, record, name);
        if (taken.is_null() || taken["original"].string_or("") == original)
            return name;
    }
}

bool viewing_copy_is_current(
    const Archive& archive, const ViewingCopyRequest& request, const Options& options)
{
    const Json wanted = provenance(request, options);
    const Json report = stored_json(
        archive, record_object_id(request.record.uuid), "report/" + request.asset + ".json");
    return stored_provenance(archive, request.record, request.asset) == wanted &&
           report["made_from"] == wanted;
}

Result<Report> report_alone(const ViewingCopyRequest& request, const Options& options)
{
    STELE_TRY(
        const auto source, readers::open_scan(request.scan, {request.folder, options.cancel}));
    STELE_TRY(Report report, examine(*source, options));
    STELE_CHECK(check_unchanged(request, options));
    report.asset = request.asset;
    report.original = request.original;
    report.source_digest = request.source_digest;
    return report;
}

Result<Report> make_viewing_copy(
    Archive& archive, const ViewingCopyRequest& request, const Options& options)
{
    STELE_TRY(
        const auto source, readers::open_scan(request.scan, {request.folder, options.cancel}));
    if (source->info().is_point_cloud)
        return Error(Errc::unsupported, "points without faces, which have no viewing copy yet");
    STELE_CHECK(check_scratch_space(archive, request.scan));
    StageSeconds cpu;
    CpuTime timer(CpuTime::Of::process);
    lod::Workspace workspace(*archive.io, archive.dir.staging(), options.memory_bytes);
    STELE_TRY(lod::Gridded gridded, read_onto_grid(*source, options, workspace));
    cpu.read = timer.lap();
    STELE_CHECK(check_unchanged(request, options));
    cpu.hash_and_io = timer.lap();
    if (options.progress)
        options.progress("build", 0.2);
    STELE_CHECK(ocfl::check_free_space(
        archive.dir, gridded.report.kept_triangles * kAccessBytesPerTriangle));
    STELE_TRY(Report report, report_of(*source, gridded, options, workspace));
    cpu.health = timer.lap();
    report.cpu = cpu;
    report.asset = request.asset;
    report.original = request.original;
    report.source_digest = request.source_digest;
    report.made_from = provenance(request, options);

    STELE_TRY(auto update, ocfl::ObjectUpdate::begin_replacement(
                               *archive.lock, *archive.io, access_object_id(request.record.uuid)));
    STELE_CHECK(carry_other_assets(archive, update, request.asset));
    STELE_TRY(const auto folder, update.stage_directory({asset_folder(request.asset)}));
    std::optional<ResumeFolder> resume;
    if (gridded.bricks.bricks() > 1) {
        STELE_TRY(resume,
            ResumeFolder::open(archive, request.record.uuid, request.asset, report.made_from));
    }
    const Build build{gridded, workspace, resume ? &resume->results() : nullptr};
    STELE_CHECK(build_files(build, request, options, *archive.io, folder, report));
    report.resumed_bricks = resume ? resume->results().found() : 0;
    timer.lap();
    report.access_bytes = folder_bytes(folder);
    STELE_CHECK(update.add_bytes({asset_folder(request.asset) + "/source.json"},
        as_bytes(print_json(report.made_from, JsonStyle::pretty) + "\n")));
    STELE_CHECK(commit_copy(archive, update, request, options));
    if (resume)
        STELE_CHECK(resume->remove());
    report.cpu.hash_and_io += timer.lap();
    report.scratch_peak_bytes = workspace.scratch_peak_bytes();
    report.scratch_written_bytes = workspace.scratch_written_bytes();
    return report;
}

} // namespace stele::ingest
