// Threads that read, decode and pack pages.
#include "renderer/stream/loader.h"

#include <algorithm>

namespace stele::stream {

Loader::Loader(std::shared_ptr<const PageSource> source, unsigned threads)
    : source_(std::move(source))
{
    for (unsigned i = 0; i < std::max(threads, 1u); ++i)
        threads_.emplace_back([this] { work(); });
}

Loader::~Loader()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        queue_.clear();
    }
    has_work_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void Loader::enqueue(const std::vector<PageId>& pages)
{
    {
        const std::lock_guard lock(mutex_);
        queue_.insert(queue_.end(), pages.begin(), pages.end());
    }
    has_work_.notify_all();
}

std::vector<PageId> Loader::cancel_queued()
{
    const std::lock_guard lock(mutex_);
    std::vector<PageId> dropped(queue_.begin(), queue_.end());
    queue_.clear();
    return dropped;
}

std::vector<Loaded> Loader::take_finished()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(finished_, {});
}

void Loader::wait_finished(std::chrono::duration<double> timeout)
{
    std::unique_lock lock(mutex_);
    has_finished_.wait_for(
        lock, timeout, [this] { return !finished_.empty() || (queue_.empty() && in_work_ == 0); });
}

void Loader::work()
{
    std::unique_lock lock(mutex_);
    while (true) {
        has_work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_)
            return;
        const PageId page = queue_.front();
        queue_.pop_front();
        ++in_work_;
        lock.unlock();
        auto load = [this, page]() -> Result<PackedPage> {
            STELE_TRY(const DecodedPage decoded, source_->load(page));
            return pack_page(decoded, source_->index());
        };
        Loaded loaded{page, load().in("page " + std::to_string(page.value))};
        lock.lock();
        --in_work_;
        finished_.push_back(std::move(loaded));
        has_finished_.notify_all();
    }
}

} // namespace stele::stream
