// Pages of a stored asset.
#include "renderer/stream/asset_source.h"

#include "archive/page/decode.h"

namespace stele::stream {

Result<std::shared_ptr<const PageSource>> AssetSource::open(const page::AssetFile::Opener& opener)
{
    STELE_TRY(page::AssetFile file, page::AssetFile::open(opener));
    return std::shared_ptr<const PageSource>(new AssetSource(std::move(file)));
}

Result<DecodedPage> AssetSource::load(PageId page) const
{
    STELE_TRY(const Bytes bytes, file_.read_page(page));
    return page::decode_page(bytes, index().pages[page.value], index().asset);
}

} // namespace stele::stream
