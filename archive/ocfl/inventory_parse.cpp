// read_inventory: hostile JSON to an Inventory, with the official code of every rule that it
// breaks.
#include "archive/base/json.h"
#include "archive/base/unicode.h"
#include "archive/ocfl/inventory.h"

#include <algorithm>
#include <array>
#include <set>

namespace stele::ocfl {

namespace {

using Text = std::string_view;

// Length of the hex digest, and the code that a wrong encoding has (E029 to E032, OCFL 1.1
// section 3.4).
struct HexRule {
    Text algorithm;
    std::size_t length;
    Text code;
};
constexpr std::array kHexRules{
    HexRule{"md5", 32, "E057"},
    HexRule{"sha1", 40, "E029"},
    HexRule{"sha256", 64, "E030"},
    HexRule{"sha512", 128, "E031"},
    HexRule{"blake2b-512", 128, "E032"},
    HexRule{"blake2b-160", 40, "E057"},
    HexRule{"blake2b-256", 64, "E057"},
    HexRule{"blake2b-384", 96, "E057"},
    HexRule{"sha512/256", 64, "E057"},
};

const HexRule* hex_rule(Text algorithm)
{
    const auto found = std::find_if(kHexRules.begin(), kHexRules.end(),
        [&](const HexRule& rule) { return rule.algorithm == algorithm; });
    return found == kHexRules.end() ? nullptr : &*found;
}

// The parts of a value, or empty ones when it is of another kind.
const Json::Object& members_of(const Json& value)
{
    static const Json::Object kNone;
    const Json::Object* const members = value.members();
    return members == nullptr ? kNone : *members;
}
const Json::Array& elements_of(const Json& value)
{
    static const Json::Array kNone;
    const Json::Array* const elements = value.elements();
    return elements == nullptr ? kNone : *elements;
}
const std::string& text_of(const Json& value)
{
    static const std::string kNone;
    const std::string* const text = value.string();
    return text == nullptr ? kNone : *text;
}

// Collects violations while it fills one Inventory.
class Reader {
public:
    InventoryReading read(Text text);

private:
    void add(Text code, std::string path, std::string text)
    {
        out_.violations.push_back({std::string(code), std::move(path), std::move(text)});
    }
    void read_top(const Json& document);
    void read_type(const Json& value);
    void read_algorithm(const Json& value);
    void read_content_directory(const Json& value);
    void read_manifest(const Json& value);
    void read_versions(const Json& value);
    void read_head(const Json& value);
    void read_block(const std::string& name, const Json& value, VersionBlock& block);
    void read_state(const std::string& name, const Json& value, VersionBlock& block);
    void read_user(const std::string& name, const Json& value, VersionBlock& block);
    void read_fixity(const Json& value);
    Manifest read_paths(const Json& value, Text where, Text structure_code);
    void check_digests(const Manifest& manifest, Text algorithm, Text where, Text repeated_code);
    void check_content_path(const std::string& path, Text where);
    void check_version_names(const std::vector<std::string>& names);
    void check_references();

    InventoryReading out_;
    Inventory inventory_;
    std::set<std::string> manifest_keys_;
};

InventoryReading Reader::read(Text text)
{
    const Result<Json> document = parse_json(text);
    if (!document) {
        add("E033", "", document.error().text());
        return std::move(out_);
    }
    if (!document->is_object()) {
        add("E033", "", "an inventory is a JSON object");
        return std::move(out_);
    }
    read_top(*document);
    out_.inventory = std::move(inventory_);
    return std::move(out_);
}

void Reader::read_top(const Json& document)
{
    static constexpr std::array<Text, 8> kKnown = {"id", "type", "digestAlgorithm", "head",
        "contentDirectory", "manifest", "versions", "fixity"};
    for (const auto& [key, value] : members_of(document))
        if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end())
            add("E102", key, "a key that OCFL does not specify");
    for (const Text key : {"id", "type", "digestAlgorithm", "head"})
        if (document.find(key) == nullptr)
            add("E036", std::string(key), "the key is missing");

    if (const Json* const id = document.find("id")) {
        if (id->is_string() && !text_of(*id).empty())
            inventory_.id.text = text_of(*id);
        else
            add("E037", "id", "must be a string that is not empty");
        if (id->is_string() && !is_uri(text_of(*id)))
            add("W005", "id", "should be a URI: " + text_of(*id));
    }
    if (const Json* const type = document.find("type"))
        read_type(*type);
    if (const Json* const algorithm = document.find("digestAlgorithm"))
        read_algorithm(*algorithm);
    if (const Json* const directory = document.find("contentDirectory"))
        read_content_directory(*directory);

    if (const Json* const manifest = document.find("manifest"))
        read_manifest(*manifest);
    else
        add("E041", "manifest", "the block is missing");
    if (const Json* const versions = document.find("versions")) {
        read_versions(*versions);
    } else {
        add("E041", "versions", "the block is missing");
        add("E043", "versions", "the block is missing");
        add("E008", "versions", "an object has at least one version");
    }
    if (const Json* const head = document.find("head"))
        read_head(*head);
    if (const Json* const fixity = document.find("fixity"))
        read_fixity(*fixity);
    check_references();
}

void Reader::read_type(const Json& value)
{
    const std::string type = value.string_or("");
    if (type == "https://ocfl.io/1.1/spec/#inventory")
        inventory_.spec = SpecVersion::v1_1;
    else if (type == "https://ocfl.io/1.0/spec/#inventory")
        inventory_.spec = SpecVersion::v1_0;
    else
        add("E038", "type", "not the inventory URI of OCFL 1.0 or 1.1: " + type);
}

void Reader::read_algorithm(const Json& value)
{
    const std::string name = value.string_or("");
    const std::optional<DigestAlgorithm> known = digest_algorithm_named(name);
    out_.has_algorithm = known.has_value();
    inventory_.algorithm = known.value_or(DigestAlgorithm::sha512);
    if (name != "sha512" && name != "sha256")
        add("E025", "digestAlgorithm", "must be sha512 or sha256, not " + name);
    else if (name == "sha256")
        add("W004", "digestAlgorithm", "should be sha512");
}

void Reader::read_content_directory(const Json& value)
{
    const std::string name = value.string_or("");
    if (name.empty())
        add("E108", "contentDirectory", "must be the name of a directory");
    if (name.find('/') != std::string::npos) {
        add("E017", "contentDirectory", "must not hold a slash: " + name);
        add("E108", "contentDirectory", "must be a direct child of the version directory: " + name);
    }
    if (name == "." || name == "..") {
        add("E018", "contentDirectory", "must not be . or ..");
        add("E108", "contentDirectory", "must be a child of the version directory: " + name);
    }
    inventory_.content_directory = name;
}

Manifest Reader::read_paths(const Json& value, Text where, Text structure_code)
{
    Manifest manifest;
    std::vector<std::string> all;
    for (const auto& [digest, paths] : members_of(value)) {
        const std::string at = std::string(where) + "/" + digest.substr(0, 16);
        std::vector<ContentPath>& stored = manifest[digest];
        if (!paths.is_array()) {
            add(structure_code, at, "must be an array of content paths");
            continue;
        }
        for (const Json& path : elements_of(paths)) {
            if (!path.is_string()) {
                add(structure_code, at, "a content path must be a string");
                continue;
            }
            check_content_path(text_of(path), where);
            stored.push_back({text_of(path)});
            all.push_back(text_of(path));
        }
    }
    for (const std::string& path : conflicting_paths(std::move(all)))
        add("E101", path, std::string(where) + " has the path twice, or as a directory of another");
    return manifest;
}

void Reader::check_content_path(const std::string& path, Text where)
{
    const std::string in = " in " + std::string(where);
    if (path.empty() || path.find('\0') != std::string::npos)
        add("E098", path, "not a path" + in);
    if (has_edge_slash(path))
        add("E100", path, "begins or ends with a slash" + in);
    if (has_bad_element(path))
        add("E099", path, "has an element that is empty, . or .." + in);
    if (path.find('/') == std::string::npos && path.find('\\') != std::string::npos)
        add("E035", path, "separated by backslashes" + in);
}

void Reader::check_digests(const Manifest& manifest, Text algorithm, Text where, Text repeated_code)
{
    const HexRule* const rule = hex_rule(algorithm);
    std::set<std::string> seen;
    for (const auto& [digest, paths] : manifest) {
        const std::string at = std::string(where) + "/" + digest.substr(0, 16);
        if (!seen.insert(ascii_lower(digest)).second)
            add(repeated_code, at, "the digest occurs twice, in different case");
        const bool hex = digest.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
        if (rule != nullptr && (!hex || digest.size() != rule->length))
            add(rule->code, at, "not the hexadecimal form of a " + std::string(algorithm));
    }
}

void Reader::read_manifest(const Json& value)
{
    if (!value.is_object()) {
        // E106 and E111 came with OCFL 1.1; 1.0 has these under E041 and E056.
        add(inventory_.spec == SpecVersion::v1_0 ? "E041" : "E106", "manifest",
            "must be an object");
        return;
    }
    inventory_.manifest = read_paths(value, "manifest", "E092");
    check_digests(inventory_.manifest, digest_name(inventory_.algorithm), "manifest", "E096");
}

void Reader::check_version_names(const std::vector<std::string>& names)
{
    std::vector<VersionName> parsed;
    for (const std::string& name : names) {
        const std::optional<VersionName> version = parse_version_name(name);
        if (version) {
            parsed.push_back(*version);
            continue;
        }
        add("E046", "versions/" + name, "not the name of a version directory");
        add(name.starts_with('v') ? "E105" : "E104", "versions/" + name,
            "a version is named v and a number from 1 on");
    }
    if (parsed.empty())
        return;
    const auto by_number = [](const VersionName& a, const VersionName& b) {
        return a.number < b.number;
    };
    std::sort(parsed.begin(), parsed.end(), by_number);
    inventory_.padding = parsed.front().padding;
    if (inventory_.padding != 0)
        add("W001", "versions", "version names should not be zero-padded");
    if (parsed.front().number.value != 1)
        add("E009", "versions", "the first version must be 1");
    for (std::size_t i = 1; i < parsed.size(); ++i)
        if (parsed[i].number.value > parsed[i - 1].number.value + 1)
            add("E010", "versions",
                "no version after " + std::to_string(parsed[i - 1].number.value));
    for (const VersionName& version : parsed) {
        if (version.padding == inventory_.padding)
            continue;
        const std::string at = "versions/" + std::to_string(version.number.value);
        const bool overflow = version.padding == 0 && inventory_.padding != 0;
        add(overflow ? "E011" : "E012", at, "not named like the first version");
        add("E013", at, "the naming convention changes");
    }
}

void Reader::read_versions(const Json& value)
{
    if (!value.is_object()) {
        add("E044", "versions", "must be an object");
        add("E045", "versions", "must be an object");
        return;
    }
    std::vector<std::string> names;
    for (const auto& [name, block] : members_of(value))
        names.push_back(name);
    if (names.empty())
        add("E008", "versions", "an object has at least one version");
    check_version_names(names);
    for (const auto& [name, block] : members_of(value)) {
        VersionBlock read;
        read_block(name, block, read);
        if (const std::optional<VersionName> version = parse_version_name(name))
            inventory_.versions[version->number] = std::move(read);
    }
}

void Reader::read_head(const Json& value)
{
    const std::optional<VersionName> version = parse_version_name(value.string_or(""));
    if (!version) {
        add("E040", "head", "not the name of a version");
        return;
    }
    inventory_.head = version->number;
    const bool known = inventory_.versions.contains(version->number);
    const bool highest = known && inventory_.versions.rbegin()->first == version->number;
    if (!highest && !inventory_.versions.empty())
        add("E040", "head", "not the highest version: " + text_of(value));
    if (known && text_of(value) != inventory_.directory_of(version->number) &&
        !has_code(out_.violations, "E013"))
        add("E040", "head", "not spelled like its version: " + text_of(value));
}

void Reader::read_block(const std::string& name, const Json& value, VersionBlock& block)
{
    const std::string at = "versions/" + name;
    if (!value.is_object()) {
        add("E047", at, "must be an object");
        return;
    }
    static constexpr std::array<Text, 4> kKnown = {"created", "message", "state", "user"};
    for (const auto& [key, member] : members_of(value))
        if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end())
            add("E102", at + "/" + key, "a key that OCFL does not specify");
    const Json* const created = value.find("created");
    if (created == nullptr)
        add("E048", at + "/created", "the key is missing");
    else if (!created->is_string() || !is_rfc3339(text_of(*created)))
        add("E049", at + "/created",
            "must be an RFC 3339 time with seconds and zone: " + text_of(*created));
    else
        block.created = text_of(*created);

    if (const Json* const message = value.find("message")) {
        if (!message->is_string())
            add("E094", at + "/message", "must be a string");
        block.message = message->string_or("");
    } else {
        add("W007", at + "/message", "should be there");
    }
    if (const Json* const user = value.find("user"))
        read_user(name, *user, block);
    else
        add("W007", at + "/user", "should be there");
    if (const Json* const state = value.find("state"))
        read_state(name, *state, block);
    else
        add("E048", at + "/state", "the key is missing");
}

void Reader::read_user(const std::string& name, const Json& value, VersionBlock& block)
{
    const std::string at = "versions/" + name + "/user";
    const Json* const user_name = value.find("name");
    if (user_name == nullptr || !user_name->is_string() || text_of(*user_name).empty()) {
        add("E054", at, "must be an object with a name");
        if (!value.is_object())
            return;
    }
    for (const auto& [key, member] : members_of(value))
        if (key != "name" && key != "address")
            add("E102", at + "/" + key, "a key that OCFL does not specify");
    block.user = User{value["name"].string_or(""), value["address"].string_or("")};
    if (value.find("address") == nullptr)
        add("W008", at, "should have an address");
    else if (!is_uri(block.user->address))
        add("W009", at + "/address", "should be a mailto: or another URI");
}

void Reader::read_state(const std::string& name, const Json& value, VersionBlock& block)
{
    const std::string at = "versions/" + name + "/state";
    if (!value.is_object()) {
        add("E050", at, "must be an object");
        return;
    }
    std::vector<std::string> all;
    for (const auto& [digest, paths] : members_of(value)) {
        std::vector<LogicalPath>& stored = block.state[digest];
        if (!inventory_.manifest.contains(digest))
            add("E050", at + "/" + digest.substr(0, 16), "the manifest has no such digest");
        if (!paths.is_array()) {
            add("E051", at + "/" + digest.substr(0, 16), "must be an array of logical paths");
            continue;
        }
        for (const Json& path : elements_of(paths)) {
            if (!path.is_string() || text_of(path).empty()) {
                add("E051", at, "a logical path is a string that is not empty");
                continue;
            }
            const std::string& text = text_of(path);
            if (has_edge_slash(text))
                add("E053", at, "begins or ends with a slash: " + text);
            if (has_bad_element(text))
                add("E052", at, "has an element that is empty, . or ..: " + text);
            stored.push_back({text});
            all.push_back(text);
        }
    }
    for (const std::string& path : conflicting_paths(std::move(all)))
        add("E095", at, "twice, or a directory of another: " + path);
}

void Reader::read_fixity(const Json& value)
{
    if (!value.is_object()) {
        add(inventory_.spec == SpecVersion::v1_0 ? "E056" : "E111", "fixity", "must be an object");
        return;
    }
    for (const auto& [algorithm, block] : members_of(value)) {
        const std::string where = "fixity/" + algorithm;
        if (hex_rule(algorithm) == nullptr && algorithm != "size")
            add("E056", where, "not in the vocabulary of OCFL or its registered extensions");
        if (!block.is_object()) {
            add("E057", where, "must have the structure of the manifest");
            continue;
        }
        Manifest manifest = read_paths(block, where, "E057");
        check_digests(manifest, algorithm, where, "E097");
        inventory_.fixity[algorithm] = std::move(manifest);
    }
}

// What needs manifest and versions together.
void Reader::check_references()
{
    std::set<std::string> used;
    for (const auto& [number, block] : inventory_.versions)
        for (const auto& [digest, paths] : block.state)
            if (!paths.empty())
                used.insert(ascii_lower(digest));
    // OCFL 1.0 has no E107; its fixtures file an unused entry under E050.
    const Text unused = inventory_.spec == SpecVersion::v1_0 ? "E050" : "E107";
    for (const auto& [digest, paths] : inventory_.manifest)
        if (!used.contains(ascii_lower(digest)))
            add(unused, "manifest/" + digest.substr(0, 16), "no version uses this digest");

    for (const auto& [path, digest] : content_files(inventory_.manifest)) {
        if (!is_safe_path(path.text) || inventory_.versions.empty())
            continue; // judged already
        const std::string version = path.text.substr(0, path.text.find('/'));
        const std::optional<VersionName> name = parse_version_name(version);
        if (!name || !inventory_.versions.contains(name->number)) {
            add("E042", path.text, "does not begin with a version directory of the object");
            continue;
        }
        if (version != inventory_.directory_of(name->number) && name->padding != 0)
            add("E014", path.text, "spells the version directory otherwise");
        const std::string content = version + "/" + std::string(inventory_.content_name()) + "/";
        if (!path.text.starts_with(content))
            add("E042", path.text, "is not in the content directory " + content);
    }
}

} // namespace

InventoryReading read_inventory(std::string_view text)
{
    return Reader().read(text);
}

Result<Inventory> parse_inventory(std::string_view text)
{
    InventoryReading reading = read_inventory(text);
    for (const Violation& violation : reading.violations)
        if (violation.is_error())
            return Error(Errc::malformed,
                "inventory " + violation.code + " " + violation.path + ": " + violation.text);
    return std::move(*reading.inventory);
}

} // namespace stele::ocfl
