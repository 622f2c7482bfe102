// inventory.json as a value: parsed with every rule that can be judged from the document alone,
// printed in one canonical form (sha512, specification 1.1), queried. Pure: no file is touched.
#pragma once

#include "archive/base/digest.h"
#include "archive/base/result.h"
#include "archive/model/ids.h"
#include "archive/ocfl/paths.h"
#include "archive/ocfl/violation.h"

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::ocfl {

// Hexadecimal; compared without regard to case, written in lower case.
using DigestText = std::string;

enum class SpecVersion { v1_0, v1_1 };
std::string_view spec_version_name(SpecVersion version); // "1.1"

struct User {
    std::string name;
    std::string address; // a mailto: or another URI; may be empty
    friend bool operator==(const User&, const User&) = default;
};

struct VersionBlock {
    std::string created; // RFC 3339
    std::string message;
    std::optional<User> user;
    std::map<DigestText, std::vector<LogicalPath>> state;
    friend bool operator==(const VersionBlock&, const VersionBlock&) = default;
};

using Manifest = std::map<DigestText, std::vector<ContentPath>>;

struct Inventory {
    ObjectId id;
    SpecVersion spec = SpecVersion::v1_1;
    DigestAlgorithm algorithm = DigestAlgorithm::sha512;
    VersionNum head;
    std::uint32_t padding = 0; // digits of zero-padded version names, 0 for v1, v2
    std::optional<std::string> content_directory; // absent means "content"
    Manifest manifest;
    std::map<VersionNum, VersionBlock> versions;
    std::map<std::string, Manifest> fixity; // by algorithm name, unknown ones too

    std::string directory_of(VersionNum version) const; // "v3", "v0003"
    std::string_view content_name() const;
    // Precondition: the version exists.
    const VersionBlock& block(VersionNum version) const { return versions.at(version); }

    friend bool operator==(const Inventory&, const Inventory&) = default;
};

// The digest of a logical path in a version's state; null when the path is not there.
const DigestText* digest_of(const VersionBlock& block, const LogicalPath& path);
// Where the bytes with this digest lie, whatever its case; null when nowhere.
const std::vector<ContentPath>* content_of(const Manifest& manifest, std::string_view digest);
// Sorted by logical path.
std::map<LogicalPath, DigestText> logical_state(const VersionBlock& block);
// Every content path of the manifest, sorted, with its digest.
std::map<ContentPath, DigestText> content_files(const Manifest& manifest);

// Keys in one order, digests and paths sorted, two spaces: equal inventories, equal bytes.
std::string print_inventory(const Inventory& inventory);

// Whatever could be read, and everything that is wrong with it. Without errors the inventory is
// complete.
struct InventoryReading {
    std::optional<Inventory> inventory; // absent when the text is no JSON object
    bool has_algorithm = false;         // digestAlgorithm was readable
    Violations violations;
};
InventoryReading read_inventory(std::string_view text);
// For readers that trust nothing less than a valid document: Errc::malformed names the first error.
Result<Inventory> parse_inventory(std::string_view text);

// "v3" or "v0003": number and digits of padding. Nothing for other names, v0 included.
struct VersionName {
    VersionNum number;
    std::uint32_t padding = 0;
};
std::optional<VersionName> parse_version_name(std::string_view name);

// "<hex>  inventory.json\n"
std::string print_sidecar(std::string_view digest);
std::optional<DigestText> parse_sidecar(std::string_view text);
std::string sidecar_name(DigestAlgorithm algorithm); // "inventory.json.sha512"

bool is_rfc3339(std::string_view text);
bool is_uri(std::string_view text); // a scheme, a colon, something
bool same_digest(std::string_view a, std::string_view b);

} // namespace stele::ocfl
