// One lane a tile of the picture: fills it if nothing covers it, else enters it into the list of resolve. Software
// devices execute resolve's shading for every pixel that they are given, background or not.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "renderer/shaders/include/bindings.glsl"
#include "renderer/shaders/include/pixel.glsl"

layout(local_size_x = kCullGroupSize) in;

// The high half of a word is a depth, above 0 where anything is: reading that half is enough.
layout(scalar, binding = kBindVisibility) readonly buffer DepthBuffer { uvec2 low_high[]; };

void main()
{
    read_frame();
    const uint tile = gl_GlobalInvocationID.x, across = tiles_across();
    const uvec2 first = uvec2(tile % across, tile / across) * kResolvePx;
    if (first.y >= frame.height)
        return;
    const uvec2 last = min(first + kResolvePx, uvec2(frame.width, frame.height));
    bool covered = false;
    for (uint y = first.y; y < last.y && !covered; ++y)
        for (uint x = first.x; x < last.x && !covered; ++x)
            covered = low_high[y * frame.width + x].y != 0;
    if (covered) {
        const uint slot = atomicAdd(counters.tiles, 1);
        tiles[slot] = tile;
        // Workgroups beyond the limit of one dispatch dimension are looped over.
        atomicMax(counters.resolve_x, min(slot + 1, 65535));
        return;
    }
    for (uint y = first.y; y < last.y; ++y) {
        const uint colour = background(y);
        for (uint x = first.x; x < last.x; ++x)
            pixels[y * frame.width + x] = colour;
    }
}
