// The only place in archive/ that makes threads. Work is handed out by index; results must not
// depend on order.
#pragma once

#include "archive/base/result.h"

#include <atomic>
#include <cstddef>
#include <functional>

namespace stele {

// Set from any thread, a signal handler included; long work polls it and returns Errc::cancelled.
struct Cancel {
    std::atomic<bool> requested{false};
};

// 0 means all cores.
unsigned resolve_jobs(unsigned jobs);

// Calls work(0..count-1), each once, on up to jobs threads (the caller's included), and waits.
// After the first failure no new index is started; the error of the lowest failed index is
// returned. Nested calls are allowed.
Status parallel_for(
    std::size_t count, unsigned jobs, const std::function<Status(std::size_t)>& work);

} // namespace stele
