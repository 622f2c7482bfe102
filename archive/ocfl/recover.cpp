// Recovery on open, under the lock.
#include "archive/ocfl/recover.h"

#include "archive/base/file.h"
#include "archive/ocfl/commit.h"

#include <algorithm>
#include <filesystem>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

// The tree in a transaction folder may be the old root of an exchange that is not durable yet: sync
// what stands in its place before it is deleted.
Status sync_exchanged(Io& io, const fs::path& folder, const fs::path& storage_root)
{
    fs::path staged = folder / "root";
    fs::path stored = storage_root;
    for (;;) {
        std::error_code error;
        if (!fs::is_directory(fs::symlink_status(staged, error)))
            return {};
        STELE_CHECK(io.sync_directory(stored));
        fs::path only;
        for (auto it = fs::directory_iterator(staged, error);
             !error && it != fs::directory_iterator(); it.increment(error))
            only = only.empty() ? it->path() : fs::path(".");
        // The chain has one entry a level down to the object root, which has several or, half
        // deleted, others.
        if (only.empty() || only == "." ||
            !fs::is_directory(fs::symlink_status(stored / only.filename(), error)))
            return {};
        staged = only;
        stored /= only.filename();
    }
}

} // namespace

Result<Recovery> recover(const WriteLock& lock, Io& io)
{
    const ArchiveDir& archive = lock.archive();
    std::vector<fs::path> entries;
    std::error_code error;
    for (auto it = fs::directory_iterator(archive.staging(), error);
         !error && it != fs::directory_iterator(); it.increment(error))
        if (it->path().filename() != kLockName && it->path().filename() != kResumeName)
            entries.push_back(it->path());
    if (error)
        return errno_error(error.value(), "list " + archive.staging().string());
    std::sort(entries.begin(), entries.end());

    Recovery recovery;
    for (const fs::path& entry : entries) {
        STELE_TRY(const Settled settled,
            settle_record(io, entry, archive.storage_root()).in("recover " + entry.string()));
        if (settled == Settled::forward)
            recovery.rolled_forward.push_back(entry.filename().string());
        if (settled == Settled::back)
            recovery.rolled_back.push_back(entry.filename().string());
        STELE_CHECK(sync_exchanged(io, entry, archive.storage_root()));
        STELE_CHECK(remove_tree(io, entry));
        ++recovery.removed;
    }
    return recovery;
}

} // namespace stele::ocfl
