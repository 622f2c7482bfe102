// A walk along boundary edges; whenever it comes to a vertex that is already on its path, the part
// since then is a loop and is taken out.
#include "archive/health/openings.h"

#include <algorithm>

namespace stele::health {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
constexpr double kRimShare = 0.5; // of the diagonal

class Tracer {
public:
    Tracer(const GridMesh& mesh, std::span<const BoundaryEdge> edges, double diagonal_m)
        : mesh_(mesh), edges_(edges), least_rim_m_(kRimShare * diagonal_m), walked_(edges.size())
    {
        for (const BoundaryEdge& edge : edges)
            vertices_.insert(vertices_.end(), {edge.a, edge.b});
        std::sort(vertices_.begin(), vertices_.end());
        vertices_.erase(std::unique(vertices_.begin(), vertices_.end()), vertices_.end());
        for (const BoundaryEdge& edge : edges)
            ends_.push_back({local(edge.a), local(edge.b)});
        first_.resize(vertices_.size() + 1);
        for (const auto& [a, b] : ends_) {
            ++first_[a];
            ++first_[b];
        }
        std::uint32_t end = 0;
        for (std::uint32_t& first : first_)
            first = end += first;
        around_.resize(edges.size() * 2);
        for (std::size_t e = edges.size(); e-- > 0;)
            for (const std::uint32_t v : {ends_[e].first, ends_[e].second})
                around_[--first_[v]] = static_cast<std::uint32_t>(e);
        next_ = first_;
        place_.assign(vertices_.size(), kNone);
    }

    Openings trace()
    {
        // Where an odd number of edges meets, a chain must begin or end.
        for (std::uint32_t v = 0; v < vertices_.size(); ++v)
            if ((first_[v + 1] - first_[v]) % 2 == 1)
                walk(v);
        for (std::uint32_t v = 0; v < vertices_.size(); ++v)
            walk(v);
        return openings_;
    }

private:
    struct Step {
        std::uint32_t vertex;
        double length_m; // of the edge that leads away from it
    };

    std::uint32_t local(std::uint32_t vertex) const
    {
        return static_cast<std::uint32_t>(
            std::lower_bound(vertices_.begin(), vertices_.end(), vertex) - vertices_.begin());
    }

    std::uint32_t unwalked_edge(std::uint32_t v)
    {
        while (next_[v] < first_[v + 1] && walked_[around_[next_[v]]])
            ++next_[v];
        return next_[v] < first_[v + 1] ? around_[next_[v]] : kNone;
    }

    void walk(std::uint32_t v)
    {
        while (unwalked_edge(v) != kNone) {
            std::uint32_t at = v;
            for (std::uint32_t e = unwalked_edge(at); e != kNone; e = unwalked_edge(at)) {
                walked_[e] = true;
                place_[at] = static_cast<std::uint32_t>(path_.size());
                path_.push_back({at, length(mesh_.grid.asset_m(position(ends_[e].first)) -
                                            mesh_.grid.asset_m(position(ends_[e].second)))});
                at = ends_[e].first == at ? ends_[e].second : ends_[e].first;
                if (place_[at] != kNone)
                    take_loop(place_[at]);
            }
            if (!path_.empty())
                take_chain();
        }
    }

    Vec3i position(std::uint32_t v) const { return mesh_.positions[vertices_[v]]; }

    // What is left when the walk is stuck has two ends.
    void take_chain()
    {
        double length_m = 0;
        for (const Step& step : path_) {
            length_m += step.length_m;
            place_[step.vertex] = kNone;
        }
        path_.clear();
        ++openings_.flaps;
        openings_.longest_flap_m = std::max(openings_.longest_flap_m, length_m);
    }

    // The path from begin on has come back to where it began.
    void take_loop(std::size_t begin)
    {
        double perimeter_m = 0;
        Box box;
        for (std::size_t i = begin; i < path_.size(); ++i) {
            perimeter_m += path_[i].length_m;
            box.extend(mesh_.grid.world_m(position(path_[i].vertex)));
            place_[path_[i].vertex] = kNone;
        }
        path_.resize(begin);
        ++openings_.count;
        openings_.total_m += perimeter_m;
        const bool is_rim = perimeter_m >= least_rim_m_;
        openings_.rims += is_rim ? 1 : 0;
        if (perimeter_m > openings_.longest_m) {
            openings_.longest_m = perimeter_m;
            openings_.longest_at_m = box.centre();
        }
        if (!is_rim && perimeter_m > openings_.longest_hole_m) {
            openings_.longest_hole_m = perimeter_m;
            openings_.longest_hole_at_m = box.centre();
        }
    }

    const GridMesh& mesh_;
    std::span<const BoundaryEdge> edges_;
    double least_rim_m_;
    std::vector<std::uint32_t> vertices_;                       // ascending
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends_; // of each edge, in vertices_
    std::vector<std::uint32_t> first_, around_, next_;          // edges around each vertex
    std::vector<bool> walked_;
    std::vector<std::uint32_t> place_; // of each vertex on the path
    std::vector<Step> path_;
    Openings openings_;
};

} // namespace

Openings trace_openings(
    const GridMesh& mesh, std::span<const BoundaryEdge> boundary, double diagonal_m)
{
    return Tracer(mesh, boundary, diagonal_m).trace();
}

} // namespace stele::health
