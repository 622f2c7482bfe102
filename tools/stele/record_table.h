// How records are shown in a terminal and in JSON.
#pragma once

#include "archive/catalogue/rows.h"
#include "tools/stele/output.h"

#include <string>
#include <vector>

namespace stele::cli {

// Columns ID, TITLE, PLACE, DATE, STATE, TRIANGLES, SIZE in the language asked for.
Table record_table(const std::vector<catalogue::ObjectRow>& rows, const std::string& language);
// The same as JSON; all languages.
Json row_json(const catalogue::ObjectRow& row);
Json asset_json(const catalogue::AssetRow& asset);

} // namespace stele::cli
