// The format does not move by accident: bytes of a sample asset are known, and a stored asset of
// each version opens. A deliberate change raises the version in layout.h, adds a folder under
// golden/ and says so in FORMAT.md.
#include "archive/base/digest.h"
#include "archive/page/decode.h"
#include "archive/page/encode.h"
#include "archive/page/layout.h"
#include "archive/page/verify.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace stele::page {
namespace {

test::SampleOptions golden_options()
{
    test::SampleOptions o;
    o.tiles = 2;
    o.normals = true;
    o.shift = {-100, 40, 7};
    return o;
}

std::string sha256(const Bytes& bytes)
{
    return digest_hex(DigestAlgorithm::sha256, bytes);
}

TEST(Golden, bytes_of_version_1)
{
    // Codecs of another version may make other, equally valid bytes.
    if (codec_recipe() != "meshoptimizer 0.18, index codec 1, vertex codec 0")
        GTEST_SKIP() << "no golden bytes for " << codec_recipe();
    const test::TempDir dir;
    ASSERT_TRUE(test::write_sample(golden_options(), dir.path()));
    const auto asset = AssetFile::open(open_in(dir.path()));
    EXPECT_EQ(sha256(*asset->read_page({0})),
        "c496afa3de2ec37fa598da233e9793812148da9160cb4bbf10e72c366636588e");
    EXPECT_EQ(sha256(test::bytes_of(dir / pack_name(0))),
        "9eeed0dbb535390a1620b5ce171339d72f8f551d5761e5c35a190f4144861ad9");
    EXPECT_EQ(sha256(test::bytes_of(dir / kIndexName)),
        "13dffac4e08a6fa502d61828f8f7ab8932e331d31879a9f55e9ed952813201f2");
    if (const char* const folder = std::getenv("STELE_WRITE_GOLDEN"))
        std::filesystem::copy(dir.path(), folder,
            std::filesystem::copy_options::overwrite_existing |
                std::filesystem::copy_options::recursive);
}

TEST(Golden, a_stored_asset_of_version_1_still_opens)
{
    const std::filesystem::path dir =
        std::filesystem::path(STELE_SOURCE_DIR) / "tests/archive/page/golden/v1";
    const auto asset = AssetFile::open(open_in(dir));
    ASSERT_TRUE(asset) << asset.error().text();
    EXPECT_EQ(verify_asset(*asset)->findings.size(), 0u);
    const auto levels = test::sample_levels(golden_options());
    std::size_t key = 0;
    for (std::uint32_t p = 0; p < asset->index().pages.size(); ++p) {
        const auto glb = asset->read_page({p});
        ASSERT_TRUE(glb);
        const auto groups = read_groups(*glb, asset->index().pages[p], asset->index().asset);
        ASSERT_TRUE(groups) << groups.error().text();
        for (const LodGroup& g : *groups) {
            const LodGroup& expected =
                key < levels[0].size() ? levels[0][key] : levels[1][key - levels[0].size()];
            EXPECT_EQ(test::faces_of(g), test::faces_of(expected));
            ++key;
        }
    }
    EXPECT_EQ(key, 5u);
}

} // namespace
} // namespace stele::page
