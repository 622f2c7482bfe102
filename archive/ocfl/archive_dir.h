// The archive folder: stele.toml, ocfl/ (the storage root: the truth), catalogue.sqlite and cache/
// (derived), .staging/ (work in progress, same file system). Created whole or not at all.
#pragma once

#include "archive/base/io.h"
#include "archive/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::ocfl {

inline constexpr std::uint32_t kArchiveFormat = 1;

// The value of the top-level key format in stele.toml. This module has no TOML parser: the key is
// the first in the file, the rest belongs to others.
std::optional<std::uint32_t> archive_format(std::string_view toml);

// A file that makes the archive explain itself: "README", "schemas/record-1.json".
struct ExtraFile {
    std::string name; // relative, safe, with '/'
    std::string bytes;
};

struct CreateOptions {
    std::vector<ExtraFile> archive_files; // beside stele.toml
    std::vector<ExtraFile>
        root_files;       // in ocfl/, no sub-directories: ocfl_1.1.md, the layout's text
    std::string settings; // TOML after "format = 1"
};

class ArchiveDir {
public:
    // The folder may be absent or empty, or what a killed create left. Fails with already_exists
    // when it is an archive or holds anything else. stele.toml is written last: without it there is
    // no archive.
    static Result<ArchiveDir> create(
        Io& io, const std::filesystem::path& folder, const CreateOptions& options = {});
    // not_an_archive without stele.toml, newer_format when it was written by a newer Stele.
    static Result<ArchiveDir> open(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path settings_file() const { return folder_ / "stele.toml"; }
    std::filesystem::path storage_root() const { return folder_ / "ocfl"; }
    std::filesystem::path catalogue_file() const { return folder_ / "catalogue.sqlite"; }
    std::filesystem::path staging() const { return folder_ / ".staging"; }
    std::filesystem::path cache() const { return folder_ / "cache"; }

    // Bytes that this user may still write on the archive's file system.
    Result<std::uint64_t> free_bytes() const;

private:
    explicit ArchiveDir(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

// no_space, with both numbers in the text, unless needed_bytes and a reserve of 16 MiB are free.
Status check_free_space(const ArchiveDir& archive, std::uint64_t needed_bytes);

} // namespace stele::ocfl
