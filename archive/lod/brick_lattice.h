// Where bricks lie: octree cells merged in Morton order up to a number of triangles. Depends on the
// data alone.
#pragma once

#include "archive/lod/morton.h"

#include <cstdint>
#include <vector>

namespace stele::lod {

class BrickLattice {
public:
    static constexpr std::uint32_t kNoBrick = 0xffffffffu;

    // box: of everything that will be counted or asked for. The lattice of odd stages is shifted by
    // a third, so that cell borders differ at every size.
    BrickLattice(const Box& box, std::uint32_t stage);

    // Counting: once for each triangle, or each cluster with its triangles as weight.
    void count(Vec3d centre, std::uint32_t weight) { weight_[cell(centre)] += weight; }
    // Ends counting. A single cell may hold more than max_triangles.
    void make_bricks(std::uint64_t max_triangles);

    std::uint32_t bricks() const { return std::uint32_t(triangles_.size()); }
    std::uint64_t triangles(std::uint32_t brick) const { return triangles_[brick]; }
    // kNoBrick where nothing was counted nearby.
    std::uint32_t brick_of(Vec3d p) const { return brick_of_cell_[cell(p)]; }

private:
    std::size_t cell(Vec3d p) const { return std::size_t(cube_.code(p)); }
    void make_runs(std::size_t first, std::size_t cells, std::uint64_t max_triangles);

    MortonCube cube_;
    std::vector<std::uint64_t> weight_;
    std::vector<std::uint32_t> brick_of_cell_;
    std::vector<std::uint64_t> triangles_;
};

} // namespace stele::lod
