// stele verify: proves that nothing changed, and names what did.
#include "archive/base/unicode.h"
#include "archive/ingest/verify.h"
#include "archive/record/finding_text.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>

namespace stele::cli {

namespace {

struct VerifyArguments {
    std::vector<std::string> ids;
    bool quick = false, all_digests = false, error = false;
    std::uint64_t samples = ingest::ErrorCheckOptions().samples;
};

// A length of the report, in millimetres, with the digits that matter.
std::string millimetres(double metres)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g", metres * 1000);
    return text.data();
}

// What is said to people, in their language.
class Talk {
public:
    Talk(Output& out, std::string_view language)
        : out_(out), texts_(record::FindingTexts::in_language(language)),
          whole_(text("verdict.whole")), damaged_(text("verdict.damaged")),
          note_(text("verdict.note"))
    {
        for (const std::string& label : {whole_, damaged_, note_})
            width_ = std::max(width_, display_width(label));
    }

    void findings(const Findings& findings);
    void verdict(const std::string& slug, const ingest::Verdict& verdict);
    void error(const ingest::ErrorCheck& check);
    void summary(
        std::size_t records, std::uint64_t files, std::uint64_t bytes, std::size_t damaged);

private:
    std::string text(std::string_view id, std::initializer_list<std::string_view> values = {}) const
    {
        return texts_.texts().text(id, values);
    }
    std::string count(std::uint64_t n) const { return record::count_text(n, texts_.texts()); }
    std::string padded(const std::string& label) const
    {
        return label + std::string(width_ - display_width(label) + 2, ' ');
    }

    Output& out_;
    record::FindingTexts texts_;
    std::string whole_, damaged_, note_; // labels
    std::size_t width_ = 0;              // of the widest label, in cells
    // A finding that the root's check and a record's check both made is said once; what to do about
    // a kind of them, too.
    std::set<std::pair<std::string, std::string>> said_;
    std::set<std::string> advised_;
};

void Talk::findings(const Findings& findings)
{
    const std::string indent = "\n  " + padded("");
    for (const Finding& f : findings) {
        if (!said_.insert({f.code, f.where + f.text}).second)
            continue;
        const std::string sentence = texts_.sentence(f);
        const std::string where = record::FindingTexts::where(f);
        const bool says_where = sentence.find(where) != sentence.npos;
        const std::string advice = advised_.insert(f.code).second ? texts_.advice(f) : "";
        out_.say("  " + padded(f.severity == Severity::error ? damaged_ : note_) + f.code +
                 (says_where ? "" : "  " + where) + indent + sentence +
                 (advice.empty() ? "" : indent + advice));
    }
}

void Talk::verdict(const std::string& slug, const ingest::Verdict& verdict)
{
    out_.say(padded(verdict.damaged() ? damaged_ : whole_) + out_.strong(slug) + "  " +
             text("verdict.record", {count(verdict.files), print_size(verdict.bytes),
                                        count(verdict.pages), count(verdict.groups)}));
}

void Talk::error(const ingest::ErrorCheck& check)
{
    const auto column = [&](const char* name) {
        return text(std::string("verdict.error.") + name);
    };
    Table table{{"  " + column("cut"), column("triangles"), column("certified"), column("rms"),
                    column("p95"), column("max"), ""},
        {}};
    std::size_t random = 0;
    for (const ingest::CutCheck& cut : check.cuts)
        table.rows.push_back(
            {"  " + (cut.level ? text("verdict.error.level", {std::to_string(*cut.level)})
                               : text("verdict.error.random", {std::to_string(++random)})),
                count(cut.triangles), millimetres(cut.certified_m), millimetres(cut.both.rms),
                millimetres(cut.both.p95), millimetres(cut.both.max),
                column(cut.violations == 0 ? "within" : "beyond")});
    std::string lines = print_table(table, false);
    lines.pop_back(); // say ends the last one
    out_.say("  " + text("verdict.error.samples", {check.asset, count(check.samples)}));
    out_.say(lines);
}

void Talk::summary(
    std::size_t records, std::uint64_t files, std::uint64_t bytes, std::size_t damaged)
{
    out_.say(text(damaged == 0 ? "verdict.all-whole" : "verdict.some-damaged",
        {count(records), count(files), print_size(bytes), count(damaged)}));
}

bool has_damage(const Findings& findings)
{
    for (const Finding& f : findings)
        if (f.severity == Severity::error)
            return true;
    return false;
}

Json deviation_json(const lod::Deviation& d)
{
    return Json::object({{"samples", d.samples}, {"rms_m", d.rms}, {"mean_m", d.mean},
        {"p95_m", d.p95}, {"p99_m", d.p99}, {"max_m", d.max}});
}

Json error_json(const ingest::ErrorCheck& check)
{
    Json cuts = Json::array();
    for (const ingest::CutCheck& cut : check.cuts)
        cuts.push(Json::object({{"level", cut.level ? Json(*cut.level) : Json()},
            {"triangles", cut.triangles}, {"certified_m", cut.certified_m},
            {"violations", cut.violations}, {"surface_to_scan", deviation_json(cut.to_scan)},
            {"scan_to_surface", deviation_json(cut.from_scan)},
            {"both", deviation_json(cut.both)}}));
    return Json::object({{"asset", check.asset}, {"samples", check.samples},
        {"faces_left_out", check.left_out}, {"cuts", cuts}});
}

Json verdict_json(const ingest::Verdict& verdict)
{
    Json findings = Json::array();
    for (const Finding& f : verdict.findings)
        findings.push(Json::object({{"code", f.code}, {"path", f.where}, {"message", f.text},
            {"severity", f.severity == Severity::error ? "error" : "warning"}}));
    Json json = Json::object({{"op", "verify"}, {"record", verdict.id},
        {"action", verdict.damaged() ? "damaged" : "verified"}, {"files", verdict.files},
        {"bytes", verdict.bytes}, {"pages", verdict.pages}, {"groups", verdict.groups},
        {"findings", findings}});
    if (!verdict.errors.empty()) {
        Json errors = Json::array();
        for (const ingest::ErrorCheck& check : verdict.errors)
            errors.push(error_json(check));
        json.set("error", std::move(errors));
    }
    return json;
}

Result<std::vector<catalogue::ObjectRow>> rows_to_verify(
    ingest::Archive& archive, const std::vector<std::string>& ids)
{
    if (ids.empty())
        return archive.catalogue.list({});
    std::vector<catalogue::ObjectRow> rows;
    for (const std::string& id : ids) {
        STELE_TRY(auto row, archive.catalogue.find(id));
        rows.push_back(std::move(row));
    }
    return rows;
}

Exit run_verify(Context& context, const VerifyArguments& arguments)
{
    Output& out = context.out;
    const auto folder = find_archive(context.globals);
    if (!folder)
        return report(context, folder.error());
    auto archive = ingest::Archive::open(*folder);
    if (!archive)
        return report(context, archive.error());
    const auto rows = rows_to_verify(*archive, arguments.ids);
    if (!rows)
        return report_lookup(context, rows.error());
    Talk talk(out, context.globals.lang);
    std::size_t damaged = 0;
    if (arguments.ids.empty()) {
        const Findings root = ingest::verify_root(*archive);
        talk.findings(root);
        damaged += has_damage(root) ? 1u : 0u;
    }
    ingest::VerifyOptions options;
    options.quick = arguments.quick;
    options.all_digests = arguments.all_digests;
    options.error = arguments.error;
    options.samples = arguments.samples;
    options.jobs = context.globals.jobs;
    options.cancel = &context.cancel;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        out.progress("verify", row.slug, double(i) / double(rows->size()));
        const auto verdict = ingest::verify_record(*archive, row.slug, row.uuid, options);
        if (!verdict)
            return report(context, verdict.error());
        talk.findings(verdict->findings);
        out.event("item", verdict_json(*verdict));
        talk.verdict(row.slug, *verdict);
        for (const ingest::ErrorCheck& check : verdict->errors)
            talk.error(check);
        damaged += verdict->damaged() ? 1u : 0u;
        files += verdict->files;
        bytes += verdict->bytes;
    }
    out.event("summary",
        Json::object({{"op", "verify"}, {"files", files}, {"bytes", bytes}, {"damaged", damaged}}));
    talk.summary(rows->size(), files, bytes, damaged);
    return damaged == 0 ? Exit::success : Exit::damaged;
}

} // namespace

void add_verify(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("verify", "Check every byte, page and level against what was recorded");
    const auto arguments = std::make_shared<VerifyArguments>();
    command->add_option(
        "ID", arguments->ids, "Records to check (default: all, and the storage root)");
    auto* const quick =
        command->add_flag("--quick", arguments->quick, "Structure and inventories only");
    auto* const error = command->add_flag("--error", arguments->error,
        "Measure viewing copies against their scans, too: every level and cuts at random");
    error->excludes(quick);
    command
        ->add_option("--samples", arguments->samples,
            "Points a direction and cut, with --error (default 20000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{1} << 40))
        ->needs(error);
    command->add_flag(
        "--all-digests", arguments->all_digests, "The second digest of originals too");
    command->callback(
        [arguments, &run] { run = [arguments](Context& c) { return run_verify(c, *arguments); }; });
}

} // namespace stele::cli
