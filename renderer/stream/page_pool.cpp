// GPU memory for pages.
#include "renderer/stream/page_pool.h"

#include <algorithm>
#include <limits>

namespace stele::stream {

namespace {

constexpr std::uint64_t kSlabBytes = 128u << 20; // lavapipe binds no more at once
constexpr std::uint64_t kAlignment = 64;

std::uint64_t aligned(std::uint64_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// Half-full clusters at 15 bytes a triangle; ids hold 25 bits.
std::uint64_t cluster_capacity(std::uint64_t budget_bytes)
{
    return std::clamp<std::uint64_t>(budget_bytes / (64 * 15), 4096, 1u << 21);
}

} // namespace

PagePool::PagePool(gpu::Device& device, std::uint64_t budget_bytes, gpu::Buffer clusters)
    : device_(&device), budget_bytes_(budget_bytes), clusters_(std::move(clusters)),
      cluster_ranges_(clusters_.size_bytes / sizeof(shaders::Cluster))
{
}

Result<PagePool> PagePool::create(gpu::Device& device, std::uint64_t budget_bytes)
{
    STELE_TRY(gpu::Buffer clusters,
        gpu::Buffer::create(device, gpu::BufferUse::device,
            cluster_capacity(budget_bytes) * sizeof(shaders::Cluster), "clusters"));
    return PagePool(device, budget_bytes, std::move(clusters));
}

std::uint64_t PagePool::bytes_needed(const PackedPage& page)
{
    return std::max(aligned(page.blob.size()), kAlignment) +
           page.clusters.size() * sizeof(shaders::Cluster);
}

void PagePool::reclaim()
{
    const auto done = device_->completed();
    while (done && !freed_.empty() && freed_.front().timeline_value <= *done) {
        Place& place = pages_[freed_.front().slot];
        slabs_[place.slab].ranges.release(place.offset, place.bytes);
        if (place.cluster_count > 0)
            cluster_ranges_.release(place.first_cluster, place.cluster_count);
        free_slots_.push_back(freed_.front().slot);
        freed_.pop_front();
    }
}

// False: there is no room.
Result<bool> PagePool::place_blob(std::uint64_t bytes, Place& place)
{
    for (std::size_t i = 0; i < slabs_.size(); ++i)
        if (const auto offset = slabs_[i].ranges.allocate(bytes)) {
            place.slab = i;
            place.offset = *offset;
            return true;
        }
    // The root page is published whatever the budget says.
    const std::uint64_t left = budget_bytes_ > slab_bytes_ ? budget_bytes_ - slab_bytes_ : 0;
    const std::uint64_t size = std::max(slabs_.empty() ? bytes : 0, std::min(left, kSlabBytes));
    if (size < bytes)
        return false;
    STELE_TRY(gpu::Buffer buffer,
        gpu::Buffer::create(*device_, gpu::BufferUse::device, aligned(size), "page slab"));
    slab_bytes_ += buffer.size_bytes;
    RangeAllocator ranges(buffer.size_bytes);
    slabs_.push_back({std::move(buffer), std::move(ranges), false});
    place.slab = slabs_.size() - 1;
    place.offset = *slabs_.back().ranges.allocate(bytes);
    return true;
}

Result<std::optional<Slot>> PagePool::publish(
    gpu::Commands& commands, gpu::Upload& upload, const PackedPage& page)
{
    reclaim();
    const std::uint64_t table_bytes = page.clusters.size() * sizeof(shaders::Cluster);
    if (!upload.has_room(page.blob.size() + table_bytes))
        return std::optional<Slot>();
    Place place;
    place.used = true;
    place.bytes = bytes_needed(page) - table_bytes;
    place.cluster_count = static_cast<std::uint32_t>(page.clusters.size());
    STELE_TRY(const bool placed, place_blob(place.bytes, place));
    if (!placed)
        return std::optional<Slot>();
    if (place.cluster_count > 0) {
        const auto first = cluster_ranges_.allocate(place.cluster_count);
        if (!first) {
            slabs_[place.slab].ranges.release(place.offset, place.bytes);
            return std::optional<Slot>();
        }
        place.first_cluster = static_cast<std::uint32_t>(*first);
    }
    place.origin = page.origin;
    place.low = page.low;
    place.high = page.high;
    place.colours = page.colours;
    place.normals = page.normals;
    place.triangles = page.triangles;

    std::uint32_t slot = static_cast<std::uint32_t>(pages_.size());
    if (free_slots_.empty()) {
        pages_.push_back(place);
    } else {
        const auto lowest = std::min_element(free_slots_.begin(), free_slots_.end());
        slot = *lowest;
        free_slots_.erase(lowest);
        pages_[slot] = place;
    }
    std::vector<shaders::Cluster> clusters = page.clusters;
    for (shaders::Cluster& cluster : clusters)
        cluster.page = slot;
    Slab& slab = slabs_[place.slab];
    upload.write(commands, slab.buffer, place.offset, page.blob);
    upload.write(commands, clusters_, std::uint64_t{place.first_cluster} * sizeof(shaders::Cluster),
        std::as_bytes(std::span(clusters)));
    slab.written = true;
    clusters_written_ = true;
    used_bytes_ += place.bytes + table_bytes;
    return std::optional(Slot{slot});
}

void PagePool::free(Slot slot)
{
    Place& place = pages_[slot.value];
    place.used = false;
    used_bytes_ -= place.bytes + place.cluster_count * sizeof(shaders::Cluster);
    freed_.push_back({device_->submitted(), slot.value});
}

void PagePool::finish_uploads(gpu::Commands& commands)
{
    for (Slab& slab : slabs_)
        if (std::exchange(slab.written, false))
            gpu::Upload::finish(commands, slab.buffer);
    if (std::exchange(clusters_written_, false))
        gpu::Upload::finish(commands, clusters_);
}

void PagePool::fill_page_table(Vec3<std::int64_t> camera_cell, std::span<shaders::Page> table) const
{
    for (std::size_t slot = 0; slot < pages_.size(); ++slot) {
        const Place& place = pages_[slot];
        const auto offset = [](std::int32_t origin, std::int64_t cell, std::int32_t low,
                                std::int32_t high, std::int32_t& out) {
            constexpr std::int64_t kLow = std::numeric_limits<std::int32_t>::min();
            constexpr std::int64_t kHigh = std::numeric_limits<std::int32_t>::max();
            const std::int64_t value = std::int64_t{origin} - cell;
            if (value < kLow || value > kHigh || value + low < kLow || value + high > kHigh)
                return false;
            out = static_cast<std::int32_t>(value);
            return true;
        };
        shaders::Page page{};
        const bool reachable =
            place.used &&
            offset(place.origin.x, camera_cell.x, place.low.x, place.high.x, page.offset.x) &&
            offset(place.origin.y, camera_cell.y, place.low.y, place.high.y, page.offset.y) &&
            offset(place.origin.z, camera_cell.z, place.low.z, place.high.z, page.offset.z);
        if (reachable) {
            page.address = slabs_[place.slab].buffer.address + place.offset;
            page.first_cluster = place.first_cluster;
            page.cluster_count = place.cluster_count;
            page.colours = place.colours;
            page.normals = place.normals;
            page.triangles = place.triangles;
        }
        table[slot] = page;
    }
}

} // namespace stele::stream
