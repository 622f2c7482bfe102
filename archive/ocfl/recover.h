// What a writer that was killed left in .staging is settled and removed, before anything else is
// written.
#pragma once

#include "archive/base/io.h"
#include "archive/base/result.h"
#include "archive/ocfl/write_lock.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stele::ocfl {

struct Recovery {
    std::uint64_t removed = 0;               // leftover entries of .staging
    std::vector<std::string> rolled_forward; // object directories with a write-ahead record
    std::vector<std::string> rolled_back;
    bool clean() const { return removed == 0; }
};

// Call after taking the lock. Idempotent; a failure leaves what was not reached for the next call.
Result<Recovery> recover(const WriteLock& lock, Io& io);

} // namespace stele::ocfl
