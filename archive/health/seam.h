// What the parts of a surface share: the border vertices of all of them with the triangles around,
// joined by position, so that their stars and the pieces through them can be judged.
#pragma once

#include "archive/health/pieces.h"
#include "archive/health/stars.h"
#include "archive/health/surface.h"
#include "archive/model/position_table.h"

#include <vector>

namespace stele::health {

// What one part gives to the seam.
struct SeamSide {
    std::size_t border_vertices = 0;
    std::vector<Vec3i> positions;     // border vertices first, then the other corners
    std::vector<std::uint32_t> piece; // of each border vertex, in pieces
    std::vector<Piece> pieces;
    std::vector<Triangle> triangles; // those with a border vertex
};

// Takes the open pieces from the surface.
SeamSide seam_side_of(const SurfacePart& part, Surface& surface);

// 100 bytes a triangle at a border vertex.
class Seam {
public:
    void add(const SeamSide& side);

    // Border vertices, each position once.
    std::uint64_t vertices() const { return numbers_.size(); }
    const std::vector<Vec3i>& positions() const { return mesh_.positions; }
    // Of border vertices, and of edges whose ends are both border vertices.
    Stars examine(unsigned jobs) const;
    // Adds the pieces that touch a border.
    void finish_pieces(FinishedPieces& finished);

private:
    std::uint32_t root_of(std::uint32_t piece);

    GridMesh mesh_;
    std::vector<std::uint8_t> cut_;       // 1: no border vertex, not all of its star is here
    std::vector<std::uint32_t> piece_of_; // of each border vertex, in pieces_
    std::vector<Piece> pieces_;
    std::vector<std::uint32_t> parent_; // of each piece
    PositionTable numbers_;
};

} // namespace stele::health
