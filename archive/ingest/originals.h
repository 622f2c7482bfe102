// What is kept of a delivery: the scan and every file it names, under paths relative to their
// folder.
#pragma once

#include "archive/base/result.h"
#include "archive/model/finding.h"
#include "archive/model/scan.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stele::ingest {

struct Original {
    std::string logical_path; // "original/obj/venus.mtl": '/' separated, valid UTF-8, never ".."
    std::filesystem::path source; // where it lies now
};

struct Originals {
    std::vector<Original>
        files;         // the scan first, then its companions in order of appearance, each once
    Findings findings; // named but absent, names that are not UTF-8
};

// folder: what the delivery's paths are relative to; the scan lies beneath it.
Result<Originals> collect_originals(
    const std::filesystem::path& scan, const std::filesystem::path& folder, const ScanInfo& info);

// The stem of a file name as the name of its assets inside the archive: [a-z0-9-], never empty.
std::string asset_name(const std::filesystem::path& scan);

} // namespace stele::ingest
