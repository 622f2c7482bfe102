// Every knob of an ingest, with unit and default.
#pragma once

#include "archive/base/parallel.h"
#include "archive/ingest/placement.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::ingest {

struct Options {
    std::string record; // slug of the record to make or extend; empty: from the file's name
    std::filesystem::path
        record_file; // TOML; empty: <stem>.toml, else record.toml of the scan's folder, if there
    std::vector<std::string> set; // key=value, applied last
    PlacementChoice placement;
    std::optional<double> grid_step_m;                     // power of two; empty: from the scan
    unsigned jobs = 0;                                     // 0: all cores
    std::uint64_t memory_bytes = std::uint64_t(512) << 20; // what the program may hold at a time
    bool strict = false;  // findings of severity warning and above refuse the scan
    bool dry_run = false; // read and examine, write nothing
    bool rebuild = false; // make the viewing copy again even if it is up to date
    std::string user_name = "Stele";
    std::string user_address = "mailto:stele@localhost"; // OCFL wants one (W008)
    std::string program = "stele";                       // for events: name and version
    const Cancel* cancel = nullptr;
    // Called with the stage ("read", "build", ...) and the share done of the whole, 0..1.
    std::function<void(std::string_view stage, double fraction)> progress;
};

// "256MiB". Errc::invalid_argument below 128 MiB, which the program needs for itself.
Result<std::uint64_t> parse_memory(std::string_view text);

} // namespace stele::ingest
