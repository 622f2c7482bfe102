// A walk along boundary edges; whenever it comes to a vertex that is already on its path, the part
// since then is a loop and is taken out.
#include "archive/health/openings.h"

#include <algorithm>

namespace stele::health {

namespace {

constexpr double kRimShare = 0.5; // of the diagonal

class Tracer {
public:
    Tracer(const Boundary& boundary, const Grid& grid, double diagonal_m)
        : boundary_(boundary), grid_(grid), least_rim_m_(kRimShare * diagonal_m),
          first_(boundary.vertices.size() + 1), around_(boundary.edges.size() * 2),
          walked_(boundary.edges.size()), place_(boundary.vertices.size(), PositionTable::kAbsent)
    {
        const std::vector<BoundaryEdge>& edges = boundary.edges;
        for (const BoundaryEdge& edge : edges) {
            ++first_[edge.a];
            ++first_[edge.b];
        }
        std::uint32_t end = 0;
        for (std::uint32_t& first : first_)
            first = end += first;
        for (std::size_t e = edges.size(); e-- > 0;)
            for (const std::uint32_t v : {edges[e].a, edges[e].b})
                around_[--first_[v]] = static_cast<std::uint32_t>(e);
        next_ = first_;
    }

    Openings trace()
    {
        // Where an odd number of edges meets, a chain must begin or end.
        for (std::uint32_t v = 0; v < boundary_.vertices.size(); ++v)
            if ((first_[v + 1] - first_[v]) % 2 == 1)
                walk(v);
        for (std::uint32_t v = 0; v < boundary_.vertices.size(); ++v)
            walk(v);
        return openings_;
    }

private:
    struct Step {
        std::uint32_t vertex;
        double length_m; // of the edge that leads away from it
    };

    std::uint32_t unwalked_edge(std::uint32_t v)
    {
        while (next_[v] < first_[v + 1] && walked_[around_[next_[v]]])
            ++next_[v];
        return next_[v] < first_[v + 1] ? around_[next_[v]] : PositionTable::kAbsent;
    }

    void walk(std::uint32_t v)
    {
        while (unwalked_edge(v) != PositionTable::kAbsent) {
            std::uint32_t at = v;
            for (std::uint32_t e = unwalked_edge(at); e != PositionTable::kAbsent;
                 e = unwalked_edge(at)) {
                walked_[e] = true;
                place_[at] = static_cast<std::uint32_t>(path_.size());
                const BoundaryEdge& edge = boundary_.edges[e];
                path_.push_back({at, length(grid_.asset_m(boundary_.vertices[edge.a]) -
                                            grid_.asset_m(boundary_.vertices[edge.b]))});
                at = edge.a == at ? edge.b : edge.a;
                if (place_[at] != PositionTable::kAbsent)
                    take_loop(place_[at]);
            }
            if (!path_.empty())
                take_chain();
        }
    }

    // What is left when the walk is stuck has two ends.
    void take_chain()
    {
        double length_m = 0;
        for (const Step& step : path_) {
            length_m += step.length_m;
            place_[step.vertex] = PositionTable::kAbsent;
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
            box.extend(grid_.world_m(boundary_.vertices[path_[i].vertex]));
            place_[path_[i].vertex] = PositionTable::kAbsent;
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

    const Boundary& boundary_;
    const Grid& grid_;
    double least_rim_m_;
    std::vector<std::uint32_t> first_, around_, next_; // edges around each vertex
    std::vector<bool> walked_;
    std::vector<std::uint32_t> place_; // of each vertex on the path
    std::vector<Step> path_;
    Openings openings_;
};

} // namespace

Openings trace_openings(const Boundary& boundary, const Grid& grid, double diagonal_m)
{
    return Tracer(boundary, grid, diagonal_m).trace();
}

} // namespace stele::health
