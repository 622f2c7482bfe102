// Geometry as captured: a pull source in double precision, so that a reader never holds more than a
// batch.
#pragma once

#include "archive/base/geometry.h"
#include "archive/base/result.h"
#include "archive/model/finding.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stele {

// 8-bit sRGB and alpha, as scanners and cameras deliver it.
struct Rgba8 {
    std::uint8_t r = 255, g = 255, b = 255, a = 255;
    friend auto operator<=>(const Rgba8&, const Rgba8&) = default;
};

using Triangle = std::array<std::uint32_t, 3>;

enum class UpAxis { y, z };

// A file that the scan names (MTL, texture, .bin). resolved is empty when it was not found or lies
// outside the scan's folder; such a file is not read.
struct Companion {
    std::string named; // as written in the scan
    std::filesystem::path resolved;
    std::string role; // "material", "texture", "buffer"
};

// A picture that a material names, as far as it was looked at.
struct TexturePage {
    std::string name;   // as the scan names it; "image 3" for one that lies inside the file
    bool found = false; // false: missing, outside the folder, or not decodable
    std::uint32_t width = 0, height = 0; // pixels; 0: not known
    std::string colour_profile;          // "sRGB", "Adobe RGB (1998)"; empty: none is stated
    bool is_colour = true; // false: normals, roughness and the like, which have no colour profile
};

struct ScanInfo {
    std::string format; // "PLY binary little-endian 1.0", "Wavefront OBJ", "glTF 2.0 binary"
    std::optional<std::uint64_t> declared_vertices,
        declared_faces; // as the header claims, unverified
    bool has_colours = false;
    bool has_normals = false;
    bool is_point_cloud = false; // points and no faces: next_faces delivers nothing
    // What the format fixes or the file states, with the reason ("glTF 2.0 section 3.4: metres");
    // else guessed later.
    std::optional<double> metres_per_unit;
    std::optional<UpAxis> up;
    std::string units_reason, up_reason;
    std::vector<Companion> companions;
};

// Parallel arrays; colours and normals are empty or as long as positions.
struct VertexBatch {
    std::vector<Vec3d>
        positions; // source units, source axes; may hold NaN, which the gridder counts
    std::vector<Rgba8> colours;
    std::vector<Vec3f> normals; // unit length or zero

    void clear()
    {
        positions.clear();
        colours.clear();
        normals.clear();
    }
};

// All vertices first, then all faces. Positions in one right-handed frame for the whole file (node
// transforms applied). Faces: polygons are triangulated, strips unrolled, out-of-range indices
// dropped with a finding.
class ScanSource {
public:
    virtual ~ScanSource() = default;
    virtual const ScanInfo& info() const = 0;
    // Replaces out by the next batch (at most about 65 536). False: there are no more and out is
    // empty.
    virtual Result<bool> next_vertices(VertexBatch& out) = 0;
    // Precondition: next_vertices has returned false. Indices count all vertices delivered, from 0.
    virtual Result<bool> next_faces(std::vector<Triangle>& out) = 0;
    // Complete once next_faces has returned false; one Finding a code, with its count.
    virtual Findings findings() const = 0;
    // Complete once next_faces has returned false, as the next.
    virtual std::vector<TexturePage> texture_pages() const { return {}; }
    // Side of a texel on the surface: sqrt(area of the textured surface / texels that it uses), in
    // source units; 0: no textured surface.
    virtual double texel_size() const { return 0; }
};

// How source coordinates become metres, y up, right-handed: p_m = up_rotation(p * metres_per_unit).
// z up: (x, y, z) -> (x, z, -y).
struct Placement {
    double metres_per_unit = 1;
    UpAxis up = UpAxis::y;
    Finding units_reason, up_reason; // "reason.*"

    Vec3d metres(Vec3d p) const
    {
        p = p * metres_per_unit;
        return up == UpAxis::y ? p : Vec3d{p.x, p.z, -p.y};
    }
    Vec3f direction(Vec3f n) const { return up == UpAxis::y ? n : Vec3f{n.x, n.z, -n.y}; }
};

// The one integer grid of an asset: position = origin_m + step_m * integer. step_m is a power of
// two.
struct Grid {
    double step_m = 0x1p-10;
    Vec3d origin_m;

    Vec3d asset_m(Vec3i p) const
    {
        return to_double(p) * step_m;
    } // relative to origin_m: "asset space"
    Vec3d world_m(Vec3i p) const { return origin_m + asset_m(p); }
    friend bool operator==(const Grid& a, const Grid& b)
    {
        return a.step_m == b.step_m && a.origin_m == b.origin_m;
    }
};

// A scan on its grid: welded by grid position, free of degenerate and duplicate faces.
struct GridMesh {
    Grid grid;
    std::vector<Vec3i> positions; // unique
    std::vector<Rgba8> colours;   // empty or one a position
    std::vector<Vec3f> normals;   // empty or one a position
    std::vector<Triangle> triangles;
};

} // namespace stele
