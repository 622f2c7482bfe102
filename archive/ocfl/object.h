// The read side of one object. A writer may exchange the object root at any time, so the root is
// opened once and everything is resolved beneath it; a file that vanished or differs is looked for
// again in the root that is there now, and only a repeat on an unchanged root is damage. One thread
// an Object; Files that it gave out are free.
#pragma once

#include "archive/base/file.h"
#include "archive/base/parallel.h"
#include "archive/base/result.h"
#include "archive/model/finding.h"
#include "archive/ocfl/inventory.h"
#include "archive/ocfl/root.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace stele::ocfl {

struct StoredFile {
    LogicalPath logical;
    ContentPath content;
    DigestText sha; // in the object's digestAlgorithm
    std::uint64_t size_bytes = 0;
};

struct VerifyProgress {
    std::uint64_t files_done = 0, files_total = 0;
    std::uint64_t bytes_done = 0;
};

struct VerifyOptions {
    std::function<void(const VerifyProgress&)> progress; // may be empty
    const Cancel* cancel = nullptr;
    bool all_digests = false; // the fixity block too, not sha512 alone
};

class Object {
public:
    static Result<Object> open(
        const Root& root, const ObjectId& id); // not_found, corrupt, malformed
    static Result<Object> open_at(const std::filesystem::path& object_root);

    const std::filesystem::path& path() const { return path_; }
    const Inventory& inventory() const { return inventory_; }

    // Without a version: the head. The bytes are not checked against the digest here.
    Result<File> open_file(const LogicalPath& path, std::optional<VersionNum> version = {});
    // Whole file, checked against its digest. Refuses more than limit_bytes.
    Result<Bytes> read_file(
        const LogicalPath& path, std::uint64_t limit_bytes, std::optional<VersionNum> version = {});
    // Sorted by logical path.
    Result<std::vector<StoredFile>> files(std::optional<VersionNum> version = {});

    // Reads every content file of every version and compares: a Finding ("ocfl.fixity",
    // "ocfl.missing", "ocfl.unreadable") names each content path that is not what the inventory
    // says. Empty: all well.
    Result<Findings> verify(const VerifyOptions& options = {});

    // Looks at what lies at the path now; true when another root has taken its place since.
    Result<bool> refresh();

private:
    // What a content file must be: digests by algorithm, the object's own first.
    using Claims = std::vector<std::pair<DigestAlgorithm, DigestText>>;

    Object(std::filesystem::path path, File directory, Inventory inventory);
    Result<ContentPath> locate(const LogicalPath& path, std::optional<VersionNum> version) const;
    Result<File> open_content(const ContentPath& path) const;
    std::map<ContentPath, Claims> claims(bool all_digests) const;
    Status check_content(const ContentPath& path, const Claims& claims, const Cancel* cancel,
        std::uint64_t& size) const;
    Result<Findings> verify_once(const VerifyOptions& options) const;
    template <class Attempt>
    auto retried(const Attempt& attempt) -> decltype(attempt());

    std::filesystem::path path_;
    File directory_;
    Inventory inventory_;
};

// Streams a file through the algorithms; digests in their order.
Result<std::vector<DigestText>> hash_file(const File& file,
    const std::vector<DigestAlgorithm>& algorithms, const Cancel* cancel = nullptr);

// The inventory of an object root or version directory, checked against its sidecar: not_found,
// corrupt, malformed.
Result<Inventory> read_checked_inventory(const File& directory, std::string_view prefix = "");

} // namespace stele::ocfl
