// Sizes and states are those of the head versions.
#include "archive/ingest/entry.h"

#include "archive/base/clock.h"
#include "archive/base/json.h"
#include "archive/ingest/archive.h"
#include "archive/ingest/describe.h"
#include "archive/ocfl/object.h"
#include "archive/record/json.h"

#include <algorithm>
#include <set>

namespace stele::ingest {

namespace {

constexpr std::uint64_t kMaxReportBytes = 64u << 20;

bool holds(const std::vector<ocfl::StoredFile>& files, const std::string& logical)
{
    return std::any_of(
        files.begin(), files.end(), [&](const auto& f) { return f.logical.text == logical; });
}

std::uint64_t total_bytes(const std::vector<ocfl::StoredFile>& files)
{
    std::uint64_t total = 0;
    for (const auto& file : files)
        total += file.size_bytes;
    return total;
}

catalogue::AssetRow asset_row(const std::string& uuid, const Json& report)
{
    catalogue::AssetRow row;
    row.record_uuid = uuid;
    row.name = report["asset"].string_or("");
    row.original_path = report["source"]["path"].string_or("");
    row.source_digest = report["source"]["sha512"].string_or("");
    row.triangles = report["triangles"].unsigned_or(0);
    row.bytes = report["access_bytes"].unsigned_or(0);
    if (const auto* const levels = report["levels"].elements()) {
        row.levels = static_cast<std::uint32_t>(levels->size());
        for (const Json& level : *levels)
            row.root_error_m = std::max(row.root_error_m, level["max_geometric_m"].number_or(0));
    }
    return row;
}

Result<std::vector<catalogue::AssetRow>> read_assets(
    ocfl::Object& object, const std::vector<ocfl::StoredFile>& files, const std::string& uuid)
{
    std::vector<catalogue::AssetRow> rows;
    for (const auto& file : files)
        if (file.logical.text.starts_with("report/")) {
            STELE_TRY(const Bytes bytes, object.read_file(file.logical, kMaxReportBytes));
            STELE_TRY(const Json report, parse_json(as_text(bytes)).in(file.logical.text));
            rows.push_back(asset_row(uuid, report));
        }
    return rows;
}

// Files of the access object; none when there is no such object.
Result<std::vector<ocfl::StoredFile>> access_files(const ocfl::Root& root, const ObjectId& id)
{
    if (!root.contains(id))
        return std::vector<ocfl::StoredFile>();
    STELE_TRY(auto object, ocfl::Object::open(root, id));
    return object.files();
}

} // namespace

Result<std::optional<catalogue::Entry>> read_entry(const ocfl::Root& root, const ObjectId& id)
{
    STELE_TRY(auto object, ocfl::Object::open(root, id));
    STELE_TRY(const auto files, object.files());
    if (!holds(files, "record.json"))
        return std::optional<catalogue::Entry>();
    STELE_TRY(const record::Record record, read_record(object));
    catalogue::Entry entry;
    catalogue::ObjectRow& row = entry.object;
    catalogue::describe(row, record);
    row.object_id = id;
    row.access_id = access_object_id(record.uuid);
    row.record_json = record::canonical_text(record);
    row.head_version = object.inventory().head;
    const auto& versions = object.inventory().versions;
    row.added = parse_rfc3339(versions.begin()->second.created).value_or(0);
    row.modified = parse_rfc3339(versions.rbegin()->second.created).value_or(0);

    STELE_TRY(entry.assets, read_assets(object, files, record.uuid));
    STELE_TRY(const auto access, access_files(root, row.access_id));
    std::erase_if(entry.assets,
        [&](const auto& asset) { return !holds(access, "access/" + asset.name + "/index.stele"); });
    for (const auto& asset : entry.assets)
        row.triangles += asset.triangles;
    row.size_bytes = total_bytes(files) + total_bytes(access);
    row.state = entry.assets.empty() ? catalogue::State::no_viewing_copy : catalogue::State::ok;
    return std::optional<catalogue::Entry>(std::move(entry));
}

} // namespace stele::ingest
