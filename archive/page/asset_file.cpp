// Files are opened by name once; afterwards only descriptors are used.
#include "archive/page/asset_file.h"

#include "archive/base/digest.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"

#include <cassert>

namespace stele::page {

namespace {

constexpr std::uint64_t kMaxIndexBytes = std::uint64_t{2} << 30;

Result<PageIndex> load_index(const AssetFile::Opener& opener)
{
    STELE_TRY(const File file, opener(kIndexName));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    if (size > kMaxIndexBytes)
        return Error(Errc::limit, "index of " + std::to_string(size) + " bytes");
    Bytes bytes(static_cast<std::size_t>(size));
    STELE_CHECK(file.read_at(0, bytes));
    return read_index(bytes);
}

} // namespace

Result<AssetFile> AssetFile::open(const Opener& opener)
{
    STELE_TRY(PageIndex index, load_index(opener));
    std::vector<File> packs;
    for (std::uint32_t p = 0; p <= index.pages.back().pack; ++p) {
        STELE_TRY(File file, opener(pack_name(p)));
        packs.push_back(std::move(file));
    }
    return AssetFile(std::move(index), std::move(packs));
}

Result<Bytes> AssetFile::read_page(PageId id) const
{
    assert(id.value < index_.pages.size());
    const PageRecord& page = index_.pages[id.value];
    Bytes bytes(page.bytes);
    STELE_CHECK(
        packs_[page.pack].read_at(page.offset, bytes).in("page " + std::to_string(id.value)));
    if (crc32c(bytes) != page.crc32c)
        return Error(Errc::corrupt, "page " + std::to_string(id.value) + " of " +
                                        pack_name(page.pack) + " does not match its checksum");
    return bytes;
}

AssetFile::Opener open_in(const std::filesystem::path& directory)
{
    return [directory](std::string_view name) { return File::open(directory / name); };
}

} // namespace stele::page
