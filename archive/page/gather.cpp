// Vertices are shared by the whole page where position, colour and normal agree; triangles keep
// their cluster.
#include "archive/page/gather.h"

#include "archive/page/bound.h"
#include "archive/page/strip.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace stele::page {

namespace {

using OctNormal = std::array<std::int8_t, 4>;

constexpr std::uint32_t kNoNumber = 0xffffffffu;

Error misuse(const LodGroup& group, std::string_view what)
{
    return {Errc::invalid_argument,
        "group " + std::to_string(group.key.value) + ": " + std::string(what)};
}

Status check_shape(const LodGroup& group)
{
    const std::size_t vertices = group.positions.size();
    if (!group.colours.empty() && group.colours.size() != vertices)
        return misuse(group, "colours do not match positions");
    if (!group.normals.empty() && group.normals.size() != vertices)
        return misuse(group, "normals do not match positions");
    if (!is_valid_sphere(group.bound) || !is_valid_error(group.error))
        return misuse(group, "sphere or error is not a number");
    if (group.terminal != is_terminal(group.error))
        return misuse(group, "terminal and infinite error do not go together");
    for (const Triangle& t : group.triangles)
        if (t[0] >= vertices || t[1] >= vertices || t[2] >= vertices)
            return misuse(group, "a triangle names a vertex that is not there");
    return {};
}

Status check_clusters(const LodGroup& group)
{
    std::uint64_t next = 0;
    for (const LodCluster& c : group.clusters) {
        if (c.first_triangle != next || c.triangle_count == 0 ||
            c.triangle_count > kMaxClusterTriangles)
            return misuse(group, "clusters do not tile its triangles");
        if (!c.refined.is_none() && c.refined >= group.key)
            return misuse(group, "refines a later group");
        next += c.triangle_count;
    }
    if (next == 0 || next != group.triangles.size())
        return misuse(group, "clusters do not tile its triangles");
    return {};
}

Status check_groups(std::span<const LodGroup> groups)
{
    std::uint64_t triangles = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const LodGroup& group = groups[g];
        if (group.key.is_none() || group.key.value != groups[0].key.value + g)
            return misuse(group, "keys are not consecutive");
        STELE_CHECK(check_shape(group));
        STELE_CHECK(check_clusters(group));
        if (group.colours.empty() != groups[0].colours.empty() ||
            group.normals.empty() != groups[0].normals.empty())
            return misuse(group, "only some groups have colours or normals");
        triangles += group.triangles.size();
    }
    if (triangles > kMaxPageTriangles)
        return Error(Errc::limit, std::to_string(triangles) + " triangles in one page");
    return {};
}

// The middle of the used grid box; every position must be within 24-bit mantissas of it.
Result<Vec3i> page_origin(std::span<const LodGroup> groups)
{
    using Wide = Vec3<std::int64_t>;
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
    Wide lowest{kFar, kFar, kFar};
    Wide highest{-kFar, -kFar, -kFar};
    for (const LodGroup& group : groups)
        for (const Triangle& t : group.triangles)
            for (const std::uint32_t v : t) {
                const Vec3i p = group.positions[v];
                lowest = {std::min<std::int64_t>(lowest.x, p.x),
                    std::min<std::int64_t>(lowest.y, p.y), std::min<std::int64_t>(lowest.z, p.z)};
                highest = {std::max<std::int64_t>(highest.x, p.x),
                    std::max<std::int64_t>(highest.y, p.y), std::max<std::int64_t>(highest.z, p.z)};
            }
    const Wide extent = highest - lowest;
    if (std::max({extent.x, extent.y, extent.z}) > 2 * std::int64_t{kMaxMantissa} + 1)
        return Error(Errc::limit, "page wider than 2^24 grid steps");
    constexpr std::int64_t kEdge = std::numeric_limits<std::int32_t>::max() - kMaxMantissa - 1;
    if (std::max({highest.x, highest.y, highest.z}) > kEdge ||
        std::min({lowest.x, lowest.y, lowest.z}) < -kEdge)
        return Error(Errc::limit, "page beyond the grid");
    return Vec3i{static_cast<std::int32_t>(lowest.x + (extent.x + 1) / 2),
        static_cast<std::int32_t>(lowest.y + (extent.y + 1) / 2),
        static_cast<std::int32_t>(lowest.z + (extent.z + 1) / 2)};
}

std::vector<OctNormal> encode_normals(const LodGroup& group)
{
    std::vector<std::array<float, 4>> plain(group.normals.size());
    for (std::size_t v = 0; v < plain.size(); ++v) {
        const Vec3f n = group.normals[v];
        const bool finite = std::isfinite(n.x) && std::isfinite(n.y) && std::isfinite(n.z);
        const Vec3f unit = finite ? normalized(n) : Vec3f{};
        plain[v] = {unit.x, unit.y, unit.z, 0.0f};
    }
    std::vector<OctNormal> codes(plain.size());
    if (!plain.empty())
        meshopt_encodeFilterOct(codes.data(), codes.size(), sizeof(OctNormal), 8, plain[0].data());
    return codes;
}

// Finds equal page vertices. Numbers are given in order of first use, so the table's own order is
// never seen.
class VertexTable {
public:
    VertexTable(PageMesh& mesh, std::size_t capacity) : mesh_(mesh)
    {
        std::size_t slots = 64;
        while (slots < capacity * 2)
            slots *= 2;
        slots_.assign(slots, kEmpty);
    }

    std::uint32_t number_of(Vec3i position, const Rgba8* colour, const OctNormal* normal)
    {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t slot = hash(position) & mask;; slot = (slot + 1) & mask) {
            const std::uint32_t vertex = slots_[slot];
            if (vertex == kEmpty) {
                const auto added = static_cast<std::uint32_t>(mesh_.positions.size());
                mesh_.positions.push_back(position);
                if (colour != nullptr)
                    mesh_.colours.push_back(*colour);
                if (normal != nullptr)
                    mesh_.normals.push_back(*normal);
                slots_[slot] = added;
                return added;
            }
            if (mesh_.positions[vertex] == position &&
                (colour == nullptr || mesh_.colours[vertex] == *colour) &&
                (normal == nullptr || mesh_.normals[vertex] == *normal))
                return vertex;
        }
    }

private:
    static constexpr std::uint32_t kEmpty = kNoNumber;

    static std::size_t hash(Vec3i p)
    {
        std::uint64_t h = static_cast<std::uint32_t>(p.x);
        h = h * 0x9e3779b97f4a7c15u + static_cast<std::uint32_t>(p.y);
        h = h * 0x9e3779b97f4a7c15u + static_cast<std::uint32_t>(p.z);
        return static_cast<std::size_t>((h * 0x9e3779b97f4a7c15u) >> 24);
    }

    PageMesh& mesh_;
    std::vector<std::uint32_t> slots_;
};

// The cluster's corners numbered from 0 and reordered to strips; names the group's vertices.
struct ClusterCorners {
    std::array<std::uint32_t, kMaxClusterTriangles * 3> corners{};
    std::array<std::uint32_t, kMaxClusterVertices> group_vertices{};
    std::uint32_t corner_count = 0;
    std::uint32_t vertex_count = 0;
};

// local_of: one entry a group vertex, all kNoNumber before and after.
Result<ClusterCorners> order_cluster(
    const LodGroup& group, const LodCluster& cluster, std::vector<std::uint32_t>& local_of)
{
    ClusterCorners out;
    std::array<std::uint32_t, kMaxClusterTriangles * 3> corners{};
    bool fits = true;
    for (std::uint32_t t = 0; t < cluster.triangle_count && fits; ++t)
        for (const std::uint32_t v : group.triangles[cluster.first_triangle + t]) {
            if (local_of[v] == kNoNumber) {
                if (out.vertex_count == kMaxClusterVertices) {
                    fits = false;
                    break;
                }
                local_of[v] = out.vertex_count;
                out.group_vertices[out.vertex_count++] = v;
            }
            corners[out.corner_count++] = local_of[v];
        }
    for (std::uint32_t v = 0; v < out.vertex_count; ++v)
        local_of[out.group_vertices[v]] = kNoNumber;
    if (!fits)
        return misuse(group, "a cluster has more than 128 vertices");
    order_in_strips({corners.data(), out.corner_count}, {out.corners.data(), out.corner_count});
    return out;
}

Status add_group(PageMesh& mesh, VertexTable& vertices, const LodGroup& group, Vec3i origin)
{
    const std::vector<OctNormal> normals = encode_normals(group);
    std::vector<std::uint32_t> local_of(group.positions.size(), kNoNumber);
    std::vector<Vec3i> points;
    GroupEntry entry;
    entry.key = group.key.value;
    entry.level = group.level;
    entry.triangles = static_cast<std::uint32_t>(group.triangles.size());
    entry.first_cluster = static_cast<std::uint32_t>(mesh.table.clusters.size());
    entry.cluster_count = static_cast<std::uint32_t>(group.clusters.size());
    entry.centre = array_of(group.bound.centre);
    entry.radius = group.bound.radius;
    entry.geometric_m = group.error.geometric_m;
    entry.appearance_m = group.error.appearance_m;
    entry.selection_m = group.error.selection_m;
    for (const LodCluster& cluster : group.clusters) {
        STELE_TRY(const ClusterCorners ordered, order_cluster(group, cluster, local_of));
        ClusterEntry c;
        c.first_triangle = static_cast<std::uint32_t>(mesh.indices.size() / 3);
        c.triangle_count = static_cast<std::uint16_t>(cluster.triangle_count);
        c.group = static_cast<std::uint16_t>(mesh.table.groups.size());
        c.refined = cluster.refined.value;
        points.clear();
        for (std::uint32_t v = 0; v < ordered.vertex_count; ++v)
            points.push_back(group.positions[ordered.group_vertices[v]] - origin);
        const StepSphere sphere = enclose_points(points);
        c.centre = sphere.centre;
        c.radius = sphere.radius;
        std::array<std::uint32_t, kMaxClusterVertices> number;
        std::fill_n(number.begin(), ordered.vertex_count, kNoNumber);
        for (std::uint32_t k = 0; k < ordered.corner_count; ++k) {
            const std::uint32_t local = ordered.corners[k];
            if (number[local] == kNoNumber) {
                const std::uint32_t v = ordered.group_vertices[local];
                number[local] = vertices.number_of(group.positions[v] - origin,
                    group.colours.empty() ? nullptr : &group.colours[v],
                    normals.empty() ? nullptr : &normals[v]);
            }
            mesh.indices.push_back(number[local]);
        }
        mesh.table.clusters.push_back(c);
    }
    mesh.table.header.level = std::max(mesh.table.header.level, group.level);
    mesh.table.groups.push_back(entry);
    return {};
}

} // namespace

Result<PageMesh> gather_page(std::span<const LodGroup> groups)
{
    STELE_CHECK(check_groups(groups));
    STELE_TRY(const Vec3i origin, page_origin(groups));
    PageMesh mesh;
    std::size_t capacity = 0;
    for (const LodGroup& group : groups)
        capacity += group.positions.size();
    VertexTable vertices(mesh, capacity);
    for (const LodGroup& group : groups)
        STELE_CHECK(add_group(mesh, vertices, group, origin));
    if (mesh.positions.size() > kMaxPageVertices)
        return Error(Errc::limit, std::to_string(mesh.positions.size()) + " vertices in one page");
    TableHeader& header = mesh.table.header;
    header.groups = static_cast<std::uint32_t>(mesh.table.groups.size());
    header.clusters = static_cast<std::uint32_t>(mesh.table.clusters.size());
    header.triangles = static_cast<std::uint32_t>(mesh.indices.size() / 3);
    header.vertices = static_cast<std::uint32_t>(mesh.positions.size());
    header.origin = {origin.x, origin.y, origin.z};
    return mesh;
}

} // namespace stele::page
