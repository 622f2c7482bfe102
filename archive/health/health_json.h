// The bill of health as JSON: the "health" member of stele:report/1 and what stele inspect --json
// prints. Keys are stable; a reader takes absent ones as zero or unknown.
#pragma once

#include "archive/base/json.h"
#include "archive/health/health.h"

namespace stele::health {

Json health_json(const Health& health);
Health health_from_json(const Json& json);

} // namespace stele::health
