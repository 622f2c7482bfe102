// Finds the triangle nearest to a point among a few thousand: an eight-wide tree over Morton order,
// laid out so that the compiler tests eight boxes or eight triangles at a time. Single precision:
// it proposes, doubles measure.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

class TriangleIndex {
public:
    // Points should be relative to somewhere near their middle. Precondition: at least one
    // triangle.
    void build(std::span<const Vec3d> points, std::span<const Triangle> triangles);

    // The nearest triangle, up to single precision. hint: a triangle likely to be near.
    std::uint32_t nearest(Vec3d point, std::uint32_t hint) const;

private:
    using Lane = std::array<float, 8>;
    struct Boxes {
        std::array<Lane, 3> low, high;
    };
    struct Leaf {
        std::array<Lane, 3> corner, edge0, edge1,
            normal;            // normal is NaN for a triangle without area
        Lane inv0, inv1, inv2; // one over each edge's squared length
        std::array<std::uint32_t, 8> triangle;
    };
    struct Found {
        float distance2;
        std::uint32_t triangle;
    };

    void sort_triangles(std::span<const Vec3d> points, std::span<const Triangle> triangles);
    void fill_leaf(Leaf& leaf, std::size_t lane, std::uint32_t triangle,
        std::span<const Vec3d> points, const Triangle& corners);
    void test_leaf(const Leaf& leaf, Vec3f p, Found& best) const;
    void visit(std::size_t level, std::size_t node, Vec3f p, Found& best) const;

    std::vector<Leaf> leaves_;
    std::vector<std::vector<Boxes>> levels_; // levels_[0][i] bounds leaves 8i..8i+7
    std::vector<std::uint32_t> leaf_of_;
    std::vector<std::uint64_t> order_, swap_;
};

} // namespace stele::lod
