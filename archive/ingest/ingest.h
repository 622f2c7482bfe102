// MAIN PATH of the archive: a scan becomes a catalogued landmark. Read ingest() in ingest.cpp
// first.
#pragma once

#include "archive/base/parallel.h"
#include "archive/base/result.h"
#include "archive/ingest/archive.h"
#include "archive/ingest/options.h"
#include "archive/ingest/report.h"

#include <filesystem>
#include <optional>
#include <string>

namespace stele::ingest {

enum class Action {
    added,     // a new record
    updated,   // a new version of a record
    unchanged, // same originals, same description, same recipe: nothing was written
    examined,  // --dry-run
};
std::string_view action_name(Action action);

struct Outcome {
    Action action = Action::unchanged;
    std::string id; // slug
    std::string uuid;
    std::string title;
    std::uint64_t original_bytes = 0;
    std::uint64_t original_files = 0;
    // Without a viewing copy the originals are kept all the same; the reason is among the findings.
    bool has_viewing_copy = false;
    std::optional<Report> report; // when the scan was read
    Findings findings;
};

// Errors refuse the scan and leave the archive as it was, or with the originals kept and
// acknowledged.
Result<Outcome> ingest(Archive& archive, const std::filesystem::path& scan, const Options& options);

} // namespace stele::ingest
