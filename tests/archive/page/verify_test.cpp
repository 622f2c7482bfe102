// Verification: silent on what the writer made, never silent on damage.
#include "archive/base/digest.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"
#include "archive/page/verify.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

#include <random>

namespace stele::page {
namespace {

std::vector<std::string> codes(const std::filesystem::path& dir)
{
    const auto asset = AssetFile::open(open_in(dir));
    if (!asset)
        return {"cannot be opened"};
    std::vector<std::string> out;
    const auto report = verify_asset(*asset);
    for (const Finding& f : report->findings)
        out.push_back(f.code);
    return out;
}

TEST(Verify, a_fresh_asset_has_no_findings)
{
    for (const bool normals : {false, true}) {
        const test::TempDir dir;
        test::SampleOptions o;
        o.tiles = 16;
        o.normals = normals;
        ASSERT_TRUE(test::write_sample(o, dir.path(), 2, 300000));
        const auto asset = AssetFile::open(open_in(dir.path()));
        const auto report = verify_asset(*asset);
        ASSERT_TRUE(report);
        for (const Finding& f : report->findings)
            ADD_FAILURE() << f.code << " " << f.where << " " << f.text;
        EXPECT_EQ(report->groups, 341u);
        EXPECT_EQ(report->triangles, 341u * 512);
        EXPECT_GT(report->packs, 1u);
    }
}

TEST(Verify, every_flipped_byte_of_an_asset_is_found)
{
    const test::TempDir dir;
    test::SampleOptions o;
    o.tiles = 2;
    ASSERT_TRUE(test::write_sample(o, dir.path()));
    std::mt19937 random(3);
    for (const std::string_view name : {std::string_view("pages-0001.zip"), kIndexName}) {
        const Bytes whole = test::bytes_of(dir / name);
        for (std::size_t at = 0; at < whole.size(); at += 1 + random() % 32) {
            Bytes spoilt = whole;
            spoilt[at] ^= std::byte{1};
            test::overwrite(dir / name, spoilt);
            EXPECT_FALSE(codes(dir.path()).empty()) << name << " byte " << at;
        }
        test::overwrite(dir / name, whole);
    }
    EXPECT_TRUE(codes(dir.path()).empty());
}

TEST(Verify, an_index_that_tells_another_story_is_found)
{
    const test::TempDir dir;
    const auto good = test::write_sample({}, dir.path());
    const auto with = [&](auto change) {
        PageIndex index = *good;
        change(index);
        test::overwrite(dir / kIndexName, *write_index(index));
        return codes(dir.path());
    };
    using Codes = std::vector<std::string>;
    EXPECT_EQ(with([](PageIndex&) {}), Codes{});
    EXPECT_EQ(with([](PageIndex& i) { i.groups[0].error.selection_m *= 2; }),
        Codes{"page.table-differs"});
    EXPECT_EQ(with([](PageIndex& i) { i.pages[0].bound.radius /= 2; }), Codes{"page.sphere"});
    EXPECT_EQ(with([](PageIndex& i) { i.parents[0].value += 1; }), Codes{"index.parents"});
    EXPECT_EQ(with([](PageIndex& i) { i.pages[0].crc32c += 1; }), Codes{"page.unreadable"});
}

TEST(Verify, can_be_cancelled)
{
    const test::TempDir dir;
    ASSERT_TRUE(test::write_sample({}, dir.path()));
    const auto asset = AssetFile::open(open_in(dir.path()));
    Cancel cancel;
    cancel.requested = true;
    EXPECT_EQ(verify_asset(*asset, {1, &cancel}).error().code(), Errc::cancelled);
}

} // namespace
} // namespace stele::page
