// What the archive keeps about an ingest besides the bytes: a report on the scan (same input, same
// bytes) and events (who, when, with which program).
#pragma once

#include "archive/base/json.h"
#include "archive/health/health.h"
#include "archive/lod/build.h"
#include "archive/lod/grid.h"
#include "archive/model/finding.h"
#include "archive/model/scan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stele::ingest {

// CPU seconds of all threads, beside those of the build.
struct StageSeconds {
    double read = 0;     // with gridding and welding
    double health = 0;   // the bill of health
    double encode = 0;   // pages
    double overview = 0; // with the index
    double hash_and_io =
        0; // originals and what was made of them: copied, hashed, synced, read back
};

struct Report {
    std::string asset;         // "venus"
    std::string original;      // logical path of the scan
    std::string source_digest; // sha512
    std::string format;
    lod::GridReport grid;
    Grid lattice;
    health::Health health;
    lod::BuildReport build;
    StageSeconds cpu;
    std::uint64_t scratch_peak_bytes = 0, scratch_written_bytes = 0; // what did not fit in memory
    std::uint64_t resumed_bricks = 0; // that an interrupted build had done
    std::uint64_t access_bytes = 0;
    Json made_from; // the viewing copy's source.json: a report belongs to one viewing copy
    Findings findings;
};

// Each with code, severity, where, count, the English text, and "values" where it has some.
Json findings_json(const Findings& findings);
Findings findings_from_json(const Json& json);

// "report/1". Holds no time and no machine: equal input gives equal bytes.
Json report_json(const Report& report);

struct Event {
    std::string type;    // "ingest", "viewing-copy", "record-edited"
    std::string outcome; // "success" or "failure"
    std::string detail;  // one sentence
    Json inputs;         // array of {path, sha512, bytes}
    Json left_out =
        {}; // array of {path, reason}: what the delivery held and is not kept; may be null
};

// "event/1": PREMIS-like. program: "stele 0.1.0".
Json event_json(const Event& event, const std::string& time, const std::string& agent,
    const std::string& program);

} // namespace stele::ingest
