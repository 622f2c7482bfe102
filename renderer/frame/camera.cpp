// An orbit camera: it looks at a target and turns around it, y up.
#include "renderer/frame/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stele::frame {

namespace {

constexpr double kMinDistance = 1e-4, kMaxDistance = 20; // scene diagonals
constexpr double kOvershoot = 0.26;                      // radians beyond a soft limit, at most
constexpr double kHomeElevation = 0.21;
constexpr double kTurn = 2 * std::numbers::pi, kPole = std::numbers::pi / 2;
constexpr double kRecentreNearer = 0.6;   // of the eye's distance to the point
constexpr double kRecentreNearest = 0.05; // scene diagonals

double diagonal(const Box& bounds)
{
    return std::max(bounds.diagonal(), 1e-6);
}

Vec3d back(double azimuth, double elevation)
{
    return {std::cos(elevation) * std::sin(azimuth), std::sin(elevation),
        std::cos(elevation) * std::cos(azimuth)};
}

// To the right of the eye, level; from the azimuth alone, so that it is defined when looking
// straight down.
Vec3d level_right(double azimuth)
{
    return {std::cos(azimuth), 0, -std::sin(azimuth)};
}

Vec3d corner_of(const Box& box, int corner)
{
    return {(corner & 1) != 0 ? box.max.x : box.min.x, (corner & 2) != 0 ? box.max.y : box.min.y,
        (corner & 4) != 0 ? box.max.z : box.min.z};
}

struct Limits {
    double low, high;
};

// The further beyond a limit, the less of a movement remains; never beyond the poles.
double resisted(double value, double delta, const Limits& limits)
{
    const auto [low, high] = limits;
    const double beyond = std::max({low - value, value - high, 0.0});
    const bool outwards = (value > high && delta > 0) || (value < low && delta < 0);
    if (outwards)
        delta *= std::max(0.0, 1 - beyond / kOvershoot);
    return std::clamp(
        value + delta, std::max(low - kOvershoot, -kPole), std::min(high + kOvershoot, kPole));
}

} // namespace

OrbitCamera OrbitCamera::home(const Box& bounds, double aspect, Projection projection)
{
    OrbitCamera camera;
    camera.bounds = bounds;
    camera.projection = projection;
    camera.look_from({0, bounds.empty() ? 0 : kHomeElevation}, aspect);
    return camera;
}

void OrbitCamera::look_from(Direction direction, double aspect)
{
    azimuth_rad = direction.azimuth_rad;
    elevation_rad = direction.elevation_rad;
    low_elevation_rad_ = std::min(kMinElevation, elevation_rad);
    high_elevation_rad_ = std::max(kMaxElevation, elevation_rad);
    if (bounds.empty())
        return;
    target_m = bounds.centre();
    // The nearest distance at which every corner lies inside the view, and a margin of 8 %.
    const Vec3d b = back(azimuth_rad, elevation_rad);
    const Vec3d right = level_right(azimuth_rad), up = cross(b, right);
    const double tan_y = std::tan(fov_y_rad / 2), tan_x = tan_y * aspect;
    double distance = 0;
    for (int corner = 0; corner < 8; ++corner) {
        const Vec3d d = corner_of(bounds, corner) - target_m;
        const double towards_eye = projection == Projection::perspective ? dot(d, b) : 0;
        distance = std::max({distance, towards_eye + 1.08 * std::abs(dot(d, right)) / tan_x,
            towards_eye + 1.08 * std::abs(dot(d, up)) / tan_y});
    }
    distance_m = std::max(distance, kMinDistance * diagonal(bounds));
}

void OrbitCamera::orbit(double azimuth_delta_rad, double elevation_delta_rad)
{
    azimuth_rad = std::remainder(azimuth_rad + azimuth_delta_rad, kTurn);
    elevation_rad =
        resisted(elevation_rad, elevation_delta_rad, {low_elevation_rad_, high_elevation_rad_});
    close_limits();
}

// Back within the usual limits, they hold again.
void OrbitCamera::close_limits()
{
    if (elevation_rad >= kMinElevation)
        low_elevation_rad_ = kMinElevation;
    if (elevation_rad <= kMaxElevation)
        high_elevation_rad_ = kMaxElevation;
}

bool OrbitCamera::settle(double fraction)
{
    const double limited = std::clamp(elevation_rad, low_elevation_rad_, high_elevation_rad_);
    elevation_rad += (limited - elevation_rad) * std::clamp(fraction, 0.0, 1.0);
    if (std::abs(limited - elevation_rad) < 1e-4)
        elevation_rad = limited;
    return elevation_rad == limited;
}

void OrbitCamera::pan(double right_px, double down_px, double height_px)
{
    const double scale = metres_per_px(height_px);
    const View v = view(1, 1);
    target_m += v.up * (down_px * scale) - v.right * (right_px * scale);
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

void OrbitCamera::recentre(Vec3d point_m)
{
    const double towards = view(1, 1).depth_m(point_m);
    const double away = projection == Projection::perspective ? towards : distance_m;
    const double nearest = kRecentreNearest * (bounds.empty() ? away : diagonal(bounds));
    const double wished = std::min({distance_m, away, std::max(away * kRecentreNearer, nearest)});
    target_m = point_m;
    zoom(distance_m / wished);
}

Vec3d OrbitCamera::eye_m() const
{
    return target_m + back(azimuth_rad, elevation_rad) * distance_m;
}

double OrbitCamera::metres_per_px(double height_px) const
{
    return 2 * std::tan(fov_y_rad / 2) * distance_m / std::max(height_px, 1.0);
}

View OrbitCamera::view(std::uint32_t width, std::uint32_t height, double threshold_px) const
{
    View view;
    const Vec3d b = back(azimuth_rad, elevation_rad);
    view.eye_m = eye_m();
    view.forward = -b;
    view.right = level_right(azimuth_rad);
    view.up = cross(b, view.right);
    view.projection = projection;
    view.fov_y_rad = fov_y_rad;
    view.height_m = metres_per_px(1);
    view.width = width;
    view.height = height;
    view.threshold_px = threshold_px;
    set_depths(view);
    return view;
}

void OrbitCamera::set_depths(View& view) const
{
    if (projection == Projection::perspective) {
        // Near enough to cut nothing on the way in; reverse-Z floats keep their precision far away.
        view.near_m = std::max(distance_m * 1e-2, bounds.empty() ? 0 : diagonal(bounds) * 1e-6);
        return;
    }
    // All of the scene, wherever the eye is: nothing is cut away by coming near.
    view.near_m = view.far_m = distance_m;
    for (int corner = 0; corner < 8 && !bounds.empty(); ++corner) {
        const double depth = view.depth_m(corner_of(bounds, corner));
        view.near_m = std::min(view.near_m, depth);
        view.far_m = std::max(view.far_m, depth);
    }
    // Simplified surfaces may stand out of the bounds a little.
    const double margin = bounds.empty() ? distance_m : 0.05 * diagonal(bounds);
    view.near_m -= margin;
    view.far_m += margin;
}

double eased(double share)
{
    const double s = std::clamp(share, 0.0, 1.0);
    return s * s * s * (s * (s * 6 - 15) + 10);
}

OrbitCamera between(const OrbitCamera& from, const OrbitCamera& to, double share)
{
    if (share <= 0)
        return from;
    if (share >= 1)
        return to;
    OrbitCamera camera = to;
    camera.target_m = from.target_m + (to.target_m - from.target_m) * share;
    camera.distance_m = from.distance_m * std::pow(to.distance_m / from.distance_m, share);
    camera.azimuth_rad = std::remainder(
        from.azimuth_rad + std::remainder(to.azimuth_rad - from.azimuth_rad, kTurn) * share, kTurn);
    camera.elevation_rad = from.elevation_rad + (to.elevation_rad - from.elevation_rad) * share;
    return camera;
}

} // namespace stele::frame
