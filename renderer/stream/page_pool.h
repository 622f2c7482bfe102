// GPU memory for pages: a slot number, a place in a slab and a run of the cluster table for each.
// What is freed is reused once the GPU has finished the frames that may read it.
#pragma once

#include "renderer/gpu/upload.h"
#include "renderer/stream/packed_page.h"
#include "renderer/stream/range_allocator.h"

#include <deque>
#include <optional>

namespace stele::stream {

struct Slot {
    std::uint32_t value = 0;
};

class PagePool {
public:
    // Slabs of at most 128 MiB are made as they are needed, never more than budget_bytes together.
    static Result<PagePool> create(gpu::Device& device, std::uint64_t budget_bytes);

    // None: no room now (memory, cluster table, upload ring); try again after eviction or in a
    // later frame.
    Result<std::optional<Slot>> publish(
        gpu::Commands& commands, gpu::Upload& upload, const PackedPage& page);
    void free(Slot slot);
    // Barriers for what was published into these commands.
    void finish_uploads(gpu::Commands& commands);

    static std::uint64_t bytes_needed(const PackedPage& page);
    std::uint64_t used_bytes() const { return used_bytes_; } // published and not freed
    const gpu::Buffer& clusters() const { return clusters_; }
    std::uint32_t slot_count() const { return static_cast<std::uint32_t>(pages_.size()); }
    // One a slot, offsets relative to the camera cell. A page too far from it for 32 bits is left
    // out.
    void fill_page_table(Vec3<std::int64_t> camera_cell, std::span<shaders::Page> table) const;

private:
    struct Place {
        bool used = false;
        std::size_t slab = 0;
        std::uint64_t offset = 0, bytes = 0;
        std::uint32_t first_cluster = 0, cluster_count = 0;
        Vec3i origin, low, high;
        std::uint32_t colours = 0, normals = 0, triangles = 0;
    };
    struct Slab {
        gpu::Buffer buffer;
        RangeAllocator ranges;
        bool written = false; // by these commands
    };
    struct Freed {
        std::uint64_t timeline_value;
        std::uint32_t slot;
    };

    PagePool(gpu::Device& device, std::uint64_t budget_bytes, gpu::Buffer clusters);
    void reclaim();
    Result<bool> place_blob(std::uint64_t bytes, Place& place);

    gpu::Device* device_;
    std::uint64_t budget_bytes_;
    std::uint64_t slab_bytes_ = 0; // of all slabs
    std::uint64_t used_bytes_ = 0;
    gpu::Buffer clusters_;
    RangeAllocator cluster_ranges_;
    bool clusters_written_ = false;
    std::deque<Slab> slabs_;
    std::vector<Place> pages_; // by slot
    std::vector<std::uint32_t> free_slots_;
    std::deque<Freed> freed_;
};

} // namespace stele::stream
