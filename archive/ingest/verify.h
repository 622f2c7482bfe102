// Proof that a landmark is what it was: OCFL structure, every byte's digest, every page, and the
// level-of-detail DAG's invariants (closure, monotone errors, boundary chains), all read from disk.
#pragma once

#include "archive/base/parallel.h"
#include "archive/ingest/archive.h"
#include "archive/ingest/error_check.h"
#include "archive/model/finding.h"

#include <cstdint>
#include <functional>
#include <string>

namespace stele::ingest {

struct VerifyOptions {
    bool quick = false;       // structure and sizes only, no content is read
    bool all_digests = false; // the second digest of originals too
    bool error = false;       // hold each viewing copy's certified error against its scan, too
    std::uint64_t samples = ErrorCheckOptions().samples; // for that, a direction and cut
    unsigned jobs = 0;
    const Cancel* cancel = nullptr;
    std::function<void(double fraction)> progress;
};

struct Verdict {
    std::string id; // slug, or the object id where there is no row
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t pages = 0;
    std::uint64_t groups = 0;
    std::vector<ErrorCheck> errors; // one an asset, when asked for
    Findings findings; // of severity error: damage; warning: allowed, but worth knowing

    bool damaged() const;
};

// The storage root itself: declaration, layout, nothing where nothing may be.
Findings verify_root(const Archive& archive);
// One record with its access object.
Result<Verdict> verify_record(const Archive& archive, const std::string& slug,
    const std::string& uuid, const VerifyOptions& options);

} // namespace stele::ingest
