// Every write that an archive receives goes through Io: one small interface, so that tests can fail
// or kill at its n-th operation and record what was not yet synced (SQLite's test harnesses, ALICE
// OSDI'14).
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"

#include <filesystem>
#include <memory>

namespace stele {

// Sequential output. Destroying it without close() leaves an incomplete file, which only staging
// may hold.
class OutputFile {
public:
    virtual ~OutputFile() = default;
    virtual Status write(ByteSpan bytes) = 0; // all of them
    virtual Status sync() = 0; // fsync; after a failure the file must be abandoned, never retried
    virtual Status close() = 0;
};

class Io {
public:
    virtual ~Io() = default;
    virtual Result<std::unique_ptr<OutputFile>> create_file(
        const std::filesystem::path& path) = 0; // O_EXCL
    virtual Status make_directory(
        const std::filesystem::path& path) = 0; // one level, already_exists if there
    virtual Status sync_directory(const std::filesystem::path& path) = 0;
    virtual Status sync_file(const std::filesystem::path& path) = 0;
    virtual Status rename_no_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual Status rename_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual Status exchange(
        const std::filesystem::path& a, const std::filesystem::path& b) = 0; // RENAME_EXCHANGE
    virtual Status hard_link(
        const std::filesystem::path& existing, const std::filesystem::path& link) = 0;
    virtual Status remove_file(const std::filesystem::path& path) = 0;
    virtual Status remove_directory(const std::filesystem::path& path) = 0; // must be empty
};

// The operating system. Stateless, usable from any thread.
Io& real_io();

// Whole file through Io: create, write, sync, close. The parent directory is not synced.
Status write_new_file(Io& io, const std::filesystem::path& path, ByteSpan bytes);
// temp beside it + sync + rename_replace + sync of the directory: readers see the old or the new
// file.
Status replace_file_durably(Io& io, const std::filesystem::path& path, ByteSpan bytes);
// Depth first; absent path is success.
Status remove_tree(Io& io, const std::filesystem::path& path);

} // namespace stele
