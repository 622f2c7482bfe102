// Opening and changing. Reading is in query.cpp.
#include "archive/catalogue/catalogue.h"

#include "archive/catalogue/bigrams.h"

#include <array>

namespace stele::catalogue {

extern const std::string_view kCatalogueSchema; // schema.sql, embedded by CMake

namespace {

constexpr std::int64_t kApplicationId = 0x5374656c; // "Stel"
constexpr std::int64_t kUserVersion = 2;            // 1: one search column for all but the title

Result<std::int64_t> pragma(Database& database, std::string_view name)
{
    STELE_TRY(Statement statement, database.prepare("PRAGMA " + std::string(name)));
    STELE_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

Status check_format(Database& database, const std::filesystem::path& path)
{
    STELE_TRY(const std::int64_t application, pragma(database, "application_id"));
    STELE_TRY(const std::int64_t version, pragma(database, "user_version"));
    if (application != kApplicationId || version < 1)
        return Error(Errc::corrupt,
            path.string() + " is not a Stele catalogue; run `stele catalogue rebuild`");
    const std::string written = "catalogue version " + std::to_string(version) + " was written by ";
    const std::string read = "; this one reads version " + std::to_string(kUserVersion);
    if (version > kUserVersion)
        return Error(Errc::newer_format, written + "a newer Stele" + read);
    if (version < kUserVersion)
        return Error(
            Errc::corrupt, written + "an older Stele" + read + "; run `stele catalogue rebuild`");
    return {};
}

// JSON and SQL integers are signed; nothing real is beyond them.
std::int64_t stored(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

Status insert_texts(Database& database, std::int64_t rowid, const ObjectRow& row)
{
    STELE_TRY(Statement insert, database.prepare("INSERT INTO texts VALUES (?, ?, ?, ?)"));
    const auto all = [&](std::string_view field, const record::Text& text) -> Status {
        for (const auto& [tag, value] : text)
            STELE_CHECK(insert.bind(1, rowid).bind(2, field).bind(3, tag).bind(4, value).run());
        return {};
    };
    STELE_CHECK(all("title", row.titles));
    return all("place", row.places);
}

Status insert_assets(Database& database, std::int64_t rowid, const std::vector<AssetRow>& assets)
{
    STELE_TRY(
        Statement insert, database.prepare("INSERT INTO assets VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const AssetRow& asset : assets)
        STELE_CHECK(insert.bind(1, rowid)
                        .bind(2, asset.name)
                        .bind(3, asset.original_path)
                        .bind(4, asset.source_digest)
                        .bind(5, stored(asset.triangles))
                        .bind(6, std::int64_t{asset.levels})
                        .bind(7, asset.root_error_m)
                        .bind(8, stored(asset.bytes))
                        .run());
    return {};
}

Status insert_search(Database& database, std::int64_t rowid, const ObjectRow& row)
{
    std::string title = row.slug;
    for (const auto& entry : row.titles)
        title.append("\n").append(entry.second);
    STELE_TRY(Statement insert,
        database.prepare("INSERT INTO search (rowid, title, place, creator, holder, material,"
                         " description, title_cjk, place_cjk, creator_cjk, holder_cjk,"
                         " material_cjk, description_cjk)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.bind(1, rowid);
    const Words& words = row.words;
    const std::array<const std::string*, 6> columns{
        &title, &words.place, &words.creator, &words.holder, &words.material, &words.description};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string text = one_width(*columns[i]);
        const int parameter = static_cast<int>(i) + 2;
        insert.bind(parameter, text)
            .bind(parameter + static_cast<int>(columns.size()), bigrams(text));
    }
    return insert.run();
}

} // namespace

Result<Catalogue> Catalogue::create(const std::filesystem::path& path)
{
    STELE_TRY(Database database, Database::open(path, Access::create));
    STELE_TRY(Transaction transaction, Transaction::begin(database));
    STELE_CHECK(database.execute(kCatalogueSchema));
    STELE_CHECK(database.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                                 "; PRAGMA user_version = " + std::to_string(kUserVersion)));
    STELE_CHECK(transaction.commit());
    return Catalogue(std::move(database));
}

Result<Catalogue> Catalogue::open(const std::filesystem::path& path)
{
    return opened(path, Access::read_write);
}

Result<Catalogue> Catalogue::open_readonly(const std::filesystem::path& path)
{
    return opened(path, Access::read_only);
}

bool Catalogue::is_older(const std::filesystem::path& path)
{
    auto database = Database::open(path, Access::read_only);
    if (!database)
        return false;
    const auto application = pragma(*database, "application_id");
    const auto version = pragma(*database, "user_version");
    return application && *application == kApplicationId && version && *version >= 1 &&
           *version < kUserVersion;
}

Result<Catalogue> Catalogue::opened(const std::filesystem::path& path, Access access)
{
    STELE_TRY(Database database, Database::open(path, access));
    STELE_CHECK(check_format(database, path));
    Catalogue catalogue(std::move(database));
    STELE_CHECK(catalogue.count({})); // the tables are there
    return catalogue;
}

Status Catalogue::check_free(const ObjectRow& row)
{
    STELE_TRY(Statement statement,
        database_.prepare(
            "SELECT slug, uuid FROM objects WHERE slug = ?1 OR uuid = ?2 OR object_id = ?3"));
    statement.bind(1, row.slug).bind(2, row.uuid).bind(3, row.object_id.text);
    STELE_TRY(const bool taken, statement.step());
    if (!taken)
        return {};
    if (statement.text(0) == row.slug && statement.text(1) != row.uuid)
        return Error(Errc::already_exists,
            "the name \"" + row.slug + "\" is taken by record " + statement.text(1));
    return Error(Errc::already_exists, "record " + row.uuid + " is in the catalogue already");
}

Status Catalogue::insert(const Entry& entry)
{
    const ObjectRow& row = entry.object;
    STELE_CHECK(check_free(row));
    STELE_TRY(Statement insert,
        database_.prepare(
            "INSERT INTO objects (slug, uuid, object_id, access_id, head_version, type, language,"
            " date_text, earliest_day, latest_day, lat, lon, rights, size_bytes, triangles, state,"
            " added, modified, last_verified, record_json)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.bind(1, row.slug)
        .bind(2, row.uuid)
        .bind(3, row.object_id.text)
        .bind(4, row.access_id.text)
        .bind(5, std::int64_t{row.head_version.value})
        .bind(6, row.type)
        .bind(7, row.language)
        .bind(8, row.date_text)
        .bind(9, row.earliest_day)
        .bind(10, row.latest_day)
        .bind(11, row.lat)
        .bind(12, row.lon)
        .bind(13, row.rights)
        .bind(14, stored(row.size_bytes))
        .bind(15, stored(row.triangles))
        .bind(16, state_name(row.state))
        .bind(17, row.added)
        .bind(18, row.modified)
        .bind(19, row.last_verified)
        .bind(20, row.record_json);
    STELE_CHECK(insert.run());
    const std::int64_t rowid = database_.last_insert_rowid();
    STELE_CHECK(insert_texts(database_, rowid, row));
    STELE_CHECK(insert_assets(database_, rowid, entry.assets));
    return insert_search(database_, rowid, row);
}

Status Catalogue::erase(std::int64_t rowid)
{
    STELE_TRY(Statement words, database_.prepare("DELETE FROM search WHERE rowid = ?"));
    STELE_CHECK(words.bind(1, rowid).run());
    STELE_TRY(Statement object, database_.prepare("DELETE FROM objects WHERE rowid = ?"));
    return object.bind(1, rowid).run(); // texts and assets follow by ON DELETE CASCADE
}

Status Catalogue::add(const Entry& entry)
{
    return add_all({&entry, 1});
}

Status Catalogue::add_all(std::span<const Entry> entries)
{
    STELE_TRY(Transaction transaction, Transaction::begin(database_));
    for (const Entry& entry : entries)
        STELE_CHECK(insert(entry).in(entry.object.slug));
    return transaction.commit();
}

Status Catalogue::replace(const Entry& entry)
{
    STELE_TRY(Transaction transaction, Transaction::begin(database_));
    STELE_TRY(const std::optional<std::int64_t> rowid, rowid_of(entry.object.uuid));
    if (rowid)
        STELE_CHECK(erase(*rowid));
    STELE_CHECK(insert(entry).in(entry.object.slug));
    return transaction.commit();
}

Status Catalogue::remove(std::string_view uuid)
{
    STELE_TRY(Transaction transaction, Transaction::begin(database_));
    STELE_TRY(const std::optional<std::int64_t> rowid, rowid_of(uuid));
    if (!rowid)
        return Error(Errc::not_found, "no record " + std::string(uuid) + " in the catalogue");
    STELE_CHECK(erase(*rowid));
    return transaction.commit();
}

Status Catalogue::set_verified(std::string_view uuid, State state, std::int64_t time)
{
    STELE_TRY(Statement update,
        database_.prepare("UPDATE objects SET state = ?1, last_verified = ?2 WHERE uuid = ?3"));
    STELE_CHECK(update.bind(1, state_name(state)).bind(2, time).bind(3, uuid).run());
    if (database_.changes() == 0)
        return Error(Errc::not_found, "no record " + std::string(uuid) + " in the catalogue");
    return {};
}

Status Catalogue::add_intent(const Intent& intent)
{
    STELE_TRY(
        Statement insert, database_.prepare("INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?)"));
    return insert.bind(1, intent.object_id.text)
        .bind(2, std::int64_t{intent.version.value})
        .bind(3, intent.what)
        .bind(4, intent.pid)
        .run();
}

Status Catalogue::clear_intent(const ObjectId& object_id, VersionNum version)
{
    STELE_TRY(Statement erase,
        database_.prepare("DELETE FROM intents WHERE object_id = ?1 AND version = ?2"));
    return erase.bind(1, object_id.text).bind(2, std::int64_t{version.value}).run();
}

} // namespace stele::catalogue
