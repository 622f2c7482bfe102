// What the catalogue knows of an object and of its assets. Plain values.
#pragma once

#include "archive/model/ids.h"
#include "archive/record/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stele::catalogue {

enum class State { ok, no_viewing_copy, damaged, pending };

std::string_view state_name(State state); // "no-viewing-copy", as JSON and --state spell it
std::optional<State> state_named(std::string_view name);

// Words beside the titles by which a record is found, all languages, a line each.
struct Words {
    std::string place, creator, holder, material, description;
    friend bool operator==(const Words&, const Words&) = default;
};

struct ObjectRow {
    std::string slug, uuid;
    ObjectId object_id, access_id;
    VersionNum head_version;

    // From the record: filled by describe().
    record::Text titles, places;
    std::string type;
    std::string language;  // the thing's own, see record::own_language
    std::string date_text; // EDTF
    std::optional<std::int64_t> earliest_day, latest_day; // see record::day_number
    std::optional<double> lat, lon;
    std::string rights; // of the model
    Words words;
    std::string record_json;

    std::uint64_t size_bytes = 0;
    std::uint64_t triangles = 0;
    State state = State::pending;
    std::int64_t added = 0, modified = 0; // seconds since 1970 UTC
    std::optional<std::int64_t> last_verified;
};

struct AssetRow {
    std::string record_uuid;
    std::string name;
    std::string original_path; // logical path in the record object
    std::string source_digest; // sha512, hex
    std::uint64_t triangles = 0;
    std::uint32_t levels = 0;
    double root_error_m = 0;
    std::uint64_t bytes = 0;
};

struct Entry {
    ObjectRow object;
    std::vector<AssetRow> assets;
};

// A commit that was announced and whose end is not known.
struct Intent {
    ObjectId object_id;
    VersionNum version;
    std::string what; // "ingest", "update", "remove"
    std::int64_t pid = 0;
};

// Fills slug, uuid and everything that follows from the record.
void describe(ObjectRow& row, const record::Record& record);

} // namespace stele::catalogue
