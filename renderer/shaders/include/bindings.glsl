// The one descriptor set of all passes, and reading a page's blob.
#extension GL_EXT_scalar_block_layout : require
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#extension GL_EXT_shader_atomic_int64 : require

#include "renderer/shaders/include/layout.h"

layout(scalar, binding = kBindFrame) readonly buffer FrameBuffer { FrameBlock block; };
layout(scalar, binding = kBindGroups) readonly buffer GroupBuffer { uint group_bits[]; };
layout(scalar, binding = kBindPages) readonly buffer PageBuffer { Page pages[]; };
layout(scalar, binding = kBindClusters) readonly buffer ClusterBuffer { Cluster clusters[]; };
layout(scalar, binding = kBindVisible) buffer VisibleBuffer { uint visible[]; };
layout(scalar, binding = kBindCounters) buffer CounterBuffer { Counters counters; };
layout(scalar, binding = kBindLarge) buffer LargeBuffer { LargeTile large_tiles[]; };
layout(scalar, binding = kBindVisibility) buffer VisibilityBuffer { uint64_t visibility[]; };
layout(scalar, binding = kBindPixels) buffer PixelBuffer { uint pixels[]; };
layout(scalar, binding = kBindDeferred) buffer DeferredBuffer { uint deferred[]; };

layout(scalar, binding = kBindTiles) buffer TileBuffer { uint tiles[]; };

layout(scalar, buffer_reference, buffer_reference_align = 4) readonly buffer Positions { ivec3 at[]; };
layout(scalar, buffer_reference, buffer_reference_align = 4) readonly buffer Words { uint at[]; };

// Every main begins with read_frame. Software devices read a number from a buffer once for all lanes only where all
// lanes certainly run; after the first branch they read it lane by lane, each time anew.
Frame frame;
void read_frame() { frame = block.frame; }

bool group_active(uint group) { return (group_bits[group >> 5] >> (group & 31) & 1) != 0; }

ivec3 vertex_position(Page page, uint vertex) { return Positions(page.address).at[vertex]; }
uint vertex_colour(Page page, uint vertex) { return Words(page.address + page.colours).at[vertex]; }
uint vertex_normal(Page page, uint vertex) { return Words(page.address + page.normals).at[vertex]; }
// Vertex numbers within the cluster.
uvec3 triangle_corners(Page page, uint triangle)
{
    const uint word = Words(page.address + page.triangles).at[triangle];
    return uvec3(word & 255, word >> 8 & 255, word >> 16 & 255);
}
