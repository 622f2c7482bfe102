// Vertices are handed out in ranges, in the order of which results are put together.
#include "archive/health/stars.h"

#include "archive/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace stele::health {

namespace {

constexpr std::size_t kRanges = 16;
// IEEE 754 binary32: 23 bits of mantissa, of which the leading 8 tell the bin.
constexpr std::uint32_t kOne = std::bit_cast<std::uint32_t>(1.0f);
constexpr unsigned kDroppedBits = 23 - 8;
static_assert(LengthHistogram::kBinsPerOctave == 1u << 8);

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
    StarRange(const GridMesh& mesh, const Incidence& incidence, std::span<const std::uint8_t> cut,
        CutEdges cut_edges)
        : mesh_(mesh), in_(incidence), cut_(cut), cut_edges_(cut_edges)
    {
    }

    void examine(std::uint32_t v)
    {
        if (cut_[v] != 0)
            return;
        collect(v);
        std::size_t fans = parent_.size();
        bool has_crowded_edge = false;
        for (std::size_t i = 0; i < sides_.size();) {
            std::size_t end = i + 1;
            while (end < sides_.size() && sides_[end].other == sides_[i].other)
                fans -= join(sides_[end++].slot, sides_[i].slot) ? 1u : 0u;
            has_crowded_edge = has_crowded_edge || end - i > 2;
            if (judges(v, sides_[i].other))
                judge_edge(v, i, end);
            i = end;
        }
        if (fans > 1 && !has_crowded_edge)
            ++result.non_manifold_vertices;
    }

    Stars result;

private:
    bool judges(std::uint32_t v, std::uint32_t other) const
    {
        return cut_[other] == 0 ? v < other : cut_edges_ == CutEdges::judged;
    }

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
    std::span<const std::uint8_t> cut_;
    CutEdges cut_edges_;
    std::vector<Side> sides_;
    std::vector<std::uint32_t> parent_; // of each triangle of the star, towards its fan
};

} // namespace

void LengthHistogram::add(float length)
{
    ++bins[(std::bit_cast<std::uint32_t>(std::max(length, 1.0f)) - kOne) >> kDroppedBits];
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
            const std::uint32_t low = kOne + (static_cast<std::uint32_t>(i) << kDroppedBits);
            return (static_cast<double>(std::bit_cast<float>(low)) +
                       static_cast<double>(std::bit_cast<float>(low + (1u << kDroppedBits)))) /
                   2;
        }
    }
    return 0;
}

Stars& Stars::operator+=(const Stars& other)
{
    edges += other.edges;
    non_manifold_edges += other.non_manifold_edges;
    inconsistent_edges += other.inconsistent_edges;
    unbalanced_edges += other.unbalanced_edges;
    non_manifold_vertices += other.non_manifold_vertices;
    boundary.insert(boundary.end(), other.boundary.begin(), other.boundary.end());
    lengths.add(other.lengths);
    return *this;
}

Stars examine_stars(
    const GridMesh& mesh, std::span<const std::uint8_t> cut, CutEdges cut_edges, unsigned jobs)
{
    const Incidence incidence = incidence_of(mesh);
    const std::size_t ranges = resolve_jobs(jobs) > 1 ? kRanges : 1;
    std::vector<Stars> found(ranges);
    const auto examine_range = [&](std::size_t range) -> Status {
        StarRange stars(mesh, incidence, cut, cut_edges);
        const std::size_t end = mesh.positions.size() * (range + 1) / ranges;
        for (std::size_t v = mesh.positions.size() * range / ranges; v < end; ++v)
            stars.examine(static_cast<std::uint32_t>(v));
        found[range] = std::move(stars.result);
        return {};
    };
    [[maybe_unused]] const Status done = parallel_for(ranges, jobs, examine_range);
    assert(done);
    Stars all = std::move(found[0]);
    for (std::size_t range = 1; range < ranges; ++range)
        all += found[range];
    return all;
}

} // namespace stele::health
