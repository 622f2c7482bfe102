// stele inspect: the bill of health of scan files, without an archive; nothing is written.
#include "archive/base/unicode.h"
#include "archive/health/health_json.h"
#include "archive/ingest/examine.h"
#include "archive/readers/reader.h"
#include "tools/stele/command.h"
#include "tools/stele/health_text.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

struct InspectArguments {
    std::vector<std::string> files;
    std::string unit, up, memory;
    bool strict = false;
};

Result<ingest::Options> options_of(const InspectArguments& arguments, Context& context)
{
    ingest::Options options;
    options.jobs = context.globals.jobs;
    options.strict = arguments.strict;
    options.cancel = &context.cancel;
    if (!arguments.unit.empty()) {
        STELE_TRY(options.placement.metres_per_unit, ingest::parse_unit(arguments.unit));
    }
    if (!arguments.up.empty()) {
        STELE_TRY(options.placement.up, ingest::parse_up_axis(arguments.up));
    }
    if (!arguments.memory.empty()) {
        STELE_TRY(options.memory_bytes, ingest::parse_memory(arguments.memory));
    }
    return options;
}

Result<ingest::Report> inspect(const std::filesystem::path& file, const ingest::Options& options)
{
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        return Error(Errc::invalid_argument,
            "a folder; for all that is in it: stele ingest --dry-run FOLDER");
    STELE_TRY(const auto source, readers::open_scan(file));
    return ingest::examine(*source, options);
}

bool is_refused(const Findings& findings, bool strict)
{
    return strict && std::any_of(findings.begin(), findings.end(),
                         [](const Finding& f) { return f.severity != Severity::info; });
}

Json bill_json(const std::string& file, const ingest::Report& report)
{
    return Json::object(
        {{"path", to_valid_utf8(file)}, {"health", health::health_json(report.health)},
            {"findings", ingest::findings_json(report.findings)}});
}

Json refusal_json(const std::string& file, const Error& error)
{
    return Json::object({{"path", to_valid_utf8(file)},
        {"error", Json::object({{"code", "stele." + std::string(errc_name(error.code()))},
                      {"message", to_valid_utf8(error.text())}})}});
}

Exit run_inspect(Context& context, const InspectArguments& arguments)
{
    const auto options = options_of(arguments, context);
    if (!options) {
        context.out.fail(options.error());
        return Exit::usage;
    }
    const bool json = context.out.json();
    Json files = Json::array();
    std::size_t refused = 0;
    bool is_first = true;
    for (const std::string& file : arguments.files) {
        const auto report = inspect(file, *options);
        if (!report && report.error().code() == Errc::cancelled)
            return Exit::interrupted;
        if (!report) {
            ++refused;
            files.push(refusal_json(file, report.error()));
            if (!json)
                context.out.fail(Error(report.error().code(), file + ": " + report.error().text()));
            continue;
        }
        refused += is_refused(report->findings, arguments.strict) ? 1u : 0u;
        files.push(bill_json(file, *report));
        if (!json)
            context.out.print((is_first ? "" : "\n") +
                              health_text({std::filesystem::path(file).filename().string(),
                                              report->health, report->findings},
                                  context.globals.lang, context.out));
        is_first = false;
    }
    if (json)
        context.out.document(Json::object({{"schema", "stele:inspect/1"}, {"files", files}}));
    return refused == 0                        ? Exit::success
           : refused == arguments.files.size() ? Exit::failed
                                               : Exit::partly;
}

} // namespace

void add_inspect(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("inspect", "Say what scan files are like, without an archive");
    const auto a = std::make_shared<InspectArguments>();
    command->add_option("FILE", a->files, "Scan files")->required();
    command->add_option(
        "--unit", a->unit, "Unit of the coordinates: m, cm, mm, in, ft or metres per unit");
    command->add_option("--up", a->up, "Up axis of the coordinates: y or z");
    command
        ->add_option("--memory", a->memory, "What the program may hold at a time (default: 512MiB)")
        ->type_name("SIZE");
    command->add_flag("--strict", a->strict, "Count files with findings as refused");
    command->callback([a, &run] { run = [a](Context& c) { return run_inspect(c, *a); }; });
}

} // namespace stele::cli
