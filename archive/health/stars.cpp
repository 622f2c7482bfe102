// Vertices are handed out in a fixed number of ranges, so that sums do not depend on threads.
#include "archive/health/stars.h"

#include "archive/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace stele::health {

namespace {

constexpr std::size_t kRanges = 16;

// The triangles around each vertex, in their order.
struct Incidence {
    std::vector<std::uint64_t> first; // of each vertex, and the end
    std::vector<std::uint32_t> triangles;
};

Incidence incidence_of(const GridMesh& mesh)
{
    Incidence in;
    in.first.resize(mesh.positions.size() + 1);
    for (const Triangle& t : mesh.triangles)
        for (const std::uint32_t v : t)
            ++in.first[v];
    std::uint64_t end = 0;
    for (std::uint64_t& first : in.first)
        first = end += first; // one past the last, until the triangles are put in backwards
    in.triangles.resize(mesh.triangles.size() * 3);
    for (std::size_t t = mesh.triangles.size(); t-- > 0;)
        for (const std::uint32_t v : mesh.triangles[t])
            in.triangles[--in.first[v]] = static_cast<std::uint32_t>(t);
    return in;
}

// One side of a triangle at the vertex: the edge to other, and where the triangle is in the star.
struct Side {
    std::uint32_t other = 0;
    std::uint32_t slot = 0;
    bool leaves = false; // the triangle runs from the vertex to other
};

class StarRange {
public:
    StarRange(const GridMesh& mesh, const Incidence& incidence) : mesh_(mesh), in_(incidence) {}

    void examine(std::uint32_t v)
    {
        collect(v);
        std::size_t fans = parent_.size();
        bool has_crowded_edge = false;
        for (std::size_t i = 0; i < sides_.size();) {
            std::size_t end = i + 1;
            while (end < sides_.size() && sides_[end].other == sides_[i].other)
                fans -= join(sides_[end++].slot, sides_[i].slot) ? 1u : 0u;
            has_crowded_edge = has_crowded_edge || end - i > 2;
            if (v < sides_[i].other)
                judge_edge(v, i, end);
            i = end;
        }
        if (fans > 1 && !has_crowded_edge)
            ++result.non_manifold_vertices;
    }

    Stars result;

private:
    void collect(std::uint32_t v)
    {
        sides_.clear();
        parent_.clear();
        for (std::uint64_t i = in_.first[v]; i < in_.first[v + 1]; ++i) {
            const Triangle& t = mesh_.triangles[in_.triangles[i]];
            const std::size_t corner = t[0] == v ? 0 : t[1] == v ? 1 : 2;
            const auto slot = static_cast<std::uint32_t>(parent_.size());
            parent_.push_back(slot);
            sides_.push_back({t[(corner + 1) % 3], slot, true});
            sides_.push_back({t[(corner + 2) % 3], slot, false});
        }
        std::sort(sides_.begin(), sides_.end(), [](const Side& x, const Side& y) {
            return x.other != y.other ? x.other < y.other : x.slot < y.slot;
        });
    }

    std::uint32_t root(std::uint32_t slot)
    {
        while (parent_[slot] != slot)
            slot = parent_[slot] = parent_[parent_[slot]];
        return slot;
    }

    bool join(std::uint32_t a, std::uint32_t b)
    {
        a = root(a);
        b = root(b);
        parent_[std::max(a, b)] = std::min(a, b);
        return a != b;
    }

    void judge_edge(std::uint32_t v, std::size_t begin, std::size_t end)
    {
        const std::size_t count = end - begin;
        const auto leaving = static_cast<std::size_t>(
            std::count_if(sides_.begin() + static_cast<std::ptrdiff_t>(begin),
                sides_.begin() + static_cast<std::ptrdiff_t>(end),
                [](const Side& side) { return side.leaves; }));
        const std::uint32_t other = sides_[begin].other;
        ++result.edges;
        result.lengths.add(static_cast<float>(
            length(to_double(mesh_.positions[v]) - to_double(mesh_.positions[other]))));
        result.non_manifold_edges += count > 2 ? 1 : 0;
        result.inconsistent_edges += count == 2 && leaving != 1 ? 1 : 0;
        result.unbalanced_edges += leaving * 2 != count ? 1 : 0;
        if (count != 1)
            return;
        const Triangle& t = mesh_.triangles[in_.triangles[in_.first[v] + sides_[begin].slot]];
        std::uint32_t opposite = t[0];
        for (const std::uint32_t corner : t)
            if (corner != v && corner != other)
                opposite = corner;
        result.boundary.push_back({v, other, opposite});
    }

    const GridMesh& mesh_;
    const Incidence& in_;
    std::vector<Side> sides_;
    std::vector<std::uint32_t> parent_; // of each triangle of the star, towards its fan
};

} // namespace

void LengthHistogram::add(float length)
{
    ++bins[std::bit_cast<std::uint32_t>(std::abs(length)) >> kDroppedBits];
    ++count;
}

void LengthHistogram::add(const LengthHistogram& other)
{
    for (std::size_t i = 0; i < bins.size(); ++i)
        bins[i] += other.bins[i];
    count += other.count;
}

double LengthHistogram::quantile(double share) const
{
    const double wanted = share * static_cast<double>(count);
    std::uint64_t reached = 0;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        reached += bins[i];
        if (bins[i] > 0 && static_cast<double>(reached) >= wanted) {
            const auto low = static_cast<std::uint32_t>(i) << kDroppedBits;
            return (static_cast<double>(std::bit_cast<float>(low)) +
                       static_cast<double>(std::bit_cast<float>(low + (1u << kDroppedBits)))) /
                   2;
        }
    }
    return 0;
}

Stars examine_stars(const GridMesh& mesh, unsigned jobs)
{
    const Incidence incidence = incidence_of(mesh);
    std::vector<Stars> parts(kRanges);
    const auto examine_range = [&](std::size_t range) -> Status {
        StarRange part(mesh, incidence);
        const std::size_t end = mesh.positions.size() * (range + 1) / kRanges;
        for (std::size_t v = mesh.positions.size() * range / kRanges; v < end; ++v)
            part.examine(static_cast<std::uint32_t>(v));
        parts[range] = std::move(part.result);
        return {};
    };
    [[maybe_unused]] const Status done = parallel_for(kRanges, jobs, examine_range);
    assert(done);
    Stars all;
    for (const Stars& part : parts) {
        all.edges += part.edges;
        all.non_manifold_edges += part.non_manifold_edges;
        all.inconsistent_edges += part.inconsistent_edges;
        all.unbalanced_edges += part.unbalanced_edges;
        all.non_manifold_vertices += part.non_manifold_vertices;
        all.boundary.insert(all.boundary.end(), part.boundary.begin(), part.boundary.end());
        all.lengths.add(part.lengths);
    }
    return all;
}

} // namespace stele::health
