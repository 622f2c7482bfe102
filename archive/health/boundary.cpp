// Vertices are numbered as they come, and renumbered by position in the end.
#include "archive/health/boundary.h"

#include <algorithm>
#include <numeric>

namespace stele::health {

std::vector<BoundarySide> boundary_sides(
    std::span<const BoundaryEdge> edges, std::span<const Vec3i> positions)
{
    std::vector<BoundarySide> sides;
    sides.reserve(edges.size());
    for (const BoundaryEdge& edge : edges)
        sides.push_back({positions[edge.a], positions[edge.b], positions[edge.opposite]});
    return sides;
}

std::uint32_t BoundaryWeld::number_of(Vec3i position)
{
    const auto next = static_cast<std::uint32_t>(positions_.size());
    const std::uint32_t number = numbers_.find_or_add(position, next, positions_);
    if (number == next)
        positions_.push_back(position);
    return number;
}

void BoundaryWeld::add(std::span<const BoundarySide> sides)
{
    count_ += sides.size();
    if (!is_traceable()) {
        edges_ = {};
        positions_ = {};
        numbers_ = PositionTable();
        return;
    }
    for (const BoundarySide& side : sides) {
        const std::uint32_t a = number_of(side.a), b = number_of(side.b);
        edges_.push_back({a, b, side.opposite});
    }
}

Boundary BoundaryWeld::take()
{
    Boundary out;
    out.edges.reserve(edges_.size());
    for (const Edge& edge : edges_)
        out.edges.push_back({edge.a, edge.b, numbers_.find(edge.opposite, positions_)});
    edges_ = {};
    numbers_ = PositionTable();
    count_ = 0;

    std::vector<std::uint32_t> order(positions_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return positions_[a] < positions_[b]; });
    std::vector<std::uint32_t> rank(order.size());
    out.vertices.reserve(order.size());
    for (const std::uint32_t number : order) {
        rank[number] = static_cast<std::uint32_t>(out.vertices.size());
        out.vertices.push_back(positions_[number]);
    }
    positions_ = {};
    for (BoundaryEdge& edge : out.edges) {
        const std::uint32_t a = rank[edge.a], b = rank[edge.b];
        edge.a = std::min(a, b);
        edge.b = std::max(a, b);
        edge.opposite =
            edge.opposite == PositionTable::kAbsent ? PositionTable::kAbsent : rank[edge.opposite];
    }
    std::sort(out.edges.begin(), out.edges.end(), [](const BoundaryEdge& x, const BoundaryEdge& y) {
        return x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    return out;
}

} // namespace stele::health
