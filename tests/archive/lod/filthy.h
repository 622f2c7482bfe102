// Scans as bad as they come, made by rule: what careless export, merging and scanning leave behind.
#pragma once

#include "tests/support/make_mesh.h"

#include <limits>
#include <string>

namespace stele::test {

// A vertex at p with the colour of another.
inline std::uint32_t add_like(SourceMesh& m, Vec3d p, std::uint32_t like)
{
    if (!m.colours.empty()) {
        const Rgba8 colour = m.colours[like];
        m.colours.push_back(colour);
    }
    return m.add(p);
}

// Every seventh face twice, every eleventh also the wrong way round.
inline SourceMesh with_duplicates(SourceMesh m)
{
    const std::size_t n = m.triangles.size();
    for (std::size_t t = 0; t < n; ++t) {
        const Triangle k = m.triangles[t];
        if (t % 7 == 0)
            m.triangles.push_back({k[1], k[2], k[0]});
        if (t % 11 == 0)
            m.triangles.push_back({k[0], k[2], k[1]});
    }
    return m;
}

// Every fifth face turned over where it is.
inline SourceMesh with_flips(SourceMesh m)
{
    for (std::size_t t = 0; t < m.triangles.size(); t += 5)
        std::swap(m.triangles[t][0], m.triangles[t][1]);
    return m;
}

// Every ninth face split at the middle of one edge, its neighbour across not.
inline SourceMesh with_t_junctions(SourceMesh m)
{
    const std::size_t n = m.triangles.size();
    for (std::size_t t = 0; t < n; t += 9) {
        const Triangle k = m.triangles[t];
        const std::uint32_t middle =
            add_like(m, (m.positions[k[0]] + m.positions[k[1]]) * 0.5, k[0]);
        m.triangles[t] = {k[0], middle, k[2]};
        m.triangles.push_back({middle, k[1], k[2]});
    }
    return m;
}

// Faces a thousand times as long as high, and faces without area: along lines and at points.
inline SourceMesh with_slivers(SourceMesh m)
{
    const std::size_t n = m.triangles.size();
    for (std::size_t t = 0; t < n; t += 6) {
        const Triangle k = m.triangles[t];
        const Vec3d a = m.positions[k[0]], ab = m.positions[k[1]] - a, ac = m.positions[k[2]] - a;
        m.triangles.push_back({k[0], k[1], add_like(m, a + ab * 0.5 + ac * 0.001, k[0])});
        m.triangles.push_back({k[0], k[1], add_like(m, a + ab * 0.5, k[0])});
        m.triangles.push_back({k[0], k[0], k[1]});
    }
    return m;
}

// Vertices that are not numbers, and faces that use them.
inline SourceMesh with_nan(SourceMesh m)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    const std::uint32_t bad = add_like(m, {nan, 0, 0}, 0), far = add_like(m, {0, infinite, 0}, 0);
    const std::size_t n = m.triangles.size();
    for (std::size_t t = 0; t < n; t += 13)
        m.triangles.push_back({m.triangles[t][0], t % 2 == 0 ? bad : far, m.triangles[t][1]});
    return m;
}

// Fins: third and fourth faces at every eighth edge.
inline SourceMesh with_fins(SourceMesh m)
{
    const std::size_t n = m.triangles.size();
    for (std::size_t t = 0; t < n; t += 8) {
        const Triangle k = m.triangles[t];
        const Vec3d up{0, 0.01, 0};
        m.triangles.push_back({k[0], k[1], add_like(m, m.positions[k[2]] + up, k[2])});
        m.triangles.push_back({k[0], k[1], add_like(m, m.positions[k[2]] - up, k[2])});
    }
    return m;
}

// As a survey in UTM coordinates delivers it: hundreds and thousands of kilometres from the origin.
inline SourceMesh in_utm(SourceMesh m)
{
    for (Vec3d& p : m.positions)
        p += Vec3d{448251.25, 5411932.5, 96.125};
    return m;
}

// A cloud of pieces that nothing joins: single faces, pairs, tetrahedra.
inline SourceMesh make_pieces(std::size_t pieces)
{
    SourceMesh m;
    Random random(77);
    for (std::size_t i = 0; i < pieces; ++i) {
        const Vec3d at{random.unit(), random.unit() * 0.1, random.unit()};
        const auto corner = [&] {
            return m.add(at + Vec3d{random.unit(), random.unit(), random.unit()} * 0.002);
        };
        const std::uint32_t a = corner(), b = corner(), c = corner();
        m.triangles.push_back({a, b, c});
        if (i % 3 == 0)
            continue;
        const std::uint32_t d = corner();
        m.triangles.push_back({b, a, d});
        if (i % 3 == 1)
            continue;
        m.triangles.push_back({c, b, d});
        m.triangles.push_back({a, c, d});
    }
    return m;
}

struct Filth {
    std::string name;
    SourceMesh mesh;
};

inline std::vector<Filth> filthy_scans()
{
    const SourceMesh field = make_height_field(90, 0.05, 0.04), ball = make_sphere(5, 0.1);
    SourceMesh all = with_fins(field);
    append(all, ball, {0.5, 0.3, 0.5});
    append(all, make_dust(1500), {0, 0.5, 0});
    append(all, make_pieces(1000), {0, 0.2, 0});
    all = with_slivers(with_t_junctions(with_flips(with_duplicates(std::move(all)))));
    return {{"duplicates", with_duplicates(ball)}, {"flips", with_flips(field)},
        {"t_junctions", with_t_junctions(ball)}, {"slivers", with_slivers(field)},
        {"nan", with_nan(field)}, {"fins", with_fins(ball)}, {"utm", in_utm(ball)},
        {"everything_in_utm", in_utm(with_nan(std::move(all)))}};
}

} // namespace stele::test
