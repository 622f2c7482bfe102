// Time as archives write it, and identifiers. SOURCE_DATE_EPOCH fixes the time
// (reproducible-builds.org).
#pragma once

#include "archive/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

std::int64_t now_unix_seconds();               // honours SOURCE_DATE_EPOCH
std::string rfc3339_utc(std::int64_t seconds); // "2026-11-23T20:27:00Z"

// Of rfc3339_utc's form, or with an offset such as +08:00; fractions are dropped. None for anything
// else.
std::optional<std::int64_t> parse_rfc3339(std::string_view text);

std::string new_uuid_v4(); // random, lower case with hyphens
// RFC 4122 version 5: SHA-1 of the namespace uuid and the name. Precondition: namespace_uuid is a
// uuid.
std::string uuid_v5(std::string_view namespace_uuid, std::string_view name);
bool is_uuid(std::string_view text);

} // namespace stele
