// The cluster and group table of one page, read from hostile bytes: what it says is consistent in
// itself and with the page's record.
#pragma once

#include "archive/base/bytes.h"
#include "archive/page/layout.h"

#include <cmath>
#include <vector>

namespace stele::page {

struct PageTable {
    TableHeader header;
    std::vector<GroupEntry> groups;
    std::vector<ClusterEntry> clusters;
};

Bytes write_table(const PageTable& table);

// Counts within limits, streams inside the page, spheres finite. Errc::malformed says what is not.
Status check_page_record(const PageRecord& record, const AssetInfo& asset);

// bytes is the cluster_table stream. Clusters tile the triangles, groups tile the clusters, keys
// are consecutive, refined keys lie below. Precondition: check_page_record passed.
Result<PageTable> read_table(ByteSpan bytes, const PageRecord& record);

// The stream of a page. Precondition: check_page_record passed and page.size() == record.bytes.
inline ByteSpan stream(ByteSpan page, StreamRange range)
{
    return page.subspan(range.offset, range.bytes);
}

bool is_valid_sphere(const Sphere& s);
// All finite and ordered, or all infinite.
bool is_valid_error(const GroupError& e);
inline bool is_terminal(const GroupError& e)
{
    return std::isinf(e.selection_m);
}

inline Sphere sphere_of(const std::array<double, 3>& centre, double radius)
{
    return {{centre[0], centre[1], centre[2]}, radius};
}
inline std::array<double, 3> array_of(Vec3d v)
{
    return {v.x, v.y, v.z};
}

} // namespace stele::page
