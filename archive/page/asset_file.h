// A stored asset opened for reading: its index in memory, its packs open. Threads may read pages
// concurrently.
#pragma once

#include "archive/base/file.h"
#include "archive/model/page_index.h"

#include <functional>
#include <string_view>
#include <vector>

namespace stele::page {

class AssetFile {
public:
    // Gives the file of that name (index.stele, pages-0001.zip) of one asset.
    using Opener = std::function<Result<File>(std::string_view name)>;

    // Every pack that the index names is opened once and kept. Errc::newer_format for a later
    // Stele's index.
    static Result<AssetFile> open(const Opener& opener);

    const PageIndex& index() const { return index_; }
    // The GLB's bytes, compared with the index's checksum: Errc::corrupt when they differ.
    // Precondition: id is below index().pages.size().
    Result<Bytes> read_page(PageId id) const;

    std::size_t pack_count() const { return packs_.size(); }
    const File& pack(std::size_t number) const { return packs_[number]; }

private:
    AssetFile(PageIndex index, std::vector<File> packs)
        : index_(std::move(index)), packs_(std::move(packs))
    {
    }
    PageIndex index_;
    std::vector<File> packs_;
};

// For a plain directory that holds the files.
AssetFile::Opener open_in(const std::filesystem::path& directory);

} // namespace stele::page
