// AssetInfo as the JSON text inside index.stele.
#pragma once

#include "archive/base/json.h"
#include "archive/model/page_index.h"

namespace stele::page {

Json asset_to_json(const AssetInfo& asset);
// Unknown members are ignored: they may come with later writers of the same version.
Result<AssetInfo> asset_from_json(const Json& json);

} // namespace stele::page
