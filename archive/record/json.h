// record.json: a record as JSON and back. Every valid document comes back as the same canonical
// text.
#pragma once

#include "archive/base/json.h"
#include "archive/base/result.h"
#include "archive/record/record.h"
#include "archive/record/schema.h"

#include <string>
#include <string_view>

namespace stele::record {

Json to_json(const Record& record);

// The bytes of record.json: keys sorted at every depth, two spaces, a newline at the end. Lines,
// not one line: this is what survives Stele, read by people and compared by line.
std::string canonical_text(const Record& record);

// Errc::malformed with every violation, a line each; Errc::newer_format for record/2 and later.
Result<Record> from_json(const Json& document, Stage stage = Stage::complete);
Result<Record> from_json_text(std::string_view text);

} // namespace stele::record
