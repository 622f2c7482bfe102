// What the catalogue says of a landmark, derived from its OCFL objects alone: the one way to a row,
// for an ingest, a recovery and a rebuild alike.
#pragma once

#include "archive/base/result.h"
#include "archive/catalogue/rows.h"
#include "archive/ocfl/root.h"

#include <optional>

namespace stele::ingest {

// None for an object that is no record object (an access object, another program's).
Result<std::optional<catalogue::Entry>> read_entry(const ocfl::Root& root, const ObjectId& id);

} // namespace stele::ingest
