// Small meshes on a grid of 1 mm, given in whole millimetres, with what a bill of health needs to
// know of them.
#pragma once

#include "tests/archive/health/parts.h"
#include "tests/support/make_mesh.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <vector>

namespace stele::health {

inline GridMesh made(std::vector<Vec3i> positions, std::vector<Triangle> triangles)
{
    GridMesh mesh;
    mesh.grid.step_m = 0.001;
    mesh.positions = std::move(positions);
    mesh.triangles = std::move(triangles);
    return mesh;
}

// Corners of a cube 1 m wide, 64 cm and so on; faces turned outwards.
inline void add_cube(GridMesh& mesh, Vec3i at, std::int32_t side)
{
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    for (const std::int32_t z : {0, side})
        for (const std::int32_t y : {0, side})
            for (const std::int32_t x : {0, side})
                mesh.positions.push_back(at + Vec3i{x, y, z});
    const auto quad = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        mesh.triangles.push_back({first + a, first + b, first + c});
        mesh.triangles.push_back({first + a, first + c, first + d});
    };
    quad(0, 2, 3, 1);
    quad(0, 1, 5, 4);
    quad(1, 3, 7, 5);
    quad(3, 2, 6, 7);
    quad(2, 0, 4, 6);
    quad(4, 5, 7, 6); // the lid comes last
}

inline GridMesh cube(std::int32_t side = 1000)
{
    GridMesh mesh = made({}, {});
    add_cube(mesh, {}, side);
    return mesh;
}

inline GridMesh cube_without_lid()
{
    GridMesh mesh = cube();
    mesh.triangles.resize(10);
    return mesh;
}

// Vertices at the same place become one, as the gridder makes it; keeps triangles.
inline GridMesh welded(const GridMesh& mesh)
{
    GridMesh out = made({}, {});
    std::vector<std::uint32_t> name;
    for (const Vec3i p : mesh.positions) {
        const auto at = std::find(out.positions.begin(), out.positions.end(), p);
        name.push_back(static_cast<std::uint32_t>(at - out.positions.begin()));
        if (at == out.positions.end())
            out.positions.push_back(p);
    }
    for (const Triangle& t : mesh.triangles)
        out.triangles.push_back({name[t[0]], name[t[1]], name[t[2]]});
    return out;
}

// A flat sheet of n x n squares, 10 mm each, in the plane z = 0.
inline GridMesh sheet(std::uint32_t n)
{
    GridMesh mesh = made({}, {});
    for (std::uint32_t y = 0; y <= n; ++y)
        for (std::uint32_t x = 0; x <= n; ++x)
            mesh.positions.push_back(
                {static_cast<std::int32_t>(x) * 10, static_cast<std::int32_t>(y) * 10, 0});
    for (std::uint32_t y = 0; y < n; ++y)
        for (std::uint32_t x = 0; x < n; ++x) {
            const std::uint32_t a = y * (n + 1) + x, b = a + 1, c = a + n + 2, d = a + n + 1;
            mesh.triangles.push_back({a, b, c});
            mesh.triangles.push_back({a, c, d});
        }
    return mesh;
}

// Random triangles on few vertices, so that everything bad happens often.
inline GridMesh random_mesh(std::uint64_t seed)
{
    test::Random random(seed);
    GridMesh mesh = made({}, {});
    const std::size_t vertices = 4 + random.below(40);
    std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> taken;
    while (mesh.positions.size() < vertices) {
        const Vec3i p{std::int32_t(random.below(30)), std::int32_t(random.below(30)),
            std::int32_t(random.below(6))};
        if (taken.insert({p.x, p.y, p.z}).second)
            mesh.positions.push_back(p);
    }
    std::set<std::set<std::uint32_t>> faces;
    const std::size_t wanted = 1 + random.below(vertices * 2);
    for (std::size_t i = 0; i < wanted; ++i) {
        const Triangle t{random.below(vertices), random.below(vertices), random.below(vertices)};
        if (t[0] != t[1] && t[1] != t[2] && t[0] != t[2] && faces.insert({t[0], t[1], t[2]}).second)
            mesh.triangles.push_back(t);
    }
    if (mesh.triangles.empty())
        mesh.triangles.push_back({0, 1, 2});
    return mesh;
}

// A bumpy ball with about that radius in millimetres; closed.
inline GridMesh ball(int levels, double radius)
{
    const test::SourceMesh source = test::make_sphere(levels, 0.2);
    GridMesh mesh = made({}, source.triangles);
    for (const Vec3d p : source.positions)
        mesh.positions.push_back({std::int32_t(std::lround(p.x * radius)),
            std::int32_t(std::lround(p.y * radius)), std::int32_t(std::lround(p.z * radius))});
    return mesh;
}

inline Facts facts_of(const GridMesh& mesh)
{
    Facts facts;
    for (const Vec3i p : mesh.positions)
        facts.bounds_m.extend(mesh.grid.world_m(p));
    return facts;
}

inline Health examine(const GridMesh& mesh)
{
    return examine_mesh(mesh, facts_of(mesh));
}

} // namespace stele::health
