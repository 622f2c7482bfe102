// Field by field. A member that was taken is crossed off; what is left over is kept as unknown.
#include "archive/record/json.h"

#include <algorithm>
#include <cmath>

namespace stele::record {
namespace {

// Whole numbers are written without ".0", so that 23 and 23.0 give the same bytes.
Json number_json(double value)
{
    constexpr double kExactIntegers = 9007199254740992.0; // 2^53
    if (std::trunc(value) == value && std::abs(value) < kExactIntegers)
        return Json(static_cast<std::int64_t>(value));
    return Json(value);
}

Json text_json(const Text& text)
{
    if (text.size() == 1 && text.begin()->first.empty())
        return Json(text.begin()->second);
    Json::Object languages;
    for (const auto& [tag, value] : text)
        if (!tag.empty())
            languages.emplace_back(tag, value);
    return Json(std::move(languages));
}

class Writer {
public:
    void add(const char* key, const std::string& value)
    {
        if (!value.empty())
            members_.emplace_back(key, value);
    }
    void add(const char* key, const Text& value)
    {
        if (!value.empty())
            members_.emplace_back(key, text_json(value));
    }
    void add(const char* key, const std::optional<double>& value)
    {
        if (value)
            members_.emplace_back(key, number_json(*value));
    }
    void add(const char* key, const std::optional<bool>& value)
    {
        if (value)
            members_.emplace_back(key, *value);
    }
    void add(const char* key, Json value) // lists and tables; empty ones are absent keys
    {
        const bool empty =
            value.is_null() || (value.elements() != nullptr && value.elements()->empty());
        if (!empty)
            members_.emplace_back(key, std::move(value));
    }
    void add(const char* key, Json::Object table)
    {
        if (!table.empty())
            members_.emplace_back(key, std::move(table));
    }
    Json::Object finish(const Json::Object& unknown)
    {
        members_.insert(members_.end(), unknown.begin(), unknown.end());
        return std::move(members_);
    }

private:
    Json::Object members_;
};

Json::Object place_json(const Place& place)
{
    Writer out;
    out.add("name", place.name);
    out.add("lat", place.lat);
    out.add("lon", place.lon);
    out.add("precision_m", place.precision_m);
    return out.finish(place.unknown);
}

Json::Object rights_json(const Rights& rights)
{
    Writer out;
    out.add("object", rights.object);
    out.add("model", rights.model);
    out.add("metadata", rights.metadata);
    out.add("attribution", rights.attribution);
    return out.finish(rights.unknown);
}

Json::Object capture_json(const Capture& capture)
{
    Writer out;
    out.add("method", capture.method);
    out.add("date", capture.date);
    out.add("accuracy_mm", capture.accuracy_mm);
    out.add("device", capture.device);
    out.add("software", capture.software);
    out.add("operator", capture.operator_name);
    out.add("synthetic", capture.synthetic);
    return out.finish(capture.unknown);
}

Json creators_json(const std::vector<Creator>& creators)
{
    Json list = Json::array();
    for (const Creator& creator : creators) {
        Writer out;
        out.add("role", creator.role);
        out.add("name", creator.name);
        out.add("uri", creator.uri);
        list.push(Json(out.finish(creator.unknown)));
    }
    return list;
}

Json sources_json(const std::vector<Text>& sources)
{
    Json list = Json::array();
    for (const Text& source : sources)
        list.push(text_json(source));
    return list;
}

Text read_text(const Json& value)
{
    if (const std::string* const plain = value.string())
        return {{"", *plain}};
    Text text;
    if (const Json::Object* const languages = value.members())
        for (const auto& [tag, line] : *languages)
            text.emplace(tag, line.string_or(""));
    return text;
}

// Takes members by key; the document was checked against the schema before.
class Reader {
public:
    explicit Reader(const Json& table)
    {
        if (table.members() != nullptr)
            members_ = *table.members();
    }
    Json take(std::string_view key)
    {
        const auto at = std::find_if(
            members_.begin(), members_.end(), [key](const auto& m) { return m.first == key; });
        if (at == members_.end())
            return Json();
        Json value = std::move(at->second);
        members_.erase(at);
        return value;
    }
    std::string take_string(std::string_view key) { return take(key).string_or(""); }
    Text take_text(std::string_view key) { return read_text(take(key)); }
    std::optional<double> take_number(std::string_view key)
    {
        const Json value = take(key);
        return value.is_number() ? std::optional(value.number_or(0)) : std::nullopt;
    }
    Json::Object rest() { return std::move(members_); }

private:
    Json::Object members_;
};

Place read_place(const Json& value)
{
    Reader in(value);
    Place place;
    place.name = in.take_text("name");
    place.lat = in.take_number("lat");
    place.lon = in.take_number("lon");
    place.precision_m = in.take_number("precision_m");
    place.unknown = in.rest();
    return place;
}

Creator read_creator(const Json& value)
{
    Reader in(value);
    Creator creator;
    creator.role = in.take_string("role");
    creator.name = in.take_text("name");
    creator.uri = in.take_string("uri");
    creator.unknown = in.rest();
    return creator;
}

Rights read_rights(const Json& value)
{
    Reader in(value);
    Rights rights;
    rights.object = in.take_string("object");
    rights.model = in.take_string("model");
    rights.metadata = in.take_string("metadata");
    rights.attribution = in.take_text("attribution");
    rights.unknown = in.rest();
    return rights;
}

Capture read_capture(const Json& value)
{
    Reader in(value);
    Capture capture;
    capture.method = in.take_text("method");
    capture.date = in.take_string("date");
    capture.accuracy_mm = in.take_number("accuracy_mm");
    capture.device = in.take_text("device");
    capture.software = in.take_text("software");
    capture.operator_name = in.take_text("operator");
    const Json synthetic = in.take("synthetic");
    if (synthetic.is_bool())
        capture.synthetic = synthetic.bool_or(false);
    capture.unknown = in.rest();
    return capture;
}

Record read_record(const Json& document)
{
    Reader in(document);
    Record record;
    in.take("schema");
    record.id = in.take_string("id");
    record.uuid = in.take_string("uuid");
    record.type = in.take_string("type");
    record.language = in.take_string("language");
    record.title = in.take_text("title");
    record.description = in.take_text("description");
    record.date = in.take_string("date");
    record.place = read_place(in.take("place"));
    const Json creators = in.take("creators");
    if (creators.elements() != nullptr)
        for (const Json& creator : *creators.elements())
            record.creators.push_back(read_creator(creator));
    record.rights = read_rights(in.take("rights"));
    record.capture = read_capture(in.take("capture"));
    record.materials = in.take_text("materials");
    record.holder = in.take_text("holder");
    const Json sources = in.take("sources");
    if (sources.elements() != nullptr)
        for (const Json& source : *sources.elements())
            record.sources.push_back(read_text(source));
    record.created = in.take_string("created");
    record.modified = in.take_string("modified");
    record.extra = in.take("extra");
    record.unknown = in.rest();
    return record;
}

void sort_keys(Json& value)
{
    if (Json::Object* const members = value.members()) {
        std::sort(members->begin(), members->end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& member : *members)
            sort_keys(member.second);
    }
    if (Json::Array* const elements = value.elements())
        for (Json& element : *elements)
            sort_keys(element);
}

} // namespace

Json to_json(const Record& record)
{
    Writer out;
    out.add("schema", std::string(kSchemaId));
    out.add("id", record.id);
    out.add("uuid", record.uuid);
    out.add("type", record.type);
    out.add("language", record.language);
    out.add("title", record.title);
    out.add("description", record.description);
    out.add("date", record.date);
    out.add("place", place_json(record.place));
    out.add("creators", creators_json(record.creators));
    out.add("rights", rights_json(record.rights));
    out.add("capture", capture_json(record.capture));
    out.add("materials", record.materials);
    out.add("holder", record.holder);
    out.add("sources", sources_json(record.sources));
    out.add("created", record.created);
    out.add("modified", record.modified);
    out.add("extra", record.extra);
    return Json(out.finish(record.unknown));
}

std::string canonical_text(const Record& record)
{
    Json document = to_json(record);
    sort_keys(document);
    return print_json(document, JsonStyle::pretty) + "\n";
}

Result<Record> from_json(const Json& document, Stage stage)
{
    const std::string schema = document["schema"].string_or(kSchemaId);
    if (schema != kSchemaId && schema.starts_with("stele:record/"))
        return Error(
            Errc::newer_format, "the record is " + schema + ", this program reads " + kSchemaId);
    const std::vector<Violation> violations = Schema::record().check(document, stage);
    if (!violations.empty())
        return to_error(violations);
    return read_record(document);
}

Result<Record> from_json_text(std::string_view text)
{
    STELE_TRY(Json document, parse_json(text));
    return from_json(document);
}

} // namespace stele::record
