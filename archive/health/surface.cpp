// Pieces by union-find over vertices, in the order of the triangles.
#include "archive/health/surface.h"

#include "archive/model/position_table.h"

#include <algorithm>
#include <numeric>

namespace stele::health {

namespace {

constexpr double kSliverRatio = 50; // longest edge to the height above it

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

// A root has the least number of its piece: it comes before all others.
void sort_pieces(const SurfacePart& part, const std::vector<Piece>& pieces,
    std::vector<std::uint32_t>& parent, Surface& out)
{
    std::vector<std::uint32_t>& open_piece = out.open_piece;
    open_piece.assign(pieces.size(), PositionTable::kAbsent);
    for (std::uint32_t v = 0; v < pieces.size(); ++v) {
        const std::uint32_t root = root_of(parent, v);
        if (part.border[v] != 0 && open_piece[root] == PositionTable::kAbsent) {
            open_piece[root] = static_cast<std::uint32_t>(out.open.size());
            out.open.push_back(pieces[root]);
        }
    }
    for (std::uint32_t v = 0; v < pieces.size(); ++v) {
        open_piece[v] = open_piece[root_of(parent, v)];
        if (open_piece[v] == PositionTable::kAbsent)
            out.finished.add(pieces[v]);
    }
}

} // namespace

Surface measure_surface(const SurfacePart& part)
{
    const GridMesh& mesh = part.mesh;
    Surface out;
    std::vector<std::uint32_t> parent = join_vertices(mesh);
    std::vector<Piece> pieces(mesh.positions.size()); // at their roots
    double volume = 0;
    for (const Triangle& t : mesh.triangles) {
        const Vec3d a = to_double(mesh.positions[t[0]]);
        const Vec3d ab = to_double(mesh.positions[t[1]]) - a;
        const Vec3d ac = to_double(mesh.positions[t[2]]) - a;
        const Vec3d bc = ac - ab;
        const Vec3d normal = cross(ab, ac);
        const double doubled = length(normal);
        const double longest = std::max({dot(ab, ab), dot(ac, ac), dot(bc, bc)});
        volume += dot(a, normal) / 6;
        out.slivers += doubled * kSliverRatio < longest ? 1 : 0;
        Piece& piece = pieces[root_of(parent, t[0])];
        piece.area.add_doubled(doubled);
        ++piece.triangles;
    }
    for (const Piece& piece : pieces)
        out.area += piece.area;
    out.volume_steps3 = volume;
    sort_pieces(part, pieces, parent, out);
    return out;
}

} // namespace stele::health
