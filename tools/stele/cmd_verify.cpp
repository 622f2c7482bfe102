// stele verify: proves that nothing changed, and names what did.
#include "archive/ingest/verify.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <set>
#include <tuple>

namespace stele::cli {

namespace {

struct VerifyArguments {
    std::vector<std::string> ids;
    bool quick = false, all_digests = false;
};

// A finding that the root's check and a record's check both made is said once.
using Said = std::set<std::pair<std::string, std::string>>;

void say_findings(Output& out, const Findings& findings, Said& said)
{
    for (const Finding& f : findings) {
        if (!said.insert({f.code, f.where + f.text}).second)
            continue;
        const bool damage = f.severity == Severity::error;
        out.say(std::string(damage ? "  DAMAGED  " : "  note     ") + f.code + "  " + f.where +
                "\n           " + f.text);
    }
}

bool has_damage(const Findings& findings)
{
    for (const Finding& f : findings)
        if (f.severity == Severity::error)
            return true;
    return false;
}

Json verdict_json(const ingest::Verdict& verdict)
{
    Json findings = Json::array();
    for (const Finding& f : verdict.findings)
        findings.push(Json::object({{"code", f.code}, {"path", f.where}, {"message", f.text},
            {"severity", f.severity == Severity::error ? "error" : "warning"}}));
    return Json::object({{"op", "verify"}, {"record", verdict.id},
        {"action", verdict.damaged() ? "damaged" : "verified"}, {"files", verdict.files},
        {"bytes", verdict.bytes}, {"pages", verdict.pages}, {"groups", verdict.groups},
        {"findings", findings}});
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
    Said said;
    std::size_t damaged = 0;
    if (arguments.ids.empty()) {
        const Findings root = ingest::verify_root(*archive);
        say_findings(out, root, said);
        damaged += has_damage(root) ? 1 : 0;
    }
    ingest::VerifyOptions options;
    options.quick = arguments.quick;
    options.all_digests = arguments.all_digests;
    options.cancel = &context.cancel;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        out.progress("verify", row.slug, double(i) / double(rows->size()));
        const auto verdict = ingest::verify_record(*archive, row.slug, row.uuid, options);
        if (!verdict)
            return report(context, verdict.error());
        say_findings(out, verdict->findings, said);
        out.event("item", verdict_json(*verdict));
        out.say((verdict->damaged() ? "DAMAGED  " : "OK       ") + out.strong(row.slug) + "  " +
                print_count(verdict->files) + " files, " + print_size(verdict->bytes) + ", " +
                print_count(verdict->pages) + " pages, " + print_count(verdict->groups) +
                " groups");
        damaged += verdict->damaged() ? 1 : 0;
        files += verdict->files;
        bytes += verdict->bytes;
    }
    out.event("summary",
        Json::object({{"op", "verify"}, {"files", files}, {"bytes", bytes}, {"damaged", damaged}}));
    out.say(std::to_string(rows->size()) + " records, " + print_count(files) + " files, " +
            print_size(bytes) +
            (damaged == 0 ? ": all as recorded" : ": " + std::to_string(damaged) + " damaged"));
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
    command->add_flag("--quick", arguments->quick, "Structure and inventories only");
    command->add_flag(
        "--all-digests", arguments->all_digests, "The second digest of originals too");
    command->callback(
        [arguments, &run] { run = [arguments](Context& c) { return run_verify(c, *arguments); }; });
}

} // namespace stele::cli
