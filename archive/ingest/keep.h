// What goes into the record object: originals, record.json, reports and events; each call is one
// OCFL version, made durable before it returns.
#pragma once

#include "archive/ingest/archive.h"
#include "archive/ingest/describe.h"
#include "archive/ingest/options.h"
#include "archive/ingest/originals.h"
#include "archive/ingest/report.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stele::ingest {

struct KeptOriginals {
    std::vector<std::string> digests; // sha512 of each original, in their order
    std::uint64_t bytes = 0;
    bool changed = false; // a version was written
};

// Commits originals and record.json with an event, unless the object already says exactly that. The
// catalogue has its row when this returns.
Result<KeptOriginals> keep_originals(Archive& archive, const Description& description,
    const Originals& originals, const Options& options);

// report/<asset>.json and an event.
Status keep_report(
    Archive& archive, const Description& description, const Report& report, const Options& options);
// An event that says why there is no viewing copy, and the scan's report if it could be read,
// unless the newest event says just that.
Status keep_failure(Archive& archive, const Description& description, const Error& error,
    const Report* maybe_report, const Options& options);

} // namespace stele::ingest
