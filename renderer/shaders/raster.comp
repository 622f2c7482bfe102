// One workgroup a visible cluster: vertices to the 1/256 pixel grid in shared memory, then triangles lane by lane.
// Clusters with triangles that are large or cross the near plane are noted for split: software devices execute every
// branch of a shader for every vector of lanes, so rare work must not be in this one.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"
#include "renderer/shaders/include/triangle.glsl"

layout(local_size_x_id = 0) in; // 128 on GPUs; one vector of lanes where every lane costs alike (CPU)

shared float depths[kMaxClusterVertices]; // encoded: at most 1; kNearer for what the near plane cuts away
shared ivec2 screen_positions[kMaxClusterVertices];
shared uint deferred_here;

const float kNearer = 2;

void draw_triangle(Cluster cluster, Page page, uint index, uint triangle)
{
    const uvec3 corner = triangle_corners(page, cluster.first_triangle + triangle);
    const uint id = index << kTriangleBits | triangle;
    ScreenTriangle t;
    t.za = depths[corner.x];
    t.zb = depths[corner.y];
    t.zc = depths[corner.z];
    if (max(t.za, max(t.zb, t.zc)) >= kNearer) {
        deferred_here = 1;
        return;
    }
    t.a = screen_positions[corner.x];
    t.b = screen_positions[corner.y];
    t.c = screen_positions[corner.z];
    const ivec4 box = pixel_box(t);
    if (box.x > box.z || box.y > box.w)
        return; // between pixel centres, or off the screen
    const ivec2 extent = max(t.a, max(t.b, t.c)) - min(t.a, min(t.b, t.c));
    if (max(extent.x, extent.y) > int(kSmallPx * kSubpixel)) {
        deferred_here = 1;
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
    read_frame();
    const uint lane = gl_LocalInvocationID.x;
    for (uint i = gl_WorkGroupID.x; i < counters.visible; i += gl_NumWorkGroups.x) {
        const uint index = visible[i];
        const Cluster cluster = clusters[index];
        const Page page = pages[cluster.page];
        if (lane == 0)
            deferred_here = 0;
        for (uint vertex = lane; vertex < cluster.vertex_count; vertex += gl_WorkGroupSize.x) {
            const vec3 v =
                view_from_grid(vertex_position(page, cluster.first_vertex + vertex), page.offset);
            const bool kept = v.z >= frame.near_m;
            depths[vertex] = kept ? depth_from_view(v) : kNearer;
            screen_positions[vertex] = kept ? screen_from_view(v) : ivec2(0);
        }
        barrier();
        for (uint triangle = lane; triangle < cluster.triangle_count; triangle += gl_WorkGroupSize.x)
            draw_triangle(cluster, page, index, triangle);
        barrier();
        if (lane == 0 && deferred_here != 0)
            deferred[atomicAdd(counters.deferred, 1)] = index;
    }
}
