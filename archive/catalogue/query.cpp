// Reading: rows, references, lists, search and the dump.
#include "archive/base/unicode.h"
#include "archive/catalogue/catalogue.h"
#include "archive/record/language.h"
#include "archive/record/nearest.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace stele::catalogue {
namespace {

// The columns that read_objects() expects, with the rowid first and the search words last.
constexpr std::string_view kSelect = "SELECT o.rowid, o.slug, o.uuid, o.object_id, o.access_id, "
                                     "o.head_version, o.type, o.language, o.date_text,"
                                     " o.earliest_day, o.latest_day, o.lat, o.lon, o.rights, "
                                     "o.size_bytes, o.triangles, o.state, o.added,"
                                     " o.modified, o.last_verified, o.record_json FROM objects o ";

constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kMinPrefix = 6;

std::uint64_t unsigned_of(std::int64_t value)
{
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

std::uint32_t small_of(std::int64_t value)
{
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(unsigned_of(value), std::numeric_limits<std::uint32_t>::max()));
}

Result<ObjectRow> object_row(const Statement& from)
{
    ObjectRow row;
    row.slug = from.text(1);
    row.uuid = from.text(2);
    row.object_id = {from.text(3)};
    row.access_id = {from.text(4)};
    row.head_version = {small_of(from.integer(5))};
    row.type = from.text(6);
    row.language = from.text(7);
    row.date_text = from.text(8);
    row.earliest_day = from.maybe_integer(9);
    row.latest_day = from.maybe_integer(10);
    row.lat = from.maybe_real(11);
    row.lon = from.maybe_real(12);
    row.rights = from.text(13);
    row.size_bytes = unsigned_of(from.integer(14));
    row.triangles = unsigned_of(from.integer(15));
    const std::optional<State> state = state_named(from.text(16));
    if (!state)
        return Error(Errc::corrupt,
            "catalogue: " + row.slug + " has no known state; run `stele catalogue rebuild`");
    row.state = *state;
    row.added = from.integer(17);
    row.modified = from.integer(18);
    row.last_verified = from.maybe_integer(19);
    row.record_json = from.text(20);
    return row;
}

// A uuid's beginning with its hyphens in their places; nothing if it is none.
std::optional<std::string> uuid_prefix(std::string_view reference)
{
    constexpr std::string_view kUrn = "urn:uuid:";
    if (reference.starts_with(kUrn))
        reference.remove_prefix(kUrn.size());
    std::string prefix;
    for (const char c : ascii_lower(reference)) {
        if (c == '-')
            continue;
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return std::nullopt;
        if (prefix.size() == 8 || prefix.size() == 13 || prefix.size() == 18 || prefix.size() == 23)
            prefix += '-';
        prefix += c;
    }
    if (prefix.size() < kMinPrefix || prefix.size() > kUuidLength)
        return std::nullopt;
    return prefix;
}

struct Where {
    std::string sql;
    std::vector<std::string> values;
};

Where where(const Filter& filter)
{
    Where out;
    const auto add = [&out](std::string_view condition, std::string_view value) {
        out.sql.append(out.sql.empty() ? "WHERE " : " AND ").append(condition);
        out.values.emplace_back(value);
    };
    if (filter.state)
        add("o.state = ?", state_name(*filter.state));
    if (!filter.type.empty())
        add("o.type = ?", filter.type);
    return out;
}

void bind_all(Statement& statement, const Where& where)
{
    int parameter = 0;
    for (const std::string& value : where.values)
        statement.bind(++parameter, value);
}

// Sorting happens here, not in SQL: titles and places depend on the reader's language.
void sort_rows(std::vector<ObjectRow>& rows, const ListOptions& options)
{
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
    using Key = std::tuple<std::int64_t, std::string, const ObjectRow*>;
    const auto key = [&](const ObjectRow& row) -> Key {
        const auto best = [&](const record::Text& text) {
            return ascii_lower(record::best_text(text, options.languages, row.language).text);
        };
        switch (options.sort) {
        case Sort::slug:
            return {0, row.slug, &row};
        case Sort::title:
            return {0, best(row.titles), &row};
        case Sort::place:
            return {row.places.empty() ? 1 : 0, best(row.places), &row};
        case Sort::date:
            return {row.earliest_day.value_or(row.latest_day.value_or(kLast)), "", &row};
        case Sort::state:
            return {static_cast<std::int64_t>(row.state), "", &row};
        case Sort::size:
            return {static_cast<std::int64_t>(row.size_bytes), "", &row};
        case Sort::triangles:
            return {static_cast<std::int64_t>(row.triangles), "", &row};
        case Sort::added:
            return {row.added, "", &row};
        case Sort::modified:
            return {row.modified, "", &row};
        }
        return {0, "", &row};
    };
    std::vector<Key> keys;
    keys.reserve(rows.size());
    for (const ObjectRow& row : rows)
        keys.push_back(key(row));
    const bool descending = options.order == Order::descending;
    std::sort(keys.begin(), keys.end(), [descending](const Key& a, const Key& b) {
        const auto& [number_a, text_a, row_a] = a;
        const auto& [number_b, text_b, row_b] = b;
        if (number_a != number_b)
            return descending ? number_a > number_b : number_a < number_b;
        if (text_a != text_b)
            return descending ? text_a > text_b : text_a < text_b;
        return row_a->slug < row_b->slug;
    });
    std::vector<ObjectRow> sorted;
    sorted.reserve(rows.size());
    for (const Key& entry : keys)
        sorted.push_back(*std::get<const ObjectRow*>(entry));
    rows = std::move(sorted);
}

} // namespace

Status Catalogue::read_texts(std::vector<ObjectRow>& rows, const std::vector<std::int64_t>& rowids)
{
    STELE_TRY(
        Statement texts, database_.prepare("SELECT field, tag, text FROM texts WHERE object = ?"));
    STELE_TRY(Statement words,
        database_.prepare("SELECT place, creator, holder, material, description FROM search"
                          " WHERE rowid = ?"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ObjectRow& row = rows[i];
        texts.bind(1, rowids[i]);
        while (true) {
            STELE_TRY(const bool more, texts.step());
            if (!more)
                break;
            (texts.text(0) == "title" ? row.titles : row.places)[texts.text(1)] = texts.text(2);
        }
        texts.reset();
        STELE_TRY(const bool found, words.bind(1, rowids[i]).step());
        if (found)
            row.words = {words.text(0), words.text(1), words.text(2), words.text(3), words.text(4)};
        words.reset();
    }
    return {};
}

Result<std::vector<ObjectRow>> Catalogue::read_objects(Statement& statement)
{
    std::vector<ObjectRow> rows;
    std::vector<std::int64_t> rowids;
    while (true) {
        STELE_TRY(const bool more, statement.step());
        if (!more)
            break;
        STELE_TRY(ObjectRow row, object_row(statement));
        rowids.push_back(statement.integer(0));
        rows.push_back(std::move(row));
    }
    STELE_CHECK(read_texts(rows, rowids));
    return rows;
}

Result<std::vector<ObjectRow>> Catalogue::read_rows(const std::vector<std::int64_t>& rowids)
{
    std::vector<ObjectRow> rows;
    std::string sql(kSelect);
    STELE_TRY(Statement statement, database_.prepare(sql.append("WHERE o.rowid = ?")));
    for (const std::int64_t rowid : rowids) {
        STELE_TRY(const bool found, statement.bind(1, rowid).step());
        if (!found)
            return Error(Errc::corrupt,
                "catalogue: a search hit has no record; run `stele catalogue rebuild`");
        STELE_TRY(ObjectRow row, object_row(statement));
        rows.push_back(std::move(row));
        statement.reset();
    }
    STELE_CHECK(read_texts(rows, rowids));
    return rows;
}

Result<std::optional<std::int64_t>> Catalogue::rowid_of(std::string_view uuid)
{
    STELE_TRY(Statement statement, database_.prepare("SELECT rowid FROM objects WHERE uuid = ?"));
    STELE_TRY(const bool found, statement.bind(1, uuid).step());
    return found ? std::optional(statement.integer(0)) : std::nullopt;
}

Result<bool> Catalogue::slug_taken(std::string_view slug)
{
    STELE_TRY(Statement statement, database_.prepare("SELECT 1 FROM objects WHERE slug = ?"));
    return statement.bind(1, slug).step();
}

Error Catalogue::unknown_reference(std::string_view reference)
{
    std::string message = "no record \"" + to_valid_utf8(reference) + "\"";
    Result<Statement> slugs = database_.prepare("SELECT slug FROM objects ORDER BY slug");
    std::vector<std::string> known;
    while (slugs) {
        const Result<bool> more = slugs->step();
        if (!more || !*more)
            break;
        known.push_back(slugs->text(0));
    }
    if (const std::optional<std::string> close = record::nearest(reference, known))
        message += ". Did you mean \"" + *close + "\"?";
    return {Errc::not_found, std::move(message)};
}

Result<ObjectRow> Catalogue::find_by(std::string_view condition, std::string_view value)
{
    std::string sql(kSelect);
    STELE_TRY(Statement statement, database_.prepare(sql.append(condition)));
    if (!value.empty())
        statement.bind(1, value);
    STELE_TRY(std::vector<ObjectRow> rows, read_objects(statement));
    if (rows.empty())
        return Error(Errc::not_found, "no such record");
    if (rows.size() == 1)
        return std::move(rows.front());
    std::string message = "several records begin with " + std::string(value) + ":";
    for (const ObjectRow& row : rows)
        message.append(" ").append(row.slug).append(" (").append(row.uuid).append(")");
    return Error(Errc::invalid_argument, std::move(message));
}

Result<ObjectRow> Catalogue::find(std::string_view reference)
{
    if (reference == "@last") {
        Result<ObjectRow> last = find_by("ORDER BY o.modified DESC, o.rowid DESC LIMIT 1", "");
        if (!last && last.error().code() == Errc::not_found)
            return Error(Errc::not_found, "the archive has no records yet");
        return last;
    }
    if (!reference.empty()) {
        Result<ObjectRow> by_slug = find_by("WHERE o.slug = ?1", reference);
        if (by_slug || by_slug.error().code() != Errc::not_found)
            return by_slug;
    }
    if (const std::optional<std::string> prefix = uuid_prefix(reference)) {
        Result<ObjectRow> by_uuid =
            find_by("WHERE substr(o.uuid, 1, length(?1)) = ?1 ORDER BY o.uuid LIMIT 8", *prefix);
        if (by_uuid || by_uuid.error().code() != Errc::not_found)
            return by_uuid;
    }
    return unknown_reference(reference);
}

Result<std::vector<AssetRow>> Catalogue::assets(std::string_view uuid)
{
    STELE_TRY(Statement statement,
        database_.prepare(
            "SELECT a.name, a.original_path, a.source_digest, a.triangles, a.levels, "
            "a.root_error_m,"
            " a.bytes FROM assets a JOIN objects o ON o.rowid = a.object WHERE o.uuid = ?1"
            " ORDER BY a.name"));
    statement.bind(1, uuid);
    std::vector<AssetRow> rows;
    while (true) {
        STELE_TRY(const bool more, statement.step());
        if (!more)
            return rows;
        AssetRow row;
        row.record_uuid = uuid;
        row.name = statement.text(0);
        row.original_path = statement.text(1);
        row.source_digest = statement.text(2);
        row.triangles = unsigned_of(statement.integer(3));
        row.levels = small_of(statement.integer(4));
        row.root_error_m = statement.real(5);
        row.bytes = unsigned_of(statement.integer(6));
        rows.push_back(std::move(row));
    }
}

Result<std::vector<ObjectRow>> Catalogue::list(const ListOptions& options)
{
    const Where conditions = where(options.filter);
    std::string sql(kSelect);
    STELE_TRY(Statement statement, database_.prepare(sql.append(conditions.sql)));
    bind_all(statement, conditions);
    STELE_TRY(std::vector<ObjectRow> rows, read_objects(statement));
    sort_rows(rows, options);
    return rows;
}

Result<std::uint64_t> Catalogue::count(const Filter& filter)
{
    const Where conditions = where(filter);
    std::string sql = "SELECT count(*) FROM objects o ";
    STELE_TRY(Statement statement, database_.prepare(sql.append(conditions.sql)));
    bind_all(statement, conditions);
    STELE_CHECK(statement.step());
    return unsigned_of(statement.integer(0));
}

Result<std::vector<Intent>> Catalogue::pending_intents()
{
    STELE_TRY(Statement statement,
        database_.prepare(
            "SELECT object_id, version, what, pid FROM intents ORDER BY object_id, version"));
    std::vector<Intent> intents;
    while (true) {
        STELE_TRY(const bool more, statement.step());
        if (!more)
            return intents;
        intents.push_back({{statement.text(0)}, {small_of(statement.integer(1))}, statement.text(2),
            statement.integer(3)});
    }
}

Result<std::string> Catalogue::logical_dump()
{
    STELE_TRY(const std::vector<ObjectRow> rows, list({}));
    std::string out;
    for (const ObjectRow& row : rows) {
        Json object =
            Json::object({{"slug", row.slug}, {"uuid", row.uuid}, {"object_id", row.object_id.text},
                {"access_id", row.access_id.text}, {"head_version", row.head_version.value},
                {"type", row.type}, {"language", row.language}, {"date", row.date_text},
                {"rights", row.rights}, {"size_bytes", row.size_bytes},
                {"triangles", row.triangles}, {"state", state_name(row.state)},
                {"added", row.added}, {"modified", row.modified}, {"record", row.record_json}});
        const auto add_number = [&object](const char* key, const auto& value) {
            object.set(key, value ? Json(*value) : Json());
        };
        add_number("earliest_day", row.earliest_day);
        add_number("latest_day", row.latest_day);
        add_number("lat", row.lat);
        add_number("lon", row.lon);
        const auto add_words = [&object](const char* key, const std::string& words) {
            if (!words.empty())
                object.set(key, words);
        };
        add_words("words.place", row.words.place);
        add_words("words.creator", row.words.creator);
        add_words("words.holder", row.words.holder);
        add_words("words.material", row.words.material);
        add_words("words.description", row.words.description);
        for (const auto& [tag, text] : row.titles)
            object.set("title." + tag, text);
        for (const auto& [tag, text] : row.places)
            object.set("place." + tag, text);
        out.append("object ").append(print_json(object, JsonStyle::canonical)).append("\n");
        STELE_TRY(const std::vector<AssetRow> all, assets(row.uuid));
        for (const AssetRow& asset : all) {
            const Json line = Json::object({{"name", asset.name}, {"original", asset.original_path},
                {"source", asset.source_digest}, {"triangles", asset.triangles},
                {"levels", asset.levels}, {"root_error_m", asset.root_error_m},
                {"bytes", asset.bytes}});
            out.append("  asset ").append(print_json(line, JsonStyle::canonical)).append("\n");
        }
    }
    return out;
}

Status Catalogue::check()
{
    STELE_TRY(Statement statement, database_.prepare("PRAGMA integrity_check(1)"));
    STELE_TRY(const bool row, statement.step());
    if (!row || statement.text(0) != "ok")
        return Error(
            Errc::corrupt, "catalogue: " + statement.text(0) + "; run `stele catalogue rebuild`");
    return {};
}

} // namespace stele::catalogue
