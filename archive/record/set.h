// --set key=value: one fact of a record given on the command line.
//     title.zh-Hans=...   place.lat=23.1   creators.0.name=...   sources+=...
//     rights.model=CC-BY-4.0
#pragma once

#include "archive/base/result.h"
#include "archive/record/record.h"

#include <string>
#include <vector>

namespace stele::record {

// Applies all of them in order, or none. An empty value removes the key; key+=value appends to a
// list; a value for a list or table may be JSON. Errc::invalid_argument with every fault, a line
// each.
Status apply_set(Record& record, const std::vector<std::string>& assignments);

} // namespace stele::record
