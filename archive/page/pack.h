// Packs: zip files that hold pages uncompressed, each page's first byte at a multiple of 64, so
// that a page is one positional read and any zip program opens the pack. No times, no names of
// people: same pages, same bytes.
#pragma once

#include "archive/base/file.h"
#include "archive/base/io.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stele::page {

struct PackEntry {
    std::string name;
    std::uint64_t offset = 0; // of the data
    std::uint64_t bytes = 0;
    std::uint32_t crc32 = 0;
};

// Written from front to back. Destroyed before finish(), it leaves an incomplete file.
class PackFile {
public:
    static Result<PackFile> create(Io& io, const std::filesystem::path& path);

    // The offset of the data in the pack. Errc::limit when an entry or the pack passes 4 GiB.
    Result<std::uint64_t> add(std::string_view name, ByteSpan bytes);
    // The pack's size were it finished after one more entry.
    std::uint64_t size_with(std::string_view name, std::uint64_t bytes) const;
    std::size_t entry_count() const { return entries_.size(); }
    // Directory, sync, close.
    Status finish();

private:
    explicit PackFile(std::unique_ptr<OutputFile> out) : out_(std::move(out)) {}

    struct Entry {
        PackEntry entry;
        std::uint64_t header_offset = 0;
    };
    std::unique_ptr<OutputFile> out_;
    std::vector<Entry> entries_;
    std::uint64_t offset_ = 0;
    std::uint64_t directory_bytes_ = 0;
};

// The entries of a pack as its directory and its local headers state them, both checked against
// each other. Data is not read. Errc::malformed for anything that PackFile would not have written.
Result<std::vector<PackEntry>> read_pack_directory(const File& file);

} // namespace stele::page
