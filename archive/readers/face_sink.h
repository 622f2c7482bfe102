// Polygons and strips, as files give them, become triangles whose indices are in range.
#pragma once

#include "archive/model/scan.h"
#include "archive/readers/finding_tally.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace stele::readers {

inline constexpr std::size_t kBatch = 65536;
inline constexpr std::uint64_t kMaxVertices = 0xffffffffu; // an index must fit 32 bits

class FaceSink {
public:
    // Where the triangles go until the next call.
    void set_output(std::vector<Triangle>& out) { out_ = &out; }
    void set_vertex_count(std::uint64_t count) { vertex_count_ = count; }
    // Asked once, at the first polygon of more than three corners: all positions, from any origin
    // near them. Without them polygons are fans.
    void set_positions(std::function<std::vector<Vec3f>()> positions)
    {
        load_positions_ = std::move(positions);
    }
    bool is_full() const { return out_->size() >= kBatch; }

    void triangle(std::int64_t a, std::int64_t b, std::int64_t c)
    {
        if (in_range(a) && in_range(b) && in_range(c)) [[likely]]
            out_->push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b),
                static_cast<std::uint32_t>(c)});
        else
            ++out_of_range_;
    }
    // One bad corner drops the whole polygon.
    void polygon(std::span<const std::int64_t> corners);
    // One more index of a triangle strip; Stanford's -1 starts a new one.
    void strip_index(std::int64_t index);
    void restart_strip() { strip_length_ = 0; }
    void oversized_polygon() { ++oversized_; }

    void report(FindingTally& tally) const;

private:
    bool in_range(std::int64_t index) const
    {
        return static_cast<std::uint64_t>(index) < vertex_count_;
    }
    void divide(std::span<const std::int64_t> corners);

    std::vector<Triangle>* out_ = nullptr;
    std::uint64_t vertex_count_ = 0;
    std::uint64_t out_of_range_ = 0, too_few_ = 0, divided_ = 0, oversized_ = 0;
    std::uint64_t strip_length_ = 0;
    std::int64_t strip_a_ = 0, strip_b_ = 0;
    std::function<std::vector<Vec3f>()> load_positions_;
    std::vector<Vec3f> positions_, corner_positions_;
    std::vector<std::array<std::uint32_t, 3>> pieces_;
    std::uint64_t clipping_budget_ = std::uint64_t{1} << 30; // in tests of a corner
};

} // namespace stele::readers
