// An orbit camera: it looks at a target and turns around it, y up. Pure values; angles in radians,
// lengths in metres.
#pragma once

#include "renderer/frame/standard_view.h"
#include "renderer/frame/view.h"

namespace stele::frame {

struct OrbitCamera {
    static constexpr double kMinElevation = -10.0 * 3.14159265358979323846 / 180;
    static constexpr double kMaxElevation = 85.0 * 3.14159265358979323846 / 180;

    Vec3d target_m;
    // Of the eye from the target. Orthographic: the target is as large as a perspective view from
    // there shows it.
    double distance_m = 1;
    double azimuth_rad = 0; // 0: the eye is on +z of the target; positive turns the eye towards +x
    double elevation_rad = 0; // above the horizon
    double fov_y_rad = 0.78539816339744831;
    Projection projection = Projection::perspective;
    Box bounds; // of the scene; limits distance and target

    // All of bounds in view, from the front and a little above.
    static OrbitCamera home(
        const Box& bounds, double aspect, Projection projection = Projection::perspective);
    // All of bounds in view from that direction. Elevations beyond the limits are allowed for as
    // long as the camera stays beyond them.
    void look_from(Direction direction, double aspect);

    // Elevation beyond the limits meets growing resistance and settle() brings it back.
    void orbit(double azimuth_delta_rad, double elevation_delta_rad);
    // The scene follows the pointer: pixels moved right and down in a view of that height.
    void pan(double right_px, double down_px, double height_px);
    void zoom(
        double factor); // > 1 comes nearer; the distance stays between 1e-4 and 20 scene diagonals
    // Nearer by factor while the point keeps its place on the screen.
    void zoom_to(Vec3d point_m, double factor);
    // The point becomes what the camera turns around, from the same direction and moderately
    // nearer to it than now; never further away, and not so near that context is lost.
    void recentre(Vec3d point_m);
    // Moves a fraction (0..1) of the way from beyond the soft limits back to them. True when
    // nothing is left to do.
    bool settle(double fraction);

    Vec3d eye_m() const;
    // At the target; orthographic: everywhere.
    double metres_per_px(double height_px) const;
    View view(std::uint32_t width, std::uint32_t height, double threshold_px = 1) const;

private:
    void close_limits();
    void set_depths(View& view) const;

    // The limits in force: wider than kMin and kMax after a view from beyond them.
    double low_elevation_rad_ = kMinElevation, high_elevation_rad_ = kMaxElevation;
};

// On the way from one camera to another: 0 is the first, 1 the second, exactly. Distances change
// geometrically, the azimuth goes the short way round.
OrbitCamera between(const OrbitCamera& from, const OrbitCamera& to, double share);
// Eases 0..1 in and out without a jerk (a quintic: velocity and acceleration are 0 at both ends).
double eased(double share);

} // namespace stele::frame
