// Pages of a stored asset, read through page::AssetFile.
#pragma once

#include "archive/page/asset_file.h"
#include "renderer/stream/page_source.h"

#include <memory>

namespace stele::stream {

class AssetSource final : public PageSource {
public:
    // Shared, because loads in flight outlive a scene that was replaced.
    static Result<std::shared_ptr<const PageSource>> open(const page::AssetFile::Opener& opener);

    const PageIndex& index() const override { return file_.index(); }
    Result<DecodedPage> load(PageId page) const override;

private:
    explicit AssetSource(page::AssetFile file) : file_(std::move(file)) {}

    page::AssetFile file_;
};

} // namespace stele::stream
