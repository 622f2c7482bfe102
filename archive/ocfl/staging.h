// One transaction's folder, .staging/<txid>/: a complete object root is built here, at root/<layout
// path>, and moved into the storage root by commit. What a crash leaves is removed by recover().
#pragma once

#include "archive/base/io.h"
#include "archive/base/result.h"
#include "archive/ocfl/archive_dir.h"
#include "archive/ocfl/inventory.h"
#include "archive/ocfl/write_lock.h"

#include <filesystem>
#include <functional>
#include <string>

namespace stele::ocfl {

class Staging {
public:
    // object_directory: the object's place relative to the storage root.
    static Result<Staging> begin(
        const WriteLock& lock, Io& io, const std::string& object_directory);

    // Removes what is left of the folder; errors are left to recover().
    ~Staging();
    Staging(Staging&& other) noexcept;
    Staging& operator=(Staging&& other) noexcept;

    const std::filesystem::path& folder() const { return folder_; }  // .staging/<txid>
    std::filesystem::path chain() const { return folder_ / "root"; } // stands for the storage root
    std::filesystem::path object() const { return chain() / object_directory_; }
    const std::string& object_directory() const { return object_directory_; }

    // Every missing level between the folder and the directory.
    Status make_directories(const std::filesystem::path& directory);
    Status discard();
    // From here on only discard() or recover() may remove the folder: it may hold what a commit
    // still needs.
    void keep() { kept_ = true; }

private:
    Staging(Io& io, std::filesystem::path folder, std::string object_directory)
        : io_(&io), folder_(std::move(folder)), object_directory_(std::move(object_directory))
    {
    }
    Io* io_;
    std::filesystem::path folder_; // empty once discarded or moved from
    std::string object_directory_;
    bool kept_ = false;
};

// Links every stored file of old_object into new_object but inventory, sidecar and declaration of
// the root; a file that cannot be linked (EPERM, EXDEV, EMLINK) is copied. Fails with corrupt when
// the manifest names a file that is not there: a damaged object is repaired, not updated.
Status link_object(Io& io, Staging& staging, const std::filesystem::path& old_object,
    const std::filesystem::path& new_object, const Inventory& inventory);

// Byte for byte through Io, synced.
Status copy_file(Io& io, const std::filesystem::path& from, const std::filesystem::path& to);

// Removes files beneath directory for which keep(relative path) is false, and directories left
// empty. The directory itself is removed too when nothing is left.
Status prune(Io& io, const std::filesystem::path& directory,
    const std::function<bool(const std::string& relative)>& keep);

// fsync of every directory beneath and of the directory itself, children first.
Status sync_tree(Io& io, const std::filesystem::path& directory);

} // namespace stele::ocfl
