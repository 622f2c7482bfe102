// Pages that the archive wrote, as the renderer reads them.
#include "archive/page/pack_writer.h"
#include "renderer/stream/asset_source.h"
#include "renderer/stream/packed_page.h"
#include "renderer/stream/page_graph.h"
#include "tests/archive/page/sample_groups.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace stele::stream {
namespace {

TEST(AssetSource, every_stored_page_can_be_loaded_and_packed)
{
    const test::TempDir dir;
    test::SampleOptions options;
    options.tiles = 4;
    options.colours = true;
    page::PackOptions pack;
    pack.grid = test::sample_grid();
    auto writer = page::PackWriter::create(real_io(), dir.path(), pack);
    ASSERT_TRUE(writer) << writer.error().text();
    for (auto& level : test::sample_levels(options))
        ASSERT_TRUE((*writer)->take(std::move(level)));
    ASSERT_TRUE((*writer)->finish(test::sample_asset(options)));

    const auto source = AssetSource::open(page::open_in(dir.path()));
    ASSERT_TRUE(source) << source.error().text();
    const PageIndex& index = (*source)->index();
    const auto graph = PageGraph::create(index);
    ASSERT_TRUE(graph) << graph.error().text();
    EXPECT_EQ(graph->depth[index.root.value], 0u);
    std::uint64_t triangles = 0;
    for (std::uint32_t i = 0; i < index.pages.size(); ++i) {
        const auto decoded = (*source)->load(PageId{i});
        ASSERT_TRUE(decoded) << decoded.error().text();
        const auto packed = pack_page(*decoded, index);
        ASSERT_TRUE(packed) << packed.error().text();
        triangles += packed->triangle_count;
    }
    EXPECT_EQ(triangles, 512u * (16 + 4 + 1));
}

TEST(AssetSource, an_asset_that_is_not_there_is_an_error)
{
    const test::TempDir dir;
    const auto source = AssetSource::open(page::open_in(dir.path()));
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code(), Errc::not_found);
}

} // namespace
} // namespace stele::stream
