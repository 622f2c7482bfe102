// What is kept of a delivery: the scan, every file it names, and documents, under paths relative to
// their folder.
#pragma once

#include "archive/base/result.h"
#include "archive/ingest/delivery.h"
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
    // The scan first, then its companions in order of appearance, then documents; each once.
    std::vector<Original> files;
    std::vector<LeftOut> left_out;
    Findings findings; // named but absent, names that are not UTF-8
};

// maybe_scan: null when the intake has none. Everything lies beneath the intake's folder.
Result<Originals> collect_originals(const Intake& intake, const ScanInfo* maybe_scan);

// Empty when the file does not lie beneath the folder, with links resolved.
std::string logical_path(const std::filesystem::path& file, const std::filesystem::path& folder);

// The stem of a file name as the name of its assets inside the archive: [a-z0-9-], never empty.
std::string asset_name(const std::filesystem::path& scan);

} // namespace stele::ingest
