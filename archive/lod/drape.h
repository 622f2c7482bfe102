// Lays one surface over another: a continuous map that takes every triangle into triangles below,
// piece by piece, and moves no point further than a limit. Where it exists it certifies both
// directions at once. What it cannot lay is left to others.
//
// Proof. A vertex goes to a point of the triangle that is nearest to it; where an edge passes from
// one triangle below to the next, one of its points goes to a point of their common edge; where a
// triangle lies over a vertex below, one of its points goes there. Between those points the map is
// linear, and the pieces of a triangle above are matched so that each goes into one triangle below.
// The distance a point moves is convex on each linear part, so that it is greatest at those points,
// where it is measured. So all of a laid triangle is near the surface below. In a triangle X below,
// the parts that lie in it form a chain: parts of edges above cancel between the two triangles at
// them, all else of its border lies in the border of X. So it covers X some whole number of times,
// which is the number of times that it surrounds a corner of X. If that is not zero, X is covered,
// and all of it is near the surface above.
#pragma once

#include "archive/lod/adjacency.h"

namespace stele::lod {

struct DrapeInput {
    const Shape& over;
    const Adjacency& over_edges;
    // Of each vertex that over uses: a triangle below that is within the limit, and how far it is.
    std::span<const std::uint32_t> nearest;
    std::span<const double> distance;
    const Shape& under;
    const Adjacency& under_edges;
    double limit = 0;
};

class Drape {
public:
    // Returns the greatest distance that a point moves, vertices of over left aside.
    double lay(const DrapeInput& in);

    // Of each triangle of over, after lay: all of it is within the limit of under.
    std::span<const std::uint8_t> laid() const { return laid_; }
    // Of each triangle of under, after lay: all of it is within the limit of over.
    std::span<const std::uint8_t> covered() const { return covered_; }

private:
    using Four [[gnu::vector_size(16)]] = float;
    // The planes through the sides of a triangle, upright on it: where x p.x + y p.y + z p.z + w is
    // below 0, p is beyond the side. The fourth has nothing beyond it.
    struct alignas(16) Sides {
        std::array<float, 4> x, y, z, w;
    };
    // Where an edge of over passes over an edge of under.
    struct Crossing {
        std::uint32_t edge; // of under
        std::uint32_t from, to;
    };
    // The crossings of one edge, in the order from its lesser vertex; broken: it could not be laid.
    struct Path {
        std::uint32_t first = 0;
        std::uint16_t count = 0;
        bool broken = true;
    };
    struct Start {
        std::uint32_t triangle, vertex;
    };
    // The way around a triangle of over: the crossings that do not undo each other.
    struct Loop {
        static constexpr std::size_t kMax = 48;
        std::array<Crossing, kMax> steps;
        std::size_t first = 0, end = 0;

        bool cross(std::uint32_t edge, std::uint32_t from, std::uint32_t to);
        void close();
        std::size_t size() const { return end - first; }
    };
    struct Run {
        std::uint32_t vertex = 0;
        std::size_t length = 0;
    };

    void make_sides();
    void lay_edge(const Adjacency::Edge& edge, Path& path);
    bool pass(Vec3d u, Vec3d v, std::uint32_t& at, std::uint32_t end);
    std::uint32_t way_out(
        std::uint32_t at, std::uint32_t entry, Vec3f u, Vec3f v, float& along) const;
    bool cross_over(std::uint32_t half, Vec3d image, std::uint32_t& at);
    bool step(Vec3d p, std::uint32_t half, std::uint32_t& at);
    bool turn(Vec3d p, std::uint32_t vertex, std::uint32_t& at, std::uint32_t end);
    bool turn(Vec3d p, std::uint32_t& at, std::uint32_t end);
    Four inside_of(std::uint32_t triangle, Vec3f p) const;
    Start start_towards(std::uint32_t vertex, std::uint32_t other) const;

    bool lay_triangle(std::uint32_t triangle);
    std::uint32_t shared_vertex(std::uint32_t edge, std::uint32_t other) const;
    Run longest_run(Loop& loop) const;
    bool take_vertex(std::uint32_t triangle, Loop& loop);
    bool go_round(const Loop& loop, const Run& run, std::int16_t direction, Loop& rest);
    void count_turn(std::uint32_t triangle, std::uint32_t vertex, std::int16_t direction);

    void mark_edges();
    void mark_open(const Adjacency::Edge& edge);
    void mark_part(std::uint32_t triangle, Vec3d from, Vec3d to);
    void mark_corner(std::uint32_t triangle, Vec3d image);
    void spoil(const Adjacency::Edge& edge, const Path& path);
    std::uint32_t corner_at(std::uint32_t triangle, Vec3d p) const;
    bool is_covered(std::uint32_t triangle) const;

    const DrapeInput* in_ = nullptr;
    double limit2_ = 0, worst2_ = 0;
    std::vector<Sides> sides_;       // of each triangle of under
    std::vector<std::uint8_t> flat_; // of each triangle of under: it has no area
    std::vector<Path> paths_;        // of each edge of over
    std::vector<Crossing> crossings_;
    std::vector<Vec3d> images_; // of crossings, while they are wanted
    bool wants_images_ = false;
    std::vector<std::uint8_t> laid_, covered_;
    // Of each triangle of under: what lies in it is not whole; bits of edges that an open edge of
    // over lies on, and of corners where one crosses.
    std::vector<std::uint8_t> spoilt_, open_;
    std::vector<std::int16_t> turns_; // how often each corner of under is surrounded
    std::vector<std::pair<std::uint32_t, std::int16_t>> counted_; // of those, by one triangle
};

} // namespace stele::lod
