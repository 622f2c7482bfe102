// stele show: one record with its files, viewing copies and findings.
#include "archive/health/health_json.h"
#include "archive/ingest/archive.h"
#include "archive/ingest/describe.h"
#include "archive/ingest/report.h"
#include "archive/record/date_text.h"
#include "archive/record/language.h"
#include "archive/record/texts.h"
#include "tools/stele/command.h"
#include "tools/stele/health_text.h"
#include "tools/stele/record_table.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

struct Shown {
    catalogue::ObjectRow row;
    std::vector<catalogue::AssetRow> assets;
    record::Record record;
    std::string record_text;
    std::vector<ocfl::StoredFile> files;
    std::vector<std::pair<VersionNum, ocfl::VersionBlock>> versions;
    std::vector<Json> reports; // stele:report/1; those of older programs have no "health"
};

Result<std::vector<Json>> stored_reports(
    ocfl::Object& object, const std::vector<ocfl::StoredFile>& files)
{
    std::vector<Json> reports;
    for (const auto& file : files)
        if (file.logical.text.starts_with("report/")) {
            STELE_TRY(const Bytes bytes, object.read_file(file.logical, 64u << 20));
            STELE_TRY(Json report, parse_json(as_text(bytes)).in(file.logical.text));
            reports.push_back(std::move(report));
        }
    return reports;
}

Result<Shown> read_shown(const std::string& id, Context& context)
{
    STELE_TRY(const auto folder, find_archive(context.globals));
    STELE_TRY(auto archive, ingest::Archive::open(folder));
    Shown shown;
    STELE_TRY(shown.row, archive.catalogue.find(id));
    STELE_TRY(shown.assets, archive.catalogue.assets(shown.row.uuid));
    STELE_TRY(auto object, ocfl::Object::open(archive.root, shown.row.object_id));
    STELE_TRY(shown.record, ingest::read_record(object));
    STELE_TRY(const Bytes text, object.read_file({"record.json"}, 16u << 20));
    shown.record_text = as_text(text);
    STELE_TRY(shown.files, object.files());
    STELE_TRY(shown.reports, stored_reports(object, shown.files));
    for (const auto& [number, block] : object.inventory().versions)
        shown.versions.emplace_back(number, block);
    return shown;
}

std::string describe_text(const Shown& shown, const std::string& language, const Output& out)
{
    const auto texts = record::Texts::in_language(language);
    const record::Record& r = shown.record;
    const std::string own = record::own_language(r);
    std::string s = out.strong(shown.row.slug) + "\n";
    for (const auto& [tag, title] : r.title)
        s += "  " + title + (tag.empty() ? "" : "  (" + tag + ")") + "\n";
    const auto line = [&](const char* id, const std::string& value) {
        if (!value.empty())
            s += "  " + texts.text(id) + ": " + value + "\n";
    };
    line("panel.date", r.date.empty() ? "" : record::date_text(r.date, texts));
    line("panel.place", record::best_text(r.place.name, {language}, own).text);
    line("panel.description", record::best_text(r.description, {language}, own).text);
    line("panel.rights", r.rights.model);
    line("panel.credit", record::best_text(r.rights.attribution, {language}, own).text);
    line("panel.capture-method", record::best_text(r.capture.method, {language}, own).text);
    return s;
}

std::string holdings_text(const Shown& shown, const std::string& language)
{
    const auto texts = record::Texts::in_language(language);
    std::string s = "\n" + texts.text("show.files") + "\n";
    Table files{{texts.text("show.path"), texts.text("list.size"), "SHA-512"}, {}};
    for (const auto& file : shown.files)
        files.rows.push_back({"  " + file.logical.text, print_size(file.size_bytes),
            file.sha.substr(0, 16) + "..."});
    s += print_table(files, false);
    for (const auto& asset : shown.assets)
        s += "\n" +
             texts.text(
                 "show.viewing-copy", {asset.name, record::count_text(asset.triangles, texts),
                                          std::to_string(asset.levels), print_size(asset.bytes)}) +
             "\n";
    s += "\n" + texts.text("show.versions") + "\n";
    for (const auto& [number, block] : shown.versions)
        s += "  v" + std::to_string(number.value) + "  " + block.created + "  " + block.message +
             "\n";
    return s;
}

std::string reports_text(const Shown& shown, const std::string& language, const Output& out)
{
    const auto texts = record::FindingTexts::in_language(language);
    std::string s;
    for (const Json& report : shown.reports) {
        const Findings findings = ingest::findings_from_json(report["findings"]);
        s += "\n";
        if (report["health"].is_object())
            s += health_text({report["asset"].string_or(""),
                                 health::health_from_json(report["health"]), findings},
                language, out);
        else
            for (const Finding& f : findings)
                s += finding_lines(f, texts, f.severity != Severity::info);
    }
    return s;
}

Json shown_json(const Shown& shown)
{
    Json json = row_json(shown.row);
    if (auto record = parse_json(shown.record_text))
        json.set("record", std::move(*record));
    Json files = Json::array();
    for (const auto& file : shown.files)
        files.push(Json::object(
            {{"path", file.logical.text}, {"bytes", file.size_bytes}, {"sha512", file.sha}}));
    json.set("files", files);
    Json assets = Json::array();
    for (const auto& asset : shown.assets)
        assets.push(asset_json(asset));
    json.set("assets", assets);
    Json reports = Json::array();
    Json findings = Json::array();
    for (const Json& report : shown.reports) {
        reports.push(Json::object({{"asset", report["asset"]}, {"health", report["health"]},
            {"findings", report["findings"]}}));
        if (const auto* const some = report["findings"].elements())
            for (const Json& finding : *some)
                findings.push(finding);
    }
    json.set("reports", reports);
    json.set("findings", findings);
    return json;
}

Exit run_show(Context& context, const std::string& id)
{
    const auto shown = read_shown(id, context);
    if (!shown)
        return report_lookup(context, shown.error());
    if (context.out.json())
        context.out.document(shown_json(*shown));
    else
        context.out.print(describe_text(*shown, context.globals.lang, context.out) +
                          reports_text(*shown, context.globals.lang, context.out) +
                          holdings_text(*shown, context.globals.lang));
    return Exit::success;
}

} // namespace

void add_show(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("show", "Show one record");
    const auto id = std::make_shared<std::string>();
    command->add_option("ID", *id, "Record: id, start of its uuid, or @last")->required();
    command->callback([id, &run] { run = [id](Context& c) { return run_show(c, *id); }; });
}

} // namespace stele::cli
