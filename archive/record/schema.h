// The JSON Schema of record/1 and a validator of the subset of draft 2020-12 that it uses. The
// schema says what is allowed and, as x-fix, what to write instead; TOML, --set and JSON are all
// judged by it.
#pragma once

#include "archive/base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

// assets/schema/record-1.json, as an archive keeps it.
std::string_view schema_json();

// One thing that a document gets wrong. The path is dotted as --set takes it: creators.0.name.
struct Violation {
    std::string path;
    std::string what;
    std::string fix;          // may be empty
    std::string text() const; // "path: what; fix"
    friend bool operator==(const Violation&, const Violation&) = default;
};

// All of them as one error, a line each. Precondition: not empty.
Error to_error(const std::vector<Violation>& violations);

enum class Stage {
    complete, // a whole record.json; unknown keys pass, they may be newer than this program
    edit,     // as complete, but root keys may be missing
    draft, // what a person writes: root keys may be missing, unknown and read-only keys are refused
};

// What a path of keys leads to, for those who turn text into values.
enum class ValueKind { none, text, number, boolean, list, table };

class Schema {
public:
    // record/1, parsed from the embedded text.
    static const Schema& record();
    // Precondition: the text is JSON and uses only the supported keywords.
    explicit Schema(std::string_view text);

    std::vector<Violation> check(const Json& document, Stage stage) const;
    // The kind of value at a dotted path; text where text or a table is possible, none for unknown
    // keys.
    ValueKind kind_at(std::string_view path) const;
    // The x-fix at the path, or empty.
    std::string fix_at(std::string_view path) const;
    // "no such key" and the key most like it.
    Violation unknown_key(std::string_view path) const;

private:
    const Json* node_at(std::string_view path) const;
    Json root_;
};

} // namespace stele::record
