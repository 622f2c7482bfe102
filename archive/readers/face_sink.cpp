// Polygons and strips.
#include "archive/readers/face_sink.h"

#include "archive/readers/polygon.h"

#include <algorithm>

namespace stele::readers {

void FaceSink::polygon(std::span<const std::int64_t> corners)
{
    if (corners.size() < 3) {
        ++too_few_;
        return;
    }
    if (!std::all_of(
            corners.begin(), corners.end(), [this](std::int64_t i) { return in_range(i); })) {
        ++out_of_range_;
        return;
    }
    if (corners.size() == 3)
        triangle(corners[0], corners[1], corners[2]);
    else
        divide(corners);
}

void FaceSink::divide(std::span<const std::int64_t> corners)
{
    ++divided_;
    if (load_positions_) {
        positions_ = load_positions_();
        load_positions_ = nullptr;
    }
    corner_positions_.clear();
    for (const std::int64_t corner : corners) {
        const auto index = static_cast<std::size_t>(corner);
        corner_positions_.push_back(index < positions_.size() ? positions_[index] : Vec3f{});
    }
    // Only hostile files hold so many large polygons; theirs stay fans.
    const std::uint64_t cost = corners.size() * corners.size();
    const bool affordable = corners.size() <= kMaxClippedCorners && cost <= clipping_budget_;
    clipping_budget_ -= affordable && corners.size() > 16 ? cost : 0;
    triangulate(corner_positions_, affordable ? Cover::exact : Cover::fan, pieces_);
    for (const auto& [a, b, c] : pieces_)
        triangle(corners[a], corners[b], corners[c]);
}

void FaceSink::strip_index(std::int64_t index)
{
    if (index == -1) {
        restart_strip();
        return;
    }
    if (strip_length_ >= 2 && index != strip_a_ && index != strip_b_ && strip_a_ != strip_b_) {
        // Every second triangle is turned round; repeated indices only stitch strips.
        if (strip_length_ % 2 == 0)
            triangle(strip_a_, strip_b_, index);
        else
            triangle(strip_b_, strip_a_, index);
    }
    strip_a_ = strip_b_;
    strip_b_ = index;
    ++strip_length_;
}

void FaceSink::report(FindingTally& tally) const
{
    if (out_of_range_ > 0)
        tally.add(Severity::warning, "scan.index-out-of-range", "",
            "faces name vertices that the file does not have, and are left out", out_of_range_);
    if (too_few_ > 0)
        tally.add(Severity::warning, "scan.face-with-fewer-than-3", "",
            "faces have fewer than three corners, and are left out", too_few_);
    if (oversized_ > 0)
        tally.add(Severity::warning, "scan.polygon-too-large", "",
            "faces have more than a million corners, and are left out", oversized_);
    if (divided_ > 0)
        tally.add(Severity::info, "scan.polygons-triangulated", "",
            "faces with more than three corners are divided into triangles", divided_);
}

} // namespace stele::readers
