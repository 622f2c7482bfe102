// Quadric error (Garland and Heckbert 1997): the summed, weighted, squared distance of a point to
// planes and points. Double precision around a group's centre, plain arithmetic only: the same bits
// on every machine.
#pragma once

#include "archive/base/geometry.h"

#include <array>

namespace stele::lod {

struct Quadric {
    // f(p) = p'Ap + 2 b'p + c
    double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
    Vec3d b;
    double c = 0;

    // Plane dot(n, p) + d = 0 with unit n.
    void add_plane(Vec3d n, double d, double weight)
    {
        const Vec3d w = n * weight;
        xx += w.x * n.x;
        yy += w.y * n.y;
        zz += w.z * n.z;
        xy += w.x * n.y;
        xz += w.x * n.z;
        yz += w.y * n.z;
        b += w * d;
        c += weight * d * d;
    }
    void add_point(Vec3d p, double weight)
    {
        xx += weight;
        yy += weight;
        zz += weight;
        b = b - p * weight;
        c += weight * dot(p, p);
    }
    void add(const Quadric& q)
    {
        xx += q.xx;
        yy += q.yy;
        zz += q.zz;
        xy += q.xy;
        xz += q.xz;
        yz += q.yz;
        b += q.b;
        c += q.c;
    }
    double at(Vec3d p) const
    {
        const double x = xx * p.x + xy * p.y + xz * p.z + 2 * b.x;
        const double y = xy * p.x + yy * p.y + yz * p.z + 2 * b.y;
        const double z = xz * p.x + yz * p.y + zz * p.z + 2 * b.z;
        return x * p.x + y * p.y + z * p.z + c;
    }
    // The point of least error; false where the planes do not fix one well enough.
    bool minimum(Vec3d& p) const
    {
        const double m00 = yy * zz - yz * yz, m01 = xz * yz - xy * zz, m02 = xy * yz - xz * yy;
        const double det = xx * m00 + xy * m01 + xz * m02;
        const double trace = xx + yy + zz;
        if (!(det > 1e-10 * trace * trace * trace))
            return false;
        const double m11 = xx * zz - xz * xz, m12 = xy * xz - xx * yz, m22 = xx * yy - xy * xy;
        const double s = -1 / det;
        p = {s * (m00 * b.x + m01 * b.y + m02 * b.z), s * (m01 * b.x + m11 * b.y + m12 * b.z),
            s * (m02 * b.x + m12 * b.y + m22 * b.z)};
        return true;
    }
};

// The summed, weighted, squared difference of three colour channels to the linear functions that
// faces carry (Hoppe 1999). The squares themselves are in the Quadric; what stands here is what the
// best colour at a place takes off again.
// Single precision in one cache line: it steers, it does not certify.
struct ColourQuadric {
    // Of each channel: slope x, y, z and offset, times weight; last the weight.
    std::array<std::array<float, 4>, 4> sum{};

    float weight() const { return sum[3][0]; }
    void add(const ColourQuadric& q)
    {
        for (std::size_t k = 0; k < 4; ++k)
            for (std::size_t i = 0; i < 4; ++i)
                sum[k][i] += q.sum[k][i];
    }
    double at(std::size_t channel, Vec3d p) const
    {
        const auto& c = sum[channel];
        return (double(c[0]) * p.x + double(c[1]) * p.y + double(c[2]) * p.z + double(c[3])) /
               double(weight());
    }
    // Makes q the error under the best colour at each place.
    void add_best(Quadric& q) const
    {
        if (!(weight() > 0))
            return;
        const double share = -1 / double(weight());
        for (std::size_t k = 0; k < 3; ++k) {
            const auto& c = sum[k];
            q.add_plane({double(c[0]), double(c[1]), double(c[2])}, double(c[3]), share);
        }
    }
};

} // namespace stele::lod
