// Reading a stored asset, whole and damaged.
#include "archive/page/asset_file.h"
#include "archive/page/layout.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

namespace stele::page {
namespace {

TEST(AssetFile, a_damaged_page_is_named_corrupt)
{
    const test::TempDir dir;
    const auto index = test::write_sample({}, dir.path());
    Bytes pack = test::bytes_of(dir / "pages-0001.zip");
    pack[index->pages[0].offset + 500] ^= std::byte{4};
    test::overwrite(dir / "pages-0001.zip", pack);
    const auto asset = AssetFile::open(open_in(dir.path()));
    ASSERT_TRUE(asset);
    EXPECT_EQ(asset->read_page({0}).error().code(), Errc::corrupt);
    EXPECT_TRUE(asset->read_page({1}));
}

TEST(AssetFile, a_short_pack_fails_cleanly)
{
    const test::TempDir dir;
    ASSERT_TRUE(test::write_sample({}, dir.path()));
    std::filesystem::resize_file(dir / "pages-0001.zip", 1000);
    const auto asset = AssetFile::open(open_in(dir.path()));
    ASSERT_TRUE(asset);
    EXPECT_FALSE(asset->read_page({0}));
}

TEST(AssetFile, a_missing_file_is_not_found)
{
    const test::TempDir dir;
    EXPECT_EQ(AssetFile::open(open_in(dir.path())).error().code(), Errc::not_found);
    ASSERT_TRUE(test::write_sample({}, dir.path()));
    std::filesystem::remove(dir / "pages-0001.zip");
    EXPECT_EQ(AssetFile::open(open_in(dir.path())).error().code(), Errc::not_found);
}

} // namespace
} // namespace stele::page
