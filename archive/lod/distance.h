// Certified two-sided distance between two triangle sets: never below the truth, at most a quarter
// above the greatest distance found at a point. Triangles are covered piece by piece; the distance
// to one (convex) target triangle is convex, so the corners of a piece bound all of it.
#pragma once

#include "archive/lod/adjacency.h"
#include "archive/lod/drape.h"
#include "archive/lod/prism.h"
#include "archive/lod/surface.h"
#include "archive/lod/triangle_index.h"

#include <algorithm>

namespace stele::lod {

// What each side knows of the other, to start searches and to skip what did not change.
struct Correspondence {
    static constexpr std::uint32_t kNone = 0xffffffffu;
    std::vector<std::uint32_t>
        triangle; // of each triangle: one of the other side likely to be near, or none
    std::vector<std::uint8_t> same; // of each triangle: it exists on the other side, as the above
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

    // After measure: a triangle of b near each vertex of a that a triangle of a uses.
    std::span<const std::uint32_t> nearest_to_a() const { return side_[0].vertex_nearest; }

private:
    struct Near {
        std::uint32_t triangle;
        double distance2;
    };
    // What is needed of a side only where the drape does not hold is made when it is asked for.
    struct Side {
        Shape shape;
        const Correspondence* link = nullptr;
        Adjacency own_edges; // where the shape comes without
        const Adjacency* edges = nullptr;
        std::vector<Prism> prisms; // of each triangle
        std::vector<std::uint8_t> has_prism;
        TriangleIndex index;
        bool has_index = false;
        std::uint32_t searches = 0;
        std::array<std::vector<float>, 4> ball; // around each triangle: middle and radius
        std::vector<float> excess; // of a ball's distance, squared, over how far it may be
        std::vector<double> vertex_distance;       // to the other side, at most
        std::vector<std::uint32_t> vertex_nearest; // on the other side

        std::array<Vec3d, 3> corners(std::uint32_t triangle) const
        {
            const Triangle& k = shape.triangles[triangle];
            return {shape.points[k[0]], shape.points[k[1]], shape.points[k[2]]};
        }
        const Prism& prism(std::uint32_t triangle);
        Near walk(Vec3d p, std::uint32_t from) const;
        Near search(Vec3d p, Near start);
        Near stroll(Vec3d p, Near start) const;
        Near scan(Vec3d p, Near start);
        void make_balls();
    };
    void prepare(Side& side, const Shape& shape, const Correspondence& link);
    // skip: triangles whose vertices need not be measured; empty: none.
    void measure_vertices(Side& from, Side& to, std::span<const std::uint8_t> skip);
    void walk_vertices(Side& from, const Side& to, std::span<const std::uint8_t> skip);
    void drape();
    Near nearest(Side& to, Vec3d p, Near start);
    void cover_triangles(const Side& from, Side& to, std::span<const std::uint8_t> skip);
    void cover(const Side& from, Side& to, std::uint32_t triangle);
    // view: of the piece, by its target's prism.
    void cover_piece(Side& to, const Piece& piece, const PrismView& view);
    void refine(Side& to, const Piece& piece);
    void push(const Piece& piece, std::uint32_t target, std::uint32_t hops, std::uint32_t cut = 0);
    std::size_t edge_to_cut(const Prism& prism, const PrismView& view, const Piece& piece) const;

    double limit() const { return limit_; }
    void accept(double distance) { result_.bound = std::max(result_.bound, distance); }
    void see(double distance);

    std::array<Side, 2> side_;
    Drape drape_;
    std::vector<std::pair<double, std::uint32_t>> far_; // vertices further than any seen
    std::vector<Piece> pieces_;
    TwoSidedDistance result_;
    double limit_ = 0;
    float limit2_ = 0; // squared
};

// The closest point of triangle abc to p.
Vec3d closest_point(Vec3d p, Vec3d a, Vec3d b, Vec3d c);

} // namespace stele::lod
