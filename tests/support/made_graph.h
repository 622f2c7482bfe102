// Random cluster-group DAGs without geometry, for selection and residency.
#pragma once

#include "archive/model/page_index.h"

#include <algorithm>
#include <random>

namespace stele::test {

// Levels of groups, each with up to three parents one level up; spheres enclose finer spheres,
// errors are monotone.
inline PageIndex make_graph(unsigned seed, std::uint32_t levels = 5, std::uint32_t finest = 60)
{
    std::mt19937 random(seed);
    const auto below = [&random](
                           std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    PageIndex index;
    index.asset.grid.step_m = 0x1p-10;
    index.asset.quantisation_m = 1e-4;
    std::vector<std::uint32_t> first_of_level, count_of_level;
    std::uint32_t first = 0, count = finest;
    for (std::uint32_t level = 0; level < levels; ++level) {
        first_of_level.push_back(first);
        count_of_level.push_back(count);
        first += count;
        count = level + 2 == levels ? 1 : std::max(count / 2, 1u);
    }
    index.groups.resize(first);
    for (std::uint32_t level = 0; level < levels; ++level) {
        const bool top = level + 1 == levels;
        for (std::uint32_t i = 0; i < count_of_level[level]; ++i) {
            const std::uint32_t g = first_of_level[level] + i;
            GroupRecord& group = index.groups[g];
            group.level = level;
            group.triangles = 500;
            if (level == 0) {
                group.bound = {
                    {double(below(2000)) - 1000, double(below(2000)) - 1000, 0}, 10.0 + below(50)};
                const double error = 0.001 * (1 + below(5));
                group.error = {error, error, error};
            }
            if (top) {
                group.error = {};
                continue;
            }
            group.first_parent = static_cast<std::uint32_t>(index.parents.size());
            std::vector<std::uint32_t> parents;
            const std::uint32_t base = i * count_of_level[level + 1] / count_of_level[level];
            for (std::uint32_t p = 0; p <= below(3); ++p)
                parents.push_back(
                    first_of_level[level + 1] + std::min(base + p, count_of_level[level + 1] - 1));
            std::sort(parents.begin(), parents.end());
            parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
            for (const std::uint32_t p : parents) {
                index.parents.push_back(GroupKey{p});
                GroupRecord& parent = index.groups[p];
                parent.bound =
                    parent.bound.radius == 0 ? group.bound : enclose(parent.bound, group.bound);
                const double error =
                    std::max(parent.error.selection_m < 1e300 ? parent.error.selection_m : 0,
                        group.error.selection_m * 2);
                parent.error = {error, error, error};
            }
            group.parent_count = static_cast<std::uint32_t>(parents.size());
        }
    }
    // Pages of one to four groups of a level.
    for (std::uint32_t level = 0; level < levels; ++level)
        for (std::uint32_t i = 0; i < count_of_level[level];) {
            PageRecord page;
            page.level = level;
            page.first_group = first_of_level[level] + i;
            page.group_count = std::min(1 + below(4), count_of_level[level] - i);
            page.vertices = 300 * page.group_count;
            page.triangles = 500 * page.group_count;
            for (std::uint32_t k = 0; k < page.group_count; ++k)
                index.groups[page.first_group + k].page =
                    PageId{static_cast<std::uint32_t>(index.pages.size())};
            i += page.group_count;
            index.pages.push_back(page);
        }
    index.root = index.groups.back().page;
    index.groups.back().error = {};
    return index;
}

} // namespace stele::test
