// Meshes made by rule for tests: closed, open, noisy, broken. The same every time.
#pragma once

#include "archive/model/scan.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace stele::test {

// A small generator with a fixed sequence (splitmix64).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next()
    {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }
    std::uint32_t below(std::size_t n) { return std::uint32_t(next() % n); }
    double unit() { return double(next() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }

private:
    std::uint64_t state_;
};

struct SourceMesh {
    std::vector<Vec3d> positions;
    std::vector<Rgba8> colours;
    std::vector<Triangle> triangles;

    std::uint32_t add(Vec3d p)
    {
        positions.push_back(p);
        return std::uint32_t(positions.size() - 1);
    }
};

// Smooth value noise in [-1, 1].
inline double noise(double x, double y, std::uint64_t seed)
{
    const auto at = [&](double i, double j) {
        Random r(seed + std::uint64_t(std::int64_t(i) * 7919 + std::int64_t(j) * 104729));
        return r.between(-1, 1);
    };
    const double i = std::floor(x), j = std::floor(y), u = x - i, v = y - j;
    const double a = at(i, j) * (1 - u) + at(i + 1, j) * u;
    const double b = at(i, j + 1) * (1 - u) + at(i + 1, j + 1) * u;
    return a * (1 - v) + b * v;
}

// Closed, a subdivided octahedron, bumpy: 8 * 4^levels triangles.
inline SourceMesh make_sphere(int levels, double bumps)
{
    SourceMesh m;
    for (const Vec3d p : {Vec3d{1, 0, 0}, Vec3d{-1, 0, 0}, Vec3d{0, 1, 0}, Vec3d{0, -1, 0},
             Vec3d{0, 0, 1}, Vec3d{0, 0, -1}})
        m.add(p);
    m.triangles = {
        {0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4}, {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}};
    for (int l = 0; l < levels; ++l) {
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middle;
        const auto mid = [&](std::uint32_t a, std::uint32_t b) {
            const auto [it, added] = middle.try_emplace({std::min(a, b), std::max(a, b)}, 0);
            if (added)
                it->second = m.add(normalized(m.positions[a] + m.positions[b]));
            return it->second;
        };
        std::vector<Triangle> finer;
        for (const Triangle& t : m.triangles) {
            const std::uint32_t a = mid(t[0], t[1]), b = mid(t[1], t[2]), c = mid(t[2], t[0]);
            finer.push_back({t[0], a, c});
            finer.push_back({a, t[1], b});
            finer.push_back({c, b, t[2]});
            finer.push_back({a, b, c});
        }
        m.triangles = std::move(finer);
    }
    for (Vec3d& p : m.positions) {
        const double n = noise(p.x * 9 + p.z * 3, p.y * 9 + p.z * 5, 1);
        const double shade = 128 + 100 * noise(p.x * 5 + p.z, p.y * 5 - p.z, 2);
        m.colours.push_back({std::uint8_t(shade), std::uint8_t(255 - shade), 90, 255});
        p = p * (1 + bumps * n);
    }
    return m;
}

// Open, n by n quads over the unit square; holes: share of 3 by 3 blocks that are missing.
inline SourceMesh make_height_field(std::uint32_t n, double height, double holes)
{
    SourceMesh m;
    for (std::uint32_t j = 0; j <= n; ++j)
        for (std::uint32_t i = 0; i <= n; ++i) {
            const double x = double(i) / n, y = double(j) / n;
            m.add({x, height * (noise(x * 8, y * 8, 3) + 0.2 * noise(x * 60, y * 60, 4)), y});
            m.colours.push_back({std::uint8_t(255 * x), std::uint8_t(255 * y), 128, 255});
        }
    for (std::uint32_t j = 0; j < n; ++j)
        for (std::uint32_t i = 0; i < n; ++i) {
            if (Random(i / 3 * 65537 + j / 3).unit() < holes)
                continue;
            const std::uint32_t a = j * (n + 1) + i, b = a + 1, c = a + n + 1, d = c + 1;
            m.triangles.push_back({a, c, b});
            m.triangles.push_back({b, c, d});
        }
    return m;
}

inline void append(SourceMesh& to, const SourceMesh& more, Vec3d offset)
{
    const std::uint32_t base = std::uint32_t(to.positions.size());
    for (const Vec3d p : more.positions)
        to.positions.push_back(p + offset);
    to.colours.insert(to.colours.end(), more.colours.begin(), more.colours.end());
    if (to.colours.size() != to.positions.size())
        to.colours.clear();
    for (const Triangle& t : more.triangles)
        to.triangles.push_back({t[0] + base, t[1] + base, t[2] + base});
}

// Two surfaces much closer together than their triangles are long.
inline SourceMesh make_two_sheets(std::uint32_t n)
{
    SourceMesh m = make_height_field(n, 0.05, 0);
    append(m, make_height_field(n, 0.05, 0), {0, 0.2 / n, 0});
    return m;
}

// Triangles anywhere in the unit cube, none connected.
inline SourceMesh make_soup(std::size_t triangles, double size)
{
    SourceMesh m;
    Random r(5);
    for (std::size_t t = 0; t < triangles; ++t) {
        const Vec3d c{r.unit(), r.unit(), r.unit()};
        Triangle k;
        for (std::uint32_t& v : k)
            v = m.add(
                c + Vec3d{r.between(-size, size), r.between(-size, size), r.between(-size, size)});
        m.triangles.push_back(k);
    }
    return m;
}

// Triangles between vertices drawn at random: every group shares every vertex with others.
inline SourceMesh make_knot(std::size_t vertices, std::size_t triangles)
{
    SourceMesh m;
    Random r(6);
    for (std::size_t v = 0; v < vertices; ++v)
        m.add({r.unit(), r.unit(), r.unit()});
    while (m.triangles.size() < triangles) {
        const Triangle t{r.below(vertices), r.below(vertices), r.below(vertices)};
        if (t[0] != t[1] && t[1] != t[2] && t[0] != t[2])
            m.triangles.push_back(t);
    }
    return m;
}

// Many small closed tetrahedra.
inline SourceMesh make_dust(std::size_t grains)
{
    SourceMesh m;
    Random r(7);
    for (std::size_t g = 0; g < grains; ++g) {
        const Vec3d c{r.unit(), r.unit(), r.unit()};
        const std::uint32_t a = m.add(c);
        for (int k = 0; k < 3; ++k)
            m.add(c + Vec3d{r.between(0.0005, 0.002), r.between(0.0005, 0.002),
                          r.between(0.0005, 0.002)});
        for (const Triangle t :
            {Triangle{0, 1, 2}, Triangle{0, 2, 3}, Triangle{0, 3, 1}, Triangle{1, 3, 2}})
            m.triangles.push_back({t[0] + a, t[1] + a, t[2] + a});
    }
    return m;
}

// Three height fields that share one row of vertices, some faces turned over.
inline SourceMesh make_non_manifold(std::uint32_t n)
{
    SourceMesh m = make_height_field(n, 0.03, 0);
    const SourceMesh sheet = m;
    for (const double lean : {0.5, 2.0}) {
        SourceMesh other = sheet;
        for (Vec3d& p : other.positions)
            p = {p.x, p.y * (1 - p.z) + p.z * lean, -p.z};
        append(m, other, {});
    }
    // Rows at z = 0 coincide by position and are welded by the grid.
    for (std::size_t t = 0; t < m.triangles.size(); t += 97)
        std::swap(m.triangles[t][1], m.triangles[t][2]);
    return m;
}

// All triangles around one edge, like the pages of a book.
inline SourceMesh make_book(std::size_t pages)
{
    SourceMesh m;
    m.add({0, 0, 0});
    m.add({0, 1, 0});
    Random r(8);
    for (std::size_t p = 0; p < pages; ++p) {
        const std::uint32_t c = m.add({r.between(1, 9), r.between(0, 9), r.between(-9, 9)});
        m.triangles.push_back(p % 2 == 0 ? Triangle{0, 1, c} : Triangle{1, 0, c});
    }
    return m;
}

// Open sheets that fan out from one line: their borders lie on it, but share no vertex there.
inline SourceMesh make_fan_of_sheets(std::size_t sheets, std::uint32_t columns, std::uint32_t rows)
{
    SourceMesh m;
    for (std::size_t s = 0; s < sheets; ++s) {
        const double turn = 3.0 * double(s) / double(sheets), shift = 0.377 * double(s);
        const std::uint32_t base = std::uint32_t(m.positions.size());
        Random random(s);
        for (std::uint32_t r = 0; r <= rows; ++r)
            for (std::uint32_t c = 0; c <= columns; ++c) {
                const double lift = r == 0 ? 0 : random.between(-0.05, 0.05);
                const double out = double(r) * std::cos(turn) - lift * std::sin(turn);
                const double up = double(r) * std::sin(turn) + lift * std::cos(turn);
                m.add({double(c) + shift + random.between(-0.3, 0.3), out, up});
            }
        for (std::uint32_t r = 0; r < rows; ++r)
            for (std::uint32_t c = 0; c < columns; ++c) {
                const std::uint32_t a = base + r * (columns + 1) + c, b = a + columns + 1;
                m.triangles.push_back({a, a + 1, b + 1});
                m.triangles.push_back({a, b + 1, b});
            }
    }
    return m;
}

// One triangle wide.
inline SourceMesh make_strip(std::uint32_t triangles)
{
    SourceMesh m;
    for (std::uint32_t i = 0; i < triangles + 2; ++i)
        m.add({0.01 * i, 0.2 * std::sin(0.05 * i), i % 2 == 0 ? 0.0 : 0.02});
    for (std::uint32_t i = 0; i < triangles; ++i)
        m.triangles.push_back(i % 2 == 0 ? Triangle{i, i + 1, i + 2} : Triangle{i + 1, i, i + 2});
    return m;
}

inline SourceMesh make_cube()
{
    SourceMesh m;
    for (std::uint32_t i = 0; i < 8; ++i)
        m.add({double(i & 1), double(i >> 1 & 1), double(i >> 2)});
    m.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4}, {2, 6, 3},
        {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
    return m;
}

// Delivers a mesh in small batches, as a reader would.
class MeshSource : public ScanSource {
public:
    explicit MeshSource(SourceMesh mesh) : mesh_(std::move(mesh))
    {
        info_.has_colours = !mesh_.colours.empty();
    }
    const ScanInfo& info() const override { return info_; }
    Findings findings() const override { return {}; }
    Result<bool> next_vertices(VertexBatch& out) override
    {
        out.clear();
        for (; out.positions.size() < 1000 && vertex_ < mesh_.positions.size(); ++vertex_) {
            out.positions.push_back(mesh_.positions[vertex_]);
            if (!mesh_.colours.empty())
                out.colours.push_back(mesh_.colours[vertex_]);
        }
        return !out.positions.empty();
    }
    Result<bool> next_faces(std::vector<Triangle>& out) override
    {
        out.clear();
        for (; out.size() < 1000 && face_ < mesh_.triangles.size(); ++face_)
            out.push_back(mesh_.triangles[face_]);
        return !out.empty();
    }

private:
    SourceMesh mesh_;
    ScanInfo info_;
    std::size_t vertex_ = 0, face_ = 0;
};

} // namespace stele::test
