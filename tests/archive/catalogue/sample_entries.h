// Entries for the catalogue's tests, made from records as ingest makes them.
#pragma once

#include "archive/base/clock.h"
#include "archive/catalogue/rows.h"

#include <string>

namespace stele::catalogue {

inline record::Record sample_record(std::string slug, record::Text title)
{
    record::Record record;
    record.id = slug;
    record.uuid = uuid_v5("6ba7b811-9dad-11d1-80b4-00c04fd430c8", slug);
    record.type = "building";
    record.title = std::move(title);
    return record;
}

inline Entry sample_entry(const record::Record& record)
{
    Entry entry;
    describe(entry.object, record);
    entry.object.object_id = {"urn:uuid:" + record.uuid};
    entry.object.access_id = {"urn:uuid:" + uuid_v5(record.uuid, "access")};
    entry.object.head_version = {1};
    entry.object.size_bytes = 1000;
    entry.object.triangles = 8192;
    entry.object.state = State::ok;
    entry.object.added = 1700000000;
    entry.object.modified = 1700000000;
    AssetRow asset;
    asset.record_uuid = record.uuid;
    asset.name = "scan";
    asset.original_path = "original/scan.ply";
    asset.source_digest = "00ff";
    asset.triangles = 8192;
    asset.levels = 3;
    asset.root_error_m = 0.25;
    asset.bytes = 900;
    entry.assets = {asset};
    return entry;
}

inline Entry sample_entry(const std::string& slug, record::Text title = {{"en", "A thing"}})
{
    return sample_entry(sample_record(slug, std::move(title)));
}

// The three of the list in cli.md, with dates, places and both scripts.
inline std::vector<Entry> sample_entries()
{
    record::Record foguang =
        sample_record("foguang-east-hall", {{"en", "East Main Hall"}, {"zh-Hans", "佛光寺东大殿"}});
    foguang.date = "0857";
    foguang.place.name = {{"en", "Wutai, Shanxi"}, {"zh-Hans", "五台，山西"}};
    foguang.place.lat = 38.86;
    foguang.place.lon = 113.38;
    record::Record mogao =
        sample_record("mogao-096", {{"en", "Mogao Cave 96"}, {"zh-Hans", "莫高窟第九十六窟"}});
    mogao.date = "0695";
    mogao.type = "site";
    mogao.place.name = {{"zh-Hans", "敦煌"}};
    record::Record cordoba =
        sample_record("cordoba-mezquita", {{"es", "Mezquita-Catedral de Córdoba"}});
    cordoba.date = "0784~/0987";
    cordoba.holder = {{"", "Cabildo Catedral"}};
    std::vector<Entry> entries{sample_entry(foguang), sample_entry(mogao), sample_entry(cordoba)};
    entries[0].object.size_bytes = 20;
    entries[1].object.size_bytes = 41;
    entries[1].object.state = State::damaged;
    entries[1].object.modified += 10;
    entries[2].object.size_bytes = 112;
    entries[2].object.added += 5;
    return entries;
}

} // namespace stele::catalogue
