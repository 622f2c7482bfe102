// Shared by the parts of the validator: what lies in an object root, and the judge that collects
// violations.
#pragma once

#include "archive/base/digest.h"
#include "archive/ocfl/inventory.h"
#include "archive/ocfl/validate.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stele::ocfl::detail {

// E090 as Stele reads it: one file under two names inside the hierarchy. Links from outside are no
// violation.
using SeenInodes = std::map<std::pair<std::uint64_t, std::uint64_t>, std::string>;

struct Listing {
    std::vector<std::string> files, directories; // names, sorted
};

// Lists one directory; symlinks, device nodes and the like become violations and are not followed.
Listing list_directory(const std::filesystem::path& directory, const std::string& relative,
    SeenInodes& seen, Violations& violations);

struct VersionDirectory {
    VersionName name;
    std::string text; // as spelled
    Listing listing;
};

// An inventory.json that was found, in the root (version 0) or in a version directory.
struct FoundInventory {
    VersionNum where;
    std::string prefix; // "", "v2/"
    std::string bytes;
    InventoryReading reading;
    bool usable() const { return reading.inventory.has_value(); }
};

class ObjectJudge {
public:
    ObjectJudge(std::filesystem::path root, const ValidateOptions& options, SeenInodes& seen)
        : root_(std::move(root)), options_(options), seen_(seen)
    {
    }
    void judge();

    Violations violations;
    std::optional<std::string> id; // for the storage root's checks
    std::optional<SpecVersion> declared;

private:
    void add(std::string_view code, std::string path, std::string text)
    {
        violations.push_back({std::string(code), std::move(path), std::move(text)});
    }
    // validate.cpp: the object root and its directories
    void judge_declaration();
    void judge_root_entries();
    void judge_extensions();
    void judge_version_directories();
    void judge_version_directory(const VersionDirectory& version);
    void judge_root_inventory();
    void read_inventory_in(const std::string& prefix, const Listing& listing, VersionNum where);
    void judge_sidecar(const FoundInventory& found, const Listing& listing);
    // validate_history.cpp: inventories against directories and against each other
    void judge_version_names();
    void judge_history();
    void judge_against_root(const FoundInventory& found);
    void judge_content_directory();
    // validate_content.cpp: files against manifests
    void judge_content();
    void scan_content(const std::string& relative);
    void judge_manifest_coverage(const FoundInventory& found);

    const FoundInventory* root_inventory() const;
    std::string_view content_name() const;

    std::filesystem::path root_;
    const ValidateOptions& options_;
    SeenInodes& seen_;
    Listing listing_;
    std::map<VersionNum, VersionDirectory> versions_;
    std::vector<FoundInventory> inventories_; // the root's first, if there is one
    std::set<std::string> content_files_;     // relative to the object root
};

} // namespace stele::ocfl::detail
