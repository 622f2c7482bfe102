// The foot of the perpendicular on a few triangles, then what its corners share.
#include "archive/lod/fit.h"

namespace stele::lod {

namespace {

struct Foot {
    const Triangle* triangle = nullptr;
    std::array<double, 3> weights{};
    double distance2 = 0;
};

// The nearest of those triangles that p lies above or below.
Foot foot_inside(const FitTarget& target, std::span<const std::uint32_t> near, Vec3d p)
{
    Foot best;
    for (const std::uint32_t t : near) {
        if (target.dead[t] != 0)
            continue;
        const Triangle& k = target.triangles[t];
        const Vec3d a = target.points[k[0]], ab = target.points[k[1]] - a,
                    ac = target.points[k[2]] - a, ap = p - a;
        const Vec3d normal = cross(ab, ac);
        const double area = dot(normal, normal);
        const double b = dot(cross(ap, ac), normal), c = dot(cross(ab, ap), normal);
        if (!(b >= 0 && c >= 0 && b + c <= area && area > 0))
            continue;
        const double height = dot(ap, normal);
        const double distance2 = height * height / area;
        if (best.triangle == nullptr || distance2 < best.distance2)
            best = {&k, {1 - (b + c) / area, b / area, c / area}, distance2};
    }
    return best;
}

} // namespace

void add_pull(const FitTarget& target, std::span<const std::uint32_t> near, Vec3d p, Vec3f colour,
    std::span<Pull> pulls)
{
    const Foot foot = foot_inside(target, near, p);
    if (foot.triangle == nullptr)
        return; // beside all of them: what it would pull along the surface is not its business
    Vec3d miss = p;
    Vec3f off = colour;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t v = (*foot.triangle)[i];
        miss = miss - target.points[v] * foot.weights[i];
        if (!target.colours.empty())
            off = off - target.colours[v] * float(foot.weights[i]);
    }
    for (std::size_t i = 0; i < 3; ++i) {
        Pull& pull = pulls[(*foot.triangle)[i]];
        pull.move += miss * foot.weights[i];
        pull.recolour = pull.recolour + off * float(foot.weights[i]);
        pull.weight += foot.weights[i] * foot.weights[i];
    }
}

} // namespace stele::lod
