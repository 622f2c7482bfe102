// Certified two-sided distance between two triangle sets: never below the truth, at most a quarter above it in
// practice. Triangles are covered piece by piece; the distance to one (convex) target triangle is convex, so the
// corners of a piece bound all of it.
#pragma once

#include "archive/lod/surface.h"
#include "archive/lod/triangle_index.h"

namespace stele::lod {

// Points relative to somewhere near their middle; every index in range; at least one triangle.
struct Shape {
    std::span<const Vec3d> points;
    std::span<const Triangle> triangles;
};

// What each side knows of the other, to start searches and to skip what did not change.
struct Correspondence {
    std::vector<std::uint32_t> triangle; // of each triangle: one of the other side likely to be near
    std::vector<std::uint8_t> same;      // of each triangle: it exists on the other side too
};

struct TwoSidedDistance {
    double bound = 0; // certified
    double seen = 0;  // the greatest distance found at a point: the truth lies between
};

class DistanceMeter {
public:
    // floor: distances below it need not be told apart.
    TwoSidedDistance measure(const Shape& a, const Correspondence& from_a, const Shape& b,
        const Correspondence& from_b, double floor);

    // After measure: the triangle of b nearest to each vertex of a that a triangle of a uses.
    std::span<const std::uint32_t> nearest_to_a() const { return side_[0].vertex_nearest; }

private:
    struct Side {
        Shape shape;
        const Correspondence* link = nullptr;
        TriangleIndex index;
        std::vector<std::uint32_t> fan_first, fan; // triangles around each vertex
        std::vector<double> vertex_distance;       // to the other side
        std::vector<std::uint32_t> vertex_nearest; // on the other side
    };
    // A convex part of a triangle, to be covered by the target's triangle or pieces around it.
    struct Piece {
        static constexpr std::size_t kMax = 12;
        std::array<Vec3d, kMax> corner;
        std::uint32_t count = 0;
        std::uint32_t target = 0;
        bool exact = false; // target is the nearest to the centroid

        bool full = false; // a corner did not fit: the piece is not whole

        void add(Vec3d p)
        {
            if (count < kMax)
                corner[count++] = p;
            else
                full = true;
        }
    };

    void prepare(Side& side, const Shape& shape, const Correspondence& link);
    void measure_vertices(Side& from, const Side& to);
    void cover_triangles(const Side& from, const Side& to);
    void cover(const Side& from, const Side& to, std::uint32_t triangle);
    void cover_piece(const Side& to, Piece& piece);
    void refine(const Side& to, Piece& piece);
    void push(const Piece& piece, std::uint32_t target, bool exact);
    double piece_bound(const Side& to, const Piece& piece, std::uint32_t target) const;
    std::uint32_t across(const Side& side, std::uint32_t triangle, std::size_t edge) const;

    double limit() const { return std::max(1.25 * result_.seen, floor_); }
    void accept(double distance) { result_.bound = std::max(result_.bound, distance); }
    void see(double distance) { result_.seen = std::max(result_.seen, distance); }

    std::array<Side, 2> side_;
    std::vector<Piece> pieces_;
    TwoSidedDistance result_;
    double floor_ = 0;
};

// The closest point of triangle abc to p (Ericson, Real-Time Collision Detection, 5.1.5).
Vec3d closest_point(Vec3d p, Vec3d a, Vec3d b, Vec3d c);

} // namespace stele::lod
