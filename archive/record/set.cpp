// The record becomes JSON, the schema says what kind of value each key takes, and judges the
// result.
#include "archive/record/set.h"

#include "archive/base/shown_text.h"
#include "archive/record/json.h"
#include "archive/record/path.h"
#include "archive/record/schema.h"

#include <algorithm>
#include <cmath>

namespace stele::record {
namespace {

struct Assignment {
    std::string path;
    std::string value;
    bool append = false;
};

Error refuse(std::string_view path, std::string_view what)
{
    return {Errc::invalid_argument, "--set " + std::string(path) + ": " + std::string(what)};
}

Result<Assignment> read_assignment(const std::string& text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return Error(Errc::invalid_argument,
            "--set " + excerpt(text) +
                ": no '='; write --set key=value, such as title.en=\"Lion\"");
    Assignment assignment{text.substr(0, equals), text.substr(equals + 1), false};
    if (assignment.path.ends_with('+')) {
        assignment.append = true;
        assignment.path.pop_back();
    }
    return assignment;
}

Result<Json> read_json_value(const Assignment& assignment, const std::string& fix)
{
    Result<Json> value = parse_json(assignment.value);
    if (!value || (!value->is_array() && !value->is_object()))
        return refuse(assignment.path, in_quotes(assignment.value) + " is one text; " + fix);
    return value;
}

Result<Json> typed_value(const Assignment& assignment, const std::string& path)
{
    const Schema& schema = Schema::record();
    switch (schema.kind_at(path)) {
    case ValueKind::none:
        return Error(Errc::invalid_argument, "--set " + schema.unknown_key(assignment.path).text());
    case ValueKind::text:
        return Json(assignment.value);
    case ValueKind::number: {
        double number = 0;
        const char* const end = assignment.value.data() + assignment.value.size();
        const auto [rest, error] = std::from_chars(assignment.value.data(), end, number);
        if (error != std::errc{} || rest != end || !std::isfinite(number))
            return refuse(assignment.path,
                in_quotes(assignment.value) + " is not a number; " + schema.fix_at(path));
        return Json(number);
    }
    case ValueKind::boolean:
        if (assignment.value != "true" && assignment.value != "false")
            return refuse(assignment.path,
                in_quotes(assignment.value) + " is not true or false; " + schema.fix_at(path));
        return Json(assignment.value == "true");
    case ValueKind::list:
    case ValueKind::table:
        return read_json_value(assignment, schema.fix_at(path));
    }
    return Error(Errc::internal, "--set: kind of value");
}

// The child, made where it is missing. Null where the path goes through a text or beyond a list's
// end.
Json* child(Json& parent, std::string_view key, std::string_view path)
{
    if (Json::Array* const items = parent.elements()) {
        const std::optional<std::size_t> position = list_position(key);
        if (!position || *position > items->size())
            return nullptr;
        if (*position == items->size())
            items->emplace_back();
        return &(*items)[*position];
    }
    if (!parent.is_object() && !parent.is_null())
        return nullptr;
    if (parent.is_null() && Schema::record().kind_at(path) == ValueKind::list) {
        if (list_position(key) != 0u)
            return nullptr;
        Json::Array first(1);
        parent = Json(std::move(first));
        return child(parent, key, path);
    }
    if (parent.find(key) == nullptr)
        parent.set(key, Json());
    return parent.find(key);
}

void remove_at(Json& parent, std::string_view key)
{
    if (Json::Array* const items = parent.elements()) {
        const std::optional<std::size_t> position = list_position(key);
        if (position && *position < items->size())
            items->erase(items->begin() + static_cast<std::ptrdiff_t>(*position));
    } else {
        parent.erase(key);
    }
}

// Tables and lists that a removal left empty go too: the schema has no empty ones.
bool prune(Json& value)
{
    if (Json::Object* const members = value.members()) {
        std::erase_if(*members, [](auto& member) { return prune(member.second); });
        return members->empty();
    }
    if (Json::Array* const items = value.elements()) {
        std::erase_if(*items, [](Json& item) { return prune(item); });
        return items->empty();
    }
    return value.is_null();
}

Status apply_one(Json& document, const Assignment& assignment)
{
    const std::string value_path = assignment.append ? assignment.path + ".0" : assignment.path;
    const bool removes = assignment.value.empty() && !assignment.append;
    STELE_TRY(Json value, removes && Schema::record().kind_at(value_path) != ValueKind::none
                              ? Result<Json>(Json())
                              : typed_value(assignment, value_path));
    Json* at = &document;
    Json* parent = nullptr;
    std::string walked;
    std::string_view last;
    for (const std::string_view part : split_path(assignment.path)) {
        parent = at;
        last = part;
        at = child(*at, part, walked);
        if (at == nullptr && parent->is_string())
            return refuse(assignment.path,
                walked + " is one text without a language; remove it first with --set " + walked +
                    "=");
        if (at == nullptr)
            return refuse(assignment.path, "the list has no position " + std::string(part) +
                                               "; append with --set " + walked + "+=...");
        walked = join_path(walked, part);
    }
    if (removes) {
        remove_at(*parent, last);
        prune(document);
        return {};
    }
    if (!assignment.append) {
        *at = std::move(value);
        return {};
    }
    if (!at->is_null() && !at->is_array())
        return refuse(assignment.path, "is not a list; write --set " + assignment.path + "=...");
    at->push(std::move(value));
    return {};
}

} // namespace

Status apply_set(Record& record, const std::vector<std::string>& assignments)
{
    Json document = to_json(record);
    // Keys that this program does not know or that only it may write are refused where they are
    // new.
    const std::vector<Violation> before = Schema::record().check(document, Stage::draft);
    std::string faults;
    for (const std::string& text : assignments) {
        Result<Assignment> assignment = read_assignment(text);
        Status applied =
            assignment ? apply_one(document, *assignment) : Status(assignment.take_error());
        if (!applied)
            faults.append(faults.empty() ? "" : "\n").append(applied.error().message());
    }
    if (faults.empty())
        for (const Violation& violation : Schema::record().check(document, Stage::draft))
            if (std::find(before.begin(), before.end(), violation) == before.end())
                faults.append(faults.empty() ? "--set " : "\n--set ").append(violation.text());
    if (!faults.empty())
        return Error(Errc::invalid_argument, std::move(faults));
    STELE_TRY(record, from_json(document, Stage::edit));
    return {};
}

} // namespace stele::record
