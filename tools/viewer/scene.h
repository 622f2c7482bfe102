// What is shown: the pages of one asset and, from an archive, its record.
#pragma once

#include "archive/record/record.h"
#include "renderer/stream/page_source.h"
#include "tools/viewer/options.h"

#include <memory>
#include <string>

namespace stele::viewer {

struct Scene {
    std::string id; // slug, or the folder's name
    record::Record record;
    std::shared_ptr<const stream::PageSource> pages;
};

// From --pages or from an archive. Errc::not_an_archive, not_found (no such record, or it has no
// viewing copy).
Result<Scene> open_scene(const Options& options);

} // namespace stele::viewer
