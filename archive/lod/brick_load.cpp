// Pieces welded by position, in their order.
#include "archive/lod/brick_store.h"
#include "archive/model/position_table.h"

#include <bit>

namespace stele::lod {

namespace {

class Welded {
public:
    void add(const Front& piece, std::span<const std::uint8_t> borders)
    {
        if (piece.triangles.empty()) {
            told_.insert(told_.end(), piece.positions.begin(), piece.positions.end());
            return;
        }
        number_.resize(piece.positions.size());
        for (std::uint32_t v = 0; v < number_.size(); ++v)
            number_[v] = add_vertex(piece, v, !borders.empty() && borders[v] != 0);
        const std::uint32_t base = std::uint32_t(brick_.front.triangles.size());
        for (const Triangle& t : piece.triangles)
            brick_.front.triangles.push_back({number_[t[0]], number_[t[1]], number_[t[2]]});
        for (PendingCluster c : piece.clusters) {
            c.first_triangle += base;
            brick_.front.clusters.push_back(c);
        }
    }

    Brick finish()
    {
        for (const Vec3i p : told_)
            if (const std::uint32_t v = table_.find(p, brick_.front.positions);
                v != PositionTable::kAbsent)
                brick_.border[v] = 1;
        return std::move(brick_);
    }

private:
    std::uint32_t add_vertex(const Front& piece, std::uint32_t v, bool border)
    {
        Front& front = brick_.front;
        const std::uint32_t next = std::uint32_t(front.positions.size());
        const std::uint32_t n = table_.find_or_add(piece.positions[v], next, front.positions);
        if (n != next) {
            brick_.border[n] = brick_.border[n] != 0 || border ? 1 : 0;
            return n;
        }
        front.positions.push_back(piece.positions[v]);
        if (!piece.colours.empty())
            front.colours.push_back(piece.colours[v]);
        if (!piece.normals.empty())
            front.normals.push_back(piece.normals[v]);
        brick_.border.push_back(border ? 1 : 0);
        return next;
    }

    Brick brick_;
    PositionTable table_;
    std::vector<std::uint32_t> number_;
    std::vector<Vec3i> told_;
};

// Keeps the first of triangles with the same three vertices, whatever their order.
void drop_duplicates(std::vector<Triangle>& triangles)
{
    constexpr std::uint32_t kNone = 0xffffffffu;
    const std::size_t slots = std::bit_ceil(triangles.size() * 2 + 16);
    std::vector<std::uint32_t> table(slots, kNone);
    const auto sorted = [](Triangle t) {
        if (t[0] > t[1])
            std::swap(t[0], t[1]);
        if (t[1] > t[2])
            std::swap(t[1], t[2]);
        if (t[0] > t[1])
            std::swap(t[0], t[1]);
        return t;
    };
    std::uint32_t kept = 0;
    for (const Triangle t : triangles) {
        const Triangle key = sorted(t);
        std::size_t i =
            hash_position({std::int32_t(key[0]), std::int32_t(key[1]), std::int32_t(key[2])}) &
            (slots - 1);
        while (table[i] != kNone && sorted(triangles[table[i]]) != key)
            i = (i + 1) & (slots - 1);
        if (table[i] != kNone)
            continue;
        table[i] = kept;
        triangles[kept++] = t;
    }
    triangles.resize(kept);
}

} // namespace

Result<Brick> BrickStore::load(std::size_t brick) const
{
    const Stored& stored = bricks_[brick];
    const PieceStore& store = *stores_[stored.store];
    Welded welded;
    Front piece;
    std::vector<std::uint8_t> borders;
    for (const PieceStore::Extent& extent : stored.extents) {
        STELE_CHECK(store.read(extent, piece, borders));
        welded.add(piece, borders);
    }
    Brick out = welded.finish();
    if (out.front.clusters.empty())
        drop_duplicates(out.front.triangles);
    return out;
}

} // namespace stele::lod
