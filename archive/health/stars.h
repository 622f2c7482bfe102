// Edges and vertices of a mesh, judged from the triangles around each vertex: open, shared by too
// many, turned against each other.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::health {

// An edge of exactly one triangle.
struct BoundaryEdge {
    std::uint32_t a = 0, b = 0;
    std::uint32_t opposite = 0; // third corner of its triangle
    friend bool operator==(const BoundaryEdge&, const BoundaryEdge&) = default;
};

// Counts of lengths, at least 1, by the leading bits of their float: 256 bins an octave.
struct LengthHistogram {
    static constexpr unsigned kBinsPerOctave = 256;
    static constexpr unsigned kOctaves = 34; // differences of 32-bit coordinates are below 2^34
    std::vector<std::uint64_t> bins =
        std::vector<std::uint64_t>(std::size_t{kOctaves} * kBinsPerOctave);
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
    std::vector<BoundaryEdge> boundary;
    LengthHistogram lengths; // of the edges, in grid steps

    Stars& operator+=(const Stars& other);
};

// Edges from a vertex whose star is whole to one whose star is cut.
enum class CutEdges { judged, left };

// cut: 1 for each vertex some of whose triangles may not be here. It is not judged, nor is an edge
// between two of them. Equal result for any number of jobs.
Stars examine_stars(
    const GridMesh& mesh, std::span<const std::uint8_t> cut, CutEdges cut_edges, unsigned jobs);

} // namespace stele::health
