// The bytes of index.stele. The header's checksum covers the directory, the directory's checksums
// cover the chunks.
#include "archive/page/index.h"

#include "archive/base/digest.h"
#include "archive/page/asset_json.h"
#include "archive/page/table.h"

#include <algorithm>
#include <limits>

namespace stele::page {

namespace {

Error bad(std::string text)
{
    return {Errc::malformed, "index: " + std::move(text)};
}

RangeEntry entry_of(StreamRange r)
{
    return {r.offset, r.bytes};
}
StreamRange range_of(RangeEntry r)
{
    return {r.offset, r.bytes};
}

PageEntry entry_of(const PageRecord& page)
{
    PageEntry e;
    e.offset = page.offset;
    e.pack = page.pack;
    e.bytes = page.bytes;
    e.crc32c = page.crc32c;
    e.level = page.level;
    e.vertices = page.vertices;
    e.triangles = page.triangles;
    e.clusters = page.clusters;
    e.first_group = page.first_group;
    e.group_count = page.group_count;
    e.origin = {page.origin.x, page.origin.y, page.origin.z};
    e.centre = array_of(page.bound.centre);
    e.radius = page.bound.radius;
    e.positions = entry_of(page.positions);
    e.colours = entry_of(page.colours);
    e.normals = entry_of(page.normals);
    e.indices = entry_of(page.indices);
    e.cluster_table = entry_of(page.cluster_table);
    return e;
}

PageRecord record_of(const PageEntry& e)
{
    PageRecord page;
    page.offset = e.offset;
    page.pack = e.pack;
    page.bytes = e.bytes;
    page.crc32c = e.crc32c;
    page.level = e.level;
    page.vertices = e.vertices;
    page.triangles = e.triangles;
    page.clusters = e.clusters;
    page.first_group = e.first_group;
    page.group_count = e.group_count;
    page.origin = {e.origin[0], e.origin[1], e.origin[2]};
    page.bound = sphere_of(e.centre, e.radius);
    page.positions = range_of(e.positions);
    page.colours = range_of(e.colours);
    page.normals = range_of(e.normals);
    page.indices = range_of(e.indices);
    page.cluster_table = range_of(e.cluster_table);
    return page;
}

IndexGroupEntry entry_of(const GroupRecord& group)
{
    IndexGroupEntry e;
    e.page = group.page.value;
    e.level = group.level;
    e.triangles = group.triangles;
    e.first_parent = group.first_parent;
    e.parent_count = group.parent_count;
    e.centre = array_of(group.bound.centre);
    e.radius = group.bound.radius;
    e.geometric_m = group.error.geometric_m;
    e.appearance_m = group.error.appearance_m;
    e.selection_m = group.error.selection_m;
    return e;
}

GroupRecord record_of(const IndexGroupEntry& e)
{
    return {{e.page}, e.level, e.triangles, e.first_parent, e.parent_count,
        sphere_of(e.centre, e.radius), {e.geometric_m, e.appearance_m, e.selection_m}};
}

std::uint64_t parents_of_page(const PageIndex& index, const PageRecord& page)
{
    std::uint64_t count = 0;
    for (std::uint32_t g = 0; g < page.group_count; ++g)
        count += index.groups[page.first_group + g].parent_count;
    return count;
}

std::uint64_t chunk_bytes(std::uint64_t pages, std::uint64_t groups, std::uint64_t parents)
{
    return pages * sizeof(PageEntry) + groups * sizeof(IndexGroupEntry) +
           parents * sizeof(std::uint32_t);
}

// Runs of pages from the last to the first, each as long as fits. A single page that does not fit
// is alone.
std::vector<ChunkEntry> plan_chunks(const PageIndex& index)
{
    std::vector<ChunkEntry> chunks;
    auto first_parent = static_cast<std::uint32_t>(index.parents.size());
    std::size_t page = index.pages.size();
    while (page > 0) {
        ChunkEntry chunk;
        std::uint64_t groups = 0, parents = 0;
        while (page > 0) {
            const PageRecord& next = index.pages[page - 1];
            const std::uint64_t more_groups = groups + next.group_count;
            const std::uint64_t more_parents = parents + parents_of_page(index, next);
            if (chunk.page_count > 0 &&
                chunk_bytes(chunk.page_count + 1, more_groups, more_parents) > kMaxChunkBytes)
                break;
            groups = more_groups;
            parents = more_parents;
            ++chunk.page_count;
            --page;
        }
        first_parent -= static_cast<std::uint32_t>(parents);
        chunk.first_page = static_cast<std::uint32_t>(page);
        chunk.first_group = index.pages[page].first_group;
        chunk.group_count = static_cast<std::uint32_t>(groups);
        chunk.first_parent = first_parent;
        chunk.parent_count = static_cast<std::uint32_t>(parents);
        chunks.push_back(chunk);
    }
    return chunks;
}

Bytes write_chunk(const PageIndex& index, const ChunkEntry& chunk)
{
    ByteWriter out;
    for (std::uint32_t p = 0; p < chunk.page_count; ++p)
        out.write(entry_of(index.pages[chunk.first_page + p]));
    for (std::uint32_t g = 0; g < chunk.group_count; ++g)
        out.write(entry_of(index.groups[chunk.first_group + g]));
    for (std::uint32_t i = 0; i < chunk.parent_count; ++i)
        out.write(index.parents[chunk.first_parent + i].value);
    return out.take();
}

Status read_chunk(ByteSpan file, const ChunkEntry& chunk, PageIndex& index)
{
    const std::string name = "chunk at byte " + std::to_string(chunk.offset);
    const ByteSpan bytes = file.subspan(static_cast<std::size_t>(chunk.offset), chunk.bytes);
    if (crc32c(bytes) != chunk.crc32c)
        return Error(Errc::corrupt, "index: " + name + " does not match its checksum");
    ByteReader in(bytes);
    for (std::uint32_t p = 0; p < chunk.page_count; ++p) {
        STELE_TRY(const auto e, in.read<PageEntry>());
        index.pages[chunk.first_page + p] = record_of(e);
    }
    for (std::uint32_t g = 0; g < chunk.group_count; ++g) {
        STELE_TRY(const auto e, in.read<IndexGroupEntry>());
        if (e.reserved != 0)
            return bad(name + ": reserved bytes are not zero");
        index.groups[chunk.first_group + g] = record_of(e);
    }
    for (std::uint32_t i = 0; i < chunk.parent_count; ++i) {
        STELE_TRY(const auto key, in.read<std::uint32_t>());
        index.parents[chunk.first_parent + i] = {key};
    }
    return {};
}

// Chunks tile the file's end forwards and the three arrays backwards.
Status check_chunks(
    const IndexHeader& header, const std::vector<ChunkEntry>& chunks, std::uint64_t offset)
{
    std::uint64_t page = header.pages, group = header.groups, parent = header.parents;
    for (const ChunkEntry& c : chunks) {
        if (c.offset != offset || c.bytes > header.file_bytes - offset ||
            c.bytes != chunk_bytes(c.page_count, c.group_count, c.parent_count))
            return bad("chunk at byte " + std::to_string(c.offset) + " is out of place");
        if (c.page_count == 0 || (c.bytes > kMaxChunkBytes && c.page_count > 1))
            return bad("chunk at byte " + std::to_string(c.offset) + " is too large or empty");
        if (std::uint64_t{c.first_page} + c.page_count != page ||
            std::uint64_t{c.first_group} + c.group_count != group ||
            std::uint64_t{c.first_parent} + c.parent_count != parent)
            return bad("chunk at byte " + std::to_string(c.offset) + " leaves a gap");
        page = c.first_page;
        group = c.first_group;
        parent = c.first_parent;
        offset += c.bytes;
    }
    if (page != 0 || group != 0 || parent != 0 || offset != header.file_bytes)
        return bad("chunks do not cover the index");
    return {};
}

Result<IndexHeader> read_header(ByteReader& in, std::size_t file_bytes)
{
    STELE_TRY(const auto magic, in.read<std::array<char, 8>>());
    STELE_TRY(const auto version, in.read<std::uint32_t>());
    if (magic != kIndexMagic)
        return bad("no index of Stele");
    if (version > kIndexVersion)
        return Error(Errc::newer_format, "index version " + std::to_string(version) +
                                             ", this Stele reads up to " +
                                             std::to_string(kIndexVersion));
    if (version == 0)
        return bad("version 0");
    IndexHeader header;
    STELE_TRY(header.asset_bytes, in.read<std::uint32_t>());
    STELE_TRY(header.file_bytes, in.read<std::uint64_t>());
    for (std::uint32_t* const field : {&header.chunks, &header.pages, &header.groups,
             &header.parents, &header.packs, &header.root}) {
        STELE_TRY(*field, in.read<std::uint32_t>());
    }
    if (header.file_bytes != file_bytes)
        return bad("is " + std::to_string(file_bytes) + " bytes, its header says " +
                   std::to_string(header.file_bytes));
    if (chunk_bytes(header.pages, header.groups, header.parents) > file_bytes)
        return bad("counts are larger than the file");
    return header;
}

} // namespace

Result<Bytes> write_index(const PageIndex& index)
{
    if (const Status valid = check_index(index); !valid)
        return Error(Errc::invalid_argument, valid.error().text());
    const std::string asset = print_json(asset_to_json(index.asset));
    std::vector<ChunkEntry> chunks = plan_chunks(index);
    IndexHeader header;
    header.asset_bytes = static_cast<std::uint32_t>(asset.size());
    header.chunks = static_cast<std::uint32_t>(chunks.size());
    header.pages = static_cast<std::uint32_t>(index.pages.size());
    header.groups = static_cast<std::uint32_t>(index.groups.size());
    header.parents = static_cast<std::uint32_t>(index.parents.size());
    header.packs = index.pages.back().pack + 1;
    header.root = index.root.value;

    ByteWriter body;
    const std::uint64_t start =
        sizeof header + asset.size() + chunks.size() * sizeof(ChunkEntry) + sizeof(std::uint32_t);
    for (ChunkEntry& chunk : chunks) {
        const Bytes bytes = write_chunk(index, chunk);
        chunk.offset = start + body.size();
        chunk.bytes = static_cast<std::uint32_t>(bytes.size());
        chunk.crc32c = crc32c(bytes);
        body.write_bytes(bytes);
    }
    header.file_bytes = start + body.size();
    ByteWriter out;
    out.write(header);
    out.write_text(asset);
    out.write_bytes(std::as_bytes(std::span(chunks)));
    out.write(crc32c(out.bytes()));
    out.write_bytes(body.bytes());
    return out.take();
}

Result<PageIndex> read_index(ByteSpan bytes)
{
    ByteReader in(bytes);
    STELE_TRY(const IndexHeader header, read_header(in, bytes.size()));
    STELE_TRY(const ByteSpan asset_text, in.take(header.asset_bytes));
    STELE_TRY(const auto chunks, in.read_array<ChunkEntry>(header.chunks));
    const std::size_t covered = in.offset();
    STELE_TRY(const auto crc, in.read<std::uint32_t>());
    if (crc != crc32c(bytes.first(covered)))
        return Error(Errc::corrupt, "index: header does not match its checksum");
    STELE_CHECK(check_chunks(header, chunks, in.offset()));

    PageIndex index;
    STELE_TRY(const Json asset, parse_json(as_text(asset_text)).in("index: asset"));
    STELE_TRY(index.asset, asset_from_json(asset).in("index: asset"));
    index.pages.resize(header.pages);
    index.groups.resize(header.groups);
    index.parents.resize(header.parents);
    index.root = {header.root};
    for (const ChunkEntry& chunk : chunks)
        STELE_CHECK(read_chunk(bytes, chunk, index));
    STELE_CHECK(check_index(index));
    if (header.packs != index.pages.back().pack + 1)
        return bad("number of packs");
    return index;
}

} // namespace stele::page
