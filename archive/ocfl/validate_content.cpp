// Content files against manifests and fixity blocks: every file is read once, for all digests
// claimed of it.
#include "archive/base/file.h"
#include "archive/base/unicode.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/validate_internal.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

namespace stele::ocfl::detail {

namespace fs = std::filesystem;

namespace {

struct Claim {
    std::string algorithm; // a name, or "size"
    DigestText digest;     // lower case
    std::string code;      // E092 or E093
    std::string inventory; // where it is claimed first
    friend auto operator<=>(const Claim& a, const Claim& b)
    {
        return std::tie(a.algorithm, a.digest, a.code) <=> std::tie(b.algorithm, b.digest, b.code);
    }
};
using Claims = std::map<std::string, std::set<Claim>>; // by content path

void collect(Claims& claims, const Manifest& manifest, const std::string& algorithm,
    const std::string& code, const std::string& inventory)
{
    for (const auto& [digest, paths] : manifest)
        for (const ContentPath& path : paths)
            if (is_safe_path(path.text)) // the others are judged by their form
                claims[path.text].insert({algorithm, ascii_lower(digest), code, inventory});
}

void check_file(const fs::path& root, const std::string& path, const std::set<Claim>& claims,
    const Cancel* cancel, Violations& violations)
{
    std::vector<DigestAlgorithm> algorithms;
    for (const Claim& claim : claims)
        if (const auto known = digest_algorithm_named(claim.algorithm))
            if (std::find(algorithms.begin(), algorithms.end(), *known) == algorithms.end())
                algorithms.push_back(*known);
    const Result<File> file = File::open(root / path);
    const Result<std::vector<DigestText>> digests =
        file ? hash_file(*file, algorithms, cancel)
             : Result<std::vector<DigestText>>(Error(file.error().code(), file.error().text()));
    if (!digests) {
        violations.push_back({std::string(kUnreadable), path, digests.error().text()});
        return;
    }
    for (const Claim& claim : claims) {
        std::string found;
        if (const auto known = digest_algorithm_named(claim.algorithm)) {
            const auto at = std::find(algorithms.begin(), algorithms.end(), *known);
            found = (*digests)[static_cast<std::size_t>(at - algorithms.begin())];
        } else if (claim.algorithm == "size") {
            const Result<std::uint64_t> size = file->size_bytes();
            found = size ? std::to_string(*size) : "unknown";
        } else {
            continue; // E028: algorithms that are not known are ignored
        }
        if (found != claim.digest)
            violations.push_back({claim.code, path,
                claim.algorithm + " is " + found.substr(0, 16) + ", " + claim.inventory + " says " +
                    claim.digest.substr(0, 16)});
    }
}

} // namespace

void ObjectJudge::scan_content(const std::string& relative)
{
    const Listing listing = list_directory(root_ / relative, relative + "/", seen_, violations);
    const bool top = std::count(relative.begin(), relative.end(), '/') == 1;
    if (listing.files.empty() && listing.directories.empty())
        add(top ? "W003" : "E024", relative, "an empty directory");
    for (const std::string& name : listing.files)
        content_files_.insert(relative + "/" + name);
    for (const std::string& name : listing.directories)
        scan_content(relative + "/" + name);
}

// Every file of the versions that an inventory covers is in its manifest.
void ObjectJudge::judge_manifest_coverage(const FoundInventory& found)
{
    const Inventory& inventory = *found.reading.inventory;
    std::set<std::string> listed;
    for (const auto& [path, digest] : content_files(inventory.manifest))
        listed.insert(path.text);
    for (const std::string& file : content_files_) {
        const auto version = parse_version_name(file.substr(0, file.find('/')));
        const bool covered = found.where.value == 0 || (version && version->number <= found.where);
        if (covered && !listed.contains(file))
            add("E023", file, "not in the manifest of " + found.prefix + "inventory.json");
    }
}

void ObjectJudge::judge_content()
{
    Claims claims;
    for (const FoundInventory& found : inventories_) {
        const FoundInventory* const root = root_inventory();
        const bool copy = found.where.value != 0 && root != nullptr && found.bytes == root->bytes;
        if (!found.usable() || copy)
            continue;
        judge_manifest_coverage(found);
        const Inventory& inventory = *found.reading.inventory;
        const std::string name = found.prefix + "inventory.json";
        if (found.reading.has_algorithm)
            collect(claims, inventory.manifest, std::string(digest_name(inventory.algorithm)),
                "E092", name);
        for (const auto& [algorithm, manifest] : inventory.fixity)
            collect(claims, manifest, algorithm, "E093", name);
    }
    for (const auto& [path, of_path] : claims) {
        if (options_.cancel != nullptr && options_.cancel->requested) {
            add(kUnreadable, path, "stopped before this file");
            return;
        }
        if (content_files_.contains(path)) {
            if (options_.content)
                check_file(root_, path, of_path, options_.cancel, violations);
            continue;
        }
        std::set<std::string> codes;
        for (const Claim& claim : of_path)
            codes.insert(claim.code);
        for (const std::string& code : codes)
            add(code, path, "there is no such file");
    }
}

} // namespace stele::ocfl::detail
