// Where a vertex is. Every pass calls this one function, so that a vertex shared by two pages is the same float
// vector in both: integers are added exactly, then rounded once.

// Relative to the eye, asset axes, metres. position: relative to the page origin, grid steps.
vec3 eye_from_grid(ivec3 position, ivec3 page_offset)
{
    precise const vec3 p = frame.step_m * vec3(position + page_offset) - frame.remainder_m;
    return p;
}

// x right, y up, z forward (depth).
vec3 view_from_eye(vec3 p)
{
    precise const vec3 v = vec3(frame.right.x * p.x + frame.right.y * p.y + frame.right.z * p.z,
        frame.up.x * p.x + frame.up.y * p.y + frame.up.z * p.z,
        frame.forward.x * p.x + frame.forward.y * p.y + frame.forward.z * p.z);
    return v;
}

vec3 view_from_grid(ivec3 position, ivec3 page_offset)
{
    return view_from_eye(eye_from_grid(position, page_offset));
}

// 2^21 pixels keep every 64-bit edge function exact; beyond it positions are clamped, the same for all who share them.
const float kScreenLimitPx = 2097152.0;

// What screen positions and depths are divided by.
float divisor(vec3 v)
{
    return frame.orthographic != 0 ? 1 : v.z;
}

// Screen position in 1/256 pixel, y down. Precondition: v.z >= near.
ivec2 screen_from_view(vec3 v)
{
    const float w = divisor(v);
    precise const vec2 px = vec2(
        frame.centre_px.x + frame.focal_px * v.x / w, frame.centre_px.y - frame.focal_px * v.y / w);
    precise const vec2 snapped =
        floor(clamp(px, -kScreenLimitPx, kScreenLimitPx) * float(kSubpixel) + 0.5);
    return ivec2(snapped);
}

// Reverse-Z: 1 at the near plane, towards 0 far away, and above 0: as a word, 0 is background and a sign would win.
float depth_from_view(vec3 v)
{
    precise const float depth = (frame.depth_origin - frame.depth_slope * v.z) / divisor(v);
    return max(depth, 1e-30);
}
