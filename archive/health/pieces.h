// Connected pieces of a surface, most of which are forgotten as soon as they are finished: of dust
// there may be tens of millions.
#pragma once

#include "archive/health/area_sum.h"
#include "archive/health/health.h"

#include <vector>

namespace stele::health {

struct Piece {
    AreaSum area;
    std::uint64_t triangles = 0;

    Piece& operator+=(const Piece& other)
    {
        area += other.area;
        triangles += other.triangles;
        return *this;
    }
};

// Pieces of which nothing more will come. At most 1000 of a surface's pieces can have a thousandth
// of its area, so the largest thousand are kept and the others only summed: those are dust.
class FinishedPieces {
public:
    // One without triangles is none.
    void add(const Piece& piece);
    void add(const FinishedPieces& other);

    // area: of the whole surface.
    Pieces judge(AreaSum area) const;

private:
    void keep_largest();

    std::vector<Piece> kept_;
    std::uint64_t dropped_ = 0;
    Piece dropped_sum_;
};

} // namespace stele::health
