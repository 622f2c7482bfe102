// An orbit camera: it looks at a target and turns around it, y up.
#include "renderer/frame/camera.h"

#include <algorithm>
#include <cmath>

namespace stele::frame {

namespace {

constexpr double kMinDistance = 1e-4, kMaxDistance = 20; // scene diagonals
constexpr double kOvershoot = 0.26;                      // radians beyond a soft limit, at most
constexpr double kHomeElevation = 0.21;

double diagonal(const Box& bounds)
{
    return std::max(bounds.diagonal(), 1e-6);
}

Vec3d back(double azimuth, double elevation)
{
    return {std::cos(elevation) * std::sin(azimuth), std::sin(elevation),
        std::cos(elevation) * std::cos(azimuth)};
}

// The further beyond a limit, the less of a movement remains.
double resisted(double value, double delta, double low, double high)
{
    const double beyond = std::max({low - value, value - high, 0.0});
    const bool outwards = (value > high && delta > 0) || (value < low && delta < 0);
    if (outwards)
        delta *= std::max(0.0, 1 - beyond / kOvershoot);
    return std::clamp(value + delta, low - kOvershoot, high + kOvershoot);
}

} // namespace

OrbitCamera OrbitCamera::home(const Box& bounds, double aspect)
{
    OrbitCamera camera;
    camera.bounds = bounds;
    if (bounds.empty())
        return camera;
    camera.target_m = bounds.centre();
    camera.elevation_rad = kHomeElevation;
    // The nearest distance at which every corner lies inside the view, and a margin of 8 %.
    const Vec3d b = back(camera.azimuth_rad, camera.elevation_rad);
    const Vec3d right = normalized(cross(Vec3d{0, 1, 0}, b)), up = cross(b, right);
    const double tan_y = std::tan(camera.fov_y_rad / 2), tan_x = tan_y * aspect;
    double distance = 0;
    for (int corner = 0; corner < 8; ++corner) {
        const Vec3d p{(corner & 1) != 0 ? bounds.max.x : bounds.min.x,
            (corner & 2) != 0 ? bounds.max.y : bounds.min.y,
            (corner & 4) != 0 ? bounds.max.z : bounds.min.z};
        const Vec3d d = p - camera.target_m;
        distance = std::max({distance, dot(d, b) + 1.08 * std::abs(dot(d, right)) / tan_x,
            dot(d, b) + 1.08 * std::abs(dot(d, up)) / tan_y});
    }
    camera.distance_m = std::max(distance, kMinDistance * diagonal(bounds));
    return camera;
}

void OrbitCamera::orbit(double azimuth_delta_rad, double elevation_delta_rad)
{
    constexpr double kTurn = 2 * 3.14159265358979323846;
    azimuth_rad = std::remainder(azimuth_rad + azimuth_delta_rad, kTurn);
    elevation_rad = resisted(elevation_rad, elevation_delta_rad, kMinElevation, kMaxElevation);
}

bool OrbitCamera::settle(double fraction)
{
    const double limited = std::clamp(elevation_rad, kMinElevation, kMaxElevation);
    elevation_rad += (limited - elevation_rad) * std::clamp(fraction, 0.0, 1.0);
    if (std::abs(limited - elevation_rad) < 1e-4)
        elevation_rad = limited;
    return elevation_rad == limited;
}

void OrbitCamera::pan(double right_px, double down_px, double height_px)
{
    const double metres_per_px =
        2 * std::tan(fov_y_rad / 2) * distance_m / std::max(height_px, 1.0);
    const stream::View v = view(1, 1);
    target_m += v.up * (down_px * metres_per_px) - v.right * (right_px * metres_per_px);
    if (bounds.empty())
        return;
    // Not so far that the scene is lost.
    const Vec3d margin = bounds.size() * 0.5 + Vec3d{1, 1, 1} * (0.1 * diagonal(bounds));
    const auto keep = [](double p, double low, double high) { return std::clamp(p, low, high); };
    target_m = {keep(target_m.x, bounds.min.x - margin.x, bounds.max.x + margin.x),
        keep(target_m.y, bounds.min.y - margin.y, bounds.max.y + margin.y),
        keep(target_m.z, bounds.min.z - margin.z, bounds.max.z + margin.z)};
}

void OrbitCamera::zoom(double factor)
{
    const double size = bounds.empty() ? distance_m : diagonal(bounds);
    distance_m = std::clamp(distance_m / factor, kMinDistance * size, kMaxDistance * size);
}

void OrbitCamera::zoom_to(Vec3d point_m, double factor)
{
    const double before = distance_m;
    zoom(factor);
    // Scaling eye and target about the point keeps its place on the screen.
    target_m = point_m + (target_m - point_m) * (distance_m / before);
}

Vec3d OrbitCamera::eye_m() const
{
    return target_m + back(azimuth_rad, elevation_rad) * distance_m;
}

stream::View OrbitCamera::view(std::uint32_t width, std::uint32_t height, double threshold_px) const
{
    stream::View view;
    const Vec3d b = back(azimuth_rad, elevation_rad);
    view.eye_m = eye_m();
    view.forward = -b;
    // From the azimuth alone, so that it is defined when looking straight down.
    view.right = {std::cos(azimuth_rad), 0, -std::sin(azimuth_rad)};
    view.up = cross(b, view.right);
    view.fov_y_rad = fov_y_rad;
    view.width = width;
    view.height = height;
    view.threshold_px = threshold_px;
    // Near enough to cut nothing on the way in; reverse-Z floats keep their precision far away.
    view.near_m = std::max(distance_m * 1e-2, bounds.empty() ? 0 : diagonal(bounds) * 1e-6);
    return view;
}

} // namespace stele::frame
