// One workgroup a tile of a large or near-clipped triangle, looping over the list that raster left.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"
#include "renderer/shaders/include/triangle.glsl"

layout(local_size_x_id = 0) in;

void main()
{
    read_frame();
    const uint count = min(counters.large, frame.large_capacity);
    for (uint i = gl_WorkGroupID.x; i < count; i += gl_NumWorkGroups.x) {
        const LargeTile entry = large_tiles[i];
        const Cluster cluster = clusters[entry.id >> kTriangleBits];
        const Page page = pages[cluster.page];
        const uint triangle = entry.id & ((1u << kTriangleBits) - 1);
        const uvec3 corner = cluster.first_vertex + triangle_corners(page, cluster.first_triangle + triangle);
        const vec3 a = view_from_grid(vertex_position(page, corner.x), page.offset);
        const vec3 b = view_from_grid(vertex_position(page, corner.y), page.offset);
        const vec3 c = view_from_grid(vertex_position(page, corner.z), page.offset);
        const ScreenTriangle t = clipped_triangle(a, b, c, entry.tile >> 24);
        const uvec2 tile = uvec2(entry.tile & 0xfff, entry.tile >> 12 & 0xfff);
        raster_tile(t, tile, entry.id, gl_LocalInvocationID.x, gl_WorkGroupSize.x);
    }
}
