// One new version of one object, or a whole new object: files are added in staging, commit makes
// them durable and visible in one step. Content that the object already holds is not stored again
// (forward delta). Dropping an update, or dying with it, leaves nothing in the storage root.
#pragma once

#include "archive/base/io.h"
#include "archive/base/parallel.h"
#include "archive/base/result.h"
#include "archive/ocfl/commit.h"
#include "archive/ocfl/inventory.h"
#include "archive/ocfl/root.h"
#include "archive/ocfl/staging.h"
#include "archive/ocfl/write_lock.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace stele::ocfl {

struct VersionInfo {
    std::string message;
    std::string user_name = "Stele";
    std::string user_address;           // mailto: or another URI; OCFL warns without one (W008)
    std::optional<std::string> created; // RFC 3339; now when absent
};

struct CopyOptions {
    std::optional<DigestText>
        expected_sha512; // as delivered; another value is refused with corrupt
    std::function<void(std::uint64_t bytes)> progress;
    const Cancel* cancel = nullptr;
};

struct Copied {
    DigestText sha512, sha256;
    std::uint64_t size_bytes = 0;
    bool already_stored = false; // the object held these bytes
};

struct Committed {
    VersionNum version;
    CommitPath path = CommitPath::rename;
    bool leftover = false; // durable, but the old tree could not be deleted: recover() will
};

class ObjectUpdate {
public:
    // already_exists when the object does.
    static Result<ObjectUpdate> begin_new(const WriteLock& lock, Io& io, const ObjectId& id);
    // Starts from the head's state: what is not removed is kept. not_found, corrupt.
    static Result<ObjectUpdate> begin_next(const WriteLock& lock, Io& io, const ObjectId& id);
    // A new history of one version that replaces whatever the object holds (for what can be
    // rebuilt), or creates it.
    static Result<ObjectUpdate> begin_replacement(
        const WriteLock& lock, Io& io, const ObjectId& id);

    // A path that is there already gets new content. invalid_argument for unsafe paths and invalid
    // UTF-8.
    Status add_bytes(const LogicalPath& path, ByteSpan bytes);
    // Hashed before storing with sha512 and sha256 (which goes into the fixity block), hashed again
    // afterwards; a source that changed meanwhile is refused with corrupt. Symlinks are followed,
    // other things are not read.
    Result<Copied> add_copy(const LogicalPath& path, const std::filesystem::path& source,
        const CopyOptions& options = {});
    // Where another module creates, through Io, the file that becomes this logical path.
    Result<std::filesystem::path> stage_file(const LogicalPath& path);
    // An existing empty directory; each file directly in it becomes <prefix>/<its name> at commit.
    // Names must be in [A-Za-z0-9._-].
    Result<std::filesystem::path> stage_directory(const LogicalPath& prefix);

    bool contains(const LogicalPath& path) const { return state_.contains(path); }
    Status remove(const LogicalPath& path);                        // not_found
    Status rename(const LogicalPath& from, const LogicalPath& to); // not_found, already_exists
    // Paths as they are now; staged files appear at commit.
    const std::map<LogicalPath, DigestText>& state() const { return state_; }
    const ObjectId& id() const { return inventory_.id; }
    VersionNum version() const { return inventory_.head; }

    // Re-reads every staged file and compares it, then commits. After an error the update is spent.
    Result<Committed> commit(const VersionInfo& info);

private:
    ObjectUpdate(const WriteLock& lock, Io& io, const Root& root, Staging staging)
        : archive_(lock.archive()), io_(&io), storage_root_(root.path()),
          staging_(std::move(staging))
    {
    }
    static Result<ObjectUpdate> begin(const WriteLock& lock, Io& io, const ObjectId& id);
    Status check_path(const LogicalPath& path) const;
    std::filesystem::path staged(const ContentPath& path) const
    {
        return staging_.object() / path.text;
    }
    Result<ContentPath> next_content_path(const LogicalPath& path);
    bool holds(const DigestText& digest) const;
    void record(const LogicalPath& path, const DigestText& digest, const ContentPath& content);
    void record_fixity(const DigestText& digest, const DigestText& sha256);
    Status seal();
    Status seal_file(const ContentPath& content, const LogicalPath& logical);
    Status check_state() const;
    Status check_staged_bytes() const;
    void fill_inventory(const VersionInfo& info);
    Status write_documents();

    ArchiveDir archive_;
    Io* io_;
    std::filesystem::path storage_root_;
    Staging staging_;
    CommitKind kind_ = CommitKind::create;
    Inventory inventory_; // of the version being made; its state comes from state_
    std::map<LogicalPath, DigestText> state_;
    std::map<DigestText, ContentPath> added_; // content of this version
    std::map<ContentPath, LogicalPath> staged_files_, staged_directories_;
    std::uint64_t next_number_ = 1;
};

} // namespace stele::ocfl
