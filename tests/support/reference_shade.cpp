// The oracle of the modes without colours.
#include "tests/support/reference_shade.h"

#include <algorithm>
#include <cmath>

namespace stele::test {

namespace {

Vec3d ray_of(const stream::View& view, double x_px, double y_px)
{
    if (view.orthographic())
        return view.forward;
    return normalized(view.unproject({x_px, y_px}, 1) - view.eye_m);
}

std::uint8_t byte_of(double unit)
{
    return static_cast<std::uint8_t>(std::clamp(unit, 0.0, 1.0) * 255 + 0.5);
}

std::uint8_t srgb(double linear) // IEC 61966-2-1
{
    const double c = std::clamp(linear, 0.0, 1.0);
    return byte_of(c <= 0.0031308 ? c * 12.92 : 1.055 * std::pow(c, 1 / 2.4) - 0.055);
}

} // namespace

Vec3d reference_normal(const stream::View& view, double x_px, double y_px, Vec3d face_normal)
{
    const Vec3d n = normalized(face_normal);
    return dot(n, ray_of(view, x_px, y_px)) > 0 ? -n : n;
}

Rgba8 reference_shade(
    const stream::View& view, const frame::Look& look, double x_px, double y_px, Vec3d face_normal)
{
    const Vec3d n = reference_normal(view, x_px, y_px, face_normal);
    if (look.mode == frame::Mode::normals)
        return {byte_of(n.x * 0.5 + 0.5), byte_of(n.y * 0.5 + 0.5), byte_of(n.z * 0.5 + 0.5), 255};
    // Directions towards the lights, by the viewer's right, up and forward.
    const auto towards = [&view](double right, double up, double forward) {
        return normalized(view.right * right + view.up * up + view.forward * forward);
    };
    const double cos_up = std::cos(look.key_elevation_rad);
    const double right = cos_up * std::sin(look.key_azimuth_rad),
                 forward = -cos_up * std::cos(look.key_azimuth_rad);
    const Vec3d key_light = towards(right, std::sin(look.key_elevation_rad), forward);
    const Vec3d other_light = towards(-right, 0.25, forward);
    const double key =
        look.key * (std::max(0.0, dot(n, key_light)) + 0.16 * std::max(0.0, dot(n, other_light)));
    const double sky = 0.5 + 0.5 * n.y;
    const double facing = 0.7 + 0.3 * std::max(0.0, -dot(n, ray_of(view, x_px, y_px)));
    const auto channel = [&](double clay, double warmth, double ground, double heaven) {
        return srgb(
            clay * facing * (warmth * key + look.fill * (ground + (heaven - ground) * sky)));
    };
    return {channel(double(look.clay.x), 1.03, 0.36, 0.78),
        channel(double(look.clay.y), 1.00, 0.32, 0.87),
        channel(double(look.clay.z), 0.95, 0.28, 0.97), 255};
}

} // namespace stele::test
