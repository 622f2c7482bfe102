// The picture oracle.
#include "tests/support/reference_raster.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace stele::test {

namespace {

struct Point { // 1/256 pixel, y down
    std::int64_t x, y;
};

struct Corner {
    Point p;
    float depth;
};

// Single precision in the same order of operations as the shaders, so that both round the same
// vertex the same way.
class Camera {
public:
    Camera(const Grid& grid, const stream::View& view)
        : view_(view), step_(float(grid.step_m)), near_(float(view.near_m)),
          focal_(float(view.focal_px())),
          depth_origin_(
              float(view.orthographic() ? view.far_m / (view.far_m - view.near_m) : view.near_m)),
          depth_slope_(float(view.orthographic() ? 1 / (view.far_m - view.near_m) : 0)),
          right_(to_float(view.right)), up_(to_float(view.up)), forward_(to_float(view.forward))
    {
        const auto split = [&grid](double eye, std::int64_t& cell, float& rest) {
            const double whole = std::floor(eye / grid.step_m);
            cell = static_cast<std::int64_t>(whole);
            rest = float(std::round((eye / grid.step_m - whole) * 256) / 256 * grid.step_m);
        };
        split(view.eye_m.x, cell_.x, rest_.x);
        split(view.eye_m.y, cell_.y, rest_.y);
        split(view.eye_m.z, cell_.z, rest_.z);
    }

    float near() const { return near_; }

    Vec3f view_position(Vec3i i) const
    {
        const auto eye = [this](std::int32_t position, std::int64_t cell, float rest) {
            return step_ * float(static_cast<std::int32_t>(position - cell)) - rest;
        };
        const Vec3f p{
            eye(i.x, cell_.x, rest_.x), eye(i.y, cell_.y, rest_.y), eye(i.z, cell_.z, rest_.z)};
        const auto along = [&p](Vec3f axis) { return axis.x * p.x + axis.y * p.y + axis.z * p.z; };
        return {along(right_), along(up_), along(forward_)};
    }

    Corner corner(Vec3f v) const
    {
        const float w = view_.orthographic() ? 1 : v.z;
        const float x = float(view_.width) / 2 + focal_ * v.x / w;
        const float y = float(view_.height) / 2 - focal_ * v.y / w;
        const auto snap = [](float px) {
            return static_cast<std::int64_t>(
                std::floor(std::clamp(px, -2097152.0f, 2097152.0f) * 256.0f + 0.5f));
        };
        return {{snap(x), snap(y)}, (depth_origin_ - depth_slope_ * v.z) / w};
    }

private:
    const stream::View& view_;
    float step_, near_, focal_, depth_origin_, depth_slope_;
    Vec3f right_, up_, forward_;
    Vec3<std::int64_t> cell_;
    Vec3f rest_;
};

std::int64_t edge(Point a, Point b, Point p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

// Top edges run right, left edges run up (y down, positive area).
bool is_top_left(Point a, Point b)
{
    return b.y < a.y || (b.y == a.y && b.x > a.x);
}

bool covers(Point a, Point b, Point p)
{
    const std::int64_t e = edge(a, b, p);
    return e > 0 || (e == 0 && is_top_left(a, b));
}

float distance_px(Point a, Point b, Point p)
{
    const double dx = double(b.x - a.x), dy = double(b.y - a.y);
    const double px = double(p.x - a.x), py = double(p.y - a.y);
    const double square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp((px * dx + py * dy) / square, 0.0, 1.0) : 0;
    return float(std::hypot(px - t * dx, py - t * dy) / 256);
}

void draw(ReferencePicture& picture, std::array<Corner, 3> t, std::uint32_t id)
{
    const std::int64_t area = edge(t[0].p, t[1].p, t[2].p);
    if (area == 0)
        return;
    if (area < 0)
        std::swap(t[1], t[2]);
    const double full = std::abs(double(area));
    const auto [x0, x1] = std::minmax({t[0].p.x, t[1].p.x, t[2].p.x});
    const auto [y0, y1] = std::minmax({t[0].p.y, t[1].p.y, t[2].p.y});
    // Two pixels more than the box, to know how near the edges are.
    const auto low = [](std::int64_t fixed) { return std::max<std::int64_t>(fixed / 256 - 3, 0); };
    const auto high = [](std::int64_t fixed, std::uint32_t size) {
        return std::min<std::int64_t>(fixed / 256 + 3, std::int64_t{size} - 1);
    };
    for (std::int64_t y = low(y0); y <= high(y1, picture.height); ++y)
        for (std::int64_t x = low(x0); x <= high(x1, picture.width); ++x) {
            const Point p{x * 256 + 128, y * 256 + 128};
            const auto index =
                static_cast<std::size_t>(y) * picture.width + static_cast<std::size_t>(x);
            float& nearest = picture.edge_distance_px[index];
            nearest = std::min({nearest, distance_px(t[0].p, t[1].p, p),
                distance_px(t[1].p, t[2].p, p), distance_px(t[2].p, t[0].p, p)});
            if (!covers(t[0].p, t[1].p, p) || !covers(t[1].p, t[2].p, p) ||
                !covers(t[2].p, t[0].p, p))
                continue;
            const double depth = (double(edge(t[1].p, t[2].p, p)) * double(t[0].depth) +
                                     double(edge(t[2].p, t[0].p, p)) * double(t[1].depth) +
                                     double(edge(t[0].p, t[1].p, p)) * double(t[2].depth)) /
                                 full;
            const std::uint64_t word =
                std::uint64_t{std::bit_cast<std::uint32_t>(float(depth))} << 32 | id;
            picture.words[index] = std::max(picture.words[index], word);
        }
}

// Sutherland and Hodgman against the near plane, cut points from the inside vertex outwards.
std::vector<Vec3f> clip(const std::array<Vec3f, 3>& v, float near)
{
    std::vector<Vec3f> polygon;
    const auto cut = [near](Vec3f inside, Vec3f outside) {
        const float t = (near - inside.z) / (outside.z - inside.z);
        return Vec3f{
            inside.x + (outside.x - inside.x) * t, inside.y + (outside.y - inside.y) * t, near};
    };
    for (std::size_t i = 0; i < 3; ++i) {
        const Vec3f a = v[i], b = v[(i + 1) % 3];
        if (a.z >= near)
            polygon.push_back(a);
        if ((a.z >= near) != (b.z >= near))
            polygon.push_back(a.z >= near ? cut(a, b) : cut(b, a));
    }
    return polygon;
}

} // namespace

ReferencePicture reference_raster(
    const Grid& grid, const stream::View& view, const std::vector<ReferenceTriangle>& triangles)
{
    ReferencePicture picture{view.width, view.height, {}, {}};
    picture.words.assign(std::size_t{view.width} * view.height, 0);
    picture.edge_distance_px.assign(picture.words.size(), 1e9f);
    const Camera camera(grid, view);
    for (const ReferenceTriangle& triangle : triangles) {
        const std::vector<Vec3f> polygon =
            clip({camera.view_position(triangle.a), camera.view_position(triangle.b),
                     camera.view_position(triangle.c)},
                camera.near());
        for (std::size_t i = 2; i < polygon.size(); ++i)
            draw(picture,
                {camera.corner(polygon[0]), camera.corner(polygon[i - 1]),
                    camera.corner(polygon[i])},
                triangle.id);
    }
    return picture;
}

std::vector<ReferenceTriangle> triangles_of(const DecodedPage& page, std::uint32_t first_index)
{
    std::vector<ReferenceTriangle> triangles;
    for (std::uint32_t c = 0; c < page.clusters.size(); ++c) {
        const DecodedCluster& cluster = page.clusters[c];
        for (std::uint32_t t = 0; t < cluster.triangle_count; ++t) {
            const auto& corners = page.triangles[cluster.first_triangle + t];
            const auto position = [&](std::size_t i) {
                return page.origin + page.positions[cluster.first_vertex + corners[i]];
            };
            triangles.push_back(
                {position(0), position(1), position(2), (first_index + c) << 7 | t});
        }
    }
    return triangles;
}

PictureDifference compare(
    const ReferencePicture& reference, const std::vector<std::uint64_t>& words)
{
    PictureDifference difference{reference.words.size(), 0, 0};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto id = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
        const bool same =
            id(words[i]) == id(reference.words[i]) && (words[i] == 0) == (reference.words[i] == 0);
        difference.different += same ? 0u : 1u;
        difference.different_inside += !same && reference.edge_distance_px[i] > 1 ? 1u : 0u;
    }
    return difference;
}

} // namespace stele::test
