// Strips hold the same triangles, turned the same way, and mostly in a row.
#include "archive/page/strip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace stele::test {
namespace {

using Corners = std::vector<std::uint32_t>;
using Faces = std::vector<std::array<std::uint32_t, 3>>;

// Sorted, each with its least corner first.
Faces faces_of(const Corners& corners)
{
    Faces faces;
    for (std::size_t i = 0; i < corners.size(); i += 3) {
        std::array<std::uint32_t, 3> f{corners[i], corners[i + 1], corners[i + 2]};
        std::rotate(f.begin(), std::min_element(f.begin(), f.end()), f.end());
        faces.push_back(f);
    }
    std::sort(faces.begin(), faces.end());
    return faces;
}

Corners in_strips(const Corners& corners)
{
    Corners out(corners.size());
    page::order_in_strips(corners, out);
    return out;
}

// A sheet of 8 by 8 squares, its triangles in an order without order.
Corners shuffled_sheet()
{
    Corners corners;
    for (std::uint32_t k = 0; k < 128; ++k) {
        const std::uint32_t t = k * 37 % 128, x = t / 2 % 8, y = t / 16, v = y * 9 + x;
        if (t % 2 == 0)
            corners.insert(corners.end(), {v, v + 1, v + 10});
        else
            corners.insert(corners.end(), {v, v + 10, v + 9});
    }
    return corners;
}

TEST(Strip, keeps_every_triangle_and_its_turn)
{
    const Corners sheet = shuffled_sheet();
    EXPECT_EQ(faces_of(in_strips(sheet)), faces_of(sheet));
    const Corners tangle{0, 1, 2, 0, 1, 3, 1, 0, 4, 0, 1, 2, 5, 6, 7, 7, 6, 5, 2, 1, 0};
    EXPECT_EQ(faces_of(in_strips(tangle)), faces_of(tangle));
    EXPECT_TRUE(in_strips({}).empty());
}

TEST(Strip, nearly_every_triangle_shares_an_edge_with_the_one_before)
{
    const Corners strip = in_strips(shuffled_sheet());
    std::size_t shared = 0;
    for (std::size_t t = 3; t < strip.size(); t += 3) {
        const auto before = strip.begin() + std::ptrdiff_t(t) - 3;
        const auto in_both =
            std::count_if(strip.begin() + std::ptrdiff_t(t), strip.begin() + std::ptrdiff_t(t) + 3,
                [&](std::uint32_t v) { return std::find(before, before + 3, v) != before + 3; });
        shared += in_both == 2 ? 1u : 0u;
    }
    EXPECT_GE(shared, 110u);
}

} // namespace
} // namespace stele::test
