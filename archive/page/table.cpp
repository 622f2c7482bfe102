// Every count and range of a page's table is checked here, once, for all readers.
#include "archive/page/table.h"

#include "archive/base/digest.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stele::page {

namespace {

Error bad(std::string text)
{
    return {Errc::malformed, std::move(text)};
}

std::size_t table_bytes(std::uint64_t groups, std::uint64_t clusters)
{
    return sizeof(TableHeader) + groups * sizeof(GroupEntry) + clusters * sizeof(ClusterEntry) +
           sizeof(std::uint32_t);
}

Status check_stream(
    std::string_view name, StreamRange range, const PageRecord& record, bool present)
{
    if (present != (range.bytes > 0))
        return bad(std::string(name) + " stream " + (present ? "is missing" : "is not expected"));
    if (range.offset > record.bytes || range.bytes > record.bytes - range.offset)
        return bad(std::string(name) + " stream ends beyond the page");
    return {};
}

Status check_header(const TableHeader& h, const PageRecord& record)
{
    if (h.magic != kTableMagic)
        return bad("no cluster table");
    if (h.version > kPageVersion)
        return Error(Errc::newer_format, "page version " + std::to_string(h.version) +
                                             ", this Stele reads up to " +
                                             std::to_string(kPageVersion));
    if (h.version == 0 || h.reserved != 0)
        return bad("cluster table version " + std::to_string(h.version));
    if (h.groups != record.group_count || h.clusters != record.clusters ||
        h.triangles != record.triangles || h.vertices != record.vertices ||
        h.level != record.level || Vec3i{h.origin[0], h.origin[1], h.origin[2]} != record.origin)
        return bad("cluster table and index disagree");
    return {};
}

Status check_group(
    const PageTable& table, std::size_t g, const PageRecord& record, std::uint64_t first_cluster)
{
    const GroupEntry& group = table.groups[g];
    const std::string name = "group " + std::to_string(group.key);
    if (group.key != record.first_group + g)
        return bad(name + ": key out of order");
    if (group.level > record.level || group.reserved != 0)
        return bad(name + ": level " + std::to_string(group.level));
    if (group.first_cluster != first_cluster || group.cluster_count == 0 ||
        group.cluster_count > table.clusters.size() - first_cluster)
        return bad(name + ": clusters out of range");
    if (!is_valid_sphere(sphere_of(group.centre, group.radius)))
        return bad(name + ": sphere is not finite");
    if (!is_valid_error({group.geometric_m, group.appearance_m, group.selection_m}))
        return bad(name + ": error is not a number");
    std::uint64_t triangles = 0;
    for (std::uint32_t c = 0; c < group.cluster_count; ++c) {
        const ClusterEntry& cluster = table.clusters[first_cluster + c];
        if (cluster.group != g)
            return bad(name + ": holds a cluster of another group");
        if (cluster.refined != GroupKey::kNone && cluster.refined >= group.key)
            return bad(name + ": refines group " + std::to_string(cluster.refined));
        triangles += cluster.triangle_count;
    }
    if (triangles != group.triangles)
        return bad(name + ": " + std::to_string(group.triangles) +
                   " triangles, its clusters have " + std::to_string(triangles));
    return {};
}

Status check_clusters(const PageTable& table, const PageRecord& record)
{
    std::uint64_t triangles = 0;
    for (const ClusterEntry& c : table.clusters) {
        if (c.first_triangle != triangles || c.triangle_count == 0 ||
            c.triangle_count > kMaxClusterTriangles)
            return bad(
                "cluster at triangle " + std::to_string(c.first_triangle) + ": out of range");
        const bool finite = std::isfinite(c.centre[0]) && std::isfinite(c.centre[1]) &&
                            std::isfinite(c.centre[2]) && std::isfinite(c.radius);
        if (!finite || c.radius < 0)
            return bad("cluster at triangle " + std::to_string(c.first_triangle) +
                       ": sphere is not finite");
        triangles += c.triangle_count;
    }
    if (triangles != record.triangles)
        return bad("clusters have " + std::to_string(triangles) + " triangles, the page " +
                   std::to_string(record.triangles));
    return {};
}

} // namespace

bool is_valid_sphere(const Sphere& s)
{
    return is_finite(s.centre) && std::isfinite(s.radius) && s.radius >= 0;
}

bool is_valid_error(const GroupError& e)
{
    if (std::isinf(e.selection_m))
        return e.selection_m > 0 && e.geometric_m == e.selection_m &&
               e.appearance_m == e.selection_m;
    return e.geometric_m >= 0 && e.appearance_m >= 0 && e.selection_m >= e.geometric_m &&
           e.selection_m >= e.appearance_m;
}

Bytes write_table(const PageTable& table)
{
    ByteWriter out;
    out.write(table.header);
    out.write_bytes(std::as_bytes(std::span(table.groups)));
    out.write_bytes(std::as_bytes(std::span(table.clusters)));
    out.write(crc32c(out.bytes()));
    return out.take();
}

Status check_page_record(const PageRecord& record, const AssetInfo& asset)
{
    if (record.bytes == 0 || record.bytes > kMaxPageBytes)
        return bad("page of " + std::to_string(record.bytes) + " bytes");
    if (record.triangles == 0 || record.triangles > kMaxPageTriangles)
        return bad("page of " + std::to_string(record.triangles) + " triangles");
    if (record.vertices == 0 || record.vertices > kMaxPageVertices)
        return bad("page of " + std::to_string(record.vertices) + " vertices");
    if (record.clusters == 0 || record.clusters > record.triangles)
        return bad("page of " + std::to_string(record.clusters) + " clusters");
    if (record.group_count == 0 || record.group_count > record.clusters)
        return bad("page of " + std::to_string(record.group_count) + " groups");
    const auto far = [](std::int32_t c) {
        return c > std::numeric_limits<std::int32_t>::max() - kMaxMantissa - 1 ||
               c < std::numeric_limits<std::int32_t>::min() + kMaxMantissa + 1;
    };
    if (far(record.origin.x) || far(record.origin.y) || far(record.origin.z))
        return bad("page origin outside the grid");
    if (!is_valid_sphere(record.bound))
        return bad("page sphere is not finite");
    STELE_CHECK(check_stream("position", record.positions, record, true));
    STELE_CHECK(check_stream("colour", record.colours, record, asset.has_colours));
    STELE_CHECK(check_stream("normal", record.normals, record, asset.has_normals));
    STELE_CHECK(check_stream("index", record.indices, record, true));
    STELE_CHECK(check_stream("cluster table", record.cluster_table, record, true));
    if (record.cluster_table.bytes != table_bytes(record.group_count, record.clusters))
        return bad("cluster table of " + std::to_string(record.cluster_table.bytes) + " bytes");
    return {};
}

Result<PageTable> read_table(ByteSpan bytes, const PageRecord& record)
{
    ByteReader in(bytes);
    PageTable table;
    STELE_TRY(table.header, in.read<TableHeader>());
    STELE_CHECK(check_header(table.header, record));
    if (bytes.size() != table_bytes(record.group_count, record.clusters))
        return bad("cluster table of " + std::to_string(bytes.size()) + " bytes");
    STELE_TRY(table.groups, in.read_array<GroupEntry>(record.group_count));
    STELE_TRY(table.clusters, in.read_array<ClusterEntry>(record.clusters));
    STELE_TRY(const auto crc, in.read<std::uint32_t>());
    if (crc != crc32c(bytes.first(bytes.size() - sizeof crc)))
        return Error(Errc::corrupt, "cluster table does not match its checksum");

    STELE_CHECK(check_clusters(table, record));
    std::uint64_t first_cluster = 0;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        STELE_CHECK(check_group(table, g, record, first_cluster));
        first_cluster += table.groups[g].cluster_count;
    }
    if (first_cluster != table.clusters.size())
        return bad("clusters without a group");
    const auto coarsest = std::max_element(table.groups.begin(), table.groups.end(),
        [](const GroupEntry& a, const GroupEntry& b) { return a.level < b.level; });
    if (coarsest->level != record.level)
        return bad("page level is not that of its groups");
    return table;
}

} // namespace stele::page
