// Threads that read, decode and pack pages. The render thread meets them only in short queue swaps.
#pragma once

#include "renderer/stream/packed_page.h"
#include "renderer/stream/page_source.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace stele::stream {

struct Loaded {
    PageId page;
    Result<PackedPage> result;
};

class Loader {
public:
    Loader(std::shared_ptr<const PageSource> source, unsigned threads);
    ~Loader(); // waits for loads that have begun
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    void enqueue(const std::vector<PageId>& pages); // after what is queued, first first
    std::vector<PageId> cancel_queued();            // those that had not begun
    std::vector<Loaded> take_finished();            // in any order
    // Until something is finished or nothing is queued or in work, at most timeout.
    void wait_finished(std::chrono::duration<double> timeout);

private:
    void work();

    std::shared_ptr<const PageSource>
        source_; // shared with the caller: loads may outlive its interest
    std::mutex mutex_;
    std::condition_variable has_work_, has_finished_;
    std::deque<PageId> queue_;
    std::vector<Loaded> finished_;
    std::size_t in_work_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace stele::stream
