// Walks document and schema together. Nodes are looked at, never compiled: records are small.
#include "archive/record/schema.h"

#include "archive/base/clock.h"
#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"
#include "archive/record/edtf.h"
#include "archive/record/nearest.h"
#include "archive/record/path.h"

#include <cassert>
#include <regex>

namespace stele::record {

extern const std::string_view kRecordSchemaText; // embedded by CMake

namespace {

// std::regex recurses once a character: longer texts are refused unmatched.
constexpr std::size_t kMaxPatternText = 2000;

// The value's elements or members; none when it is of another kind.
const Json::Array& list_of(const Json& value)
{
    static const Json::Array none;
    const Json::Array* const elements = value.elements();
    return elements != nullptr ? *elements : none;
}

const Json::Object& table_of(const Json& value)
{
    static const Json::Object none;
    const Json::Object* const members = value.members();
    return members != nullptr ? *members : none;
}

std::string shown(const Json& value)
{
    return value.is_string() ? in_quotes(*value.string()) : excerpt(print_json(value));
}

bool matches(const std::string& text, const std::string& pattern)
{
    return text.size() <= kMaxPatternText &&
           std::regex_search(text, std::regex(pattern, std::regex::ECMAScript));
}

std::string kind_name(const Json& value)
{
    if (value.is_string())
        return "a text";
    if (value.is_number())
        return "a number";
    if (value.is_bool())
        return "true or false";
    if (value.is_array())
        return "a list";
    return value.is_object() ? "a table of keys" : "nothing (null)";
}

std::string kind_wanted(const std::string& type)
{
    if (type == "string")
        return "a text";
    if (type == "number" || type == "integer")
        return "a number";
    if (type == "boolean")
        return "true or false";
    return type == "array" ? "a list" : "a table of keys";
}

bool has_type(const Json& value, const std::string& type)
{
    return (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
           (type == "integer" && value.is_integer()) || (type == "boolean" && value.is_bool()) ||
           (type == "array" && value.is_array()) || (type == "object" && value.is_object());
}

bool is_language_tag(const std::string& text)
{
    return matches(text, "^([A-Za-z]{2,3}|[xi]|[A-Za-z]{5,8})(-[A-Za-z0-9]{1,8})*$");
}

bool is_date_time(const std::string& text)
{
    return matches(text, "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]([.][0-9]{"
                         "1,9})?(Z|[+-][0-2][0-9]:[0-5][0-9])$");
}

// Why the text is not of that format, or empty.
std::string format_fault(const std::string& text, const std::string& format)
{
    if (format == "edtf") {
        const Result<Edtf> date = parse_edtf(text);
        return date ? "" : in_quotes(text) + " is not an EDTF date: " + date.error().message();
    }
    if (format == "uuid" && !is_uuid(text))
        return in_quotes(text) + " is not a UUID";
    if (format == "language" && !is_language_tag(text))
        return in_quotes(text) + " is not a language tag";
    if (format == "date-time" && !is_date_time(text))
        return in_quotes(text) + " is not a time such as 2026-11-23T20:27:00Z";
    return "";
}

class Check {
public:
    Check(const Json& root, Stage stage) : root_(root), stage_(stage) {}

    void value(const Json& at, const Json& node, const std::string& path, std::string fix);
    std::vector<Violation> take() { return std::move(found_); }

private:
    const Json& resolved(const Json& node, std::string& fix) const;
    void any_of(const Json& at, const Json& node, const std::string& path, const std::string& fix);
    void text(const Json& at, const Json& node, const std::string& path, const std::string& fix);
    void number(const Json& at, const Json& node, const std::string& path, const std::string& fix);
    void object(const Json& at, const Json& node, const std::string& path, const std::string& fix);
    void member(const Json::Member& member, const Json& node, const std::string& path,
        const std::string& fix);
    void report(const std::string& path, std::string what, const std::string& fix);

    const Json& root_;
    Stage stage_;
    std::vector<Violation> found_;
};

void Check::report(const std::string& path, std::string what, const std::string& fix)
{
    std::string filled = fix;
    const std::size_t hole = filled.find("{path}");
    if (hole != std::string::npos)
        filled.replace(hole, 6, path);
    found_.push_back({path, std::move(what), std::move(filled)});
}

const Json& resolve_ref(const Json& root, const Json& node)
{
    const std::string ref = node["$ref"].string_or("");
    constexpr std::string_view kPrefix = "#/$defs/";
    if (!ref.starts_with(kPrefix))
        return node;
    const Json& target = root["$defs"][ref.substr(kPrefix.size())];
    assert(target.is_object() && !target.find("$ref"));
    return target;
}

// Follows $ref; the x-fix nearest to the document's key wins over the shared one.
const Json& Check::resolved(const Json& node, std::string& fix) const
{
    const Json& target = resolve_ref(root_, node);
    const std::string shared = target["x-fix"].string_or(fix);
    fix = node["x-fix"].string_or(shared);
    return target;
}

void Check::value(const Json& at, const Json& given_node, const std::string& path, std::string fix)
{
    const Json& node = resolved(given_node, fix);
    if (stage_ == Stage::draft && node["readOnly"].bool_or(false))
        return report(path, shown(at) + " is not for you to set", fix);
    if (node.find("anyOf") != nullptr)
        return any_of(at, node, path, fix);
    if (const Json* const constant = node.find("const"); constant != nullptr && !(at == *constant))
        return report(path, "is " + shown(at) + ", not " + shown(*constant), fix);
    if (const Json::Array* const words = node["enum"].elements()) {
        for (const Json& word : *words)
            if (at == word)
                return;
        return report(path, shown(at) + " is not one of its values", fix);
    }
    const std::string type = node["type"].string_or("");
    if (!type.empty() && !has_type(at, type))
        return report(path, shown(at) + " is " + kind_name(at) + ", not " + kind_wanted(type), fix);
    if (at.is_string())
        text(at, node, path, fix);
    else if (at.is_number())
        number(at, node, path, fix);
    else if (at.is_object())
        object(at, node, path, fix);
    else if (const Json::Array* const items = at.elements()) {
        if (items->size() < node["minItems"].unsigned_or(0))
            report(path, "the list is empty", fix + ", or leave the key out");
        if (const Json* const item = node.find("items"))
            for (std::size_t i = 0; i < items->size(); ++i)
                value((*items)[i], *item, join_path(path, std::to_string(i)), fix);
    }
}

// Judged by the branch of the value's own type; no branch of it, or several and none fits: the
// whole is named.
void Check::any_of(
    const Json& at, const Json& node, const std::string& path, const std::string& fix)
{
    std::vector<std::vector<Violation>> faults;
    std::vector<std::string> words;
    for (const Json& branch : list_of(node["anyOf"])) {
        std::string ignored;
        const Json& target = resolved(branch, ignored);
        const std::string type = target["type"].string_or("string");
        for (const Json& word : list_of(target["enum"]))
            words.push_back(word.string_or(""));
        if (!has_type(at, type))
            continue;
        Check trial(root_, stage_);
        trial.value(at, branch, path, fix);
        faults.push_back(trial.take());
        if (faults.back().empty())
            return;
    }
    if (faults.size() == 1) {
        found_.insert(found_.end(), faults[0].begin(), faults[0].end());
        return;
    }
    if (faults.empty())
        return report(path, shown(at) + " is " + kind_name(at) + ", not a text", fix);
    const auto close = nearest(at.string_or(""), words);
    const std::string suggestion =
        close ? "did you mean " + in_quotes(*close) + "? Otherwise " : "";
    report(path, shown(at) + " is not " + node["x-what"].string_or("allowed"), suggestion + fix);
}

void Check::text(const Json& at, const Json& node, const std::string& path, const std::string& fix)
{
    const std::string text = at.string_or("");
    if (text.size() < node["minLength"].unsigned_or(0))
        return report(path, "the text is empty", fix);
    const Json* const pattern = node.find("pattern");
    if (text.size() > node["maxLength"].unsigned_or(text.size()) ||
        (pattern != nullptr && !matches(text, pattern->string_or(""))))
        return report(
            path, in_quotes(text) + " is not " + node["x-what"].string_or("allowed"), fix);
    const std::string fault = format_fault(text, node["format"].string_or(""));
    if (!fault.empty())
        report(path, fault, fix);
}

void Check::number(
    const Json& at, const Json& node, const std::string& path, const std::string& fix)
{
    const double number = at.number_or(0);
    const Json& least = node["minimum"];
    const Json& most = node["maximum"];
    const Json& above = node["exclusiveMinimum"];
    if (least.is_number() && !(number >= least.number_or(0)))
        report(path, shown(at) + " is below " + shown(least), fix);
    else if (most.is_number() && !(number <= most.number_or(0)))
        report(path, shown(at) + " is above " + shown(most), fix);
    else if (above.is_number() && !(number > above.number_or(0)))
        report(path, shown(at) + " is not above " + shown(above), fix);
}

void Check::object(
    const Json& at, const Json& node, const std::string& path, const std::string& fix)
{
    const Json::Object& members = table_of(at);
    if (members.size() < node["minProperties"].unsigned_or(0))
        report(path, "the table is empty", fix + ", or leave the key out");
    if (!path.empty() || stage_ == Stage::complete)
        for (const Json& name : list_of(node["required"]))
            if (at.find(name.string_or("")) == nullptr) {
                std::string own_fix = fix;
                resolved(node["properties"][name.string_or("")], own_fix);
                report(join_path(path, name.string_or("")), "is missing", own_fix);
            }
    for (const auto& [key, others] : table_of(node["dependentRequired"]))
        for (const Json& other : list_of(others))
            if (at.find(key) != nullptr && at.find(other.string_or("")) == nullptr)
                report(join_path(path, key), "is given without " + other.string_or(""),
                    "write " + join_path(path, other.string_or("")) + " too");
    for (const Json::Member& entry : members)
        member(entry, node, join_path(path, entry.first), fix);
}

void Check::member(
    const Json::Member& member, const Json& node, const std::string& path, const std::string& fix)
{
    const auto& [key, at] = member;
    if (const Json* const property = node["properties"].find(key))
        return value(at, *property, path, "");
    for (const auto& [pattern, target] : table_of(node["patternProperties"]))
        if (matches(key, pattern))
            return value(at, target, path, "");
    if (node["additionalProperties"].boolean() != nullptr) {
        const std::string parent =
            path.substr(0, path.size() - key.size() - (path.size() > key.size() ? 1 : 0));
        return report(parent, in_quotes(key) + " is not a language tag", fix);
    }
    if (stage_ == Stage::draft && node.find("properties") != nullptr)
        found_.push_back(Schema::record().unknown_key(path));
}

} // namespace

std::string_view schema_json()
{
    return kRecordSchemaText;
}

std::string Violation::text() const
{
    std::string line = path.empty() ? what : path + ": " + what;
    if (!fix.empty())
        line.append("; ").append(fix);
    return line;
}

Error to_error(const std::vector<Violation>& violations)
{
    assert(!violations.empty());
    std::string lines;
    for (const Violation& violation : violations)
        lines.append(lines.empty() ? "" : "\n").append(violation.text());
    return {Errc::malformed, std::move(lines)};
}

const Schema& Schema::record()
{
    // A constant of the program that happens to be text: parsed once.
    static const Schema schema(schema_json());
    return schema;
}

Schema::Schema(std::string_view text)
{
    Result<Json> parsed = parse_json(text);
    assert(parsed);
    root_ = std::move(*parsed);
}

std::vector<Violation> Schema::check(const Json& document, Stage stage) const
{
    Check check(root_, stage);
    check.value(document, root_, "", "");
    return check.take();
}

const Json* Schema::node_at(std::string_view path) const
{
    const Json* node = &root_;
    for (const std::string_view part : split_path(path)) {
        node = &resolve_ref(root_, *node);
        for (const Json& branch : list_of((*node)["anyOf"]))
            if (resolve_ref(root_, branch)["type"].string_or("") == "object")
                node = &resolve_ref(root_, branch);
        const Json* next = (*node)["properties"].find(part);
        if (next == nullptr && list_position(part))
            next = node->find("items");
        for (const auto& [pattern, target] : table_of((*node)["patternProperties"]))
            if (next == nullptr && matches(std::string(part), pattern))
                next = &target;
        if (next == nullptr)
            return nullptr;
        node = next;
    }
    return node;
}

ValueKind Schema::kind_at(std::string_view path) const
{
    if (path.starts_with("extra."))
        return ValueKind::text;
    const Json* const node = node_at(path);
    if (node == nullptr)
        return ValueKind::none;
    const std::string type = resolve_ref(root_, *node)["type"].string_or("string");
    if (type == "number")
        return ValueKind::number;
    if (type == "boolean")
        return ValueKind::boolean;
    if (type == "array")
        return ValueKind::list;
    return type == "object" ? ValueKind::table : ValueKind::text;
}

std::string Schema::fix_at(std::string_view path) const
{
    const Json* const node = node_at(path);
    if (node == nullptr)
        return "";
    std::string fix = (*node)["x-fix"].string_or(resolve_ref(root_, *node)["x-fix"].string_or(""));
    const std::size_t hole = fix.find("{path}");
    return hole == std::string::npos ? fix : fix.replace(hole, 6, path);
}

Violation Schema::unknown_key(std::string_view path) const
{
    // Up to the first part that is not known: in titel.en that is titel.
    std::string_view parent, key, rest;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t dot = std::min(path.find('.', begin), path.size());
        parent = path.substr(0, begin == 0 ? 0 : begin - 1);
        key = path.substr(begin, dot - begin);
        rest = path.substr(dot);
        begin = dot + 1;
        if (node_at(path.substr(0, dot)) == nullptr)
            break;
    }
    const Json* const node = parent.empty() ? &root_ : node_at(parent);
    std::vector<std::string> known;
    if (node != nullptr)
        for (const auto& property : table_of(resolve_ref(root_, *node)["properties"]))
            known.push_back(property.first);
    const std::optional<std::string> close = nearest(key, known);
    return {std::string(path), "record/1 has no such key",
        close ? "did you mean " + join_path(parent, *close) + std::string(rest) + "?"
              : "a key of your own goes under extra: extra." + std::string(key)};
}

} // namespace stele::record
