// Queries and the canonical text of an inventory, the sidecar, and the small formats inside both.
#include "archive/ocfl/inventory.h"

#include "archive/base/json.h"
#include "archive/base/unicode.h"

#include <algorithm>
#include <charconv>

namespace stele::ocfl {

namespace {

Json path_array(std::vector<ContentPath> paths)
{
    std::sort(paths.begin(), paths.end());
    Json array = Json::array();
    for (ContentPath& path : paths)
        array.push(std::move(path.text));
    return array;
}

Json manifest_json(const Manifest& manifest)
{
    Json::Object members; // not set(): its search for the key would make this quadratic
    for (const auto& [digest, paths] : manifest)
        members.emplace_back(digest, path_array(paths));
    return Json(std::move(members));
}

Json block_json(const VersionBlock& block)
{
    Json::Object state;
    for (const auto& [digest, paths] : block.state) {
        std::vector<LogicalPath> sorted = paths;
        std::sort(sorted.begin(), sorted.end());
        Json array = Json::array();
        for (LogicalPath& path : sorted)
            array.push(std::move(path.text));
        state.emplace_back(digest, std::move(array));
    }
    Json object = Json::object({{"created", block.created}, {"message", block.message}});
    if (block.user) {
        Json user = Json::object();
        if (!block.user->address.empty())
            user.set("address", block.user->address);
        user.set("name", block.user->name);
        object.set("user", std::move(user));
    }
    object.set("state", Json(std::move(state)));
    return object;
}

std::optional<int> two_digits(std::string_view text, std::size_t at)
{
    int value = 0;
    for (std::size_t i = at; i < at + 2; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool in_range(std::optional<int> value, int low, int high)
{
    return value && *value >= low && *value <= high;
}

int days_in_month(int year, int month)
{
    if (month == 2)
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_hex(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

} // namespace

std::string_view spec_version_name(SpecVersion version)
{
    return version == SpecVersion::v1_0 ? "1.0" : "1.1";
}

std::string Inventory::directory_of(VersionNum version) const
{
    std::string digits = std::to_string(version.value);
    if (digits.size() < padding)
        digits.insert(0, padding - digits.size(), '0');
    return std::string("v").append(digits);
}

std::string_view Inventory::content_name() const
{
    return content_directory ? std::string_view(*content_directory) : "content";
}

const DigestText* digest_of(const VersionBlock& block, const LogicalPath& path)
{
    for (const auto& [digest, paths] : block.state)
        if (std::find(paths.begin(), paths.end(), path) != paths.end())
            return &digest;
    return nullptr;
}

const std::vector<ContentPath>* content_of(const Manifest& manifest, std::string_view digest)
{
    if (const auto exact = manifest.find(std::string(digest)); exact != manifest.end())
        return &exact->second;
    for (const auto& [key, paths] : manifest)
        if (same_digest(key, digest))
            return &paths;
    return nullptr;
}

std::map<LogicalPath, DigestText> logical_state(const VersionBlock& block)
{
    std::map<LogicalPath, DigestText> files;
    for (const auto& [digest, paths] : block.state)
        for (const LogicalPath& path : paths)
            files.emplace(path, digest);
    return files;
}

std::map<ContentPath, DigestText> content_files(const Manifest& manifest)
{
    std::map<ContentPath, DigestText> files;
    for (const auto& [digest, paths] : manifest)
        for (const ContentPath& path : paths)
            files.emplace(path, digest);
    return files;
}

std::string print_inventory(const Inventory& inventory)
{
    const std::string type =
        "https://ocfl.io/" + std::string(spec_version_name(inventory.spec)) + "/spec/#inventory";
    Json document = Json::object({{"id", inventory.id.text}, {"type", type},
        {"digestAlgorithm", digest_name(inventory.algorithm)},
        {"head", inventory.directory_of(inventory.head)}});
    if (inventory.content_directory)
        document.set("contentDirectory", *inventory.content_directory);
    document.set("manifest", manifest_json(inventory.manifest));
    Json versions = Json::object();
    for (const auto& [number, block] : inventory.versions)
        versions.set(inventory.directory_of(number), block_json(block));
    document.set("versions", std::move(versions));
    if (!inventory.fixity.empty()) {
        Json fixity = Json::object();
        for (const auto& [algorithm, manifest] : inventory.fixity)
            fixity.set(algorithm, manifest_json(manifest));
        document.set("fixity", std::move(fixity));
    }
    return print_json(document, JsonStyle::pretty) + "\n";
}

std::optional<VersionName> parse_version_name(std::string_view name)
{
    if (name.size() < 2 || name.size() > 10 || name[0] != 'v')
        return std::nullopt;
    const std::string_view digits = name.substr(1);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value == 0)
        return std::nullopt;
    const auto padding = digits[0] == '0' ? static_cast<std::uint32_t>(digits.size()) : 0u;
    return VersionName{VersionNum{value}, padding};
}

std::string print_sidecar(std::string_view digest)
{
    return std::string(digest) + "  inventory.json\n";
}

std::optional<DigestText> parse_sidecar(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    const std::size_t digest_end = text.find_first_of(" \t");
    if (digest_end == std::string_view::npos)
        return std::nullopt;
    const std::size_t name = text.find_first_not_of(" \t", digest_end);
    if (name == std::string_view::npos || text.substr(name) != "inventory.json" ||
        !is_hex(text.substr(0, digest_end)))
        return std::nullopt;
    return std::string(text.substr(0, digest_end));
}

std::string sidecar_name(DigestAlgorithm algorithm)
{
    return "inventory.json." + std::string(digest_name(algorithm));
}

bool is_rfc3339(std::string_view text)
{
    // 2026-11-23T20:27:00[.fraction](Z|+08:00), RFC 3339 section 5.6; T and Z may be lower case.
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return false;
    const std::optional<int> century = two_digits(text, 0);
    const std::optional<int> decade = two_digits(text, 2);
    const std::optional<int> month = two_digits(text, 5);
    if (!century || !decade || !in_range(month, 1, 12))
        return false;
    if (!in_range(two_digits(text, 8), 1, days_in_month(*century * 100 + *decade, *month)) ||
        !in_range(two_digits(text, 11), 0, 23) || !in_range(two_digits(text, 14), 0, 59) ||
        !in_range(two_digits(text, 17), 0, 60))
        return false;
    std::size_t at = 19;
    if (text[at] == '.') {
        const std::size_t end = text.find_first_not_of("0123456789", at + 1);
        if (end == std::string_view::npos || end == at + 1)
            return false;
        at = end;
    }
    const std::string_view zone = text.substr(at);
    if (zone == "Z" || zone == "z")
        return true;
    return zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
           in_range(two_digits(zone, 1), 0, 23) && in_range(two_digits(zone, 4), 0, 59);
}

bool is_uri(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return false;
    const std::string scheme = ascii_lower(text.substr(0, colon));
    return scheme[0] >= 'a' && scheme[0] <= 'z' &&
           scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") ==
               std::string::npos &&
           text.find_first_of(" <>\"\\^`{|}\t\r\n") == std::string_view::npos;
}

bool same_digest(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

} // namespace stele::ocfl
