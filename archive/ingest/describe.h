// Which record a scan belongs to, and what that record says: the archive's record, overlaid by
// record.toml, overlaid by --set.
#pragma once

#include "archive/ingest/archive.h"
#include "archive/ingest/delivery.h"
#include "archive/ingest/options.h"
#include "archive/record/record.h"

#include <optional>

namespace stele::ingest {

struct Description {
    record::Record record; // complete and valid, but for created and modified
    bool exists = false;   // the archive has it
    bool changed = false;  // against the archive's
    bool is_named = false; // by --record or the record file, not by the name of a file
};

// Errors name file, line and field.
Result<Description> describe(Archive& archive, const Intake& intake, const Options& options);

// The record of an object in the archive.
Result<record::Record> read_record(ocfl::Object& object);

} // namespace stele::ingest
