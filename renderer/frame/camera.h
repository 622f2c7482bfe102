// An orbit camera: it looks at a target and turns around it, y up. Pure values; angles in radians,
// lengths in metres.
#pragma once

#include "renderer/stream/view.h"

namespace stele::frame {

struct OrbitCamera {
    static constexpr double kMinElevation = -10.0 * 3.14159265358979323846 / 180;
    static constexpr double kMaxElevation = 85.0 * 3.14159265358979323846 / 180;

    Vec3d target_m;
    double distance_m = 1;
    double azimuth_rad = 0; // 0: the eye is on +z of the target; positive turns the eye towards +x
    double elevation_rad = 0; // above the horizon
    double fov_y_rad = 0.78539816339744831;
    Box bounds; // of the scene; limits distance and target

    // All of bounds in view, from the front and a little above.
    static OrbitCamera home(const Box& bounds, double aspect);

    // Elevation beyond the limits meets growing resistance and settle() brings it back.
    void orbit(double azimuth_delta_rad, double elevation_delta_rad);
    // The scene follows the pointer: pixels moved right and down in a view of that height.
    void pan(double right_px, double down_px, double height_px);
    void zoom(
        double factor); // > 1 comes nearer; the distance stays between 1e-4 and 20 scene diagonals
    // Nearer by factor while the point keeps its place on the screen.
    void zoom_to(Vec3d point_m, double factor);
    // Moves a fraction (0..1) of the way from beyond the soft limits back to them. True when
    // nothing is left to do.
    bool settle(double fraction);

    Vec3d eye_m() const;
    stream::View view(std::uint32_t width, std::uint32_t height, double threshold_px = 1) const;
};

} // namespace stele::frame
