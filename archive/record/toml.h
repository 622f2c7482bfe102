// record.toml: what a person writes about a scan beside it. The keys are those of record/1.
#pragma once

#include "archive/base/result.h"
#include "archive/record/record.h"

#include <string>
#include <string_view>

namespace stele::record {

// A draft: any root key may be absent. Errc::malformed with every fault, a line each, as
// "record.toml:3:8: date: ...; write ...". The name is only for these messages.
Result<Record> from_toml(std::string_view text, std::string_view name = "record.toml");

} // namespace stele::record
