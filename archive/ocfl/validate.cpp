// The object root: declaration, entries, version directories, where inventories are and their
// sidecars.
#include "archive/ocfl/validate.h"

#include "archive/base/file.h"
#include "archive/base/unicode.h"
#include "archive/ocfl/layout.h"
#include "archive/ocfl/validate_internal.h"

#include <sys/stat.h>

#include <algorithm>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace detail {

namespace {

constexpr std::uint64_t kMaxInventoryBytes = 512u << 20;

bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

Listing list_directory(const fs::path& directory, const std::string& relative, SeenInodes& seen,
    Violations& violations)
{
    Listing listing;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        struct stat status {};
        if (::lstat(it->path().c_str(), &status) != 0) {
            violations.push_back({std::string(kUnreadable), relative + name, "cannot be read"});
        } else if (S_ISDIR(status.st_mode)) {
            listing.directories.push_back(name);
        } else if (S_ISREG(status.st_mode)) {
            listing.files.push_back(name);
            const auto [other, first] =
                seen.try_emplace({status.st_dev, status.st_ino}, relative + name);
            if (!first)
                violations.push_back({"E090", relative + name, "a hard link to " + other->second});
        } else if (S_ISLNK(status.st_mode)) {
            violations.push_back({"E090", relative + name, "a symbolic link"});
        } else {
            violations.push_back({"E089", relative + name, "neither a file nor a directory"});
        }
    }
    if (error)
        violations.push_back(
            {std::string(kUnreadable), relative, "cannot be listed: " + error.message()});
    std::sort(listing.files.begin(), listing.files.end());
    std::sort(listing.directories.begin(), listing.directories.end());
    return listing;
}

void ObjectJudge::judge()
{
    listing_ = list_directory(root_, "", seen_, violations);
    judge_declaration();
    for (const std::string& name : listing_.directories)
        if (const std::optional<VersionName> version = parse_version_name(name))
            versions_.try_emplace(
                version->number, VersionDirectory{*version, name,
                                     list_directory(root_ / name, name + "/", seen_, violations)});
    judge_root_inventory();
    judge_root_entries();
    for (const auto& [number, version] : versions_)
        read_inventory_in(version.text + "/", version.listing, number);
    for (const FoundInventory& found : inventories_) {
        const Listing& listing =
            found.where.value == 0 ? listing_ : versions_.at(found.where).listing;
        judge_sidecar(found, listing);
        const bool copy = found.where.value != 0 && root_inventory() != nullptr &&
                          found.bytes == root_inventory()->bytes;
        if (!copy)
            for (const Violation& violation : found.reading.violations)
                add(violation.code, found.prefix + "inventory.json",
                    violation.path + ": " + violation.text);
    }
    judge_version_names();
    judge_version_directories();
    judge_history();
    judge_content();
}

void ObjectJudge::judge_declaration()
{
    std::size_t valid = 0;
    for (const std::string& name : listing_.files) {
        if (name == "0=ocfl_object_1.0" || name == "0=ocfl_object_1.1") {
            ++valid;
            declared = name.ends_with('0') ? SpecVersion::v1_0 : SpecVersion::v1_1;
            const Result<std::string> text = read_text_file(root_ / name, 4096);
            if (!text || *text != name.substr(2) + "\n")
                add("E007", name, "must hold " + name.substr(2) + " and a newline");
            continue;
        }
        const std::size_t equals = name.find('=');
        if (equals == std::string::npos)
            continue;
        const bool right_value = name.substr(equals + 1).starts_with("ocfl_object_");
        if (name.starts_with("0=")) {
            add("E002", name, "not a declaration of an OCFL version that is known");
            add(right_value ? "E004" : "E006", name, "the value must be ocfl_object_1.0 or 1.1");
        } else if (right_value) {
            add("E005", name, "the tag must be 0");
        }
    }
    if (valid != 1)
        add("E003", "", std::to_string(valid) + " version declarations, must be one");
}

const FoundInventory* ObjectJudge::root_inventory() const
{
    return !inventories_.empty() && inventories_.front().where.value == 0 ? &inventories_.front()
                                                                          : nullptr;
}

std::string_view ObjectJudge::content_name() const
{
    const FoundInventory* const root = root_inventory();
    return root != nullptr && root->usable() ? root->reading.inventory->content_name() : "content";
}

void ObjectJudge::judge_root_inventory()
{
    read_inventory_in("", listing_, VersionNum{0});
    const FoundInventory* const root = root_inventory();
    if (root == nullptr) {
        add("E063", "inventory.json", "the object root has no inventory");
        for (const std::string& name : listing_.files)
            if (ascii_lower(name) == "inventory.json")
                add("E034", name, "an inventory must be named inventory.json");
        return;
    }
    if (!root->usable())
        return;
    const Inventory& inventory = *root->reading.inventory;
    id = inventory.id.text;
    if (declared && *declared != inventory.spec && !has_code(root->reading.violations, "E038"))
        add("E038", "inventory.json", "type and declaration name different OCFL versions");
}

void ObjectJudge::judge_root_entries()
{
    const FoundInventory* const root = root_inventory();
    for (const std::string& name : listing_.files) {
        const bool sidecar = name.starts_with("inventory.json.") &&
                             (root == nullptr || !root->reading.has_algorithm ||
                                 name == sidecar_name(root->reading.inventory->algorithm));
        const bool declaration = name.starts_with("0=");
        if (name != "inventory.json" && !sidecar && !declaration)
            add("E001", name, "not a file that an object root may hold");
    }
    for (const std::string& name : listing_.directories) {
        if (name == "extensions")
            judge_extensions();
        else if (name != "logs" && !parse_version_name(name))
            add("E001", name, "not a directory that an object root may hold");
    }
}

void ObjectJudge::judge_extensions()
{
    const Listing listing = list_directory(root_ / "extensions", "extensions/", seen_, violations);
    for (const std::string& name : listing.files)
        add("E067", "extensions/" + name, "a file among the extensions");
    for (const std::string& name : listing.directories)
        if (!is_registered_extension(name))
            add("W013", "extensions/" + name, "not a registered extension");
}

void ObjectJudge::judge_version_directories()
{
    for (const auto& [number, version] : versions_)
        judge_version_directory(version);
}

void ObjectJudge::judge_version_directory(const VersionDirectory& version)
{
    const std::string content(content_name());
    for (const std::string& name : version.listing.files)
        if (name != "inventory.json" && !name.starts_with("inventory.json."))
            add("E015", version.text + "/" + name, "a file beside the content directory");
    for (const std::string& name : version.listing.directories)
        if (name != content)
            add("W002", version.text + "/" + name, "not the content directory");
    if (!contains(version.listing.files, "inventory.json"))
        add("W010", version.text, "the version has no inventory of its own");

    bool needed = false;
    if (const FoundInventory* const root = root_inventory(); root != nullptr && root->usable())
        for (const auto& [path, digest] : content_files(root->reading.inventory->manifest))
            needed = needed || path.text.starts_with(version.text + "/" + content + "/");
    const bool there = contains(version.listing.directories, content);
    if (needed && !there)
        add("E016", version.text, "the manifest has files of this version, there is no " + content);
    if (there)
        scan_content(version.text + "/" + content);
}

void ObjectJudge::read_inventory_in(
    const std::string& prefix, const Listing& listing, VersionNum where)
{
    if (!contains(listing.files, "inventory.json"))
        return;
    const std::string name = prefix + "inventory.json";
    Result<std::string> text = read_text_file(root_ / name, kMaxInventoryBytes);
    if (!text) {
        add(kUnreadable, name, text.error().text());
        return;
    }
    FoundInventory found{where, prefix, std::move(*text), {}};
    found.reading = read_inventory(found.bytes);
    inventories_.push_back(std::move(found));
}

void ObjectJudge::judge_sidecar(const FoundInventory& found, const Listing& listing)
{
    std::vector<DigestAlgorithm> algorithms = {DigestAlgorithm::sha512, DigestAlgorithm::sha256};
    if (found.reading.has_algorithm)
        algorithms = {found.reading.inventory->algorithm};
    bool judged = false;
    for (const DigestAlgorithm algorithm : algorithms) {
        const std::string name = sidecar_name(algorithm);
        if (!contains(listing.files, name))
            continue;
        judged = true;
        const std::string path = found.prefix + name;
        const Result<std::string> text = read_text_file(root_ / path, 64u << 10);
        const std::optional<DigestText> digest = text ? parse_sidecar(*text) : std::nullopt;
        if (!digest)
            add("E061", path, "must be a digest, white space, and inventory.json");
        else if (!same_digest(*digest, digest_hex(algorithm, as_bytes(found.bytes))))
            add("E060", path, "is not the digest of the inventory");
    }
    if (judged)
        return;
    add("E058", found.prefix + "inventory.json", "has no sidecar with its digest");
    for (const std::string& name : listing.files)
        if (name.starts_with("inventory.json."))
            add("E059", found.prefix + name, "the inventory names another digestAlgorithm");
}

} // namespace detail

Violations validate_object(const fs::path& object_root, const ValidateOptions& options)
{
    detail::SeenInodes seen;
    detail::ObjectJudge judge(object_root, options, seen);
    judge.judge();
    return std::move(judge.violations);
}

} // namespace stele::ocfl
