// What reaches the GPU has been checked: shaders read without bounds.
#include "renderer/stream/packed_page.h"
#include "tests/support/made_asset.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace stele::stream {
namespace {

TEST(PackedPage, keeps_positions_and_triangles)
{
    const auto source = test::make_sphere({.patches = 1});
    const DecodedPage& page = source->pages[0];
    const auto packed = pack_page(page, source->page_index);
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->blob.size(), page.positions.size() * 16 + page.triangles.size() * 4);
    Vec3i p;
    std::memcpy(&p, packed->blob.data() + 12 * 5, sizeof p);
    EXPECT_EQ(p, page.positions[5]);
    std::uint32_t word = 0;
    std::memcpy(&word, packed->blob.data() + packed->triangles + 4 * 7, sizeof word);
    EXPECT_EQ(word & 255, page.triangles[7][0]);
    EXPECT_EQ(word >> 16, page.triangles[7][2]);
    EXPECT_EQ(packed->clusters.size(), page.clusters.size());
    EXPECT_GE(double(packed->clusters[0].radius_m), page.clusters[0].bound.radius);
}

TEST(PackedPage, refuses_whatever_would_be_read_out_of_bounds)
{
    const auto source = test::make_sphere({.patches = 1});
    const DecodedPage good = source->pages[0];
    const std::vector<std::function<void(DecodedPage&)>> damages{
        [](DecodedPage& page) { page.clusters[0].vertex_count = 200; },
        [](DecodedPage& page) { page.clusters[0].triangle_count = 129; },
        [](DecodedPage& page) { page.clusters[1].first_vertex = 0xffffffff; },
        [](DecodedPage& page) { page.clusters[1].first_triangle = 0xffffffff; },
        [](DecodedPage& page) { page.clusters.back().first_vertex += 1; },
        [](DecodedPage& page) { page.clusters.back().first_triangle += 1; },
        [](DecodedPage& page) { page.triangles[3][1] = 81; },
        [](DecodedPage& page) { page.colours.pop_back(); },
        [](DecodedPage& page) { page.colours.clear(); },
        [](DecodedPage& page) { page.normals.resize(1); },
        [](DecodedPage& page) { page.clusters[0].group = GroupKey{1000}; },
        [](DecodedPage& page) { page.clusters[0].group = GroupKey{}; },
        [](DecodedPage& page) { page.clusters[0].refined = GroupKey{1000}; },
        [](DecodedPage& page) { page.clusters[0].bound.radius = std::nan(""); },
        [](DecodedPage& page) { page.clusters[0].bound.centre.y = INFINITY; },
    };
    ASSERT_TRUE(pack_page(good, source->page_index));
    for (std::size_t i = 0; i < damages.size(); ++i) {
        DecodedPage page = good;
        damages[i](page);
        const auto packed = pack_page(page, source->page_index);
        ASSERT_FALSE(packed) << "damage " << i;
        EXPECT_EQ(packed.error().code(), Errc::malformed);
    }
}

} // namespace
} // namespace stele::stream
