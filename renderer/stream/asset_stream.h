// The pages of one asset over time: what the view wants is loaded, published and evicted within a
// hard budget. A page that cannot be read is retried, then given up; what is coarser stays on the
// screen.
#pragma once

#include "renderer/stream/loader.h"
#include "renderer/stream/page_pool.h"
#include "renderer/stream/residency.h"
#include "renderer/stream/select.h"

#include <string>

namespace stele::stream {

enum class PublishOrder {
    arrival, // as soon as possible
    page_id, // batch by batch, in page-id order: the same requests give the same cluster numbers
};

struct StreamOptions {
    std::uint64_t budget_bytes = 384ull << 20;
    unsigned threads = 0; // 0: cores - 1, at most 4
    PublishOrder order = PublishOrder::arrival;
};

struct StreamStats {
    std::uint32_t resident_pages = 0, wanted_pages = 0, missing_pages = 0, failed_pages = 0;
    bool budget_limited = false;
    std::string last_failure;
};

class AssetStream {
public:
    // Reads the root page before it returns.
    static Result<std::unique_ptr<AssetStream>> create(gpu::Device& device,
        std::shared_ptr<const PageSource> source, const StreamOptions& options);

    // One frame: publish what arrived, choose the cut, ask for the rest. now_s: a steady clock, for
    // retries.
    Status update(gpu::Commands& commands, gpu::Upload& upload, const View& view, double now_s);

    const PageIndex& index() const { return source_->index(); }
    const Cut& cut() const { return cut_; }
    const PagePool& pool() const { return pool_; }
    const StreamStats& stats() const { return stats_; }
    std::uint64_t budget_bytes() const { return options_.budget_bytes; }
    // Something that the last view wants is on its way.
    bool streaming() const { return stats_.missing_pages > 0 || !arrived_.empty() || loading_ > 0; }
    void wait_for_arrival(double timeout_s)
    {
        loader_.wait_finished(std::chrono::duration<double>(timeout_s));
    }

private:
    struct Failure {
        unsigned attempts = 0;
        double retry_at_s = 0; // infinite: given up
    };

    AssetStream(std::shared_ptr<const PageSource> source, PageGraph graph, PagePool pool,
        const StreamOptions& options);
    void collect_finished(double now_s);
    void note_failure(PageId page, const Error& error, double now_s);
    Status publish_arrived(gpu::Commands& commands, gpu::Upload& upload);
    // False: not now, keep it.
    Result<bool> publish(
        gpu::Commands& commands, gpu::Upload& upload, PageId page, const PackedPage& packed);
    void request(const View& view, double now_s);
    void count(const View& view);

    std::shared_ptr<const PageSource> source_;
    StreamOptions options_;
    PageGraph graph_;
    PagePool pool_;
    Residency residency_;
    std::vector<bool> resident_;
    std::vector<Slot> slots_; // by page, valid where resident
    std::vector<Failure> failures_;
    struct Arrived {
        PageId page;
        PackedPage packed;
    };
    std::vector<Arrived> arrived_;
    std::size_t loading_ = 0; // queued or in work in the loader
    std::uint64_t frame_ = 0;
    Cut cut_;
    StreamStats stats_;
    Loader loader_; // last: its threads stop before anything else goes
};

} // namespace stele::stream
