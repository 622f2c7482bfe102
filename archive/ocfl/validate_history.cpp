// Version directories against inventories, and each version's inventory against the root's.
#include "archive/ocfl/validate_internal.h"

#include <algorithm>

namespace stele::ocfl::detail {

namespace {

// The bytes that a digest stands for, when two inventories use different algorithms: where they
// lie.
bool share_content(
    const Inventory& a, const DigestText& digest_a, const Inventory& b, const DigestText& digest_b)
{
    const std::vector<ContentPath>* const paths_a = content_of(a.manifest, digest_a);
    const std::vector<ContentPath>* const paths_b = content_of(b.manifest, digest_b);
    if (paths_a == nullptr || paths_b == nullptr)
        return false;
    return std::any_of(paths_a->begin(), paths_a->end(), [&](const ContentPath& path) {
        return std::find(paths_b->begin(), paths_b->end(), path) != paths_b->end();
    });
}

bool same_state(const Inventory& a, const Inventory& b, VersionNum version)
{
    const std::map<LogicalPath, DigestText> files_a = logical_state(a.block(version));
    const std::map<LogicalPath, DigestText> files_b = logical_state(b.block(version));
    return std::equal(files_a.begin(), files_a.end(), files_b.begin(), files_b.end(),
        [&](const auto& x, const auto& y) {
            if (x.first != y.first)
                return false;
            return a.algorithm == b.algorithm ? same_digest(x.second, y.second)
                                              : share_content(a, x.second, b, y.second);
        });
}

} // namespace

void ObjectJudge::judge_version_names()
{
    if (versions_.empty())
        add("E008", "", "the object has no version directory");
    std::uint32_t expected = 1;
    const std::uint32_t padding = versions_.empty() ? 0 : versions_.begin()->second.name.padding;
    for (const auto& [number, version] : versions_) {
        if (number.value != expected)
            add(expected == 1 ? "E009" : "E010", version.text,
                "there is no version " + std::to_string(expected));
        expected = number.value + 1;
        if (version.name.padding != padding) {
            const bool overflow = version.name.padding == 0;
            add(overflow ? "E011" : "E012", version.text, "not named like the first version");
            add("E013", version.text, "the naming convention changes");
        }
    }
    const FoundInventory* const root = root_inventory();
    if (root == nullptr || !root->usable())
        return;
    const Inventory& inventory = *root->reading.inventory;
    for (const auto& [number, block] : inventory.versions)
        if (!versions_.contains(number))
            add("E046", inventory.directory_of(number), "there is no such version directory");
    for (const auto& [number, version] : versions_) {
        if (!inventory.versions.contains(number))
            add("E046", version.text, "the inventory has no such version");
        else if (version.text != inventory.directory_of(number) && version.name.padding != 0)
            add("E046", version.text, "the inventory spells the version otherwise");
    }
    if (!versions_.empty() && versions_.rbegin()->first != inventory.head &&
        inventory.head.value != 0)
        add("E040", "inventory.json",
            "head is not the highest version, " + versions_.rbegin()->second.text);
}

void ObjectJudge::judge_history()
{
    const FoundInventory* const root = root_inventory();
    for (const FoundInventory& found : inventories_) {
        if (found.where.value == 0)
            continue;
        const bool newest = found.where == versions_.rbegin()->first;
        if (newest && root != nullptr && found.bytes != root->bytes)
            add("E064", found.prefix + "inventory.json", "differs from the inventory of the root");
        if (found.usable() && found.reading.inventory->head.value != 0 &&
            found.reading.inventory->head != found.where)
            add("E040", found.prefix + "inventory.json", "head is not the version that it lies in");
        if (root == nullptr || !root->usable() || !found.usable() || found.bytes == root->bytes)
            continue;
        judge_against_root(found);
    }
    judge_content_directory();

    const Inventory* later =
        root != nullptr && root->usable() ? &*root->reading.inventory : nullptr;
    for (auto it = inventories_.rbegin(); it != inventories_.rend(); ++it) {
        if (it->where.value == 0 || !it->usable())
            continue;
        const Inventory& inventory = *it->reading.inventory;
        if (later != nullptr && inventory.spec > later->spec)
            add("E103", it->prefix + "inventory.json",
                "a later version conforms to an earlier OCFL specification");
        later = &inventory;
    }
}

void ObjectJudge::judge_against_root(const FoundInventory& found)
{
    const Inventory& root = *root_inventory()->reading.inventory;
    const Inventory& prior = *found.reading.inventory;
    const std::string path = found.prefix + "inventory.json";
    if (prior.id != root.id && !prior.id.text.empty() && !root.id.text.empty()) {
        add("E037", path, "the id is not that of the root inventory: " + prior.id.text);
        add("E110", path, "the id changes between versions: " + prior.id.text);
    }
    for (const auto& [number, block] : prior.versions) {
        const auto counterpart = root.versions.find(number);
        if (counterpart == root.versions.end()) {
            add("E066", path, "has a version that the root inventory lacks");
            continue;
        }
        const std::string version = prior.directory_of(number);
        if (!same_state(prior, root, number))
            add("E066", path, version + " has another state than in the root inventory");
        if (block.created != counterpart->second.created ||
            block.message != counterpart->second.message || block.user != counterpart->second.user)
            add("W011", path, version + " has other created, message or user than in the root");
    }
}

void ObjectJudge::judge_content_directory()
{
    const FoundInventory* const root = root_inventory();
    if (root == nullptr || !root->usable())
        return;
    const std::optional<std::string>& now = root->reading.inventory->content_directory;
    for (const FoundInventory& found : inventories_) {
        if (!found.usable() || found.reading.inventory->content_directory == now)
            continue;
        const std::string path = found.prefix + "inventory.json";
        const bool first = found.where.value == 1;
        if (first)
            add("E019", path, "contentDirectory is not what later versions say");
        if (!first || found.reading.inventory->content_directory)
            add("E020", path, "contentDirectory changes between versions");
    }
}

} // namespace stele::ocfl::detail
