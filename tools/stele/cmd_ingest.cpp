// stele ingest: scans become catalogued landmarks.
#include "archive/base/unicode.h"
#include "archive/ingest/ingest.h"
#include "archive/readers/reader.h"
#include "tools/stele/command.h"
#include "tools/stele/health_text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace stele::cli {

namespace {

struct IngestArguments {
    std::vector<std::string> paths;
    std::string record, record_file, unit, up, user, user_address;
    std::vector<std::string> set;
    double grid_step_m = 0;
    bool strict = false, rebuild = false;
};

Result<ingest::Options> options_of(const IngestArguments& arguments, Context& context)
{
    ingest::Options options;
    options.record = arguments.record;
    options.record_file = arguments.record_file;
    options.set = arguments.set;
    options.jobs = context.globals.jobs;
    options.strict = arguments.strict;
    options.rebuild = arguments.rebuild;
    options.dry_run = context.globals.dry_run;
    options.cancel = &context.cancel;
    options.program = "stele " STELE_VERSION;
    const Agent agent = default_agent();
    options.user_name = arguments.user.empty() ? agent.name : arguments.user;
    options.user_address = arguments.user_address.empty() ? agent.address : arguments.user_address;
    if (!arguments.unit.empty()) {
        STELE_TRY(options.placement.metres_per_unit, ingest::parse_unit(arguments.unit));
    }
    if (!arguments.up.empty()) {
        STELE_TRY(options.placement.up, ingest::parse_up_axis(arguments.up));
    }
    if (arguments.grid_step_m > 0)
        options.grid_step_m = arguments.grid_step_m;
    return options;
}

// Files as given; a folder stands for the scans directly in it, sorted by name.
Result<std::vector<std::filesystem::path>> scans_of(const std::vector<std::string>& paths)
{
    std::vector<std::filesystem::path> scans;
    for (const std::filesystem::path path : paths) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            scans.push_back(path);
            continue;
        }
        std::vector<std::filesystem::path> found;
        for (auto it = std::filesystem::directory_iterator(path, error);
             !error && it != std::filesystem::directory_iterator(); it.increment(error))
            if (it->is_regular_file(error) && readers::looks_like_scan(it->path()))
                found.push_back(it->path());
        if (found.empty())
            return Error(
                Errc::not_found, path.string() + ": no scan in this folder (PLY, OBJ, glTF)");
        std::sort(found.begin(), found.end());
        scans.insert(scans.end(), found.begin(), found.end());
    }
    return scans;
}

void say_findings(Output& out, const Findings& findings, const std::string& language)
{
    const auto texts = record::FindingTexts::in_language(language);
    for (const Finding& f : findings) {
        std::string lines = finding_lines(f, texts, f.severity != Severity::info);
        lines.pop_back();
        if (f.severity == Severity::info)
            out.detail(lines);
        else
            out.say(lines);
    }
}

void say_outcome(Output& out, const std::filesystem::path& scan, const ingest::Outcome& outcome,
    const std::string& language)
{
    out.say(out.strong(outcome.id) + "  " + outcome.title);
    out.say("  " + std::string(ingest::action_name(outcome.action)) + "  " +
            print_count(outcome.original_files) +
            (outcome.original_files == 1 ? " file  " : " files  ") +
            print_size(outcome.original_bytes) + "  " + scan.string());
    if (outcome.report && outcome.action == ingest::Action::examined) {
        say_health(
            out, {scan.filename().string(), outcome.report->health, outcome.findings}, language);
        return;
    }
    if (outcome.report) {
        const auto& report = *outcome.report;
        out.say(
            "  scan   " + print_count(report.grid.kept_triangles) + " triangles, " + report.format);
        if (!report.build.levels.empty())
            out.say("  viewing copy  " + std::to_string(report.build.levels.size()) + " levels, " +
                    print_size(report.access_bytes));
        out.detail("  units  " + report.grid.placement.units_reason);
        out.detail("  up     " + report.grid.placement.up_reason);
    }
    say_findings(out, outcome.findings, language);
}

// Of all threads; what is not here is reading, hashing, encoding and writing. Not in the stored
// report, which is the same for the same input.
Json cpu_json(const lod::StageTimes& cpu)
{
    return Json::object({{"bricks", cpu.bricks}, {"cluster", cpu.cluster},
        {"partition", cpu.partition}, {"simplify", cpu.simplify}, {"certify", cpu.certify}});
}

void emit_outcome(Output& out, const std::filesystem::path& scan, const ingest::Outcome& outcome)
{
    Json item = Json::object({{"op", "ingest"}, {"record", outcome.id}, {"uuid", outcome.uuid},
        {"path", to_valid_utf8(scan.string())},
        {"action", Json(ingest::action_name(outcome.action))}, {"bytes", outcome.original_bytes},
        {"files", outcome.original_files}, {"viewing_copy", outcome.has_viewing_copy},
        {"findings", ingest::findings_json(outcome.findings)}});
    if (outcome.report) {
        item.set("report", ingest::report_json(*outcome.report));
        item.set("cpu_seconds", cpu_json(outcome.report->build.cpu));
    }
    out.event("item", item);
}

Exit run_ingest(Context& context, const IngestArguments& arguments)
{
    Output& out = context.out;
    const auto folder = find_archive(context.globals);
    if (!folder)
        return report(context, folder.error());
    auto options = options_of(arguments, context);
    if (!options) {
        context.out.fail(options.error());
        return Exit::usage;
    }
    const auto scans = scans_of(arguments.paths);
    if (!scans)
        return report(context, scans.error());
    if (scans->size() > 1 && !arguments.record.empty())
        out.detail("all scans go into record " + arguments.record);
    auto archive = context.globals.dry_run ? ingest::Archive::open(*folder)
                                           : ingest::Archive::open_for_writing(*folder, real_io());
    if (!archive)
        return report(context, archive.error());

    std::size_t refused = 0;
    std::size_t without_copy = 0;
    Exit last = Exit::success;
    for (const auto& scan : *scans) {
        options->progress = [&](std::string_view, double fraction) {
            out.progress("ingest", scan.filename().string(), fraction);
        };
        const auto outcome = ingest::ingest(*archive, scan, *options);
        out.end_progress();
        if (!outcome) {
            Error error(outcome.error().code(), outcome.error().text());
            last = report(context, std::move(error).in(scan.string()));
            if (last == Exit::interrupted)
                return last;
            ++refused;
            continue;
        }
        say_outcome(out, scan, *outcome, context.globals.lang);
        emit_outcome(out, scan, *outcome);
        if (!outcome->has_viewing_copy && outcome->action != ingest::Action::examined)
            ++without_copy;
    }
    out.event("summary",
        Json::object({{"op", "ingest"}, {"files", scans->size()}, {"refused", refused}}));
    if (refused == scans->size())
        return last == Exit::success ? Exit::failed : last;
    return refused + without_copy > 0 ? Exit::partly : Exit::success;
}

} // namespace

void add_ingest(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("ingest", "Add scans: keep the originals, make viewing copies");
    const auto arguments = std::make_shared<IngestArguments>();
    command
        ->add_option(
            "PATH", arguments->paths, "Scan files (PLY, OBJ, glTF, GLB) or folders of them")
        ->required();
    command
        ->add_option("--record", arguments->record,
            "Record to make or extend (default: from the file's name)")
        ->type_name("ID");
    command
        ->add_option("--record-file", arguments->record_file,
            "Description (default: record.toml beside the scan)")
        ->type_name("TOML");
    command
        ->add_option("--set", arguments->set,
            "One fact of the description, such as title.zh-Hans=...; repeat")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option(
        "--unit", arguments->unit, "Unit of the coordinates: m, cm, mm, in, ft or metres per unit");
    command->add_option("--up", arguments->up, "Up axis of the coordinates: y or z");
    command->add_option("--grid", arguments->grid_step_m,
        "Grid step in metres, a power of two (default: from the scan)");
    command->add_option("--user", arguments->user, "Who does this, for the history")
        ->type_name("NAME");
    command->add_option("--user-address", arguments->user_address, "mailto: or other URI")
        ->type_name("URI");
    command->add_flag("--strict", arguments->strict, "Refuse scans with findings");
    command->add_flag(
        "--rebuild", arguments->rebuild, "Make the viewing copy again even if it is up to date");
    command->callback(
        [arguments, &run] { run = [arguments](Context& c) { return run_ingest(c, *arguments); }; });
}

} // namespace stele::cli
