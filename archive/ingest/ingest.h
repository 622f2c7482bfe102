// MAIN PATH of the archive: a scan becomes a catalogued landmark. Read ingest() in ingest.cpp
// first; ingest_delivery() calls it for each scan of a folder.
#pragma once

#include "archive/base/parallel.h"
#include "archive/base/result.h"
#include "archive/ingest/archive.h"
#include "archive/ingest/delivery.h"
#include "archive/ingest/options.h"
#include "archive/ingest/report.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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
    std::string id;            // slug
    bool id_is_chosen = false; // by the curator, not taken from the name of a file
    std::string uuid;
    std::string title;
    std::uint64_t original_bytes = 0;
    std::uint64_t original_files = 0;
    std::vector<std::filesystem::path> sources; // of these files
    std::vector<LeftOut> left_out;
    // Without a viewing copy the originals are kept all the same; the reason is among the findings.
    bool has_viewing_copy = false;
    std::optional<Report> report; // when the scan was read
    Findings findings;
};

// Errors refuse the scan and leave the archive as it was, or with the originals kept and
// acknowledged. Errc::already_exists: another scan's record has the id that this file's name gives.
Result<Outcome> ingest(Archive& archive, const Intake& intake, const Options& options);

// Why a file does not go into the record that its name gives.
Error id_is_taken(const std::string& id, const std::string& file);

// what: the scan, or the folder of documents.
struct DeliveryEvents {
    std::function<void(const std::filesystem::path& what)> begins;
    // False stops the delivery.
    std::function<bool(const std::filesystem::path& what, const Result<Outcome>& outcome)> ends;
};

// Every consignment in turn, one ingest() a scan; documents go with the first scan that can be
// read. Returns the shared files that no scan has named: they are not kept.
std::vector<std::filesystem::path> ingest_delivery(Archive& archive, const Delivery& delivery,
    const Options& options, const DeliveryEvents& events);

} // namespace stele::ingest
