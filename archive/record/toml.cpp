// TOML to JSON with the place of every key remembered, then the schema judges. The only file that
// sees toml++; its exceptions end here.
#include "archive/record/toml.h"

#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"
#include "archive/record/json.h"
#include "archive/record/path.h"
#include "archive/record/schema.h"

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace stele::record {
namespace {

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::size_t kMaxDepth = 32;
// toml++ recurses along dotted keys, when reading and when freeing; no sane line has as many dots.
constexpr std::size_t kMaxDotsInLine = 1000;

struct Position {
    std::size_t line = 0, column = 0;
};

struct Fault {
    Position at;
    Violation violation;
};

class Conversion {
public:
    Json table(const toml::table& table, const std::string& path, std::size_t depth);
    // Where the path's value, or the nearest thing around it, was written.
    Position position(std::string path) const;

    std::vector<Fault> faults;

private:
    Json value(const toml::node& node, const std::string& path, std::size_t depth);
    Json refuse_date(const toml::node& node, const std::string& path);

    std::map<std::string, Position, std::less<>> positions_;
};

Position start_of(const toml::source_region& region)
{
    return {region.begin.line, region.begin.column};
}

Json Conversion::table(const toml::table& table, const std::string& path, std::size_t depth)
{
    // toml++ sorts keys; written order makes messages come in the order of the file.
    std::vector<std::pair<std::string, const toml::node*>> entries;
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        entries.emplace_back(name, &node);
        positions_[join_path(path, name)] = start_of(key.source());
    }
    std::stable_sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) {
        const Position x = position(join_path(path, a.first));
        const Position y = position(join_path(path, b.first));
        return std::pair(x.line, x.column) < std::pair(y.line, y.column);
    });
    Json out = Json::object();
    for (const auto& [name, node] : entries)
        out.set(name, value(*node, join_path(path, name), depth + 1));
    return out;
}

Json Conversion::refuse_date(const toml::node& node, const std::string& path)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    node.visit([&text](const auto& concrete) {
        if constexpr (toml::is_chronological<decltype(concrete)>)
            text << *concrete;
    });
    faults.push_back(
        {position(path), {path, text.str() + " is a TOML date; record/1 has dates as texts",
                             "write " + path + " = " + in_quotes(text.str()) + " in quotes"}});
    return Json();
}

Json Conversion::value(const toml::node& node, const std::string& path, std::size_t depth)
{
    if (depth > kMaxDepth) {
        faults.push_back({position(path), {path, "is nested deeper than 32 keys", ""}});
        return Json();
    }
    if (const toml::table* const inner = node.as_table())
        return table(*inner, path, depth);
    if (const toml::array* const list = node.as_array()) {
        Json out = Json::array();
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string item = join_path(path, std::to_string(i));
            positions_[item] = start_of((*list)[i].source());
            out.push(value((*list)[i], item, depth + 1));
        }
        return out;
    }
    if (const auto* const text = node.as_string())
        return Json(text->get());
    if (const auto* const integer = node.as_integer())
        return Json(std::int64_t{integer->get()});
    if (const auto* const real = node.as_floating_point())
        return Json(real->get());
    if (const auto* const flag = node.as_boolean())
        return Json(flag->get());
    return refuse_date(node, path);
}

Position Conversion::position(std::string path) const
{
    while (true) {
        if (const auto at = positions_.find(path); at != positions_.end())
            return at->second;
        const std::size_t dot = path.rfind('.');
        if (dot == std::string::npos)
            return {1, 1};
        path.resize(dot);
    }
}

std::string located(std::string_view name, Position at, std::string_view what)
{
    std::string line(name);
    line.append(":").append(std::to_string(at.line)).append(":").append(std::to_string(at.column));
    return line.append(": ").append(what);
}

Error syntax_error(std::string_view name, const toml::parse_error& error)
{
    constexpr std::string_view kOpening = "Error while parsing ";
    std::string what(error.description());
    if (what.starts_with(kOpening))
        what.replace(0, kOpening.size(), "not TOML: ");
    what += "; texts stand in double quotes, tables as [place], lists of tables as [[creators]]";
    return {Errc::malformed, located(name, start_of(error.source()), what)};
}

// toml++ crashes on what these two stop; everything else it reports.
Status check_hostile(std::string_view text, std::string_view name)
{
    if (text.size() > kMaxBytes)
        return Error(Errc::limit, std::string(name) + ": more than 1 MiB");
    std::size_t dots = 0;
    std::size_t line = 1;
    for (const char c : text) {
        dots = c == '\n' ? 0 : dots + (c == '.' ? 1u : 0u);
        line += c == '\n' ? 1u : 0u;
        if (dots > kMaxDotsInLine)
            return Error(Errc::limit, located(name, {line, 1}, "more than 1000 dots in a line"));
    }
    return {};
}

} // namespace

Result<Record> from_toml(std::string_view text, std::string_view name)
{
    if (text.starts_with("\xef\xbb\xbf")) // editors on Windows write a byte order mark
        text.remove_prefix(3);
    STELE_CHECK(check_hostile(text, name));
    Conversion conversion;
    Json document;
    try {
        const toml::table parsed = toml::parse(text, name);
        document = conversion.table(parsed, "", 0);
    } catch (const toml::parse_error& error) {
        return syntax_error(name, error);
    } catch (const std::exception& error) {
        return Error(Errc::malformed, std::string(name) + ": " + error.what());
    }
    std::vector<Fault> faults = std::move(conversion.faults);
    const std::size_t converted = faults.size();
    for (Violation& violation : Schema::record().check(document, Stage::draft)) {
        const auto already = [&](const Fault& f) { return f.violation.path == violation.path; };
        const auto end = faults.begin() + static_cast<std::ptrdiff_t>(converted);
        if (std::none_of(faults.begin(), end, already))
            faults.push_back({conversion.position(violation.path), std::move(violation)});
    }
    if (faults.empty())
        return from_json(document, Stage::draft);
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
        return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
    });
    std::string lines;
    for (const Fault& fault : faults)
        lines.append(lines.empty() ? "" : "\n")
            .append(located(name, fault.at, fault.violation.text()));
    return Error(Errc::malformed, std::move(lines));
}

} // namespace stele::record
