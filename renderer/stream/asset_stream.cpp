// The pages of one asset over time.
#include "renderer/stream/asset_stream.h"

#include <algorithm>
#include <limits>

namespace stele::stream {

namespace {

constexpr std::size_t kMaxLoading = 64; // decoded pages in host memory: about 8 MiB
constexpr std::uint64_t kPublishBytesPerFrame = 8 << 20; // so that a frame never waits for copies
constexpr unsigned kMaxAttempts = 4;                     // at 0, 1, 5 and 21 seconds
constexpr unsigned kMaxCorruptAttempts = 2;

unsigned loader_threads(unsigned wanted)
{
    const unsigned cores = std::max(std::thread::hardware_concurrency(), 2u);
    return wanted > 0 ? wanted : std::min(cores - 1, 4u);
}

std::vector<std::uint64_t> estimate_all(const PageIndex& index)
{
    std::vector<std::uint64_t> bytes;
    for (const PageRecord& record : index.pages)
        bytes.push_back(estimate_bytes(record, index.asset));
    return bytes;
}

} // namespace

AssetStream::AssetStream(std::shared_ptr<const PageSource> source, PageGraph graph, PagePool pool,
    const StreamOptions& options)
    : source_(std::move(source)), options_(options), graph_(std::move(graph)),
      pool_(std::move(pool)), loader_(source_, loader_threads(options.threads))
{
    const std::size_t pages = index().pages.size();
    residency_.state.assign(pages, PageState::absent);
    residency_.bytes = estimate_all(index());
    residency_.last_wanted.assign(pages, 0);
    resident_.assign(pages, false);
    slots_.resize(pages);
    failures_.resize(pages);
}

Result<std::unique_ptr<AssetStream>> AssetStream::create(
    gpu::Device& device, std::shared_ptr<const PageSource> source, const StreamOptions& options)
{
    STELE_TRY(PageGraph graph, PageGraph::create(source->index()));
    STELE_TRY(PagePool pool, PagePool::create(device, options.budget_bytes));
    STELE_TRY(const DecodedPage decoded, source->load(source->index().root).in("root page"));
    STELE_TRY(PackedPage root, pack_page(decoded, source->index()).in("root page"));
    std::unique_ptr<AssetStream> stream(
        new AssetStream(std::move(source), std::move(graph), std::move(pool), options));
    const PageId id = stream->index().root;
    stream->residency_.state[id.value] = PageState::loading;
    stream->residency_.bytes[id.value] = PagePool::bytes_needed(root);
    stream->arrived_.push_back({id, std::move(root)});
    return stream;
}

Status AssetStream::update(
    gpu::Commands& commands, gpu::Upload& upload, const View& view, double now_s)
{
    ++frame_;
    collect_finished(now_s);
    STELE_CHECK(publish_arrived(commands, upload));
    request(view, now_s);
    count(view);
    return {};
}

void AssetStream::collect_finished(double now_s)
{
    for (Loaded& loaded : loader_.take_finished()) {
        --loading_;
        if (loaded.result) {
            residency_.bytes[loaded.page.value] = PagePool::bytes_needed(*loaded.result);
            arrived_.push_back({loaded.page, std::move(*loaded.result)});
        } else {
            note_failure(loaded.page, loaded.result.error(), now_s);
        }
    }
    for (std::size_t page = 0; page < failures_.size(); ++page)
        if (residency_.state[page] == PageState::failed && failures_[page].retry_at_s <= now_s)
            residency_.state[page] = PageState::absent;
}

void AssetStream::note_failure(PageId page, const Error& error, double now_s)
{
    Failure& failure = failures_[page.value];
    ++failure.attempts;
    const bool corrupt = error.code() == Errc::corrupt || error.code() == Errc::malformed;
    const bool hopeless = failure.attempts >= (corrupt ? kMaxCorruptAttempts : kMaxAttempts);
    // 1, 4, 16 seconds; what is corrupt is read again at once, in case the bytes were damaged on
    // the way.
    const double delay_s = corrupt ? 0 : double(1u << (2 * (failure.attempts - 1)));
    failure.retry_at_s = hopeless ? std::numeric_limits<double>::infinity() : now_s + delay_s;
    residency_.state[page.value] = PageState::failed;
    stats_.last_failure = error.text();
}

Status AssetStream::publish_arrived(gpu::Commands& commands, gpu::Upload& upload)
{
    const bool hold = options_.order == PublishOrder::page_id && loading_ > 0;
    if (hold || arrived_.empty())
        return {};
    // Needed pages first; among equals by id.
    std::sort(arrived_.begin(), arrived_.end(), [this](const Arrived& a, const Arrived& b) {
        const std::uint32_t da = graph_.depth[a.page.value], db = graph_.depth[b.page.value];
        return da != db ? da < db : a.page < b.page;
    });
    std::vector<Arrived> kept;
    std::uint64_t published_bytes = 0;
    for (Arrived& arrived : arrived_) {
        const bool enough =
            options_.order == PublishOrder::arrival && published_bytes > kPublishBytesPerFrame;
        bool done = false;
        if (!enough) {
            STELE_TRY(done, publish(commands, upload, arrived.page, arrived.packed));
        }
        if (done)
            published_bytes += arrived.packed.blob.size();
        else
            kept.push_back(std::move(arrived));
    }
    arrived_ = std::move(kept);
    pool_.finish_uploads(commands);
    return {};
}

Result<bool> AssetStream::publish(
    gpu::Commands& commands, gpu::Upload& upload, PageId page, const PackedPage& packed)
{
    PageState& state = residency_.state[page.value];
    bool parents_coming = true, parents_resident = true;
    for (const std::uint32_t needed : graph_.needs[page.value]) {
        parents_resident = parents_resident && resident_[needed];
        parents_coming =
            parents_coming && (resident_[needed] || residency_.state[needed] == PageState::loading);
    }
    const bool fits = page == index().root ||
                      pool_.used_bytes() + PagePool::bytes_needed(packed) <= options_.budget_bytes;
    if (!parents_coming || !fits) {
        state = PageState::absent; // its true size is known now; the next plan decides again
        return true;
    }
    if (!parents_resident)
        return false;
    STELE_TRY(const std::optional<Slot> slot, pool_.publish(commands, upload, packed));
    if (!slot)
        return false;
    slots_[page.value] = *slot;
    resident_[page.value] = true;
    state = PageState::resident;
    failures_[page.value] = {};
    return true;
}

void AssetStream::request(const View& view, double)
{
    for (const PageId page : loader_.cancel_queued()) {
        residency_.state[page.value] = PageState::absent;
        --loading_;
    }
    cut_ = select_within(view, index(), graph_, resident_, residency_.bytes, options_.budget_bytes);
    for (const PageId page : cut_.wanted)
        residency_.last_wanted[page.value] = frame_;
    const Plan next =
        plan(index(), graph_, residency_, cut_.wanted, options_.budget_bytes, kMaxLoading);
    for (const PageId page : next.evict) {
        pool_.free(slots_[page.value]);
        resident_[page.value] = false;
        residency_.state[page.value] = PageState::absent;
    }
    for (const PageId page : next.load)
        residency_.state[page.value] = PageState::loading;
    loading_ += next.load.size();
    loader_.enqueue(next.load);
}

void AssetStream::count(const View& view)
{
    stats_.resident_pages = stats_.missing_pages = stats_.failed_pages = 0;
    stats_.wanted_pages = static_cast<std::uint32_t>(cut_.wanted.size());
    for (std::size_t page = 0; page < residency_.state.size(); ++page) {
        stats_.resident_pages += resident_[page] ? 1u : 0u;
        stats_.failed_pages += residency_.state[page] == PageState::failed ? 1u : 0u;
    }
    for (const PageId page : cut_.wanted) {
        const PageState state = residency_.state[page.value];
        const bool retried =
            state == PageState::failed &&
            failures_[page.value].retry_at_s < std::numeric_limits<double>::infinity();
        stats_.missing_pages += state == PageState::loading || retried ? 1u : 0u;
    }
    stats_.budget_limited =
        cut_.threshold_px > view.threshold_px || pool_.used_bytes() > options_.budget_bytes;
}

} // namespace stele::stream
