// A hand-made DAG for tests: a wavy sheet as a quadtree of tiles. A tile is one group of 2x2
// clusters of 8x8 cells; its output is one cluster of the tile that covers four. Consistent keys,
// errors and spheres; not crack-free.
#pragma once

#include "archive/model/lod.h"
#include "archive/model/page_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace stele::test {

struct SampleOptions {
    std::uint32_t tiles = 4; // a side at level 0; a power of two
    bool colours = true;
    bool normals = false;
    Vec3i shift; // of the whole sheet on the grid
};

inline Vec3i sample_position(const SampleOptions& o, std::int32_t x, std::int32_t z)
{
    const std::int32_t bump = (x * 7 + z * 13) % 5;
    const std::int32_t wave =
        (x % 64 < 32 ? x % 64 : 64 - x % 64) + (z % 128 < 64 ? z % 128 : 128 - z % 128);
    return Vec3i{x * 10, wave * 3 + bump, z * 10} + o.shift;
}

inline Rgba8 sample_colour(std::int32_t x, std::int32_t z)
{
    return {static_cast<std::uint8_t>(x * 3), static_cast<std::uint8_t>(z * 5),
        static_cast<std::uint8_t>(x + z), 255};
}

// Appends an 8x8-cell cluster whose first cell corner is (x0, z0) and whose cells are stride wide.
inline void add_cluster(LodGroup& group, std::map<std::pair<int, int>, std::uint32_t>& numbers,
    const SampleOptions& o, int x0, int z0, int stride, GroupKey refined)
{
    const auto vertex = [&](int x, int z) {
        const auto [found, added] =
            numbers.try_emplace({x, z}, static_cast<std::uint32_t>(group.positions.size()));
        if (added) {
            group.positions.push_back(sample_position(o, x, z));
            if (o.colours)
                group.colours.push_back(sample_colour(x, z));
            if (o.normals)
                group.normals.push_back(
                    normalized(Vec3f{float(x % 9) - 4.0f, 6.0f, float(z % 7) - 3.0f}));
        }
        return found->second;
    };
    const auto first = static_cast<std::uint32_t>(group.triangles.size());
    for (int j = 0; j < 8; ++j)
        for (int i = 0; i < 8; ++i) {
            const int x = x0 + i * stride, z = z0 + j * stride;
            const std::uint32_t a = vertex(x, z), b = vertex(x + stride, z);
            const std::uint32_t c = vertex(x, z + stride), d = vertex(x + stride, z + stride);
            group.triangles.push_back({a, c, b});
            group.triangles.push_back({b, c, d});
        }
    group.clusters.push_back({first, 128, refined});
}

inline Grid sample_grid()
{
    return {0x1p-10, {1000.5, -20.25, 7}};
}

// One element a level, as the builder hands them to a GroupSink.
inline std::vector<std::vector<LodGroup>> sample_levels(const SampleOptions& o)
{
    std::vector<std::vector<LodGroup>> levels;
    std::uint32_t first_below = 0, key = 0;
    for (std::uint32_t level = 0, tiles = o.tiles;; ++level, tiles /= 2) {
        std::vector<LodGroup> groups;
        const std::uint32_t first = key;
        const int stride = 1 << level;
        for (std::uint32_t tz = 0; tz < tiles; ++tz)
            for (std::uint32_t tx = 0; tx < tiles; ++tx) {
                LodGroup g;
                g.key = {key++};
                g.level = level;
                g.terminal = tiles == 1;
                std::map<std::pair<int, int>, std::uint32_t> numbers;
                for (std::uint32_t q = 0; q < 4; ++q) {
                    const std::uint32_t cx = tx * 2 + q % 2, cz = tz * 2 + q / 2;
                    const GroupKey refined =
                        level == 0 ? GroupKey{} : GroupKey{first_below + cz * tiles * 2 + cx};
                    add_cluster(
                        g, numbers, o, int(cx) * 8 * stride, int(cz) * 8 * stride, stride, refined);
                }
                Box box;
                for (const Vec3i p : g.positions)
                    box.extend(sample_grid().asset_m(p));
                g.bound = {box.centre(), box.diagonal() + double(stride)};
                if (!g.terminal)
                    g.error = {
                        0.001 * stride, 0.0005 * stride, 0.0011 * stride + 1e-6 * double(tx % 3)};
                groups.push_back(std::move(g));
            }
        levels.push_back(std::move(groups));
        first_below = first;
        if (tiles == 1)
            return levels;
    }
}

inline AssetInfo sample_asset(const SampleOptions& o)
{
    AssetInfo asset;
    asset.grid = sample_grid();
    asset.has_colours = o.colours;
    asset.has_normals = o.normals;
    asset.source_triangles = std::uint64_t{o.tiles} * o.tiles * 512;
    asset.source_vertices = std::uint64_t{o.tiles * 16 + 1} * (o.tiles * 16 + 1);
    asset.quantisation_m = 0x1p-11 * 1.7320508;
    asset.bounds.extend(Vec3d{0, 0, 0});
    asset.bounds.extend(Vec3d{1.5, 0.25, 1.5});
    asset.source_digest = "00ff";
    asset.recipe = "sample";
    return asset;
}

// A triangle by value, rotated so that its least corner is first: comparable across codecs.
struct Corner {
    Vec3i position;
    Rgba8 colour;
    friend auto operator<=>(const Corner&, const Corner&) = default;
};
using Face = std::array<Corner, 3>;

inline Face canonical(Face f)
{
    std::rotate(f.begin(), std::min_element(f.begin(), f.end()), f.end());
    return f;
}

// The faces of each cluster, sorted.
inline std::vector<std::vector<Face>> faces_of(const LodGroup& g)
{
    std::vector<std::vector<Face>> clusters;
    for (const LodCluster& c : g.clusters) {
        std::vector<Face> faces;
        for (std::uint32_t t = c.first_triangle; t < c.first_triangle + c.triangle_count; ++t) {
            Face f;
            for (std::size_t k = 0; k < 3; ++k) {
                const std::uint32_t v = g.triangles[t][k];
                f[k] = {g.positions[v], g.colours.empty() ? Rgba8{} : g.colours[v]};
            }
            faces.push_back(canonical(f));
        }
        std::sort(faces.begin(), faces.end());
        clusters.push_back(std::move(faces));
    }
    return clusters;
}

} // namespace stele::test
