// Where pages come from: an asset file, or pages made by hand in tests.
#pragma once

#include "archive/base/result.h"
#include "archive/model/page_index.h"

namespace stele::stream {

class PageSource {
public:
    virtual ~PageSource() = default;
    virtual const PageIndex& index() const = 0; // never changes
    // Reads, checks and decodes one page. Called from several threads at once.
    virtual Result<DecodedPage> load(PageId page) const = 0;
};

} // namespace stele::stream
