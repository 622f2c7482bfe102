// Weighted by area, so that what matters is the surface and not how densely it was scanned.
#include "archive/lod/face_quadric.h"

#include <algorithm>
#include <cmath>

namespace stele::lod {

namespace {

// A colour that differs by all 255 codes weighs as much as a distance of this many mean edges.
constexpr double kColourEdges = 0.2;
// Slopes of colour across slivers are flattened: one over the ratio of height to base.
constexpr double kSteepest = 4;

double typical_edge(std::span<const Vec3d> points, std::span<const Triangle> triangles)
{
    double sum = 0;
    for (const Triangle& t : triangles) {
        const Vec3d side = points[t[1]] - points[t[0]];
        sum += dot(side, side);
    }
    return std::sqrt(sum / double(std::max<std::size_t>(1, triangles.size())));
}

struct Face {
    Vec3d a, ab, ac; // a corner, and the gradients of the barycentric weights of the other two
    double area;     // twice
};

// Adds the squares to plane; returns what the best colour takes off.
ColourQuadric colour_of(const Face& face, Vec3f a, Vec3f b, Vec3f c, double scale, Quadric& plane)
{
    ColourQuadric q;
    q.sum[3][0] = float(face.area);
    const double steepest = face.area * std::max(dot(face.ab, face.ab), dot(face.ac, face.ac));
    const double kept = (steepest > kSteepest ? kSteepest / steepest : 1) * scale;
    const auto add = [&](std::size_t k, float code, float to_b, float to_c) {
        const Vec3d slope = (face.ab * double(to_b) + face.ac * double(to_c)) * kept;
        const double offset = double(code) * scale - dot(slope, face.a);
        plane.add_plane(slope, offset, face.area);
        const Vec3d sum = slope * face.area;
        q.sum[k] = {float(sum.x), float(sum.y), float(sum.z), float(offset * face.area)};
    };
    add(0, a.x, b.x - a.x, c.x - a.x);
    add(1, a.y, b.y - a.y, c.y - a.y);
    add(2, a.z, b.z - a.z, c.z - a.z);
    return q;
}

} // namespace

double sum_face_quadrics(std::span<const Vec3d> points, std::span<const Vec3f> colours,
    std::span<const Triangle> triangles, std::vector<Quadric>& quadrics,
    std::vector<ColourQuadric>& colour_quadrics)
{
    quadrics.assign(points.size(), {});
    colour_quadrics.assign(colours.size(), {});
    const double scale = std::max(kColourEdges / 255 * typical_edge(points, triangles), 1e-9);
    for (const Triangle& t : triangles) {
        const Vec3d a = points[t[0]], ab = points[t[1]] - a, ac = points[t[2]] - a;
        const Vec3d normal = cross(ab, ac);
        const double twice_area = length(normal);
        if (!(twice_area > 0))
            continue;
        const double inverse = 1 / twice_area;
        const Vec3d n = normal * inverse;
        Quadric q;
        q.add_plane(n, -dot(n, a), twice_area);
        if (!colours.empty()) {
            const Face face{a, cross(ac, n) * inverse, cross(n, ab) * inverse, twice_area};
            const ColourQuadric c =
                colour_of(face, colours[t[0]], colours[t[1]], colours[t[2]], scale, q);
            for (const std::uint32_t v : t)
                colour_quadrics[v].add(c);
        }
        for (const std::uint32_t v : t) {
            quadrics[v].add(q);
            quadrics[v].add_point(points[v], twice_area * kPointShare);
        }
    }
    return scale;
}

} // namespace stele::lod
