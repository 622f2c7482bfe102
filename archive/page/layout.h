// The bytes of Stele's viewing copy: versions, limits, names and the records of the tables.
// FORMAT.md is the prose. Everything is little-endian; a record here is what lies on disk.
#pragma once

#include "archive/model/page_index.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace stele::page {

// A change of meaning raises the version; a reader refuses what is newer (Errc::newer_format).
inline constexpr std::uint16_t kPageVersion = 1;  // of the cluster table inside a page
inline constexpr std::uint32_t kIndexVersion = 1; // of index.stele

inline constexpr std::string_view kIndexName = "index.stele";
inline constexpr std::string_view kOverviewName = "overview.glb";
inline constexpr std::uint32_t kMaxPacks = 9999;
std::string pack_name(std::uint32_t pack);       // 0 -> "pages-0001.zip"
std::string page_entry_name(std::uint32_t page); // 0 -> "page-00000000.glb"

inline constexpr std::uint32_t kPageTriangles = 8192; // the size aimed at
inline constexpr std::uint32_t kMaxPageTriangles = 16384;
inline constexpr std::uint32_t kMaxPageVertices = 65535; // glTF forbids index 65535 in 16 bits
inline constexpr std::uint32_t kMaxPageBytes = 8u << 20;
inline constexpr std::uint64_t kMaxPackBytes = 64u << 20;
inline constexpr std::uint32_t kPageAlignment = 64; // of a page's first byte in its pack
inline constexpr std::uint32_t kMaxChunkBytes = 64u << 10;
inline constexpr std::int32_t kMaxMantissa = (1 << 23) - 1; // positions lie in [-2^23, 2^23)

// The cluster table of a page: TableHeader, GroupEntry[groups], ClusterEntry[clusters], then the
// CRC-32C of all that precedes it as u32.
inline constexpr std::array<char, 4> kTableMagic{'S', 'T', 'C', 'T'};

struct TableHeader {
    std::array<char, 4> magic = kTableMagic;
    std::uint16_t version = kPageVersion;
    std::uint16_t reserved = 0;
    std::uint32_t groups = 0;
    std::uint32_t clusters = 0;
    std::uint32_t triangles = 0;
    std::uint32_t vertices = 0;
    std::array<std::int32_t, 3> origin{}; // of the page, on the asset grid
    std::uint32_t level = 0;              // the highest of its groups
};
static_assert(sizeof(TableHeader) == 40 && offsetof(TableHeader, origin) == 24);
static_assert(std::is_trivially_copyable_v<TableHeader>);

struct GroupEntry {
    std::uint32_t key = 0;
    std::uint32_t level = 0;
    std::uint32_t triangles = 0;
    std::uint32_t first_cluster = 0; // in this page
    std::uint32_t cluster_count = 0;
    std::uint32_t reserved = 0;
    std::array<double, 3> centre{}; // S(g), asset space, metres
    double radius = 0;
    double geometric_m = 0; // all three infinite: terminal
    double appearance_m = 0;
    double selection_m = 0;
};
static_assert(sizeof(GroupEntry) == 80 && offsetof(GroupEntry, centre) == 24);
static_assert(std::is_trivially_copyable_v<GroupEntry>);

struct ClusterEntry {
    std::uint32_t first_triangle = 0; // in this page
    std::uint16_t triangle_count = 0;
    std::uint16_t group = 0;                 // ordinal in this page
    std::uint32_t refined = GroupKey::kNone; // asset-wide key
    std::array<float, 3> centre{};           // grid steps from the page origin
    float radius = 0;                        // grid steps, rounded up
};
static_assert(sizeof(ClusterEntry) == 28 && offsetof(ClusterEntry, centre) == 12);
static_assert(std::is_trivially_copyable_v<ClusterEntry>);

// index.stele: IndexHeader, asset JSON, ChunkEntry[chunks], u32 CRC-32C of all that precedes it,
// chunks. A chunk: PageEntry[pages], IndexGroupEntry[groups], u32 parents[].
inline constexpr std::array<char, 8> kIndexMagic{'S', 'T', 'E', 'L', 'E', 'I', 'D', 'X'};

struct IndexHeader {
    std::array<char, 8> magic = kIndexMagic;
    std::uint32_t version = kIndexVersion;
    std::uint32_t asset_bytes = 0; // of the JSON that follows
    std::uint64_t file_bytes = 0;
    std::uint32_t chunks = 0;
    std::uint32_t pages = 0;
    std::uint32_t groups = 0;
    std::uint32_t parents = 0;
    std::uint32_t packs = 0;
    std::uint32_t root = 0; // page
};
static_assert(sizeof(IndexHeader) == 48 && offsetof(IndexHeader, file_bytes) == 16);
static_assert(std::is_trivially_copyable_v<IndexHeader>);

struct ChunkEntry {
    std::uint64_t offset = 0; // in the file
    std::uint32_t bytes = 0;
    std::uint32_t crc32c = 0;
    std::uint32_t first_page = 0, page_count = 0;
    std::uint32_t first_group = 0, group_count = 0;
    std::uint32_t first_parent = 0, parent_count = 0;
};
static_assert(sizeof(ChunkEntry) == 40);
static_assert(std::is_trivially_copyable_v<ChunkEntry>);

struct RangeEntry {
    std::uint32_t offset = 0, bytes = 0;
};

struct PageEntry {
    std::uint64_t offset = 0; // of the GLB in the pack
    std::uint32_t pack = 0;
    std::uint32_t bytes = 0;
    std::uint32_t crc32c = 0;
    std::uint32_t level = 0;
    std::uint32_t vertices = 0, triangles = 0, clusters = 0;
    std::uint32_t first_group = 0, group_count = 0;
    std::array<std::int32_t, 3> origin{};
    std::array<double, 3> centre{};
    double radius = 0;
    RangeEntry positions, colours, normals, indices, cluster_table;
};
static_assert(sizeof(PageEntry) == 128 && offsetof(PageEntry, centre) == 56);
static_assert(std::is_trivially_copyable_v<PageEntry>);

struct IndexGroupEntry {
    std::uint32_t page = 0;
    std::uint32_t level = 0;
    std::uint32_t triangles = 0;
    std::uint32_t first_parent = 0, parent_count = 0;
    std::uint32_t reserved = 0;
    std::array<double, 3> centre{};
    double radius = 0;
    double geometric_m = 0, appearance_m = 0, selection_m = 0;
};
static_assert(sizeof(IndexGroupEntry) == 80 && offsetof(IndexGroupEntry, centre) == 24);
static_assert(std::is_trivially_copyable_v<IndexGroupEntry>);

} // namespace stele::page
