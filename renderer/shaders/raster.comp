// One workgroup a visible cluster: vertices to the 1/256 pixel grid in shared memory, then one triangle a lane.
// Triangles that are large or cross the near plane are left to raster_large.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"
#include "renderer/shaders/include/triangle.glsl"

layout(local_size_x = kRasterGroupSize) in;

shared vec3 view_positions[kRasterGroupSize];
shared ivec2 screen_positions[kRasterGroupSize];

void defer(ScreenTriangle t, ivec4 box, uint id, uint part)
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

void draw_triangle(Cluster cluster, Page page, uint index, uint lane)
{
    const uvec3 corner = triangle_corners(page, cluster.first_triangle + lane);
    const uint id = index << kTriangleBits | lane;
    const vec3 a = view_positions[corner.x], b = view_positions[corner.y], c = view_positions[corner.z];
    const float nearest = min(a.z, min(b.z, c.z));
    if (nearest < frame.near_m) {
        const uint parts = clipped_parts(a, b, c);
        for (uint part = 0; part < parts; ++part) {
            const ScreenTriangle t = clipped_triangle(a, b, c, part);
            const ivec4 box = pixel_box(t);
            if (box.x <= box.z && box.y <= box.w && area2(t) != 0)
                defer(t, box, id, part);
        }
        return;
    }
    ScreenTriangle t;
    t.a = screen_positions[corner.x];
    t.b = screen_positions[corner.y];
    t.c = screen_positions[corner.z];
    const ivec4 box = pixel_box(t);
    if (box.x > box.z || box.y > box.w)
        return; // between pixel centres, or off the screen
    t.za = depth_from_view(a);
    t.zb = depth_from_view(b);
    t.zc = depth_from_view(c);
    const ivec2 extent = max(t.a, max(t.b, t.c)) - min(t.a, min(t.b, t.c));
    if (max(extent.x, extent.y) > int(kSmallPx * kSubpixel)) {
        t = wound(t);
        if (area2(t) != 0)
            defer(t, box, id, 0);
        return;
    }
    const ivec2 ab = t.b - t.a, ac = t.c - t.a;
    const int area = ab.x * ac.y - ab.y * ac.x;
    if (area == 0)
        return;
    if (area < 0) {
        const ivec2 b2 = t.b;
        t.b = t.c;
        t.c = b2;
        const float zb = t.zb;
        t.zb = t.zc;
        t.zc = zb;
    }
    raster_small(t, box, id);
}

void main()
{
    const uint lane = gl_LocalInvocationID.x;
    for (uint i = gl_WorkGroupID.x; i < counters.visible; i += gl_NumWorkGroups.x) {
        const uint index = visible[i];
        const Cluster cluster = clusters[index];
        const Page page = pages[cluster.page];
        if (lane < cluster.vertex_count) {
            const vec3 v =
                view_from_grid(vertex_position(page, cluster.first_vertex + lane), page.offset);
            view_positions[lane] = v;
            screen_positions[lane] = v.z >= frame.near_m ? screen_from_view(v) : ivec2(0);
        }
        barrier();
        if (lane < cluster.triangle_count)
            draw_triangle(cluster, page, index, lane);
        barrier();
    }
}
