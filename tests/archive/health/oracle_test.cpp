// Random meshes, judged again by the definitions, without cleverness.
#include "archive/health/openings.h"
#include "tests/archive/health/made_mesh.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace stele::health {
namespace {

using Edge = std::pair<std::uint32_t, std::uint32_t>;

struct Uses {
    std::vector<std::size_t> triangles;
    int balance = 0; // one way minus the other
};

std::map<Edge, Uses> edges_of(const GridMesh& mesh)
{
    std::map<Edge, Uses> edges;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
        for (std::size_t i = 0; i < 3; ++i) {
            const std::uint32_t a = mesh.triangles[t][i], b = mesh.triangles[t][(i + 1) % 3];
            Uses& uses = edges[{std::min(a, b), std::max(a, b)}];
            uses.triangles.push_back(t);
            uses.balance += a < b ? 1 : -1;
        }
    return edges;
}

// Components of a graph given as a set of nodes and pairs.
std::size_t components(
    std::set<std::size_t> nodes, const std::vector<std::pair<std::size_t, std::size_t>>& links)
{
    std::multimap<std::size_t, std::size_t> next;
    for (const auto& [a, b] : links) {
        next.emplace(a, b);
        next.emplace(b, a);
    }
    std::size_t count = 0;
    while (!nodes.empty()) {
        std::vector<std::size_t> open{*nodes.begin()};
        nodes.erase(nodes.begin());
        ++count;
        while (!open.empty()) {
            const std::size_t n = open.back();
            open.pop_back();
            const auto [begin, end] = next.equal_range(n);
            for (auto it = begin; it != end; ++it)
                if (nodes.erase(it->second) > 0)
                    open.push_back(it->second);
        }
    }
    return count;
}

std::uint64_t non_manifold_vertices(const GridMesh& mesh, const std::map<Edge, Uses>& edges)
{
    std::uint64_t count = 0;
    for (std::uint32_t v = 0; v < mesh.positions.size(); ++v) {
        std::set<std::size_t> star;
        std::vector<std::pair<std::size_t, std::size_t>> links;
        bool crowded = false;
        for (const auto& [edge, uses] : edges) {
            if (edge.first != v && edge.second != v)
                continue;
            crowded = crowded || uses.triangles.size() > 2;
            star.insert(uses.triangles.begin(), uses.triangles.end());
            if (uses.triangles.size() == 2)
                links.emplace_back(uses.triangles[0], uses.triangles[1]);
        }
        count += !crowded && components(star, links) > 1 ? 1u : 0u;
    }
    return count;
}

std::uint64_t t_junctions(const GridMesh& mesh, const std::map<Edge, Uses>& edges)
{
    std::set<std::uint32_t> on_boundary, found;
    for (const auto& [edge, uses] : edges)
        if (uses.triangles.size() == 1)
            on_boundary.insert({edge.first, edge.second});
    for (const auto& [edge, uses] : edges) {
        if (uses.triangles.size() != 1)
            continue;
        const Triangle& t = mesh.triangles[uses.triangles[0]];
        const auto [from, to] =
            std::minmax({mesh.positions[edge.first], mesh.positions[edge.second]});
        const Vec3d a = to_double(from), b = to_double(to);
        for (const std::uint32_t v : on_boundary) {
            if (std::find(t.begin(), t.end(), v) != t.end())
                continue;
            const Vec3d p = to_double(mesh.positions[v]);
            // The same arithmetic: points exactly at the tolerance are common here.
            const double t_on = dot(p - a, b - a) / dot(b - a, b - a);
            const double size = std::sqrt(dot(b - a, b - a));
            if (t_on * size > 2 && (1 - t_on) * size > 2 && length(p - a - (b - a) * t_on) <= 2)
                found.insert(v);
        }
    }
    return found.size();
}

TEST(Oracle, agrees_on_random_meshes)
{
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        const GridMesh mesh = random_mesh(seed);
        const Health h = examine(mesh);
        const auto edges = edges_of(mesh);
        std::uint64_t boundary = 0, crowded = 0, inconsistent = 0;
        std::set<std::size_t> used, open_ends;
        std::vector<std::pair<std::size_t, std::size_t>> links, open_links;
        double total_m = 0;
        for (const auto& [edge, uses] : edges) {
            boundary += uses.triangles.size() == 1 ? 1u : 0u;
            crowded += uses.triangles.size() > 2 ? 1u : 0u;
            inconsistent += uses.triangles.size() == 2 && uses.balance != 0 ? 1u : 0u;
            used.insert({edge.first, edge.second});
            links.emplace_back(edge.first, edge.second);
            if (uses.triangles.size() != 1)
                continue;
            total_m +=
                0.001 * length(to_double(mesh.positions[edge.first] - mesh.positions[edge.second]));
            open_ends.insert({edge.first, edge.second});
            open_links.emplace_back(edge.first, edge.second);
        }
        EXPECT_EQ(h.edges, edges.size()) << seed;
        EXPECT_EQ(h.boundary_edges, boundary) << seed;
        EXPECT_EQ(h.non_manifold_edges, crowded) << seed;
        EXPECT_EQ(h.inconsistent_edges, inconsistent) << seed;
        EXPECT_EQ(h.non_manifold_vertices, non_manifold_vertices(mesh, edges)) << seed;
        EXPECT_EQ(h.pieces.count, components(used, links)) << seed;
        EXPECT_LE(h.openings.total_m, total_m + 1e-9) << seed;
        if (h.openings.flaps == 0) {
            EXPECT_NEAR(h.openings.total_m, total_m, 1e-9) << seed;
        }
        EXPECT_GE(h.openings.count + h.openings.flaps, components(open_ends, open_links)) << seed;
        EXPECT_EQ(h.t_junctions, t_junctions(mesh, edges)) << seed;
    }
}

// On a surface without bad spots every vertex has two boundary edges or none, and the loops are the
// components of the boundary.
TEST(Oracle, agrees_on_the_holes_of_a_torn_ball)
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        test::Random random(seed);
        GridMesh mesh = ball(3, 1000);
        std::erase_if(mesh.triangles, [&](const Triangle&) { return random.below(12) == 0; });
        const Health h = examine(mesh);
        std::map<std::uint32_t, int> degree;
        std::set<std::size_t> ends;
        std::vector<std::pair<std::size_t, std::size_t>> links;
        for (const auto& [edge, uses] : edges_of(mesh))
            if (uses.triangles.size() == 1) {
                ++degree[edge.first];
                ++degree[edge.second];
                ends.insert({edge.first, edge.second});
                links.emplace_back(edge.first, edge.second);
            }
        // Each vertex in which loops touch joins two components into one at most.
        std::size_t touching = 0;
        for (const auto& [v, n] : degree)
            touching += static_cast<std::size_t>(n / 2 - 1);
        EXPECT_EQ(h.openings.flaps, 0u) << seed;
        EXPECT_GE(h.openings.count, components(ends, links)) << seed;
        EXPECT_LE(h.openings.count, components(ends, links) + touching) << seed;
        if (touching == 0) {
            EXPECT_EQ(h.openings.count, components(ends, links)) << seed;
        }
    }
}

} // namespace
} // namespace stele::health
