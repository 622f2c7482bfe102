// Edges and vertices of a mesh, judged from the triangles around each vertex: open, shared by too
// many, turned against each other.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <vector>

namespace stele::health {

// An edge of exactly one triangle.
struct BoundaryEdge {
    std::uint32_t a = 0, b = 0; // a < b
    std::uint32_t opposite = 0; // third corner of its triangle
    friend bool operator==(const BoundaryEdge&, const BoundaryEdge&) = default;
};

// Counts of lengths by the leading bits of their float: 256 bins an octave.
struct LengthHistogram {
    static constexpr unsigned kDroppedBits = 15;
    std::vector<std::uint64_t> bins = std::vector<std::uint64_t>(std::size_t{1} << 16);
    std::uint64_t count = 0;

    void add(float length);
    void add(const LengthHistogram& other);
    // The middle of the bin in which that share of the lengths is reached; 0 without any.
    double quantile(double share) const;
};

struct Stars {
    std::uint64_t edges = 0, non_manifold_edges = 0, inconsistent_edges = 0;
    std::uint64_t unbalanced_edges = 0; // not as often one way as the other: no solid's surface
    std::uint64_t non_manifold_vertices = 0;
    std::vector<BoundaryEdge> boundary; // ascending by a, then b
    LengthHistogram lengths;            // of the edges, in grid steps
};

Stars examine_stars(const GridMesh& mesh, unsigned jobs);

} // namespace stele::health
