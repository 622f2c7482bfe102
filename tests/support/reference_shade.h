// The oracle of the modes without colours: what a pixel that a triangle covers looks like, in
// double precision from the triangle itself.
#pragma once

#include "archive/model/image.h"
#include "renderer/frame/view.h"

namespace stele::test {

// Asset axes, unit length, towards the eye of a pixel of the view.
Vec3d reference_normal(const stream::View& view, double x_px, double y_px, Vec3d face_normal);
// mode: clay or normals.
Rgba8 reference_shade(
    const stream::View& view, const frame::Look& look, double x_px, double y_px, Vec3d face_normal);

} // namespace stele::test
