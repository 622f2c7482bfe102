// The viewing copy of a record, opened for reading: by the name of its scan, or the only one.
#pragma once

#include "archive/ocfl/object.h"
#include "archive/ocfl/root.h"
#include "archive/page/asset_file.h"

#include <string>

namespace stele::ingest {

struct StoredAsset {
    std::string name; // "venus"
    page::AssetFile file;
};

// Names of the assets of an access object, sorted.
Result<std::vector<std::string>> asset_names(ocfl::Object& access);

Result<page::AssetFile> open_asset(ocfl::Object& access, const std::string& name);

// wanted empty: the first. Errc::not_found, with what there is, when the record has no viewing copy
// or none of that name.
Result<StoredAsset> open_asset_of(const ocfl::Root& root, const std::string& slug,
    const ObjectId& access_id, const std::string& wanted);

} // namespace stele::ingest
