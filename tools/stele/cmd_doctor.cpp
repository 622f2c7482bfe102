// stele doctor: the checks of examine.h as lines, with what to do.
#include "archive/base/unicode.h"
#include "archive/catalogue/database.h"
#include "tools/stele/command.h"
#include "tools/stele/examine.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace stele::cli {

namespace {

std::string_view verdict_name(Verdict verdict)
{
    switch (verdict) {
    case Verdict::ok:
        return "ok";
    case Verdict::note:
        return "note";
    case Verdict::attention:
        return "attention";
    }
    return "";
}

std::string padded(const std::string& text, std::size_t cells)
{
    const std::size_t width = display_width(text);
    return text + std::string(width < cells ? cells - width : 0, ' ') + "  ";
}

// "Graphics    Vulkan 1.3.230  llvmpipe    - slow", the name once for several lines.
std::string report_text(const std::vector<Check>& checks, const Output& out)
{
    std::size_t names = 0, values = 0;
    for (const Check& check : checks) {
        names = std::max(names, display_width(check.what));
        values = std::max(values, std::min<std::size_t>(44, display_width(check.value)));
    }
    std::string text, last;
    for (const Check& check : checks) {
        const std::string name = check.what == last ? "" : check.what;
        last = check.what;
        const bool attention = check.verdict == Verdict::attention;
        text += padded(name, names) + padded(check.value, values) +
                (attention                           ? out.strong("!")
                    : check.verdict == Verdict::note ? "-"
                                                     : "ok");
        if (!check.fix.empty())
            text += " " + check.fix;
        text += "\n";
    }
    return text;
}

std::string plain_text(const std::vector<Check>& checks)
{
    Table table;
    for (const Check& check : checks)
        table.rows.push_back(
            {check.id, std::string(verdict_name(check.verdict)), check.value, check.fix});
    return print_table(table, true);
}

Json report_json(const std::vector<Check>& checks, std::size_t attention)
{
    Json list = Json::array();
    for (const Check& check : checks)
        list.push(Json::object({{"id", check.id}, {"value", to_valid_utf8(check.value)},
            {"verdict", Json(verdict_name(check.verdict))}, {"fix", check.fix}}));
    return Json::object({{"checks", list}, {"attention", std::uint64_t{attention}}});
}

Exit run_doctor(Context& context, bool strict)
{
    const auto texts = record::Texts::in_language(context.globals.lang);
    const std::vector<Check> checks = examine_computer(context, texts);
    const auto attention = static_cast<std::size_t>(std::count_if(checks.begin(), checks.end(),
        [](const Check& check) { return check.verdict == Verdict::attention; }));
    if (context.out.json())
        context.out.document(report_json(checks, attention));
    else
        context.out.print(
            context.out.plain() ? plain_text(checks) : report_text(checks, context.out));
    context.out.say(attention == 0 ? texts.text("doctor.all-well")
                                   : texts.text("doctor.attention", {std::to_string(attention)}));
    return strict && attention > 0 ? Exit::failed : Exit::success;
}

} // namespace

void add_doctor(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("doctor", "Examine this computer: drivers, fonts, disk, archive");
    const auto strict = std::make_shared<bool>(false);
    command->add_flag("--strict", *strict, "Exit with 1 when something needs attention");
    command->callback(
        [strict, &run] { run = [strict](Context& c) { return run_doctor(c, *strict); }; });
}

Json version_json(const std::filesystem::path& program_directory)
{
    const catalogue::Engine engine = catalogue::database_engine();
    const auto is_there = [&](const char* name) {
        return Json(::access((program_directory / name).c_str(), X_OK) == 0);
    };
    return Json::object({{"program", "stele"}, {"version", STELE_VERSION},
        {"compiler", Json(std::string(__VERSION__))}, {"sqlite", engine.version},
        {"fts5", engine.has_fts5},
        {"programs", Json::object({{"stele-viewer", is_there("stele-viewer")},
                         {"stele-read-mesh", is_there("stele-read-mesh")}})}});
}

} // namespace stele::cli
