// What is known of an asset without reading a page: enough to select, fetch and check. In memory;
// page/ has the bytes.
#pragma once

#include "archive/model/lod.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stele {

// Byte ranges inside a page's GLB, relative to its first byte, so that no JSON is parsed on the hot
// path.
struct StreamRange {
    std::uint32_t offset = 0, bytes = 0;
};

struct PageRecord {
    std::uint32_t pack = 0;   // pages-<pack+1, four digits>.zip
    std::uint64_t offset = 0; // of the GLB's first byte in the pack
    std::uint32_t bytes = 0;
    std::uint32_t crc32c = 0; // of those bytes
    std::uint32_t level = 0;
    std::uint32_t vertices = 0, triangles = 0, clusters = 0;
    std::uint32_t first_group = 0, group_count = 0; // groups are consecutive keys
    Vec3i origin;                                   // page origin on the asset grid
    Sphere bound;                                   // encloses the page's triangles, asset space
    StreamRange positions, colours, normals, indices, cluster_table; // compressed streams
};

struct GroupRecord {
    PageId page;
    std::uint32_t level = 0;
    std::uint32_t triangles = 0;                      // of its clusters
    std::uint32_t first_parent = 0, parent_count = 0; // into PageIndex::parents
    Sphere bound;                                     // S(g), asset space
    GroupError error;
};

struct AssetInfo {
    Grid grid;
    bool has_colours = false;
    bool has_normals = false;
    std::uint64_t source_triangles = 0; // after cleaning, level 0
    std::uint64_t source_vertices = 0;
    double quantisation_m = 0; // half the grid cell's diagonal: part of every geometric error
    Box bounds;                // asset space
    std::string source_digest; // sha512 of the original, hex
    std::string recipe;        // builder version and the constants that decide bytes
};

struct PageIndex {
    AssetInfo asset;
    std::vector<PageRecord> pages;   // PageId indexes this
    std::vector<GroupRecord> groups; // GroupKey indexes this
    std::vector<GroupKey> parents;   // groups that hold clusters made from a group, ascending
    PageId root;                     // holds every terminal group; always resident
};

// A page decoded and checked, with vertices made local to each cluster.
struct DecodedCluster {
    std::uint32_t first_vertex = 0, vertex_count = 0;
    std::uint32_t first_triangle = 0, triangle_count = 0;
    GroupKey group;   // G(C)
    GroupKey refined; // R(C) or none
    Sphere bound;     // asset space
};

struct DecodedPage {
    Vec3i origin;                 // asset grid
    std::vector<Vec3i> positions; // relative to origin, cluster after cluster
    std::vector<Rgba8> colours;   // empty or one a vertex
    std::vector<Vec3f> normals;   // empty or one a vertex
    std::vector<std::array<std::uint8_t, 3>>
        triangles; // vertex numbers within the cluster, each < vertex_count
    std::vector<DecodedCluster> clusters;
};

} // namespace stele
