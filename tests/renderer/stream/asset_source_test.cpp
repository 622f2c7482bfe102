// Pages that the archive wrote, as the renderer reads them.
#include "archive/page/pack_writer.h"
#include "renderer/stream/asset_source.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace stele::stream {
namespace {

TEST(AssetSource, an_asset_that_is_not_there_is_an_error)
{
    const test::TempDir dir;
    const auto source = AssetSource::open(page::open_in(dir.path()));
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code(), Errc::not_found);
}

} // namespace
} // namespace stele::stream
