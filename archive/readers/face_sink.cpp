// Fans and strips.
#include "archive/readers/face_sink.h"

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
    fans_ += corners.size() > 3 ? 1u : 0u;
    for (std::size_t i = 2; i < corners.size(); ++i)
        triangle(corners[0], corners[i - 1], corners[i]);
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
    if (fans_ > 0)
        tally.add(Severity::info, "scan.polygons-triangulated", "",
            "faces with more than three corners are divided into triangles from their first corner",
            fans_);
}

} // namespace stele::readers
