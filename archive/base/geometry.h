// The handful of vectors, spheres, boxes and matrices that both halves of Stele need. Column
// vectors; transforms read right to left: metres_from_source * p.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace stele {

template <class T>
struct Vec2 {
    T x{}, y{};
    friend bool operator==(const Vec2&, const Vec2&) = default;
};

template <class T>
struct Vec3 {
    T x{}, y{}, z{};

    friend Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vec3 operator*(Vec3 a, T s) { return {a.x * s, a.y * s, a.z * s}; }
    friend Vec3 operator*(T s, Vec3 a) { return a * s; }
    friend Vec3 operator/(Vec3 a, T s) { return {a.x / s, a.y / s, a.z / s}; }
    Vec3 operator-() const { return {-x, -y, -z}; }
    Vec3& operator+=(Vec3 b) { return *this = *this + b; }
    Vec3& operator-=(Vec3 b) { return *this = *this - b; }
    friend bool operator==(const Vec3&, const Vec3&) = default;
    // Lexicographic x, y, z: a total order for integers.
    friend auto operator<=>(const Vec3&, const Vec3&) = default;
};

using Vec2d = Vec2<double>;
using Vec2f = Vec2<float>;
using Vec3d = Vec3<double>;
using Vec3f = Vec3<float>;
using Vec3i = Vec3<std::int32_t>;

template <class T>
T dot(Vec3<T> a, Vec3<T> b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <class T>
Vec3<T> cross(Vec3<T> a, Vec3<T> b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
template <class T>
T length(Vec3<T> a)
{
    return std::sqrt(dot(a, a));
}
// The zero vector stays zero.
template <class T>
Vec3<T> normalized(Vec3<T> a)
{
    const T l = length(a);
    return l > T(0) ? a / l : a;
}
inline bool is_finite(Vec3d p)
{
    return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z);
}
inline Vec3d to_double(Vec3i p)
{
    return {double(p.x), double(p.y), double(p.z)};
}
inline Vec3d to_double(Vec3f p)
{
    return {double(p.x), double(p.y), double(p.z)};
}
inline Vec3f to_float(Vec3d p)
{
    return {float(p.x), float(p.y), float(p.z)};
}

struct Sphere {
    Vec3d centre;
    double radius = 0;
};

// Smallest sphere that holds both, on the line of their centres; grown by a relative 2^-50 so that
// rounding never puts a contained sphere outside.
inline Sphere enclose(const Sphere& a, const Sphere& b)
{
    const Vec3d d = b.centre - a.centre;
    const double distance = length(d);
    if (distance + b.radius <= a.radius)
        return a;
    if (distance + a.radius <= b.radius)
        return b;
    const double radius = (distance + a.radius + b.radius) / 2;
    const Vec3d centre = distance > 0 ? a.centre + d * ((radius - a.radius) / distance) : a.centre;
    return {centre, radius * (1 + 0x1p-50) + 0x1p-60 * (length(centre) + radius)};
}

// Axis-aligned; empty until extended.
struct Box {
    static constexpr double kInf = std::numeric_limits<double>::infinity();
    Vec3d min{kInf, kInf, kInf};
    Vec3d max{-kInf, -kInf, -kInf};

    bool empty() const { return !(min.x <= max.x); }
    void extend(Vec3d p)
    {
        min = {std::min(min.x, p.x), std::min(min.y, p.y), std::min(min.z, p.z)};
        max = {std::max(max.x, p.x), std::max(max.y, p.y), std::max(max.z, p.z)};
    }
    void extend(const Box& b)
    {
        if (!b.empty()) {
            extend(b.min);
            extend(b.max);
        }
    }
    Vec3d centre() const { return (min + max) * 0.5; }
    Vec3d size() const { return empty() ? Vec3d{} : max - min; }
    double diagonal() const { return length(size()); }
};

// Column-major, as glTF and GLSL store it: m[column * 4 + row].
struct Mat4 {
    std::array<double, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

    friend Mat4 operator*(const Mat4& a, const Mat4& b)
    {
        Mat4 r;
        for (std::size_t c = 0; c < 4; ++c)
            for (std::size_t row = 0; row < 4; ++row) {
                double s = 0;
                for (std::size_t k = 0; k < 4; ++k)
                    s += a.m[k * 4 + row] * b.m[c * 4 + k];
                r.m[c * 4 + row] = s;
            }
        return r;
    }
    Vec3d point(Vec3d p) const
    {
        return {m[0] * p.x + m[4] * p.y + m[8] * p.z + m[12],
            m[1] * p.x + m[5] * p.y + m[9] * p.z + m[13],
            m[2] * p.x + m[6] * p.y + m[10] * p.z + m[14]};
    }
    Vec3d vector(Vec3d v) const
    {
        return {m[0] * v.x + m[4] * v.y + m[8] * v.z, m[1] * v.x + m[5] * v.y + m[9] * v.z,
            m[2] * v.x + m[6] * v.y + m[10] * v.z};
    }
};

} // namespace stele
