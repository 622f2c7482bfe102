// The sink: same bytes for any number of jobs, one root page, page sizes, packs that roll over.
#include "archive/page/layout.h"
#include "archive/page/pack_writer.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

namespace stele::page {
namespace {

using test::SampleOptions;

TEST(PackWriter, same_bytes_for_any_number_of_jobs)
{
    SampleOptions o;
    o.tiles = 8;
    const test::TempDir one, four;
    ASSERT_TRUE(test::write_sample(o, one.path(), 1));
    ASSERT_TRUE(test::write_sample(o, four.path(), 4));
    for (const std::string_view name : {std::string_view("pages-0001.zip"), kIndexName})
        EXPECT_EQ(test::bytes_of(one / name), test::bytes_of(four / name));
}

TEST(PackWriter, pages_have_the_size_aimed_at_and_the_root_is_last)
{
    SampleOptions o;
    o.tiles = 16;
    const test::TempDir dir;
    const auto index = test::write_sample(o, dir.path());
    ASSERT_TRUE(index) << index.error().text();
    EXPECT_EQ(index->root.value, index->pages.size() - 1);
    EXPECT_EQ(index->pages.back().triangles, 512u);
    for (std::size_t p = 0; p < 16; ++p)
        EXPECT_EQ(index->pages[p].triangles, kPageTriangles);
    for (std::size_t g = 0; g + 1 < index->groups.size(); ++g)
        EXPECT_EQ(index->groups[g].parent_count, 1u);
    EXPECT_EQ(index->groups.back().parent_count, 0u);
}

TEST(PackWriter, packs_roll_over_and_pages_are_read_back)
{
    SampleOptions o;
    o.tiles = 16;
    const test::TempDir dir;
    const std::uint64_t limit = 200000;
    const auto index = test::write_sample(o, dir.path(), 2, limit);
    ASSERT_TRUE(index) << index.error().text();
    const auto asset = AssetFile::open(open_in(dir.path()));
    ASSERT_TRUE(asset) << asset.error().text();
    EXPECT_GT(asset->pack_count(), 2u);
    for (std::uint32_t p = 0; p < asset->pack_count(); ++p)
        EXPECT_LE(std::filesystem::file_size(dir / pack_name(p)), limit);
    for (std::uint32_t p = 0; p < index->pages.size(); ++p)
        EXPECT_TRUE(asset->read_page({p}));
}

TEST(PackWriter, a_mixed_last_call_still_gives_one_root_page)
{
    const test::TempDir dir;
    auto levels = test::sample_levels({});
    auto& last = levels[levels.size() - 2];
    last.insert(last.end(), levels.back().begin(), levels.back().end());
    levels.pop_back();
    auto writer = *PackWriter::create(real_io(), dir.path(), {test::sample_grid()});
    for (auto& groups : levels)
        ASSERT_TRUE(writer->take(groups));
    const auto index = writer->finish(test::sample_asset({}));
    ASSERT_TRUE(index) << index.error().text();
    EXPECT_EQ(index->pages.back().group_count, 1u);
}

TEST(PackWriter, misuse_is_refused)
{
    const auto levels = test::sample_levels({});
    const auto refusal = [&](auto use) {
        const test::TempDir dir;
        auto writer = *PackWriter::create(real_io(), dir.path(), {test::sample_grid()});
        return use(*writer);
    };
    const auto fails = [](const auto& result) {
        return !result && result.error().code() == Errc::invalid_argument;
    };
    EXPECT_TRUE(refusal([&](PackWriter& w) { return fails(w.take(levels[1])); }));
    EXPECT_TRUE(
        refusal([&](PackWriter& w) { return w.take(levels[0]) && fails(w.take(levels[0])); }));
    EXPECT_TRUE(refusal([&](PackWriter& w) {
        return w.take(levels[0]) && fails(w.finish(test::sample_asset({})));
    }));
    EXPECT_TRUE(refusal([&](PackWriter& w) {
        AssetInfo asset = test::sample_asset({});
        asset.has_colours = false;
        return w.take(levels[0]) && w.take(levels[1]) && w.take(levels[2]) &&
               fails(w.finish(asset));
    }));
    EXPECT_TRUE(refusal([&](PackWriter& w) {
        auto more = levels[2];
        more[0].key.value += 1;
        return w.take(levels[0]) && w.take(levels[1]) && w.take(levels[2]) && fails(w.take(more));
    }));
}

} // namespace
} // namespace stele::page
