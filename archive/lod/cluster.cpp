// Halving by whole clusters' worth of triangles, so that nearly every cluster is full.
#include "archive/lod/cluster.h"

#include "archive/model/lod.h"

#include <algorithm>
#include <bit>

namespace stele::lod {

namespace {

// Order of floats as order of unsigned integers.
std::uint32_t sortable(float f)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(f + 0.0F);
    return bits ^ ((bits >> 31) != 0 ? 0xffffffffu : 0x80000000u);
}

class Cutter {
public:
    Cutter(std::span<const Triangle> triangles, ClusterScratch& scratch,
        std::vector<std::uint32_t>& sizes)
        : triangles_(triangles), s_(scratch), sizes_(sizes)
    {
    }

    void cut(std::span<std::uint64_t> part)
    {
        const std::size_t n = part.size();
        if (n <= kMaxClusterTriangles && fits(part)) {
            sizes_.push_back(std::uint32_t(n));
            return;
        }
        const std::size_t clusters = (n + kMaxClusterTriangles - 1) / kMaxClusterTriangles;
        const std::size_t left =
            clusters > 1 ? clusters / 2 * kMaxClusterTriangles : n / 2; // too many vertices: halve
        sort_key_by_longest_side(part);
        std::nth_element(part.begin(), part.begin() + std::ptrdiff_t(left), part.end());
        cut(part.first(left));
        cut(part.subspan(left));
    }

private:
    static std::uint32_t id(std::uint64_t key) { return std::uint32_t(key); }

    bool fits(std::span<const std::uint64_t> part)
    {
        ++s_.stamp;
        std::uint32_t distinct = 0;
        for (const std::uint64_t key : part)
            for (const std::uint32_t v : triangles_[id(key)])
                if (s_.seen[v] != s_.stamp) {
                    s_.seen[v] = s_.stamp;
                    ++distinct;
                }
        return distinct <= kMaxClusterVertices;
    }

    void sort_key_by_longest_side(std::span<std::uint64_t> part)
    {
        Vec3f low = s_.centres[id(part[0])], high = low;
        for (const std::uint64_t key : part) {
            const Vec3f c = s_.centres[id(key)];
            low = {std::min(low.x, c.x), std::min(low.y, c.y), std::min(low.z, c.z)};
            high = {std::max(high.x, c.x), std::max(high.y, c.y), std::max(high.z, c.z)};
        }
        const Vec3f size = high - low;
        float Vec3f::*axis = &Vec3f::x;
        if (size.y > size.x && size.y >= size.z)
            axis = &Vec3f::y;
        else if (size.z > size.x)
            axis = &Vec3f::z;
        for (std::uint64_t& key : part)
            key = std::uint64_t(sortable(s_.centres[id(key)].*axis)) << 32 | id(key);
    }

    std::span<const Triangle> triangles_;
    ClusterScratch& s_;
    std::vector<std::uint32_t>& sizes_;
};

} // namespace

void cut_into_clusters(std::span<const Vec3i> positions, std::span<Triangle> triangles,
    ClusterScratch& scratch, std::vector<std::uint32_t>& sizes)
{
    if (triangles.empty())
        return;
    const Vec3i origin = positions[triangles[0][0]];
    scratch.centres.resize(triangles.size());
    scratch.keys.resize(triangles.size());
    scratch.seen.assign(positions.size(), 0);
    scratch.stamp = 0;
    for (std::uint32_t t = 0; t < triangles.size(); ++t) {
        Vec3d sum;
        for (const std::uint32_t v : triangles[t])
            sum += to_double(positions[v]);
        scratch.centres[t] = to_float(sum - to_double(origin) * 3.0);
        scratch.keys[t] = t;
    }
    Cutter(triangles, scratch, sizes).cut(scratch.keys);
    scratch.sorted.assign(triangles.begin(), triangles.end());
    for (std::size_t i = 0; i < triangles.size(); ++i)
        triangles[i] = scratch.sorted[std::uint32_t(scratch.keys[i])];
}

} // namespace stele::lod
