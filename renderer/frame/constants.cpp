// What the shaders are told about a frame.
#include "renderer/frame/constants.h"

#include <cmath>

namespace stele::frame {

namespace {

shaders::vec3 floats(Vec3d v)
{
    return {float(v.x), float(v.y), float(v.z)};
}
shaders::vec3 floats(Vec3f v)
{
    return {v.x, v.y, v.z};
}

float linear_from_srgb(unsigned byte) // IEC 61966-2-1
{
    const double c = byte / 255.0;
    return float(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
}

} // namespace

CameraPlace place_camera(const Grid& grid, Vec3d eye_m)
{
    CameraPlace place;
    const auto split = [&grid](double eye, std::int64_t& cell, float& rest) {
        constexpr double kRange = 0x1p62; // beyond it nothing is drawn anyway
        const double steps = std::clamp(eye / grid.step_m, -kRange, kRange);
        const double whole = std::floor(steps);
        cell = static_cast<std::int64_t>(whole);
        rest = float(std::round((steps - whole) * 256) / 256 * grid.step_m);
    };
    split(eye_m.x, place.cell.x, place.remainder_m.x);
    split(eye_m.y, place.cell.y, place.remainder_m.y);
    split(eye_m.z, place.cell.z, place.remainder_m.z);
    return place;
}

std::uint32_t shader_mode(Mode mode)
{
    static_assert(kModes == shaders::kModes);
    switch (mode) {
    case Mode::colour:
        return shaders::kModeColour;
    case Mode::lit:
        return shaders::kModeLit;
    case Mode::clay:
        return shaders::kModeClay;
    case Mode::normals:
        return shaders::kModeNormals;
    }
    return shaders::kModeColour;
}

shaders::FrameBlock frame_constants(const AssetInfo& asset, const View& view, const Look& look,
    const CameraPlace& camera, std::uint32_t page_slots, std::uint32_t large_capacity)
{
    shaders::FrameBlock block{};
    shaders::Frame& frame = block.frame;
    frame.right = floats(view.right);
    frame.up = floats(view.up);
    frame.forward = floats(view.forward);
    frame.remainder_m = floats(camera.remainder_m);
    frame.step_m = float(asset.grid.step_m);
    frame.near_m = float(view.near_m);
    frame.focal_px = float(view.focal_px());
    frame.orthographic = view.orthographic() ? 1 : 0;
    const double depth_range_m = view.far_m - view.near_m;
    frame.depth_origin = float(view.orthographic() ? view.far_m / depth_range_m : view.near_m);
    frame.depth_slope = float(view.orthographic() ? 1 / depth_range_m : 0);
    frame.centre_px = {float(view.width) / 2, float(view.height) / 2};
    frame.width = view.width;
    frame.height = view.height;
    frame.page_slots = page_slots;
    frame.large_capacity = large_capacity;
    frame.has_colours = asset.has_colours ? 1 : 0;
    frame.has_normals = asset.has_normals ? 1 : 0;
    // Towards the light from what is seen: azimuth to the right, up, and back to the viewer (-z is
    // towards the eye).
    frame.key_direction =
        floats(Vec3d{std::cos(look.key_elevation_rad) * std::sin(look.key_azimuth_rad),
            std::sin(look.key_elevation_rad),
            -std::cos(look.key_elevation_rad) * std::cos(look.key_azimuth_rad)});
    frame.key = float(look.key);
    frame.fill = float(look.fill);
    frame.uncoloured = floats(look.uncoloured);
    frame.clay = floats(look.clay);
    frame.background_top = floats(look.background_top);
    frame.background_bottom = floats(look.background_bottom);
    for (unsigned byte = 0; byte < 256; ++byte)
        block.linear_from_srgb[byte] = linear_from_srgb(byte);
    return block;
}

} // namespace stele::frame
