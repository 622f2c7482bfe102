// One workgroup a cluster that raster noted: its triangles that are large or cross the near plane are clipped and
// entered, tile by tile, into the list of raster_large.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"
#include "renderer/shaders/include/triangle.glsl"

layout(local_size_x_id = 0) in;

void enter_tiles(ScreenTriangle t, ivec4 box, uint id, uint part)
{
    const uvec2 first = uvec2(box.xy) / kTilePx, last = uvec2(box.zw) / kTilePx;
    const uint count = (last.x - first.x + 1) * (last.y - first.y + 1);
    uint slot = atomicAdd(counters.large, count);
    for (uint y = first.y; y <= last.y; ++y)
        for (uint x = first.x; x <= last.x; ++x, ++slot) {
            if (slot < frame.large_capacity)
                large_tiles[slot] = LargeTile(id, x | y << 12 | part << 24);
            else // the list is full: slowly, but nothing is lost
                raster_tile(t, uvec2(x, y), id, 0, 1);
        }
}

// As raster decides.
bool is_large(ScreenTriangle t)
{
    const ivec2 extent = max(t.a, max(t.b, t.c)) - min(t.a, min(t.b, t.c));
    return max(extent.x, extent.y) > int(kSmallPx * kSubpixel);
}

void main()
{
    read_frame();
    for (uint i = gl_WorkGroupID.x; i < counters.deferred; i += gl_NumWorkGroups.x) {
        const uint index = deferred[i];
        const Cluster cluster = clusters[index];
        const Page page = pages[cluster.page];
        for (uint triangle = gl_LocalInvocationID.x; triangle < cluster.triangle_count;
             triangle += gl_WorkGroupSize.x) {
            const uvec3 corner =
                cluster.first_vertex + triangle_corners(page, cluster.first_triangle + triangle);
            const vec3 a = view_from_grid(vertex_position(page, corner.x), page.offset);
            const vec3 b = view_from_grid(vertex_position(page, corner.y), page.offset);
            const vec3 c = view_from_grid(vertex_position(page, corner.z), page.offset);
            const bool crosses = min(a.z, min(b.z, c.z)) < frame.near_m;
            const uint parts = clipped_parts(a, b, c);
            for (uint part = 0; part < parts; ++part) {
                const ScreenTriangle t = clipped_triangle(a, b, c, part);
                const ivec4 box = pixel_box(t);
                if ((crosses || is_large(t)) && box.x <= box.z && box.y <= box.w && area2(t) != 0)
                    enter_tiles(t, box, index << kTriangleBits | triangle, part);
            }
        }
    }
}
