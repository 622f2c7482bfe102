// What somebody hands over - scan files, or folders of them - sorted into the records that it
// makes. Sorting reads names only; nothing is opened and nothing is written.
#pragma once

#include "archive/base/result.h"
#include "archive/ingest/options.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stele::ingest {

// Something in a folder that is not kept. path: relative to the folder given, valid UTF-8.
struct LeftOut {
    std::string path;
    std::string reason; // "made by the operating system", "a symbolic link, which is not followed"
};

// What goes into one record.
struct Consignment {
    std::filesystem::path folder; // logical paths are relative to it; nothing outside is read
    std::vector<std::filesystem::path> scans;     // sorted
    std::vector<std::filesystem::path> documents; // kept as they are
    std::vector<LeftOut> left_out;
    std::filesystem::path named_after; // its name is the record's id where nothing else says one
    std::filesystem::path record_file; // TOML; empty: none
    // A scan that cannot be read is kept as a document: the whole of a folder goes into this
    // record.
    bool keeps_unreadable = false;
};

// What ingest() takes at a time: one scan with what is kept beside it, or documents alone.
struct Intake {
    std::filesystem::path scan;   // empty: documents only
    std::filesystem::path folder; // as in Consignment, as are the rest
    std::vector<std::filesystem::path> documents;
    std::vector<LeftOut> left_out;
    std::filesystem::path named_after, record_file;
};
// The consignment without its scans; the caller adds one of them.
Intake intake_of(const Consignment& consignment);
// A scan by itself, described by the .toml beside it.
Intake intake_of_scan(const std::filesystem::path& scan, const Options& options = {});

struct Delivery {
    std::vector<Consignment> consignments; // of a folder: by their first scan
    // Of folders with several records: files that may belong to any of them. What no scan names is
    // for the curator to decide.
    std::vector<std::filesystem::path> shared;
};

// A file is a scan by itself, or with --record a document of that record. In a folder, with
// all below it:
//   with --record, --record-file everything is one record
//   a folder with a record.toml  is one record with everything below it
//   a scan with its own .toml    is one record
//   the only scan that is left   is one record with everything else
//   several scans                are one record each, those of one stem in one folder together; a
//                                document goes with the scan of the same
//                                stem, else with the only scan in the nearest folder that has any
// Errors: nothing to keep; two files that would become one.
Result<Delivery> sort_delivery(
    const std::vector<std::filesystem::path>& paths, const Options& options = {});

} // namespace stele::ingest
