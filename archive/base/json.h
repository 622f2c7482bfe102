// JSON values; text in and out without exceptions. Objects keep their order of insertion.
#pragma once

#include "archive/base/result.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stele {

class Json {
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default; // null
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::int64_t value) : value_(value) {}
    Json(std::uint64_t value) : value_(value) {}
    Json(std::uint32_t value) : value_(std::uint64_t{value}) {}
    Json(double value) : value_(value) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(Array value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}

    static Json array() { return Json(Array{}); }
    static Json object() { return Json(Object{}); }
    static Json object(std::initializer_list<Member> members) { return Json(Object(members)); }

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }
    bool is_number() const;
    bool is_integer() const; // written without fraction or exponent

    // The value as that type, or null / nullopt-like defaults. No conversion between kinds but
    // integer to double.
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const std::string* string() const { return std::get_if<std::string>(&value_); }
    const Array* elements() const { return std::get_if<Array>(&value_); }
    const Object* members() const { return std::get_if<Object>(&value_); }
    Array* elements() { return std::get_if<Array>(&value_); }
    Object* members() { return std::get_if<Object>(&value_); }
    double number_or(double fallback) const;
    std::int64_t integer_or(std::int64_t fallback) const; // fallback also when out of range
    std::uint64_t unsigned_or(std::uint64_t fallback) const;
    std::string string_or(std::string_view fallback) const;
    bool bool_or(bool fallback) const;

    // Objects: the member, or null when absent or when this is no object.
    const Json* find(std::string_view key) const;
    Json* find(std::string_view key);
    // Member or the shared null value; chains: doc["rights"]["model"].string_or("").
    const Json& operator[](std::string_view key) const;
    // Replaces or appends. Precondition: is_object() or is_null() (which becomes an object).
    Json& set(std::string_view key, Json value);
    bool erase(std::string_view key);
    // Appends. Precondition: is_array() or is_null() (which becomes an array).
    Json& push(Json value);

    friend bool operator==(const Json&, const Json&) = default;

private:
    friend struct JsonBuilder;
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
        Object>
        value_;
};

struct JsonLimits {
    std::size_t max_depth = 64;
};

// Strict RFC 8259, UTF-8 without BOM. Refuses duplicate keys, depth beyond the limit and invalid
// UTF-8; the message has line and column. Numbers: integers as (u)int64 where they fit, else
// double.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

enum class JsonStyle {
    compact,   // one line
    pretty,    // two spaces
    canonical, // one line, keys sorted by bytes at every depth: equal values, equal bytes
};
// Doubles print as the shortest text that reads back the same; NaN and infinity print as null.
std::string print_json(const Json& value, JsonStyle style = JsonStyle::compact);

} // namespace stele
