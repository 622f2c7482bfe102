// Halving by position gives compact groups; two sweeps then move clusters to the group they share
// most vertices with.
#include "archive/lod/group.h"

#include "archive/lod/morton.h"

#include <algorithm>

namespace stele::lod {

namespace {

constexpr int kSweeps = 3;
// A vertex shared with a cluster of another origin counts this many times: that border was locked
// before.
constexpr std::uint32_t kNewBorderWeight = 3;

struct Neighbour {
    std::uint32_t cluster, weight;
};

class Partitioner {
public:
    Partitioner(const Front& front, std::uint32_t level, const GroupSize& size)
        : front_(front), level_(level), size_(size)
    {
    }

    Grouping run()
    {
        const std::size_t n = front_.clusters.size();
        find_centres();
        group_of_.resize(n);
        std::vector<std::uint32_t> all(n);
        for (std::uint32_t i = 0; i < n; ++i)
            all[i] = i;
        halve(all);
        if (sizes_.size() > 1) {
            find_neighbours();
            for (int sweep = 0; sweep < kSweeps; ++sweep)
                refine();
        }
        return collect();
    }

private:
    void find_centres()
    {
        for (const PendingCluster& c : front_.clusters) {
            Vec3d sum;
            for (std::uint32_t t = 0; t < c.triangle_count; ++t)
                for (const std::uint32_t v : front_.triangles[c.first_triangle + t])
                    sum += to_double(front_.positions[v]);
            centres_.push_back(sum / (3.0 * c.triangle_count));
        }
    }

    void halve(std::span<std::uint32_t> part)
    {
        if (part.size() <= size_.max) {
            for (const std::uint32_t c : part)
                group_of_[c] = std::uint32_t(sizes_.size());
            sizes_.push_back(std::uint32_t(part.size()));
            return;
        }
        Box box;
        for (const std::uint32_t c : part)
            box.extend(centres_[c]);
        const Vec3d side = box.size();
        double Vec3d::*axis = &Vec3d::x;
        if (side.y > side.x && side.y >= side.z)
            axis = &Vec3d::y;
        else if (side.z > side.x)
            axis = &Vec3d::z;
        const std::size_t groups =
            std::max<std::size_t>(2, (part.size() + size_.target / 2) / size_.target);
        const std::size_t left_groups =
            level_ % 2 == 0 ? groups / 2 : std::max<std::size_t>(1, groups * 3 / 8);
        const std::size_t left = part.size() * left_groups / groups;
        std::nth_element(part.begin(), part.begin() + std::ptrdiff_t(left), part.end(),
            [&](std::uint32_t a, std::uint32_t b) {
                const double x = centres_[a].*axis, y = centres_[b].*axis;
                return x < y || (x == y && a < b);
            });
        halve(part.first(left));
        halve(part.subspan(left));
    }

    // Each cluster's vertices, once each, and each vertex's clusters.
    void list_users()
    {
        constexpr std::uint32_t kNone = 0xffffffffu;
        std::vector<std::uint32_t> last(front_.positions.size(), kNone);
        users_.assign(front_.positions.size() + 2, 0);
        for (std::uint32_t c = 0; c < front_.clusters.size(); ++c) {
            const PendingCluster& k = front_.clusters[c];
            first_vertex_.push_back(std::uint32_t(vertices_.size()));
            for (std::uint32_t t = 0; t < k.triangle_count; ++t)
                for (const std::uint32_t v : front_.triangles[k.first_triangle + t])
                    if (last[v] != c) {
                        last[v] = c;
                        ++users_[v + 2];
                        vertices_.push_back(v);
                    }
        }
        first_vertex_.push_back(std::uint32_t(vertices_.size()));
        for (std::size_t v = 2; v < users_.size(); ++v)
            users_[v] += users_[v - 1];
        user_.resize(vertices_.size());
        for (std::uint32_t c = 0; c < front_.clusters.size(); ++c)
            for (std::uint32_t i = first_vertex_[c]; i < first_vertex_[c + 1]; ++i)
                user_[users_[vertices_[i] + 1]++] = c;
    }

    // Which clusters share vertices, and how many.
    void find_neighbours()
    {
        list_users();
        std::vector<std::uint32_t> weight(front_.clusters.size(), 0), touched;
        for (std::uint32_t c = 0; c < front_.clusters.size(); ++c) {
            const PendingCluster& k = front_.clusters[c];
            for (std::uint32_t n = first_vertex_[c]; n < first_vertex_[c + 1]; ++n) {
                const std::uint32_t v = vertices_[n];
                if (users_[v + 1] - users_[v] < 2)
                    continue;
                // A hub of very many clusters says nothing about which of them are near.
                const std::uint32_t end = std::min(users_[v + 1], users_[v] + 16);
                for (std::uint32_t i = users_[v]; i < end; ++i) {
                    const std::uint32_t d = user_[i];
                    if (d == c)
                        continue;
                    if (weight[d] == 0)
                        touched.push_back(d);
                    weight[d] += k.refined == front_.clusters[d].refined && !k.refined.is_none()
                                     ? 1
                                     : kNewBorderWeight;
                }
            }
            first_neighbour_.push_back(std::uint32_t(neighbours_.size()));
            for (const std::uint32_t d : touched) {
                neighbours_.push_back({d, weight[d]});
                weight[d] = 0;
            }
            touched.clear();
        }
        first_neighbour_.push_back(std::uint32_t(neighbours_.size()));
    }

    void refine()
    {
        std::vector<std::uint32_t> pull(sizes_.size(), 0), seen;
        for (std::uint32_t c = 0; c < group_of_.size(); ++c) {
            const std::uint32_t own = group_of_[c];
            for (std::uint32_t i = first_neighbour_[c]; i < first_neighbour_[c + 1]; ++i) {
                const std::uint32_t g = group_of_[neighbours_[i].cluster];
                if (pull[g] == 0)
                    seen.push_back(g);
                pull[g] += neighbours_[i].weight;
            }
            std::uint32_t best = own;
            for (const std::uint32_t g : seen)
                if (pull[g] > pull[best] || (pull[g] == pull[best] && best != own && g < best))
                    best = g;
            if (best != own && sizes_[best] < size_.max && sizes_[own] > size_.min) {
                --sizes_[own];
                ++sizes_[best];
                group_of_[c] = best;
            }
            for (const std::uint32_t g : seen)
                pull[g] = 0;
            seen.clear();
        }
    }

    Grouping collect() const
    {
        std::vector<Vec3d> middle(sizes_.size());
        Box box;
        for (std::size_t c = 0; c < group_of_.size(); ++c) {
            middle[group_of_[c]] += centres_[c] / double(sizes_[group_of_[c]]);
            box.extend(centres_[c]);
        }
        const Vec3d side = box.size();
        const MortonCube cube(box.min, std::max({side.x, side.y, side.z}), 16);
        std::vector<std::pair<std::uint64_t, std::uint32_t>> by_place;
        for (std::uint32_t g = 0; g < sizes_.size(); ++g)
            by_place.emplace_back(cube.code(middle[g]), g);
        std::sort(by_place.begin(), by_place.end());
        Grouping out;
        out.first.push_back(0);
        std::vector<std::uint32_t> start(sizes_.size());
        for (const auto& [code, g] : by_place) {
            start[g] = out.first.back();
            out.first.push_back(out.first.back() + sizes_[g]);
        }
        out.order.resize(group_of_.size());
        for (std::uint32_t c = 0; c < group_of_.size(); ++c)
            out.order[start[group_of_[c]]++] = c;
        return out;
    }

    const Front& front_;
    std::uint32_t level_;
    GroupSize size_;
    std::vector<Vec3d> centres_;
    std::vector<std::uint32_t> group_of_, sizes_;
    std::vector<std::uint32_t> first_vertex_, vertices_; // of each cluster
    std::vector<std::uint32_t> users_, user_;            // clusters of each vertex
    std::vector<std::uint32_t> first_neighbour_;
    std::vector<Neighbour> neighbours_;
};

} // namespace

Grouping group_clusters(const Front& front, std::uint32_t level, const GroupSize& size)
{
    return Partitioner(front, level, size).run();
}

} // namespace stele::lod
