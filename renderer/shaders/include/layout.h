// Structs that C++ and GLSL share (scalar layout), and the numbers both must agree on.
#ifndef STELE_SHADERS_LAYOUT_H
#define STELE_SHADERS_LAYOUT_H

#ifdef __cplusplus
#include <cstddef>
#include <cstdint>
namespace stele::shaders {
using uint = std::uint32_t;
using uint64_t = std::uint64_t;
struct vec2 {
    float x, y;
};
struct vec3 {
    float x, y, z;
};
struct ivec3 {
    std::int32_t x, y, z;
};
#define STELE_CONST inline constexpr uint
#else
#define STELE_CONST const uint
#endif

STELE_CONST kNone = 0xffffffffu;
STELE_CONST kCullGroupSize = 64; // lanes of a workgroup of cull and of background
STELE_CONST kMaxClusterVertices = 128;
STELE_CONST kTilePx = 64;    // side of such a tile
STELE_CONST kResolvePx = 8;  // side of a tile of the picture that resolve takes or background fills
STELE_CONST kSmallPx = 16;   // triangles that span more than this are drawn tile by tile
STELE_CONST kSubpixel = 256; // screen positions are integers in 1/256 pixel
STELE_CONST kTriangleBits = 7; // id = cluster << 7 | triangle; clusters have at most 128 triangles
STELE_CONST kModeColour = 0;   // specialization constant 0 of resolve
STELE_CONST kModeLit = 1;
STELE_CONST kModeClay = 2;
STELE_CONST kModeNormals = 3;
STELE_CONST kModes = 4;

// Storage buffers, the same set for every pass.
STELE_CONST kBindFrame = 0;      // FrameBlock
STELE_CONST kBindGroups = 1;     // one bit a group: active
STELE_CONST kBindPages = 2;      // Page, by slot
STELE_CONST kBindClusters = 3;   // Cluster, by resident cluster index
STELE_CONST kBindVisible = 4;    // cluster indices to draw, any order
STELE_CONST kBindCounters = 5;   // Counters
STELE_CONST kBindLarge = 6;      // LargeTile
STELE_CONST kBindVisibility = 7; // 64 bits a pixel: reverse-Z depth, id; 0 is background
STELE_CONST kBindPixels = 8;     // RGBA8, sRGB-encoded
STELE_CONST kBindDeferred = 9;   // cluster indices with triangles that raster left to split
STELE_CONST kBindTiles = 10;     // tiles of the picture that anything covers, any order
STELE_CONST kBindings = 11;

// One resident page. Its blob at address: ivec3 positions (grid, relative to the page origin), then
// colours (RGBA8), normals (octahedral, two signed 16-bit) and triangles (three 8-bit cluster-local
// vertex numbers), each 4 bytes an element at its offset from address.
struct Page {
    uint64_t address;
    ivec3 offset; // page origin - camera cell, in grid steps
    uint first_cluster;
    uint cluster_count; // 0: the slot is empty
    uint colours, normals, triangles;
};

struct Cluster {
    uint page; // slot
    uint group;
    uint refined; // group whose simplified output this is, or kNone
    uint first_vertex, vertex_count;
    uint first_triangle, triangle_count;
    vec3 centre_m; // of the bound, relative to the page origin
    float radius_m;
};

struct Frame {
    vec3 right, up, forward; // rows of the rotation view_from_asset
    vec3 remainder_m;        // eye - camera cell
    float step_m;            // grid step, a power of two
    float near_m;
    float focal_px;    // pixels a metre at depth 1 m; orthographic: at any depth
    uint orthographic; // 1: no division by depth
    float depth_origin,
        depth_slope; // encoded depth = (origin - slope * z) / (orthographic ? 1 : z)
    vec2 centre_px;
    uint width, height;
    uint page_slots;
    uint large_capacity;
    uint has_colours, has_normals;
    vec3 key_direction; // towards the light, view space
    float key, fill;
    vec3 uncoloured, clay;
    vec3 background_top, background_bottom;
};

// The buffer: what a shader copies at its start, and the table that it looks into.
struct FrameBlock {
    Frame frame;
    float linear_from_srgb[256];
};

struct Counters {
    uint raster_x, raster_y, raster_z; // indirect dispatch of raster
    uint resolve_x, resolve_y, resolve_z;
    uint visible;
    uint large;
    uint triangles;
    uint deferred;
    uint tiles;
};

// One tile of one triangle; part is 1 for the second triangle of one that the near plane cut in
// two.
struct LargeTile {
    uint id;
    uint tile; // x | y << 12 | part << 24
};

#ifdef __cplusplus
static_assert(sizeof(Page) == 40 && offsetof(Page, offset) == 8 && offsetof(Page, triangles) == 36);
static_assert(sizeof(Cluster) == 44 && offsetof(Cluster, centre_m) == 28);
static_assert(offsetof(Frame, remainder_m) == 36 && offsetof(Frame, centre_px) == 72);
static_assert(offsetof(Frame, key_direction) == 104 && offsetof(Frame, uncoloured) == 124);
static_assert(offsetof(FrameBlock, linear_from_srgb) == 172 && sizeof(FrameBlock) == 172 + 1024);
static_assert(sizeof(Counters) == 44 && sizeof(LargeTile) == 8);
} // namespace stele::shaders
#endif
#undef STELE_CONST
#endif
