// Titles in the reader's language, else the record's own.
#include "tools/stele/record_table.h"

#include "archive/base/clock.h"
#include "archive/record/date_text.h"
#include "archive/record/language.h"
#include "archive/record/texts.h"

namespace stele::cli {

namespace {

Json text_json(const record::Text& text)
{
    Json json = Json::object();
    for (const auto& [tag, value] : text)
        json.set(tag, value);
    return json;
}

} // namespace

Table record_table(const std::vector<catalogue::ObjectRow>& rows, const std::string& language)
{
    const auto texts = record::Texts::in_language(language);
    Table table;
    for (const char* const column : {"list.id", "list.title", "list.place", "list.date",
             "list.state", "list.triangles", "list.size"})
        table.header.push_back(texts.text(column));
    for (const auto& row : rows)
        table.rows.push_back(
            {row.slug, record::best_text(row.titles, {language}, row.language).text,
                record::best_text(row.places, {language}, row.language).text,
                row.date_text.empty() ? "" : record::date_text(row.date_text, texts),
                texts.text("state." + std::string(catalogue::state_name(row.state))),
                record::count_text(row.triangles, texts), print_size(row.size_bytes)});
    return table;
}

Json row_json(const catalogue::ObjectRow& row)
{
    return Json::object({{"id", row.slug}, {"uuid", row.uuid}, {"object", row.object_id.text},
        {"access_object", row.access_id.text}, {"version", row.head_version.value},
        {"title", text_json(row.titles)}, {"place", text_json(row.places)}, {"type", row.type},
        {"date", row.date_text}, {"rights", row.rights},
        {"state", Json(catalogue::state_name(row.state))}, {"triangles", row.triangles},
        {"bytes", row.size_bytes}, {"added", rfc3339_utc(row.added)},
        {"modified", rfc3339_utc(row.modified)}});
}

Json asset_json(const catalogue::AssetRow& asset)
{
    return Json::object({{"name", asset.name}, {"original", asset.original_path},
        {"sha512", asset.source_digest}, {"triangles", asset.triangles}, {"levels", asset.levels},
        {"root_error_m", asset.root_error_m}, {"bytes", asset.bytes}});
}

} // namespace stele::cli
