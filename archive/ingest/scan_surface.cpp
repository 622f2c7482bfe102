// All vertices first, as sources deliver them; the placement may need to see them.
#include "archive/ingest/scan_surface.h"

#include <algorithm>

namespace stele::ingest {

namespace {

constexpr std::size_t kMaxPoints = 0xffffffffu;

} // namespace

Result<ScanSurface> read_surface(
    ScanSource& source, const lod::Place& place, Vec3d origin_m, const Cancel* cancel)
{
    ScanSurface surface;
    surface.origin_m = origin_m;
    lod::ShapeSampler sampler;
    VertexBatch batch;
    for (;;) {
        STELE_CHECK(lod::check_cancel(cancel));
        STELE_TRY(const bool more, source.next_vertices(batch));
        if (!more)
            break;
        for (const Vec3d p : batch.positions)
            if (is_finite(p))
                sampler.add(p);
        surface.points.insert(surface.points.end(), batch.positions.begin(), batch.positions.end());
        if (surface.points.size() >= kMaxPoints)
            return Error(Errc::limit, "more than 2^32 vertices");
    }
    STELE_TRY(surface.placement, place(sampler.take()));
    for (Vec3d& p : surface.points)
        p = surface.placement.metres(p) - origin_m;
    std::vector<Triangle> faces;
    for (;;) {
        STELE_CHECK(lod::check_cancel(cancel));
        STELE_TRY(const bool more, source.next_faces(faces));
        if (!more)
            break;
        for (const Triangle& face : faces) {
            if (std::all_of(face.begin(), face.end(), [&](std::uint32_t v) {
                    return v < surface.points.size() && is_finite(surface.points[v]);
                }))
                surface.triangles.push_back(face);
            else
                ++surface.refused_faces;
        }
    }
    if (surface.triangles.empty())
        return Error(Errc::malformed, "no valid triangle");
    return surface;
}

} // namespace stele::ingest
