// Pixels of the picture: how colours are written, what is behind everything, and the tiles that resolve works in.

uint packed_bytes(vec3 unit) // of 0..1
{
    const uvec3 bytes = uvec3(unit * 255 + 0.5);
    return bytes.r | bytes.g << 8 | bytes.b << 16 | 0xff000000u;
}

uint srgb_from_linear(vec3 colour)
{
    const vec3 c = clamp(colour, 0, 1);
    const vec3 low = c * 12.92;
    const vec3 high = 1.055 * pow(max(c, vec3(1e-6)), vec3(1.0 / 2.4)) - 0.055;
    return packed_bytes(mix(high, low, lessThanEqual(c, vec3(0.0031308))));
}

uint background(uint y)
{
    return srgb_from_linear(
        mix(frame.background_top, frame.background_bottom, (float(y) + 0.5) / float(frame.height)));
}

uint tiles_across()
{
    return (frame.width + kResolvePx - 1) / kResolvePx;
}
