// Where a surface ends: the edges of exactly one triangle, of all its parts, joined by position and
// in an order that does not depend on the parts.
#pragma once

#include "archive/health/stars.h"
#include "archive/model/position_table.h"

#include <span>
#include <vector>

namespace stele::health {

// Beyond this many, and 200 MB for them, a surface is torn everywhere and its openings say nothing.
inline constexpr std::uint64_t kMostTracedEdges = 2'000'000;

struct Boundary {
    std::vector<Vec3i> vertices; // ends of edges, ascending
    std::vector<BoundaryEdge>
        edges; // ascending by a, then b; opposite: PositionTable::kAbsent if it is no end
};

// The edges of one part, in positions.
struct BoundarySide {
    Vec3i a, b, opposite;
};
std::vector<BoundarySide> boundary_sides(
    std::span<const BoundaryEdge> edges, std::span<const Vec3i> positions);

class BoundaryWeld {
public:
    // Forgets all once there are more than kMostTracedEdges.
    void add(std::span<const BoundarySide> sides);

    std::uint64_t edges() const { return count_; }
    bool is_traceable() const { return count_ <= kMostTracedEdges; }
    // Precondition: is_traceable(). Leaves the weld empty.
    Boundary take();

private:
    struct Edge {
        std::uint32_t a, b; // in positions_
        Vec3i opposite;
    };

    std::uint32_t number_of(Vec3i position);

    std::uint64_t count_ = 0;
    std::vector<Edge> edges_;
    std::vector<Vec3i> positions_;
    PositionTable numbers_;
};

} // namespace stele::health
