// Pieces by union-find over vertices, in the order of the triangles.
#include "archive/health/surface.h"

#include <algorithm>
#include <numeric>

namespace stele::health {

namespace {

constexpr double kSliverRatio = 50;  // longest edge to the height above it
constexpr double kDustShare = 0.001; // of the area

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t v)
{
    while (parent[v] != v)
        v = parent[v] = parent[parent[v]];
    return v;
}

std::vector<std::uint32_t> join_vertices(const GridMesh& mesh)
{
    std::vector<std::uint32_t> parent(mesh.positions.size());
    std::iota(parent.begin(), parent.end(), 0u);
    for (const Triangle& t : mesh.triangles) {
        const std::uint32_t a = root_of(parent, t[0]);
        const std::uint32_t b = root_of(parent, t[1]);
        const std::uint32_t c = root_of(parent, t[2]);
        const std::uint32_t least = std::min({a, b, c});
        parent[a] = parent[b] = parent[c] = least;
    }
    return parent;
}

struct Piece {
    double area = 0; // grid steps squared
    std::uint64_t triangles = 0;
};

Pieces count_pieces(const std::vector<Piece>& pieces, double area)
{
    Pieces out;
    double largest = 0, dust = 0;
    for (const Piece& piece : pieces) {
        if (piece.triangles == 0)
            continue;
        ++out.count;
        largest = std::max(largest, piece.area);
        if (piece.area < kDustShare * area) {
            ++out.dust;
            out.dust_triangles += piece.triangles;
            dust += piece.area;
        }
    }
    out.largest_share = area > 0 ? largest / area : 0;
    out.dust_share = area > 0 ? dust / area : 0;
    return out;
}

} // namespace

Surface examine_surface(const GridMesh& mesh)
{
    Surface out;
    std::vector<std::uint32_t> parent = join_vertices(mesh);
    std::vector<Piece> pieces(mesh.positions.size());
    double area = 0, volume = 0; // in grid steps
    for (const Triangle& t : mesh.triangles) {
        const Vec3d a = to_double(mesh.positions[t[0]]);
        const Vec3d ab = to_double(mesh.positions[t[1]]) - a;
        const Vec3d ac = to_double(mesh.positions[t[2]]) - a;
        const Vec3d bc = ac - ab;
        const Vec3d normal = cross(ab, ac);
        const double doubled = length(normal);
        const double longest = std::max({dot(ab, ab), dot(ac, ac), dot(bc, bc)});
        area += doubled / 2;
        volume += dot(a, normal) / 6;
        out.slivers += doubled * kSliverRatio < longest ? 1 : 0;
        Piece& piece = pieces[root_of(parent, t[0])];
        piece.area += doubled / 2;
        ++piece.triangles;
    }
    const double step = mesh.grid.step_m;
    out.area_m2 = area * step * step;
    out.volume_m3 = volume * step * step * step;
    out.pieces = count_pieces(pieces, area);
    return out;
}

} // namespace stele::health
