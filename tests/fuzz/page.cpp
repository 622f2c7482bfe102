// A page behind the entry that describes it: flags, PageEntry, GLB. The cluster table's checksum is
// put right.
#include "archive/base/digest.h"
#include "archive/page/decode.h"
#include "archive/page/layout.h"
#include "archive/page/unpack.h"
#include "tests/fuzz/target.h"

namespace {

using namespace stele;

PageRecord record_of(const page::PageEntry& e, std::size_t bytes)
{
    const auto range = [](const page::RangeEntry& r) { return StreamRange{r.offset, r.bytes}; };
    PageRecord record;
    record.bytes = static_cast<std::uint32_t>(bytes);
    record.level = e.level;
    record.vertices = e.vertices;
    record.triangles = e.triangles;
    record.clusters = e.clusters;
    record.first_group = e.first_group;
    record.group_count = e.group_count;
    record.origin = {e.origin[0], e.origin[1], e.origin[2]};
    record.bound = {{e.centre[0], e.centre[1], e.centre[2]}, e.radius};
    record.positions = range(e.positions);
    record.colours = range(e.colours);
    record.normals = range(e.normals);
    record.indices = range(e.indices);
    record.cluster_table = range(e.cluster_table);
    return record;
}

void put_checksum_right(Bytes& glb, StreamRange table)
{
    if (table.offset > glb.size() || table.bytes > glb.size() - table.offset || table.bytes < 4)
        return;
    const std::size_t covered = table.bytes - sizeof(std::uint32_t);
    const std::uint32_t crc = crc32c(ByteSpan(glb).subspan(table.offset, covered));
    std::memcpy(glb.data() + table.offset + covered, &crc, sizeof crc);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    ByteReader in(fuzz::bytes(data, size));
    const auto flags = in.read<std::uint8_t>();
    const auto entry = in.read<page::PageEntry>();
    if (!flags || !entry)
        return 0;
    const ByteSpan rest = *in.take(in.remaining());
    Bytes glb(rest.begin(), rest.end());
    AssetInfo asset;
    asset.grid.step_m = 0x1p-10;
    asset.has_colours = (*flags & 1) != 0;
    asset.has_normals = (*flags & 2) != 0;
    const PageRecord record = record_of(*entry, glb.size());
    put_checksum_right(glb, record.cluster_table);
    const auto decoded = page::decode_page(glb, record, asset);
    fuzz::require_clean(decoded);
    fuzz::require_clean(page::read_groups(glb, record, asset));
    fuzz::require_clean(page::unpack_page(glb, record, asset));
    if (!decoded)
        return 0;
    for (const DecodedCluster& c : decoded->clusters) {
        fuzz::require(c.first_vertex + c.vertex_count <= decoded->positions.size());
        fuzz::require(c.first_triangle + c.triangle_count <= decoded->triangles.size());
        for (std::uint32_t t = c.first_triangle; t < c.first_triangle + c.triangle_count; ++t)
            for (const std::uint8_t v : decoded->triangles[t])
                fuzz::require(v < c.vertex_count);
    }
    return 0;
}
