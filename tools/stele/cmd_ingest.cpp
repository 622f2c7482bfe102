// stele ingest: scans become catalogued landmarks.
#include "archive/base/file.h"
#include "archive/base/unicode.h"
#include "archive/ingest/ingest.h"
#include "archive/readers/reader.h"
#include "tools/stele/command.h"
#include "tools/stele/health_text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <vector>

namespace stele::cli {

namespace {

constexpr std::uint64_t kMaxListBytes = 64u << 20;

struct IngestArguments {
    std::vector<std::string> paths;
    std::string files_from;
    bool nul = false;
    std::string record, record_file, unit, up, memory, user, user_address;
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
    if (!arguments.memory.empty()) {
        STELE_TRY(options.memory_bytes, ingest::parse_memory(arguments.memory));
    }
    return options;
}

Result<std::string> read_standard_input()
{
    std::string text;
    std::array<char, 65536> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), stdin)) {
        if (text.size() + size > kMaxListBytes)
            return Error(Errc::limit, "standard input: a list of more than 64 MiB");
        text.append(part.data(), size);
    }
    return text;
}

// As arguments, and one a line (or NUL separated) in the file of --files-from.
Result<std::vector<std::filesystem::path>> paths_of(const IngestArguments& arguments)
{
    std::vector<std::filesystem::path> paths(arguments.paths.begin(), arguments.paths.end());
    if (!arguments.files_from.empty()) {
        STELE_TRY(const std::string list,
            arguments.files_from == "-" ? read_standard_input()
                                        : read_text_file(arguments.files_from, kMaxListBytes));
        const char separator = arguments.nul ? '\0' : '\n';
        for (std::size_t at = 0; at < list.size();) {
            const std::size_t end = std::min(list.find(separator, at), list.size());
            if (end > at)
                paths.emplace_back(list.substr(at, end - at));
            at = end + 1;
        }
    }
    if (paths.empty())
        return Error(Errc::invalid_argument, "nothing to ingest: give files or folders");
    return paths;
}

void say_findings(Output& out, const Findings& findings, const record::FindingTexts& texts)
{
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
    const auto texts = record::FindingTexts::in_language(language);
    const auto count = [&](std::uint64_t number) {
        return record::count_text(number, texts.texts());
    };
    out.say(out.strong(outcome.id) + "  " + outcome.title);
    out.say("  " + std::string(ingest::action_name(outcome.action)) + "  " +
            count(outcome.original_files) + (outcome.original_files == 1 ? " file  " : " files  ") +
            print_size(outcome.original_bytes) + "  " + scan.string());
    for (const auto& left : outcome.left_out)
        out.say("  left out  " + left.path + ": " + left.reason);
    if (outcome.report && outcome.action == ingest::Action::examined) {
        say_health(
            out, {scan.filename().string(), outcome.report->health, outcome.findings}, language);
        return;
    }
    if (outcome.report) {
        const auto& report = *outcome.report;
        out.say("  scan   " + count(report.grid.kept_triangles) + " triangles, " + report.format);
        if (!report.build.levels.empty())
            out.say("  viewing copy  " + std::to_string(report.build.levels.size()) +
                    (report.build.levels.size() == 1 ? " level, " : " levels, ") +
                    print_size(report.access_bytes));
        if (report.resumed_bricks > 0)
            out.say("  resumed  " + std::to_string(report.resumed_bricks) +
                    " parts were there from an interrupted ingest");
        out.detail("  units  " + texts.sentence(report.grid.placement.units_reason));
        out.detail("  up     " + texts.sentence(report.grid.placement.up_reason));
    }
    say_findings(out, outcome.findings, texts);
}

// Of all threads. Not in the stored report, which is the same for the same input.
Json cpu_json(const lod::StageTimes& build, const ingest::StageSeconds& cpu)
{
    return Json::object({{"read", cpu.read}, {"health", cpu.health}, {"bricks", build.bricks},
        {"cluster", build.cluster}, {"partition", build.partition}, {"simplify", build.simplify},
        {"certify", build.certify}, {"encode", cpu.encode}, {"overview", cpu.overview},
        {"hash_and_io", cpu.hash_and_io}});
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
        item.set("cpu_seconds", cpu_json(outcome.report->build.cpu, outcome.report->cpu));
        item.set("scratch", Json::object({{"peak_bytes", outcome.report->scratch_peak_bytes},
                                {"written_bytes", outcome.report->scratch_written_bytes},
                                {"resumed_bricks", outcome.report->resumed_bricks}}));
    }
    out.event("item", item);
}

// How a delivery went, for the exit code.
struct Tally {
    std::size_t taken = 0, refused = 0, incomplete = 0;
    Exit last = Exit::success; // of the last refusal

    Exit exit() const
    {
        if (last == Exit::interrupted)
            return last;
        if (refused > 0 && taken == 0)
            return last;
        return refused + incomplete > 0 ? Exit::partly : Exit::success;
    }
};

// Something the curator asked for is not there: a viewing copy, or a scan that was no scan.
bool is_incomplete(const ingest::Outcome& outcome)
{
    return std::any_of(outcome.findings.begin(), outcome.findings.end(),
        [](const Finding& f) { return f.severity == Severity::error; });
}

Exit refuse(Context& context, const std::filesystem::path& what, const Error& why)
{
    Error error = Error(why.code(), why.text()).in(what.string());
    if (error.code() != Errc::unsupported || readers::looks_like_scan(what))
        return report(context, error);
    context.out.fail(error, "to keep it all the same, as a document of a record: --record ID");
    return exit_of(error.code());
}

// False: the delivery stops here.
bool take_outcome(Context& context, const std::filesystem::path& what,
    const Result<ingest::Outcome>& outcome, Tally& tally)
{
    Output& out = context.out;
    out.end_progress();
    if (!outcome) {
        tally.last = refuse(context, what, outcome.error());
        ++tally.refused;
        return tally.last != Exit::interrupted && tally.last != Exit::no_space;
    }
    ++tally.taken;
    tally.incomplete += is_incomplete(*outcome) ? 1u : 0u;
    say_outcome(out, what, *outcome, context.globals.lang);
    emit_outcome(out, what, *outcome);
    return true;
}

void say_not_kept(Context& context, const std::vector<std::filesystem::path>& files)
{
    Output& out = context.out;
    if (files.empty())
        return;
    out.warn(record::count_text(files.size(), record::Texts::in_language(context.globals.lang)) +
             " files belong to no scan in particular and were not kept; to keep them, give the "
             "folder with --record, or put a record.toml beside them:");
    for (const auto& file : files) {
        out.warn("  " + to_valid_utf8(file.string()));
        out.event("warning",
            Json::object({{"op", "ingest"}, {"code", "delivery.no-record-for-file"},
                {"path", to_valid_utf8(file.string())}, {"message", "kept in no record"}}));
    }
}

Exit refuse_arguments(Context& context, const Error& error)
{
    const Exit exit = report(context, error);
    return error.code() == Errc::invalid_argument ? Exit::usage : exit;
}

Exit run_ingest(Context& context, const IngestArguments& arguments)
{
    Output& out = context.out;
    const auto paths = paths_of(arguments);
    auto options = options_of(arguments, context);
    if (!paths)
        return refuse_arguments(context, paths.error());
    if (!options)
        return refuse_arguments(context, options.error());
    const auto folder = find_archive(context.globals);
    if (!folder)
        return report(context, folder.error());
    const auto delivery = ingest::sort_delivery(*paths, *options);
    if (!delivery)
        return report(context, delivery.error());
    auto archive = context.globals.dry_run ? ingest::Archive::open(*folder)
                                           : ingest::Archive::open_for_writing(*folder, real_io());
    if (!archive)
        return report(context, archive.error());

    Tally tally;
    std::string current;
    options->progress = [&](std::string_view, double fraction) {
        out.progress("ingest", current, fraction);
    };
    ingest::DeliveryEvents events;
    events.begins = [&](const auto& what) { current = to_valid_utf8(what.filename().string()); };
    events.ends = [&](const auto& what, const auto& outcome) {
        return take_outcome(context, what, outcome, tally);
    };
    const auto not_kept = ingest::ingest_delivery(*archive, *delivery, *options, events);
    say_not_kept(context, not_kept);
    tally.incomplete += not_kept.size();
    out.event("summary", Json::object({{"op", "ingest"}, {"files", tally.taken + tally.refused},
                             {"refused", tally.refused}, {"not_kept", not_kept.size()}}));
    return tally.exit();
}

} // namespace

void add_ingest(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("ingest", "Add scans: keep the originals, make viewing copies");
    const auto arguments = std::make_shared<IngestArguments>();
    command->add_option("PATH", arguments->paths,
        "Scan files (PLY, OBJ, glTF, STL, FBX, COLLADA, 3DS, 3MF, X3D, OFF, IFC, LightWave, AC3D), "
        "or folders with all that is in them");
    command
        ->add_option(
            "--files-from", arguments->files_from, "More paths, one a line; - is standard input")
        ->type_name("FILE");
    command->add_flag("-0,--null", arguments->nul, "Paths of --files-from end in NUL");
    command
        ->add_option("--record", arguments->record,
            "Record to make or extend (default: from the file's name)")
        ->type_name("ID");
    command
        ->add_option("--record-file", arguments->record_file,
            "Description (default: SCAN.toml or record.toml beside the scan)")
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
    command
        ->add_option("--memory", arguments->memory,
            "What the program may hold at a time; what does not fit goes to the archive's disk, "
            "and "
            "the result is the same (default: 512MiB)")
        ->type_name("SIZE");
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
