// Work by index on a handful of threads that live as long as the call.
#include "archive/base/parallel.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace stele {

unsigned resolve_jobs(unsigned jobs)
{
    return jobs != 0 ? jobs : std::max(1u, std::thread::hardware_concurrency());
}

namespace {

struct Shared {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::size_t error_index = std::numeric_limits<std::size_t>::max();
    std::optional<Error> error;

    void fail(std::size_t index, Error e)
    {
        const std::lock_guard lock(mutex);
        failed = true;
        if (index < error_index) {
            error_index = index;
            error.emplace(std::move(e));
        }
    }
};

void run(Shared& shared, std::size_t count, const std::function<Status(std::size_t)>& work)
{
    while (!shared.failed) {
        const std::size_t index = shared.next.fetch_add(1);
        if (index >= count)
            return;
        try {
            if (Status status = work(index); !status)
                shared.fail(index, status.take_error());
        } catch (const std::bad_alloc&) {
            shared.fail(index, Error(Errc::limit, "out of memory"));
        } catch (const std::exception& e) {
            shared.fail(index, Error(Errc::internal, e.what()));
        }
    }
}

} // namespace

Status parallel_for(
    std::size_t count, unsigned jobs, const std::function<Status(std::size_t)>& work)
{
    const std::size_t threads = std::min<std::size_t>(resolve_jobs(jobs), count);
    Shared shared;
    {
        std::vector<std::jthread> helpers;
        helpers.reserve(threads);
        for (std::size_t i = 1; i < threads; ++i)
            helpers.emplace_back([&] { run(shared, count, work); });
        run(shared, count, work);
    }
    if (shared.error)
        return std::move(*shared.error);
    return {};
}

} // namespace stele
