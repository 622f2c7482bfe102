// Finds the point of a surface that is nearest to a point, exactly in double precision, among
// millions of triangles: an eight-wide tree of boxes over Morton order, built in O(n log n), asked
// in O(log n). 40 bytes a triangle beside the surface itself.
#pragma once

#include "archive/model/scan.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stele::lod {

class SurfaceTree {
public:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    struct Nearest {
        double distance2 = 0;
        std::uint32_t triangle = kNone;
    };

    // Borrows both for its life. Precondition: at least one triangle, every index in range, every
    // corner finite.
    SurfaceTree(std::span<const Vec3d> points, std::span<const Triangle> triangles);

    // hint: a triangle likely to be near, or none; it changes the time, not the distance. Threads
    // may ask at once.
    Nearest nearest(Vec3d p, std::uint32_t hint = kNone) const;

private:
    using Lane = std::array<float, 8>;
    // Of eight nodes below, or of eight triangles; relative to middle_, rounded outward. A lane
    // without a node is inside out, so that nothing is near it.
    struct Boxes {
        std::array<Lane, 3> low, high;
    };

    void sort_triangles();
    void fit_triangles();
    void test(Vec3d p, std::uint32_t triangle, Nearest& best) const;
    void visit(std::size_t level, std::size_t node, Vec3d p, Nearest& best) const;

    std::span<const Vec3d> points_;
    std::span<const Triangle> triangles_;
    Vec3d middle_;
    std::vector<std::uint32_t> order_;       // triangles by Morton code of their centroids
    std::vector<std::vector<Boxes>> levels_; // levels_[0][i] bounds order_[8i..8i+7]
};

} // namespace stele::lod
