// The bill of health of a scan: what was delivered, what its surface is like, what a curator should
// look at. Plain numbers from the gridded surface, which comes in parts; nothing is repaired.
#pragma once

#include "archive/model/scan.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stele::health {

// How a unit or an axis came to be known.
enum class Basis {
    stated,  // by the curator
    format,  // by the format or by the file itself
    guessed, // from the shape
};

// What is not to be seen in the mesh.
struct Facts {
    std::string format;
    bool is_point_cloud = false;
    bool has_colours = false; // by vertex, or from materials and textures
    std::optional<std::uint64_t> declared_vertices, declared_faces;
    std::uint64_t delivered_vertices = 0, delivered_faces = 0;
    std::uint64_t welded_vertices = 0; // dropped: another one lies at the same place
    std::uint64_t unused_vertices = 0; // used by no face that was kept
    std::uint64_t degenerate_faces = 0, duplicate_faces = 0, refused_faces = 0;
    Placement placement;
    Basis units_basis = Basis::format, up_basis = Basis::format;
    Box bounds_m; // placed
    std::vector<TexturePage> textures;
    double texel_m = 0; // side of a texel on the surface; 0: no texture
};

// Where the surface ends.
struct Openings {
    // False: there are too many boundary edges to follow; all numbers here are 0, as is
    // Health::t_junctions.
    bool traced = true;
    std::uint64_t count = 0; // closed loops of boundary edges
    // Those at least half the diagonal long: the rim of a scan that is open by nature, such as at
    // its base. The others are holes.
    std::uint64_t rims = 0;
    double longest_m = 0, longest_hole_m = 0, total_m = 0; // perimeters
    Vec3d longest_at_m, longest_hole_at_m;                 // centre of its box, placed
    // Chains from one non-manifold edge to another: the outline of a flap that stands off.
    std::uint64_t flaps = 0;
    double longest_flap_m = 0;

    std::uint64_t holes() const { return count - rims; }
};

// Parts that share no vertex.
struct Pieces {
    std::uint64_t count = 0;
    double largest_share = 0;         // of the area
    std::uint64_t dust = 0;           // pieces with less than 0.1 % of the area
    std::uint64_t dust_triangles = 0; // in them
    double dust_share = 0;            // of the area, all of them together
};

struct Health {
    Facts facts;
    double grid_step_m = 0;
    std::uint64_t vertices = 0, triangles = 0; // kept

    double area_m2 = 0;
    std::optional<double> volume_m3; // closed and oriented surfaces; negative: inside out
    std::uint64_t edges = 0;
    std::uint64_t boundary_edges = 0;        // of one triangle
    std::uint64_t non_manifold_edges = 0;    // of three and more
    std::uint64_t non_manifold_vertices = 0; // where fans meet only in the vertex
    std::uint64_t inconsistent_edges = 0;    // whose two triangles disagree on what is outside
    Openings openings;
    Pieces pieces;
    std::uint64_t t_junctions = 0; // boundary vertices inside another boundary edge
    std::uint64_t slivers = 0;     // triangles 50 times as long as high

    // Medians and percentiles are exact to 0.4 %.
    double median_edge_m = 0, p95_edge_m = 0;
    double points_per_m2 = 0;
    double point_spacing_m = 0; // point clouds: median distance to the nearest neighbour
    double farthest_m = 0;      // largest coordinate, from the origin of the file
    double float_step_m = 0;    // between neighbouring 32-bit numbers there

    bool closed() const { return triangles > 0 && boundary_edges == 0; }
    // How many times finer the texture is than the mesh; 0 without a texture.
    double texture_finer_by() const
    {
        return facts.texel_m > 0 ? median_edge_m / facts.texel_m : 0;
    }
};

// One part of a surface: triangles that lie in no other part, as lod::grid_scan makes them: unique
// positions, no degenerate or duplicate triangles. Equal positions in different parts are the same
// vertex.
struct SurfacePart {
    GridMesh mesh;
    // 1 for every vertex that another part may use as well, never 0 for one that is used there.
    std::vector<std::uint8_t> border;
};
// May be called from several threads at once; each part is loaded once.
using LoadPart = std::function<Result<SurfacePart>(std::size_t part)>;

struct Threads {
    unsigned jobs = 1;          // at most
    unsigned parts_at_once = 1; // at most, 1 or more; the other threads help inside of a part
};

// Equal parts, equal result, for any threads; of another division of the same surface only volumes
// and sums of lengths may differ, in the last bits. Fails as load does. O(n log n). Memory: 60
// bytes a triangle for each of the parts at once; 100 bytes a triangle at a border vertex; 100
// bytes a boundary edge, at most 200 MB.
Result<Health> examine_surface(
    std::size_t parts, const LoadPart& load, const Grid& grid, Facts facts, Threads threads);

// Points without faces, in the source's units and axes; reorders them. O(n).
Health examine_points(std::span<Vec3d> points, Facts facts);

// What of it a curator should know, most severe first; the texts are those of record::FindingTexts.
Findings findings_of(const Health& health);

} // namespace stele::health
