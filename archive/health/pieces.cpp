// Areas are exact sums, so what is dust does not depend on how the surface came in parts.
#include "archive/health/pieces.h"

#include <algorithm>

namespace stele::health {

namespace {

constexpr double kDustShare = 0.001; // of the area
constexpr std::size_t kMostKept = 1000;

} // namespace

void FinishedPieces::add(const Piece& piece)
{
    if (piece.triangles == 0)
        return;
    kept_.push_back(piece);
    if (kept_.size() >= 2 * kMostKept)
        keep_largest();
}

void FinishedPieces::add(const FinishedPieces& other)
{
    for (const Piece& piece : other.kept_)
        add(piece);
    dropped_ += other.dropped_;
    dropped_sum_ += other.dropped_sum_;
}

// Which of several equal ones stay does not matter: where one of them is dropped, all are dust.
void FinishedPieces::keep_largest()
{
    const auto end = kept_.begin() + std::ptrdiff_t{kMostKept};
    std::nth_element(kept_.begin(), end, kept_.end(),
        [](const Piece& a, const Piece& b) { return a.area > b.area; });
    for (auto piece = end; piece != kept_.end(); ++piece)
        dropped_sum_ += *piece;
    dropped_ += static_cast<std::uint64_t>(kept_.end() - end);
    kept_.erase(end, kept_.end());
}

Pieces FinishedPieces::judge(AreaSum area) const
{
    Pieces out;
    AreaSum largest;
    std::uint64_t dust = dropped_;
    Piece dust_sum = dropped_sum_;
    for (const Piece& piece : kept_) {
        largest = std::max(largest, piece.area);
        if (piece.area.steps2() < kDustShare * area.steps2()) {
            ++dust;
            dust_sum += piece;
        }
    }
    out.count = kept_.size() + dropped_;
    out.dust = dust;
    out.dust_triangles = dust_sum.triangles;
    if (area > AreaSum()) {
        out.largest_share = largest.steps2() / area.steps2();
        out.dust_share = dust_sum.area.steps2() / area.steps2();
    }
    return out;
}

} // namespace stele::health
