// The only file that sees nlohmann/json: its SAX parser feeds our values, its exceptions never
// leave.
#include "archive/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace stele {

namespace {

const Json kNull;

// Line and column of a byte offset, both from 1.
std::string position_text(std::string_view text, std::size_t offset)
{
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t newline = before.rfind('\n');
    const std::size_t column = newline == std::string_view::npos ? offset + 1 : offset - newline;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// SAX receiver that builds Json on an explicit stack: no recursion, so depth is only a number.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    bool null() override { return put(Json()); }
    bool boolean(bool value) override { return put(Json(value)); }
    bool number_integer(number_integer_t value) override { return put(Json(std::int64_t{value})); }
    bool number_unsigned(number_unsigned_t value) override
    {
        constexpr auto kSignedMax =
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        return put(value <= kSignedMax ? Json(static_cast<std::int64_t>(value))
                                       : Json(std::uint64_t{value}));
    }
    bool number_float(number_float_t value, const string_t&) override { return put(Json(value)); }
    bool string(string_t& value) override { return put(Json(std::move(value))); }
    bool binary(binary_t&) override { return fail(Errc::malformed, "binary value"); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool key(string_t& name) override
    {
        if (!stack_.back().keys.insert(name).second)
            return fail(Errc::malformed, "duplicate key \"" + name + "\"");
        stack_.back().pending_key = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(
        std::size_t position, const std::string&, const nlohmann::detail::exception& e) override
    {
        error_offset = position;
        std::string what = e.what();
        // "[json.exception.parse_error.101] parse error at line 1, column 2: <reason>"
        const std::size_t reason = what.rfind(": syntax error");
        return fail(Errc::malformed, reason == std::string::npos ? what : what.substr(reason + 2));
    }

    Json take() { return std::move(root_); }

    Errc error_code = Errc::malformed;
    std::string error_message;
    std::size_t error_offset = 0;

private:
    struct Level {
        Json value;
        std::string pending_key;
        std::unordered_set<std::string> keys;
    };

    bool fail(Errc code, std::string message)
    {
        error_code = code;
        error_message = std::move(message);
        return false;
    }
    bool put(Json value)
    {
        if (stack_.empty())
            root_ = std::move(value);
        else if (auto* const members = stack_.back().value.members())
            members->emplace_back(std::move(stack_.back().pending_key), std::move(value));
        else if (auto* const elements = stack_.back().value.elements())
            elements->push_back(std::move(value));
        return true;
    }
    bool open(Json value)
    {
        if (stack_.size() >= limits_.max_depth)
            return fail(Errc::limit, "nested deeper than " + std::to_string(limits_.max_depth));
        stack_.push_back({std::move(value), {}, {}});
        return true;
    }
    bool close()
    {
        Json done = std::move(stack_.back().value);
        stack_.pop_back();
        return put(std::move(done));
    }

    JsonLimits limits_;
    std::vector<Level> stack_;
    Json root_;
};

void append_escaped(std::string& out, std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        default:
            if (u < 0x20) {
                out += "\\u00";
                out.push_back(kHex[u >> 4]);
                out.push_back(kHex[u & 15]);
            } else {
                out.push_back(c);
            }
        }
    }
    out.push_back('"');
}

template <class T>
void append_number(std::string& out, T value)
{
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

void append_double(std::string& out, double value)
{
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    const std::size_t start = out.size();
    append_number(out, value);
    if (out.find_first_of(".e", start) == std::string::npos)
        out += ".0"; // stays a double when read back
}

void append_newline(std::string& out, JsonStyle style, std::size_t depth)
{
    if (style == JsonStyle::pretty) {
        out.push_back('\n');
        out.append(depth * 2, ' ');
    }
}

void append_json(std::string& out, const Json& value, JsonStyle style, std::size_t depth);

void append_object(
    std::string& out, const Json::Object& members, JsonStyle style, std::size_t depth)
{
    std::vector<const Json::Member*> order;
    order.reserve(members.size());
    for (const auto& m : members)
        order.push_back(&m);
    if (style == JsonStyle::canonical)
        std::sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->first < b->first; });
    out.push_back('{');
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0)
            out.push_back(',');
        append_newline(out, style, depth + 1);
        append_escaped(out, order[i]->first);
        out += style == JsonStyle::pretty ? ": " : ":";
        append_json(out, order[i]->second, style, depth + 1);
    }
    if (!order.empty())
        append_newline(out, style, depth);
    out.push_back('}');
}

void append_array(std::string& out, const Json::Array& elements, JsonStyle style, std::size_t depth)
{
    out.push_back('[');
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (i > 0)
            out.push_back(',');
        append_newline(out, style, depth + 1);
        append_json(out, elements[i], style, depth + 1);
    }
    if (!elements.empty())
        append_newline(out, style, depth);
    out.push_back(']');
}

void append_json(std::string& out, const Json& value, JsonStyle style, std::size_t depth)
{
    if (const auto* const members = value.members())
        append_object(out, *members, style, depth);
    else if (const auto* const elements = value.elements())
        append_array(out, *elements, style, depth);
    else if (const auto* const text = value.string())
        append_escaped(out, *text);
    else if (const auto* const flag = value.boolean())
        out += *flag ? "true" : "false";
    else if (value.is_null())
        out += "null";
    else if (!value.is_integer())
        append_double(out, value.number_or(0));
    else if (value.integer_or(-1) >= 0 || value.unsigned_or(0) == 0)
        append_number(out, value.integer_or(0));
    else
        append_number(out, value.unsigned_or(0));
}

} // namespace

bool Json::is_number() const
{
    return is_integer() || std::holds_alternative<double>(value_);
}

bool Json::is_integer() const
{
    return std::holds_alternative<std::int64_t>(value_) ||
           std::holds_alternative<std::uint64_t>(value_);
}

double Json::number_or(double fallback) const
{
    if (const auto* const d = std::get_if<double>(&value_))
        return *d;
    if (const auto* const i = std::get_if<std::int64_t>(&value_))
        return static_cast<double>(*i);
    if (const auto* const u = std::get_if<std::uint64_t>(&value_))
        return static_cast<double>(*u);
    return fallback;
}

std::int64_t Json::integer_or(std::int64_t fallback) const
{
    if (const auto* const i = std::get_if<std::int64_t>(&value_))
        return *i;
    if (const auto* const u = std::get_if<std::uint64_t>(&value_))
        return std::in_range<std::int64_t>(*u) ? static_cast<std::int64_t>(*u) : fallback;
    return fallback;
}

std::uint64_t Json::unsigned_or(std::uint64_t fallback) const
{
    if (const auto* const u = std::get_if<std::uint64_t>(&value_))
        return *u;
    if (const auto* const i = std::get_if<std::int64_t>(&value_))
        return *i >= 0 ? static_cast<std::uint64_t>(*i) : fallback;
    return fallback;
}

std::string Json::string_or(std::string_view fallback) const
{
    const auto* const text = string();
    return text != nullptr ? *text : std::string(fallback);
}

bool Json::bool_or(bool fallback) const
{
    const auto* const flag = boolean();
    return flag != nullptr ? *flag : fallback;
}

const Json* Json::find(std::string_view key) const
{
    if (const auto* const m = members())
        for (const auto& member : *m)
            if (member.first == key)
                return &member.second;
    return nullptr;
}

Json* Json::find(std::string_view key)
{
    if (auto* const m = members())
        for (auto& member : *m)
            if (member.first == key)
                return &member.second;
    return nullptr;
}

const Json& Json::operator[](std::string_view key) const
{
    const Json* const found = find(key);
    return found != nullptr ? *found : kNull;
}

Json& Json::set(std::string_view key, Json value)
{
    if (is_null())
        value_ = Object{};
    if (Json* const existing = find(key))
        return *existing = std::move(value);
    auto& object = std::get<Object>(value_);
    object.emplace_back(std::string(key), std::move(value));
    return object.back().second;
}

bool Json::erase(std::string_view key)
{
    auto* const m = members();
    return m != nullptr &&
           std::erase_if(*m, [&](const Member& member) { return member.first == key; }) > 0;
}

Json& Json::push(Json value)
{
    if (is_null())
        value_ = Array{};
    auto& array = std::get<Array>(value_);
    array.push_back(std::move(value));
    return array.back();
}

Result<Json> parse_json(std::string_view text, const JsonLimits& limits)
{
    if (text.starts_with("\xef\xbb\xbf"))
        return Error(Errc::malformed, "line 1, column 1: byte order mark before the JSON text");
    Builder builder(limits);
    try {
        if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
            return builder.take();
    } catch (const std::exception& e) {
        return Error(Errc::malformed, e.what());
    }
    if (builder.error_offset == 0)
        return Error(builder.error_code, builder.error_message);
    return Error(builder.error_code,
        position_text(text, builder.error_offset) + ": " + builder.error_message);
}

std::string print_json(const Json& value, JsonStyle style)
{
    std::string out;
    append_json(out, value, style, 0);
    return out;
}

} // namespace stele
