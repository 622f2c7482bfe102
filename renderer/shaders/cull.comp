// One workgroup a page slot: which of its clusters are drawn. draw = active(group) and not active(refined), in view.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"

layout(local_size_x = kCullGroupSize) in;

bool in_view(Cluster cluster, Page page)
{
    const vec3 v = view_from_eye(eye_from_grid(ivec3(0), page.offset) + cluster.centre_m);
    // Float rounding of centre and rotation, generously.
    const float radius = cluster.radius_m + 1e-5 * (abs(v.x) + abs(v.y) + abs(v.z));
    if (v.z + radius < frame.near_m)
        return false;
    const vec2 inward = frame.centre_px * divisor(v) - frame.focal_px * abs(v.xy);
    const vec2 lean = frame.orthographic != 0 ? vec2(0) : frame.centre_px; // of the view's sides
    const vec2 scale = sqrt(frame.focal_px * frame.focal_px + lean * lean);
    return all(greaterThanEqual(inward, -radius * scale));
}

void main()
{
    read_frame();
    const Page page = pages[gl_WorkGroupID.x];
    for (uint i = gl_LocalInvocationID.x; i < page.cluster_count; i += kCullGroupSize) {
        const uint index = page.first_cluster + i;
        const Cluster cluster = clusters[index];
        if (!group_active(cluster.group) || (cluster.refined != kNone && group_active(cluster.refined)))
            continue;
        if (!in_view(cluster, page))
            continue;
        const uint slot = atomicAdd(counters.visible, 1);
        visible[slot] = index;
        // Workgroups beyond the limit of one dispatch dimension are looped over.
        atomicMax(counters.raster_x, min(slot + 1, 65535));
        atomicAdd(counters.triangles, cluster.triangle_count);
    }
}
