// stele export mesh: one level of detail of a record as a file that any program opens.
#include "archive/ingest/describe.h"
#include "archive/ingest/stored_asset.h"
#include "archive/ingest/viewing_copy.h"
#include "archive/page/export_mesh.h"
#include "archive/record/texts.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>

namespace stele::cli {

namespace {

namespace fs = std::filesystem;

struct ExportArguments {
    std::string id, asset, output, metric;
    std::optional<std::uint64_t> triangles;
    std::optional<double> error_mm;
};

struct Written {
    std::string record, asset, path;
    page::Cut cut;
    std::uint64_t bytes = 0;
    double rounding_m = 0; // part of the certified error at any detail
};

std::string length_of(double metres)
{
    return record::length_text(metres, record::Texts::in_language("en"));
}

Status check_arguments(const ExportArguments& a)
{
    if (a.triangles.has_value() == a.error_mm.has_value())
        return Error(Errc::invalid_argument,
            "how much detail: --triangles N or --error MM; --error 0 is all there is");
    if (a.error_mm && (!std::isfinite(*a.error_mm) || *a.error_mm < 0))
        return Error(Errc::invalid_argument, "--error wants millimetres, such as 0.5");
    if (a.triangles && *a.triangles == 0)
        return Error(Errc::invalid_argument, "--triangles wants at least 1");
    return {};
}

Result<page::MeshFormat> format_of(const std::string& output)
{
    if (const auto format = page::mesh_format(output))
        return *format;
    return Error(Errc::invalid_argument,
        output + ": the name says what is written: .glb (glTF 2.0) or .ply");
}

Status check_output(const fs::path& path)
{
    std::error_code ignored;
    if (path.has_parent_path() && !fs::is_directory(path.parent_path(), ignored))
        return Error(Errc::invalid_argument, "there is no folder " + path.parent_path().string());
    if (fs::exists(fs::symlink_status(path, ignored)))
        return Error(Errc::already_exists,
            path.string() + " exists and is not replaced; name another with -o, or remove it");
    return {};
}

// The cut asked for, or an error that says what can be had.
Result<page::Cut> cut_of(const page::AssetFile& asset, const ExportArguments& a)
{
    page::CutOptions options;
    // Millimetres are of what is certified; a number of triangles is for the eye.
    const bool geometry = a.metric.empty() ? a.error_mm.has_value() : a.metric == "geometry";
    options.metric = geometry ? page::CutMetric::geometry : page::CutMetric::looks;
    options.max_error_m = a.error_mm.value_or(0) / 1000;
    if (a.triangles)
        options.max_triangles = *a.triangles;
    STELE_TRY(page::Cut cut, page::choose_cut(asset, options));
    if (a.triangles && cut.triangles > *a.triangles)
        return Error(Errc::invalid_argument, "--triangles " + std::to_string(*a.triangles) +
                                                 ": the coarsest level has " +
                                                 std::to_string(cut.triangles));
    if (a.error_mm && *a.error_mm > 0 && cut.certified_m * 1000 > *a.error_mm)
        return Error(Errc::invalid_argument, "the viewing copy is within " +
                                                 length_of(cut.certified_m) +
                                                 " of the scan at best; --error 0 exports that, "
                                                 "and the original is kept as it came");
    return cut;
}

// The file under a name beside its own, which it gets when it is whole; removed when that fails.
class NewFile {
public:
    static Result<NewFile> create(const fs::path& path)
    {
        fs::path temporary = path;
        temporary += ".part";
        if (std::error_code ignored; fs::exists(temporary, ignored))
            STELE_CHECK(real_io().remove_file(temporary));
        STELE_TRY(auto file, real_io().create_file(temporary));
        return NewFile(std::move(file), path, temporary);
    }
    NewFile(NewFile&&) = default;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile()
    {
        if (file_ != nullptr)
            static_cast<void>(real_io().remove_file(temporary_).ok());
    }

    Status write(ByteSpan bytes)
    {
        bytes_ += bytes.size();
        return file_->write(bytes);
    }
    // The number of bytes. Errc::already_exists if another file has taken the name meanwhile.
    Result<std::uint64_t> finish()
    {
        STELE_CHECK(file_->sync());
        STELE_CHECK(file_->close());
        STELE_CHECK(real_io().rename_no_replace(temporary_, path_));
        file_ = nullptr;
        STELE_CHECK(real_io().sync_directory(path_.has_parent_path() ? path_.parent_path() : "."));
        return bytes_;
    }

private:
    NewFile(std::unique_ptr<OutputFile> file, fs::path path, fs::path temporary)
        : file_(std::move(file)), path_(std::move(path)), temporary_(std::move(temporary))
    {
    }
    std::unique_ptr<OutputFile> file_; // null: finished
    fs::path path_, temporary_;
    std::uint64_t bytes_ = 0;
};

Status write_file(const page::AssetFile& asset, const page::OverviewText& text,
    page::MeshFormat format, Written& written, const Cancel& cancel)
{
    STELE_TRY(NewFile file, NewFile::create(written.path));
    STELE_CHECK(page::export_mesh(asset, written.cut, text, format, [&](ByteSpan bytes) -> Status {
        if (cancel.requested)
            return Error(Errc::cancelled, "interrupted; nothing was written");
        return file.write(bytes);
    }));
    STELE_TRY(written.bytes, file.finish());
    return {};
}

Result<Written> export_record(Context& context, const ExportArguments& a)
{
    STELE_CHECK(check_arguments(a));
    STELE_TRY(const auto folder, find_archive(context.globals));
    STELE_TRY(auto archive, ingest::Archive::open(folder));
    STELE_TRY(const auto row, archive.catalogue.find(a.id));
    Written written;
    written.record = row.slug;
    written.path = a.output.empty() ? row.slug + ".glb" : a.output;
    STELE_TRY(const auto format, format_of(written.path));
    STELE_CHECK(check_output(written.path));
    STELE_TRY(
        const auto asset, ingest::open_asset_of(archive.root, row.slug, row.access_id, a.asset));
    STELE_TRY(auto object, ocfl::Object::open(archive.root, row.object_id));
    STELE_TRY(const auto record, ingest::read_record(object));
    written.asset = asset.name;
    written.rounding_m = asset.file.index().asset.quantisation_m;
    STELE_TRY(written.cut, cut_of(asset.file, a));
    if (!context.globals.dry_run)
        STELE_CHECK(
            write_file(asset.file, ingest::overview_text(record), format, written, context.cancel));
    return written;
}

void say_written(Output& out, const Written& w, bool dry_run, const std::string& language)
{
    Json item = Json::object({{"op", "export"}, {"action", dry_run ? "would-write" : "written"},
        {"record", w.record}, {"asset", w.asset}, {"path", w.path}, {"triangles", w.cut.triangles},
        {"certified_error_m", w.cut.certified_m}, {"grid_rounding_m", w.rounding_m}});
    if (!dry_run)
        item.set("bytes", w.bytes);
    out.event("item", std::move(item));
    out.say((dry_run ? "Would write " : "Wrote ") + w.path + ": " +
            record::count_text(w.cut.triangles, record::Texts::in_language(language)) +
            " triangles" + (dry_run ? "" : ", " + print_size(w.bytes)) + ", everywhere within " +
            length_of(w.cut.certified_m) + " of the scan");
}

Exit run_export_mesh(Context& context, const ExportArguments& arguments)
{
    const auto written = export_record(context, arguments);
    if (!written)
        return report_lookup(context, written.error());
    say_written(context.out, *written, context.globals.dry_run, context.globals.lang);
    return Exit::success;
}

} // namespace

void add_export(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("export", "Records as files for other programs");
    command->require_subcommand(1);
    auto* const mesh = command->add_subcommand(
        "mesh", "Write one level of detail as glTF or PLY, in metres, y up");
    const auto a = std::make_shared<ExportArguments>();
    mesh->add_option("ID", a->id, "Record: id, start of its uuid, or @last")->required();
    mesh->add_option("--triangles", a->triangles, "As fine as at most N triangles are")
        ->type_name("N");
    mesh->add_option(
            "--error", a->error_mm, "As coarse as millimetres of certified error allow; 0 is all")
        ->type_name("MM");
    mesh->add_option("--metric", a->metric,
            "What needs detail: geometry (default with --error), or looks, which is geometry, "
            "colours and normals (default with --triangles)")
        ->check(CLI::IsMember({"geometry", "looks"}));
    mesh->add_option("-o,--output", a->output, "FILE.glb or FILE.ply (default: ID.glb)")
        ->type_name("FILE");
    mesh->add_option("--asset", a->asset, "Scan of the record (default: the first)");
    mesh->callback([a, &run] { run = [a](Context& c) { return run_export_mesh(c, *a); }; });
}

} // namespace stele::cli
