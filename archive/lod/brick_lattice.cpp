// An octree cell that fits is whole in one brick; bricks never join cells of different parents
// beyond what they may hold.
#include "archive/lod/brick_lattice.h"

#include <algorithm>

namespace stele::lod {

namespace {

// Cells a side: 2^6 over the box, twice that with the room to shift.
constexpr unsigned kCellBits = 6;

MortonCube cube_over(const Box& box, std::uint32_t stage)
{
    const Vec3d size = box.size();
    const double side = std::max({size.x, size.y, size.z});
    const double shift = stage % 2 == 1 ? side * (2.0 / 3) : 0;
    return MortonCube(box.min - Vec3d{shift, shift, shift}, side * 2, kCellBits + 1);
}

} // namespace

BrickLattice::BrickLattice(const Box& box, std::uint32_t stage)
    : cube_(cube_over(box, stage)), weight_(std::size_t(1) << (3 * (kCellBits + 1)), 0)
{
}

void BrickLattice::make_bricks(std::uint64_t max_triangles)
{
    brick_of_cell_.assign(weight_.size(), kNoBrick);
    make_runs(0, weight_.size(), max_triangles);
    weight_ = {};
}

void BrickLattice::make_runs(std::size_t first, std::size_t cells, std::uint64_t max_triangles)
{
    std::uint64_t total = 0;
    for (std::size_t i = first; i < first + cells; ++i)
        total += weight_[i];
    if (total == 0)
        return;
    if (total > max_triangles && cells > 1) {
        for (std::size_t child = 0; child < 8; ++child)
            make_runs(first + child * (cells / 8), cells / 8, max_triangles);
        return;
    }
    if (triangles_.empty() || triangles_.back() + total > max_triangles)
        triangles_.push_back(0);
    triangles_.back() += total;
    for (std::size_t i = first; i < first + cells; ++i)
        brick_of_cell_[i] = bricks() - 1;
}

} // namespace stele::lod
