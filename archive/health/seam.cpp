// Grows part by part, in their order.
#include "archive/health/seam.h"

#include <algorithm>

namespace stele::health {

SeamSide seam_side_of(const SurfacePart& part, Surface& surface)
{
    SeamSide side;
    side.pieces = std::move(surface.open);
    std::vector<std::uint32_t> number(part.mesh.positions.size(), PositionTable::kAbsent);
    const auto take = [&](std::uint32_t v) {
        if (number[v] == PositionTable::kAbsent) {
            number[v] = static_cast<std::uint32_t>(side.positions.size());
            side.positions.push_back(part.mesh.positions[v]);
        }
        return number[v];
    };
    for (std::uint32_t v = 0; v < number.size(); ++v)
        if (part.border[v] != 0) {
            take(v);
            side.piece.push_back(surface.open_piece[v]);
        }
    side.border_vertices = side.positions.size();
    for (const Triangle& t : part.mesh.triangles)
        if ((part.border[t[0]] | part.border[t[1]] | part.border[t[2]]) != 0)
            side.triangles.push_back({take(t[0]), take(t[1]), take(t[2])});
    return side;
}

void Seam::add(const SeamSide& side)
{
    const auto first_piece = static_cast<std::uint32_t>(pieces_.size());
    for (const Piece& piece : side.pieces) {
        parent_.push_back(static_cast<std::uint32_t>(pieces_.size()));
        pieces_.push_back(piece);
    }
    std::vector<std::uint32_t> number;
    number.reserve(side.positions.size());
    for (std::size_t i = 0; i < side.positions.size(); ++i) {
        const auto next = static_cast<std::uint32_t>(mesh_.positions.size());
        const bool is_border = i < side.border_vertices;
        number.push_back(
            is_border ? numbers_.find_or_add(side.positions[i], next, mesh_.positions) : next);
        if (number.back() == next) {
            mesh_.positions.push_back(side.positions[i]);
            cut_.push_back(is_border ? 0 : 1);
            piece_of_.push_back(is_border ? first_piece + side.piece[i] : PositionTable::kAbsent);
        } else {
            const std::uint32_t a = root_of(piece_of_[number.back()]);
            const std::uint32_t b = root_of(first_piece + side.piece[i]);
            parent_[std::max(a, b)] = std::min(a, b);
        }
    }
    for (const Triangle& t : side.triangles)
        mesh_.triangles.push_back({number[t[0]], number[t[1]], number[t[2]]});
}

Stars Seam::examine(unsigned jobs) const
{
    return examine_stars(mesh_, cut_, CutEdges::left, jobs);
}

void Seam::finish_pieces(FinishedPieces& finished)
{
    for (std::uint32_t piece = static_cast<std::uint32_t>(pieces_.size()); piece-- > 0;)
        if (const std::uint32_t root = root_of(piece); root != piece)
            pieces_[root] += std::exchange(pieces_[piece], {});
    for (const Piece& piece : pieces_)
        finished.add(piece);
    pieces_ = {};
}

std::uint32_t Seam::root_of(std::uint32_t piece)
{
    while (parent_[piece] != piece)
        piece = parent_[piece] = parent_[parent_[piece]];
    return piece;
}

} // namespace stele::health
