// A decoded page as the GPU reads it.
#include "renderer/stream/packed_page.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stele::stream {

namespace {

Status check_page(const DecodedPage& page, const PageIndex& index)
{
    const std::size_t vertices = page.positions.size(), triangles = page.triangles.size();
    if ((!page.colours.empty() && page.colours.size() != vertices) ||
        (!page.normals.empty() && page.normals.size() != vertices))
        return Error(Errc::malformed, "colours or normals are not one a vertex");
    if ((index.asset.has_colours && page.colours.empty()) ||
        (index.asset.has_normals && page.normals.empty()))
        return Error(Errc::malformed, "the page lacks colours or normals that the asset has");
    for (std::size_t i = 0; i < page.clusters.size(); ++i) {
        const DecodedCluster& cluster = page.clusters[i];
        const auto fail = [i](const char* what) {
            return Error(Errc::malformed, "cluster " + std::to_string(i) + ": " + what);
        };
        if (cluster.vertex_count > kMaxClusterVertices ||
            cluster.triangle_count > kMaxClusterTriangles)
            return fail("too many vertices or triangles");
        if (cluster.first_vertex > vertices ||
            cluster.vertex_count > vertices - cluster.first_vertex)
            return fail("vertices beyond the page");
        if (cluster.first_triangle > triangles ||
            cluster.triangle_count > triangles - cluster.first_triangle)
            return fail("triangles beyond the page");
        if (cluster.group.value >= index.groups.size() ||
            (!cluster.refined.is_none() && cluster.refined.value >= index.groups.size()))
            return fail("a group that does not exist");
        if (!is_finite(cluster.bound.centre) || !(cluster.bound.radius >= 0) ||
            !std::isfinite(cluster.bound.radius))
            return fail("a bound that is not finite");
        for (std::uint32_t t = 0; t < cluster.triangle_count; ++t)
            for (const std::uint8_t corner : page.triangles[cluster.first_triangle + t])
                if (corner >= cluster.vertex_count)
                    return fail("a vertex number beyond the cluster");
    }
    return {};
}

// Octahedral mapping (Cigolle et al. 2014), two signed 16-bit. The zero vector becomes +z.
std::uint32_t octahedral(Vec3f n)
{
    const float sum = std::abs(n.x) + std::abs(n.y) + std::abs(n.z);
    if (!(sum > 0) || !std::isfinite(sum))
        return 0;
    float u = n.x / sum, v = n.y / sum;
    if (n.z < 0) {
        const float folded = (1 - std::abs(v)) * (u >= 0 ? 1.0f : -1.0f);
        v = (1 - std::abs(u)) * (v >= 0 ? 1.0f : -1.0f);
        u = folded;
    }
    const auto snorm = [](float x) {
        return static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(x * 32767.0f)));
    };
    return static_cast<std::uint32_t>(snorm(u)) | static_cast<std::uint32_t>(snorm(v)) << 16;
}

shaders::Cluster pack_cluster(const DecodedCluster& cluster, Vec3d page_origin_m)
{
    const Vec3d centre = cluster.bound.centre - page_origin_m;
    const double rounding = length(centre) * 0x1p-22; // of the float centre
    return {shaders::kNone, cluster.group.value, cluster.refined.value, cluster.first_vertex,
        cluster.vertex_count, cluster.first_triangle, cluster.triangle_count,
        {float(centre.x), float(centre.y), float(centre.z)},
        std::nextafter(float(cluster.bound.radius + rounding), 3e38f)};
}

} // namespace

Result<PackedPage> pack_page(const DecodedPage& page, const PageIndex& index)
{
    STELE_CHECK(check_page(page, index));
    PackedPage packed;
    packed.origin = page.origin;
    ByteWriter blob;
    for (const Vec3i& p : page.positions) {
        packed.low = {
            std::min(packed.low.x, p.x), std::min(packed.low.y, p.y), std::min(packed.low.z, p.z)};
        packed.high = {std::max(packed.high.x, p.x), std::max(packed.high.y, p.y),
            std::max(packed.high.z, p.z)};
        blob.write(p);
    }
    packed.colours = static_cast<std::uint32_t>(blob.size());
    for (const Rgba8& colour : page.colours)
        blob.write(colour);
    packed.normals = static_cast<std::uint32_t>(blob.size());
    for (const Vec3f& normal : page.normals)
        blob.write(octahedral(normal));
    packed.triangles = static_cast<std::uint32_t>(blob.size());
    for (const auto& corners : page.triangles)
        blob.write(static_cast<std::uint32_t>(corners[0] | corners[1] << 8 | corners[2] << 16));
    const Vec3d origin_m = index.asset.grid.asset_m(page.origin);
    for (const DecodedCluster& cluster : page.clusters)
        packed.clusters.push_back(pack_cluster(cluster, origin_m));
    packed.blob = blob.take();
    packed.triangle_count = page.triangles.size();
    return packed;
}

std::uint64_t estimate_bytes(const PageRecord& record, const AssetInfo& asset)
{
    const std::uint64_t vertex =
        12u + (asset.has_colours ? 4u : 0u) + (asset.has_normals ? 4u : 0u);
    // Vertices on cluster borders are repeated; more than three a triangle there cannot be.
    const std::uint64_t vertices = std::min<std::uint64_t>(
        std::uint64_t{record.vertices} * 3 / 2, std::uint64_t{record.triangles} * 3);
    return vertices * vertex + std::uint64_t{record.triangles} * 4 +
           std::uint64_t{record.clusters} * sizeof(shaders::Cluster);
}

} // namespace stele::stream
