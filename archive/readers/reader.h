// Opens a scan file as a pull source: the format is told by content first, by extension second.
// Whatever the bytes are, opening and reading ends in data, findings or an error.
#pragma once

#include "archive/base/parallel.h"
#include "archive/model/scan.h"

#include <filesystem>
#include <memory>

namespace stele::readers {

struct ReadOptions {
    // Files that the scan names are read only beneath this folder; empty means the scan's own
    // folder.
    std::filesystem::path folder = {};
    // Polled while another program reads for us; outlives the source.
    const Cancel* cancel = nullptr;
    // The program that reads what this one does not; empty: stele-read-mesh beside this program.
    std::filesystem::path mesh_program = {};
};

// Errc::unsupported names what the file is when it is a known format that cannot be read, and what
// to do.
Result<std::unique_ptr<ScanSource>> open_scan(
    const std::filesystem::path& file, const ReadOptions& options = {});

// By extension alone, for walking folders; true for what open_scan can read.
bool looks_like_scan(const std::filesystem::path& file);

} // namespace stele::readers
