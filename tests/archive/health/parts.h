// Meshes as surfaces that come in parts: whole, or cut at random.
#pragma once

#include "archive/health/health.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace stele::health {

inline Health examine_parts(
    const std::vector<SurfacePart>& parts, const Grid& grid, Facts facts, unsigned jobs = 2)
{
    const LoadPart load = [&](std::size_t part) -> Result<SurfacePart> { return parts[part]; };
    Result<Health> health =
        examine_surface(parts.size(), load, grid, std::move(facts), {jobs, jobs});
    EXPECT_TRUE(health.ok());
    return health ? *health : Health{};
}

inline Health examine_mesh(const GridMesh& mesh, Facts facts, unsigned jobs = 2)
{
    return examine_parts({{mesh, std::vector<std::uint8_t>(mesh.positions.size())}}, mesh.grid,
        std::move(facts), jobs);
}

// How many vertices are said to be at a border that are not.
enum class Borders { exact, some_more, all };

// Every triangle goes to some part; most lie in the part of the one before. Vertices that no
// triangle uses are in none.
inline std::vector<SurfacePart> cut_at_random(
    const GridMesh& mesh, std::size_t count, Borders borders, std::uint64_t seed)
{
    test::Random random(seed);
    std::vector<SurfacePart> parts(count);
    std::vector<std::vector<std::uint32_t>> name(
        count, std::vector<std::uint32_t>(mesh.positions.size(), 0xffffffffu));
    std::vector<std::set<std::size_t>> used_in(mesh.positions.size());
    std::size_t at = 0;
    for (const Triangle& t : mesh.triangles) {
        at = random.below(3) == 0 ? random.below(count) : at;
        Triangle local{};
        for (std::size_t i = 0; i < 3; ++i) {
            std::uint32_t& number = name[at][t[i]];
            if (number == 0xffffffffu) {
                number = static_cast<std::uint32_t>(parts[at].mesh.positions.size());
                parts[at].mesh.positions.push_back(mesh.positions[t[i]]);
            }
            used_in[t[i]].insert(at);
            local[i] = number;
        }
        parts[at].mesh.triangles.push_back(local);
    }
    for (std::size_t part = 0; part < count; ++part) {
        parts[part].mesh.grid = mesh.grid;
        parts[part].border.resize(parts[part].mesh.positions.size());
    }
    for (std::uint32_t v = 0; v < mesh.positions.size(); ++v) {
        const bool more =
            borders == Borders::all || (borders == Borders::some_more && random.below(3) == 0);
        for (const std::size_t part : used_in[v])
            parts[part].border[name[part][v]] = used_in[v].size() > 1 || more ? 1 : 0;
    }
    return parts;
}

} // namespace stele::health
