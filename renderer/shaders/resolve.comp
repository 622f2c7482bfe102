// One lane a pixel: visibility word -> triangle -> perspective-correct barycentrics -> colour.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/position.glsl"

layout(local_size_x = 8, local_size_y = 8) in;

vec3 linear_from_rgba8(uint word)
{
    return vec3(frame.linear_from_srgb[word & 255], frame.linear_from_srgb[word >> 8 & 255],
        frame.linear_from_srgb[word >> 16 & 255]);
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

uint srgb_from_linear(vec3 colour)
{
    const vec3 c = clamp(colour, 0, 1);
    const vec3 low = c * 12.92;
    const vec3 high = 1.055 * pow(max(c, vec3(1e-6)), vec3(1.0 / 2.4)) - 0.055;
    const uvec3 bytes = uvec3(mix(high, low, lessThanEqual(c, vec3(0.0031308))) * 255 + 0.5);
    return bytes.r | bytes.g << 8 | bytes.b << 16 | 0xff000000u;
}

// Weights of b and c where the ray through the pixel meets the triangle's plane (Moller and Trumbore 1997).
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

vec3 shade(uint id, vec3 ray)
{
    const Cluster cluster = clusters[id >> kTriangleBits];
    const Page page = pages[cluster.page];
    const uint triangle = id & ((1u << kTriangleBits) - 1);
    const uvec3 corner = cluster.first_vertex + triangle_corners(page, cluster.first_triangle + triangle);
    const vec3 a = view_from_grid(vertex_position(page, corner.x), page.offset);
    const vec3 ab = view_from_grid(vertex_position(page, corner.y), page.offset) - a;
    const vec3 ac = view_from_grid(vertex_position(page, corner.z), page.offset) - a;
    const vec2 uv = barycentrics(ray, a, ab, ac);
    const vec3 weight = vec3(1 - uv.x - uv.y, uv);

    vec3 albedo = frame.uncoloured;
    if (frame.has_colours != 0)
        albedo = weight.x * linear_from_rgba8(vertex_colour(page, corner.x)) +
            weight.y * linear_from_rgba8(vertex_colour(page, corner.y)) +
            weight.z * linear_from_rgba8(vertex_colour(page, corner.z));
    if (frame.mode == kModeColour)
        return albedo;

    // Two-sided: the triangle decides which side shows. A smooth normal at an outline may point away
    // from the eye and must not turn the surface over.
    vec3 normal = cross(ab, ac);
    if (dot(normal, ray) > 0)
        normal = -normal;
    if (frame.has_normals != 0) {
        const vec3 n = weight.x * normal_from_word(vertex_normal(page, corner.x)) +
            weight.y * normal_from_word(vertex_normal(page, corner.y)) +
            weight.z * normal_from_word(vertex_normal(page, corner.z));
        if (dot(n, n) > 0.01) {
            const vec3 smooth_normal = view_from_eye(n);
            normal = dot(smooth_normal, normal) < 0 ? -smooth_normal : smooth_normal;
        }
    }
    normal = normalize(normal);
    const float key = frame.key * max(0, dot(normal, frame.key_direction));
    // The fill comes from all around, a little more from above.
    const float above = dot(normal, vec3(frame.right.y, frame.up.y, frame.forward.y));
    return albedo * (key + frame.fill * (0.85 + 0.15 * above));
}

void main()
{
    const uvec2 pixel = gl_GlobalInvocationID.xy;
    if (pixel.x >= frame.width || pixel.y >= frame.height)
        return;
    const uint index = pixel.y * frame.width + pixel.x;
    const uint64_t word = visibility[index];
    const vec2 centre = vec2(pixel) + 0.5;
    vec3 colour;
    if (word == 0) {
        colour = mix(frame.background_top, frame.background_bottom, centre.y / float(frame.height));
    } else {
        const vec2 on_plane = (centre - frame.centre_px) / frame.focal_px;
        colour = shade(uint(word & 0xffffffffUL), vec3(on_plane.x, -on_plane.y, 1));
    }
    pixels[index] = srgb_from_linear(colour);
}
