// Screen triangles: near-plane clipping and exact coverage. Shared by raster and raster_large.

struct ScreenTriangle {
    ivec2 a, b, c; // 1/256 pixel, wound so that area > 0 (y down)
    float za, zb, zc;
};

// Inside: E > 0, or E == 0 on a top or left edge. Biases turn that into E + bias >= 0.
int top_left_bias(ivec2 from, ivec2 to)
{
    const ivec2 d = to - from;
    return d.y < 0 || (d.y == 0 && d.x > 0) ? 0 : -1;
}

int64_t area2(ScreenTriangle t)
{
    const ivec2 ab = t.b - t.a, ac = t.c - t.a;
    return int64_t(ab.x) * int64_t(ac.y) - int64_t(ab.y) * int64_t(ac.x);
}

ScreenTriangle wound(ScreenTriangle t)
{
    if (area2(t) < 0) {
        const ivec2 b = t.b;
        t.b = t.c;
        t.c = b;
        const float zb = t.zb;
        t.zb = t.zc;
        t.zc = zb;
    }
    return t;
}

// The point of the edge at the near plane. Both triangles that share the edge see the same inside and outside vertex,
// so they compute the same point.
vec3 cut(vec3 inside, vec3 outside)
{
    precise const float t = (frame.near_m - inside.z) / (outside.z - inside.z);
    precise const vec2 p = inside.xy + (outside.xy - inside.xy) * t;
    return vec3(p, frame.near_m);
}

ScreenTriangle screen_triangle(vec3 a, vec3 b, vec3 c)
{
    return wound(ScreenTriangle(screen_from_view(a), screen_from_view(b), screen_from_view(c),
        depth_from_view(a), depth_from_view(b), depth_from_view(c)));
}

// The part of a triangle (view space) beyond the near plane, as 0, 1 or 2 triangles; part chooses one of them.
uint clipped_parts(vec3 a, vec3 b, vec3 c)
{
    const uint inside = uint(a.z >= frame.near_m) + uint(b.z >= frame.near_m) + uint(c.z >= frame.near_m);
    return inside == 0 ? 0 : (inside == 2 ? 2 : 1);
}

ScreenTriangle clipped_triangle(vec3 a, vec3 b, vec3 c, uint part)
{
    const bool ia = a.z >= frame.near_m, ib = b.z >= frame.near_m, ic = c.z >= frame.near_m;
    const uint inside = uint(ia) + uint(ib) + uint(ic);
    if (inside == 3)
        return screen_triangle(a, b, c);
    // Rotate so that a is the odd one out.
    vec3 p = a, q = b, r = c;
    const bool odd_inside = inside == 1;
    if (ib == odd_inside && ia != odd_inside) {
        p = b;
        q = c;
        r = a;
    } else if (ic == odd_inside && ia != odd_inside) {
        p = c;
        q = a;
        r = b;
    }
    if (odd_inside)
        return screen_triangle(p, cut(p, q), cut(p, r));
    if (part == 0)
        return screen_triangle(q, r, cut(r, p));
    return screen_triangle(q, cut(r, p), cut(q, p));
}

// Pixels whose centres may be covered: x0, y0, x1, y1 inclusive, inside the screen; empty if x0 > x1 or y0 > y1.
ivec4 pixel_box(ScreenTriangle t)
{
    const ivec2 low = min(t.a, min(t.b, t.c)), high = max(t.a, max(t.b, t.c));
    const ivec2 first = max((low + 127) >> 8, ivec2(0));
    const ivec2 last = min((high - 128) >> 8, ivec2(frame.width, frame.height) - 1);
    return ivec4(first, last);
}

void write_pixel(ivec2 pixel, float depth, uint id)
{
    const uint64_t word = uint64_t(floatBitsToUint(depth)) << 32 | uint64_t(id);
    const uint index = uint(pixel.y) * frame.width + uint(pixel.x);
    // Words only grow, so a stale read costs an atomic and never a pixel.
    if (word > visibility[index])
        atomicMax(visibility[index], word);
}

// Small triangles: every product fits 32 bits because the triangle spans at most kSmallPx pixels.
void raster_small(ScreenTriangle t, ivec4 box, uint id)
{
    const ivec2 ab = t.b - t.a, bc = t.c - t.b, ca = t.a - t.c;
    const float inverse_area = 1.0 / float(ab.x * -ca.y + ab.y * ca.x);
    const int bias_ab = top_left_bias(t.a, t.b), bias_bc = top_left_bias(t.b, t.c),
              bias_ca = top_left_bias(t.c, t.a);
    const ivec2 start = box.xy * 256 + 128;
    const ivec2 pa = start - t.a, pb = start - t.b, pc = start - t.c;
    int row_ab = ab.x * pa.y - ab.y * pa.x;
    int row_bc = bc.x * pb.y - bc.y * pb.x;
    int row_ca = ca.x * pc.y - ca.y * pc.x;
    for (int y = box.y; y <= box.w; ++y) {
        int e_ab = row_ab, e_bc = row_bc, e_ca = row_ca;
        for (int x = box.x; x <= box.z; ++x) {
            if (((e_ab + bias_ab) | (e_bc + bias_bc) | (e_ca + bias_ca)) >= 0) {
                const float depth =
                    (float(e_bc) * t.za + float(e_ca) * t.zb + float(e_ab) * t.zc) * inverse_area;
                write_pixel(ivec2(x, y), depth, id);
            }
            e_ab -= ab.y * 256;
            e_bc -= bc.y * 256;
            e_ca -= ca.y * 256;
        }
        row_ab += ab.x * 256;
        row_bc += bc.x * 256;
        row_ca += ca.x * 256;
    }
}

// One tile of a triangle of any size, in 64 bits; lane of lanes takes every lanes-th pixel.
void raster_tile(ScreenTriangle t, uvec2 tile, uint id, uint lane, uint lanes)
{
    const ivec4 whole = pixel_box(t);
    const ivec2 low = max(whole.xy, ivec2(tile * kTilePx));
    const ivec2 high = min(whole.zw, ivec2(tile * kTilePx) + int(kTilePx) - 1);
    if (low.x > high.x || low.y > high.y)
        return;
    const i64vec2 ab = i64vec2(t.b - t.a), bc = i64vec2(t.c - t.b), ca = i64vec2(t.a - t.c);
    const float inverse_area = 1.0 / float(area2(t));
    const int64_t bias_ab = top_left_bias(t.a, t.b), bias_bc = top_left_bias(t.b, t.c),
                  bias_ca = top_left_bias(t.c, t.a);
    const uint columns = uint(high.x - low.x + 1), count = columns * uint(high.y - low.y + 1);
    for (uint i = lane; i < count; i += lanes) {
        const ivec2 pixel = low + ivec2(i % columns, i / columns);
        const i64vec2 centre = i64vec2(pixel) * 256L + 128L;
        const i64vec2 pa = centre - i64vec2(t.a), pb = centre - i64vec2(t.b), pc = centre - i64vec2(t.c);
        const int64_t e_ab = ab.x * pa.y - ab.y * pa.x;
        const int64_t e_bc = bc.x * pb.y - bc.y * pb.x;
        const int64_t e_ca = ca.x * pc.y - ca.y * pc.x;
        if (e_ab + bias_ab >= 0 && e_bc + bias_bc >= 0 && e_ca + bias_ca >= 0) {
            const float depth =
                (float(e_bc) * t.za + float(e_ca) * t.zb + float(e_ab) * t.zc) * inverse_area;
            write_pixel(pixel, depth, id);
        }
    }
}
