// The catalogue of an archive: what there is, found fast. Derived from the OCFL root; if it is lost
// or damaged, `stele catalogue rebuild` writes it anew.
#pragma once

#include "archive/base/result.h"
#include "archive/catalogue/database.h"
#include "archive/catalogue/rows.h"
#include "archive/catalogue/search_query.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stele::catalogue {

enum class Sort { slug, title, date, place, state, size, triangles, added, modified };
enum class Order { ascending, descending };

struct Filter {
    std::optional<State> state;
    std::string type; // empty: any
};

struct ListOptions {
    Filter filter;
    Sort sort = Sort::slug;
    Order order = Order::ascending;
    std::vector<std::string> languages; // for sorting by title and place, most wanted first
};

// Where a hit is, when it is neither in a title nor in a place: words of the record around it.
struct Snippet {
    std::string field; // "description"; empty: nothing to show
    std::string before, hit, after;
};

struct Hit {
    ObjectRow row;
    Snippet snippet;
};

struct Found {
    std::vector<Hit> hits;
    std::uint64_t total = 0; // beyond the limit too
};

// One connection; not for several threads at once. A damaged file is Errc::corrupt, a newer one
// Errc::newer_format.
class Catalogue {
public:
    static Result<Catalogue> create(const std::filesystem::path& path);
    static Result<Catalogue> open(const std::filesystem::path& path);
    static Result<Catalogue> open_readonly(const std::filesystem::path& path);
    // A whole catalogue of an older Stele, which open() refuses: it can be made again.
    static bool is_older(const std::filesystem::path& path);

    // Errc::already_exists if the slug, the uuid or the object id is taken.
    Status add(const Entry& entry);
    // All or none, in one transaction: for rebuilding.
    Status add_all(std::span<const Entry> entries);
    // In place of the object with the same uuid, if there is one.
    Status replace(const Entry& entry);
    Status remove(std::string_view uuid); // Errc::not_found
    Status set_verified(std::string_view uuid, State state, std::int64_t time);

    // A slug, a uuid or six and more of its first characters, an object id, or "@last" (the last
    // one changed). Errc::not_found with the nearest slug; Errc::invalid_argument if several begin
    // so.
    Result<ObjectRow> find(std::string_view reference);
    Result<bool> slug_taken(std::string_view slug);
    Result<std::vector<AssetRow>> assets(std::string_view uuid);
    Result<std::vector<ObjectRow>> list(const ListOptions& options);
    Result<std::uint64_t> count(const Filter& filter);

    // Best first: all words in titles before the others, then by weight; by slug without words.
    // limit 0: all.
    Result<Found> search(const Query& query, std::size_t limit);
    // The title, word of a title or slug that the first word without a match may have meant.
    Result<std::optional<std::string>> suggestion(const Query& query);
    // Slugs that begin so, in order.
    Result<std::vector<std::string>> slugs_beginning(std::string_view prefix, std::size_t limit);

    Status add_intent(const Intent& intent);
    Result<std::vector<Intent>> pending_intents();
    Status clear_intent(const ObjectId& object_id, VersionNum version);

    // Everything that can be derived from the OCFL root, as text in a fixed order: a rebuilt
    // catalogue gives the same. The time of the last verification and intents are left out.
    Result<std::string> logical_dump();
    // Reads every page of the file.
    Status check();

private:
    explicit Catalogue(Database database) : database_(std::move(database)) {}
    static Result<Catalogue> opened(const std::filesystem::path& path, Access access);
    Status insert(const Entry& entry);
    Status erase(std::int64_t rowid);
    Status check_free(const ObjectRow& row);
    Status read_texts(std::vector<ObjectRow>& rows, const std::vector<std::int64_t>& rowids);
    Result<std::vector<ObjectRow>> read_objects(Statement& statement);
    Result<std::vector<ObjectRow>> read_rows(const std::vector<std::int64_t>& rowids);
    Status add_snippets(Found& found, const std::vector<std::int64_t>& rowids,
        const std::string& match, const std::vector<std::string>& cjk);
    Result<std::optional<std::int64_t>> rowid_of(std::string_view uuid);
    Result<ObjectRow> find_by(std::string_view condition, std::string_view value);
    Error unknown_reference(std::string_view reference);

    Database database_;
};

} // namespace stele::catalogue
