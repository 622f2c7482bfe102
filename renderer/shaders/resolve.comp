// One workgroup a tile that anything covers, one lane a pixel: visibility word -> triangle -> where the pixel's ray meets it -> what the mode shows of it.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/pixel.glsl"
#include "renderer/shaders/include/position.glsl"

layout(local_size_x = kResolvePx, local_size_y = kResolvePx) in;
// A constant, because software devices execute every branch that depends on data.
layout(constant_id = 0) const uint kMode = kModeColour;

vec3 linear_from_rgba8(uint word)
{
    return vec3(block.linear_from_srgb[word & 255], block.linear_from_srgb[word >> 8 & 255],
        block.linear_from_srgb[word >> 16 & 255]);
}

vec3 normal_from_word(uint word)
{
    const vec2 e = unpackSnorm2x16(word);
    vec3 n = vec3(e, 1 - abs(e.x) - abs(e.y));
    const float fold = max(-n.z, 0);
    n.x += n.x >= 0 ? -fold : fold;
    n.y += n.y >= 0 ? -fold : fold;
    return n;
}

// Weights of b and c where the ray from the origin meets the triangle's plane (Moller and Trumbore 1997).
vec2 barycentrics(vec3 ray, vec3 a, vec3 ab, vec3 ac)
{
    const vec3 p = cross(ray, ac);
    const float determinant = dot(ab, p);
    if (determinant == 0)
        return vec2(1.0 / 3.0); // seen edge on
    const vec3 q = cross(-a, ab);
    const vec2 uv = clamp(vec2(dot(-a, p), dot(ray, q)) / determinant, 0, 1);
    return uv / max(1, uv.x + uv.y);
}

struct Hit {
    Page page;
    uvec3 corner; // vertices of the page
    vec3 weight;  // of the corners
    vec3 face;    // the triangle's normal in view space, of any length
};

Hit hit(uint id, vec3 origin, vec3 ray)
{
    const Cluster cluster = clusters[id >> kTriangleBits];
    Hit h;
    h.page = pages[cluster.page];
    const uint triangle = id & ((1u << kTriangleBits) - 1);
    h.corner = cluster.first_vertex + triangle_corners(h.page, cluster.first_triangle + triangle);
    const vec3 a = view_from_grid(vertex_position(h.page, h.corner.x), h.page.offset);
    const vec3 ab = view_from_grid(vertex_position(h.page, h.corner.y), h.page.offset) - a;
    const vec3 ac = view_from_grid(vertex_position(h.page, h.corner.z), h.page.offset) - a;
    const vec2 uv = barycentrics(ray, a - origin, ab, ac);
    h.weight = vec3(1 - uv.x - uv.y, uv);
    h.face = cross(ab, ac);
    return h;
}

vec3 measured_colour(Hit h)
{
    if (frame.has_colours == 0)
        return frame.uncoloured;
    return h.weight.x * linear_from_rgba8(vertex_colour(h.page, h.corner.x)) +
        h.weight.y * linear_from_rgba8(vertex_colour(h.page, h.corner.y)) +
        h.weight.z * linear_from_rgba8(vertex_colour(h.page, h.corner.z));
}

// Of unit length, view space; the triangle's where the source has none. Two-sided: the triangle decides which side
// shows. A smooth normal at an outline may point away from the eye and must not turn the surface over.
vec3 shown_normal(Hit h, vec3 ray)
{
    vec3 normal = dot(h.face, ray) > 0 ? -h.face : h.face;
    if (frame.has_normals != 0) {
        const vec3 n = h.weight.x * normal_from_word(vertex_normal(h.page, h.corner.x)) +
            h.weight.y * normal_from_word(vertex_normal(h.page, h.corner.y)) +
            h.weight.z * normal_from_word(vertex_normal(h.page, h.corner.z));
        if (dot(n, n) > 0.01) {
            const vec3 smooth_normal = view_from_eye(n);
            normal = dot(smooth_normal, normal) < 0 ? -smooth_normal : smooth_normal;
        }
    }
    return normalize(normal);
}

// How far a direction points upwards in the world: -1..1.
float upwards(vec3 direction)
{
    return dot(direction, vec3(frame.right.y, frame.up.y, frame.forward.y));
}

vec3 lit(vec3 albedo, vec3 normal)
{
    const float key = frame.key * max(0, dot(normal, frame.key_direction));
    // The fill comes from all around, a little more from above.
    return albedo * (key + frame.fill * (0.85 + 0.15 * upwards(normal)));
}

// One matt material: warm key light, cool sky and warm ground, a weak second light from the other side. Surfaces that
// turn away from the eye are darker, so that edges and folds read without shadows.
vec3 clay(vec3 normal, vec3 ray)
{
    const vec3 other_direction = normalize(vec3(-frame.key_direction.x, 0.25, frame.key_direction.z));
    const float key = frame.key * max(0, dot(normal, frame.key_direction));
    const float other = 0.16 * frame.key * max(0, dot(normal, other_direction));
    const vec3 around = mix(vec3(0.36, 0.32, 0.28), vec3(0.78, 0.87, 0.97), 0.5 + 0.5 * upwards(normal));
    const float facing = max(0, -dot(normal, normalize(ray)));
    return frame.clay * (0.70 + 0.30 * facing) *
        (vec3(1.03, 1.0, 0.95) * (key + other) + frame.fill * around);
}

// The picture's value for a pixel that a triangle covers.
uint shown(uint id, vec3 origin, vec3 ray)
{
    const Hit h = hit(id, origin, ray);
    if (kMode == kModeColour)
        return srgb_from_linear(measured_colour(h));
    const vec3 normal = shown_normal(h, ray);
    if (kMode == kModeLit)
        return srgb_from_linear(lit(measured_colour(h), normal));
    if (kMode == kModeClay)
        return srgb_from_linear(clay(normal, ray));
    // Asset axes (y up), -1..1 as 0..255, no transfer curve: numbers, not light.
    const vec3 n = normal.x * frame.right + normal.y * frame.up + normal.z * frame.forward;
    return packed_bytes(clamp(n * 0.5 + 0.5, 0, 1));
}

void resolve_tile(uint tile)
{
    const uint across = tiles_across();
    const uvec2 pixel = uvec2(tile % across, tile / across) * kResolvePx + gl_LocalInvocationID.xy;
    if (pixel.x >= frame.width || pixel.y >= frame.height)
        return;
    const uint index = pixel.y * frame.width + pixel.x;
    const uint64_t word = visibility[index];
    if (word == 0) {
        pixels[index] = background(pixel.y);
        return;
    }
    const vec2 px = (vec2(pixel) + 0.5 - frame.centre_px) / frame.focal_px;
    const vec3 on_plane = vec3(px.x, -px.y, 0);
    const vec3 origin = frame.orthographic != 0 ? on_plane : vec3(0);
    const vec3 ray = frame.orthographic != 0 ? vec3(0, 0, 1) : vec3(on_plane.xy, 1);
    pixels[index] = shown(uint(word & 0xffffffffUL), origin, ray);
}

void main()
{
    read_frame();
    for (uint i = gl_WorkGroupID.x; i < counters.tiles; i += gl_NumWorkGroups.x)
        resolve_tile(tiles[i]);
}
