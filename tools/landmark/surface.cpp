// Grid lines, seen cells, and the search for the spacing.
#include "tools/landmark/surface.h"

#include "tools/landmark/noise.h"

#include <algorithm>
#include <cmath>

namespace stele::landmark {
namespace {

struct Line {
    double at;
    bool must;
};

std::vector<Line> sorted_lines(const Axis& axis)
{
    std::vector<Line> lines{{axis.begin, true}, {axis.end, true}};
    const auto inside = [&](double x) { return x > axis.begin + 1e-6 && x < axis.end - 1e-6; };
    for (const double x : axis.edges)
        if (inside(x))
            lines.push_back({x, true});
    for (const double x : axis.features)
        if (inside(x))
            lines.push_back({x, false});
    std::sort(lines.begin(), lines.end(), [](Line a, Line b) { return a.at < b.at; });
    return lines;
}

std::uint64_t cell_count(const Survey& survey, double spacing_m)
{
    std::uint64_t cells = 0;
    for (const Patch& patch : survey)
        cells += (grid_lines(patch.u, spacing_m).size() - 1) *
                 (grid_lines(patch.v, spacing_m).size() - 1);
    return cells;
}

} // namespace

std::vector<double> grid_lines(const Axis& axis, double spacing_m)
{
    const double spacing = spacing_m * axis.coarseness;
    // Features closer than a share of the spacing are dropped; the share differs from line to line,
    // so that the count changes little by little.
    std::vector<double> kept;
    std::int64_t number = 0;
    for (const Line& line : sorted_lines(axis)) {
        const double least = line.must ? 1e-6 : spacing * (0.12 + 0.14 * unit(++number, 3, 5));
        while (line.must && kept.size() > 1 && line.at - kept.back() < 1e-6)
            kept.pop_back();
        if (kept.empty() || line.at - kept.back() > least)
            kept.push_back(line.at);
    }
    std::vector<double> lines{kept.front()};
    double carry = 0.5;
    for (std::size_t i = 1; i < kept.size(); ++i) {
        const double gap = kept[i] - kept[i - 1];
        const double wanted = gap / spacing + carry;
        const double count = std::max(1.0, std::floor(wanted));
        carry = std::max(-1.0, wanted - count);
        for (double k = 1; k < count; ++k)
            lines.push_back(kept[i - 1] + gap * (k / count));
        lines.push_back(kept[i]);
    }
    return lines;
}

Grid make_grid(const Patch& patch, double spacing_m)
{
    Grid grid;
    grid.u = grid_lines(patch.u, spacing_m);
    grid.v = grid_lines(patch.v, spacing_m);
    const std::size_t columns = grid.u.size() - 1, rows = grid.v.size() - 1;
    grid.seen.assign(columns * rows, 1);
    grid.vertex.assign(grid.u.size() * grid.v.size(), Grid::kUnused);
    for (std::size_t j = 0; j < rows; ++j)
        for (std::size_t i = 0; i < columns; ++i) {
            if (patch.unseen &&
                patch.unseen((grid.u[i] + grid.u[i + 1]) / 2, (grid.v[j] + grid.v[j + 1]) / 2)) {
                grid.seen[j * columns + i] = 0;
                continue;
            }
            grid.triangle_count += 2;
            for (const std::size_t corner : {j * grid.u.size() + i, (j + 1) * grid.u.size() + i})
                grid.vertex[corner] = grid.vertex[corner + 1] = 0;
        }
    for (std::uint32_t& vertex : grid.vertex)
        if (vertex != Grid::kUnused)
            vertex = grid.vertex_count++;
    return grid;
}

double find_spacing(const Survey& survey, std::uint64_t triangles)
{
    double seen_share = 1;
    double spacing = 0.1;
    for (int round = 0; round < 3; ++round) {
        double fine = 1e-4, coarse = 10;
        for (int i = 0; i < 40; ++i) {
            spacing = std::sqrt(fine * coarse);
            const double count = 2 * double(cell_count(survey, spacing)) * seen_share;
            (count > double(triangles) ? fine : coarse) = spacing;
        }
        std::uint64_t seen = 0;
        for (const Patch& patch : survey)
            seen += make_grid(patch, spacing).triangle_count;
        seen_share = double(seen) / (2 * double(cell_count(survey, spacing)));
    }
    return spacing;
}

} // namespace stele::landmark
