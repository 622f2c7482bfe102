// Decoding: cluster-local vertices are right, and hostile bytes are refused or harmless.
#include "archive/base/digest.h"
#include "archive/page/decode.h"
#include "archive/page/encode.h"
#include "tests/archive/page/sample_groups.h"

#include <gtest/gtest.h>

#include <random>

namespace stele::page {
namespace {

using test::sample_asset;
using test::sample_levels;
using test::SampleOptions;

TEST(Decode, clusters_are_local_and_complete)
{
    const SampleOptions o;
    const auto groups = sample_levels(o)[1];
    const auto page = encode_page(groups, test::sample_grid());
    const auto decoded = decode_page(page->glb, page->record, sample_asset(o));
    ASSERT_TRUE(decoded) << decoded.error().text();
    std::size_t c = 0;
    for (const LodGroup& g : groups) {
        const auto expected = test::faces_of(g);
        for (std::size_t i = 0; i < g.clusters.size(); ++i, ++c) {
            const DecodedCluster& cluster = decoded->clusters[c];
            EXPECT_EQ(cluster.group, g.key);
            EXPECT_EQ(cluster.refined, g.clusters[i].refined);
            EXPECT_EQ(cluster.vertex_count, 81u);
            std::vector<test::Face> faces;
            for (std::uint32_t t = 0; t < cluster.triangle_count; ++t) {
                test::Face f;
                for (std::size_t k = 0; k < 3; ++k) {
                    const std::uint8_t local = decoded->triangles[cluster.first_triangle + t][k];
                    ASSERT_LT(local, cluster.vertex_count);
                    const std::size_t v = cluster.first_vertex + local;
                    f[k] = {decoded->positions[v] + decoded->origin, decoded->colours[v]};
                    const Vec3d p = test::sample_grid().asset_m(f[k].position);
                    EXPECT_LE(length(p - cluster.bound.centre), cluster.bound.radius);
                    EXPECT_LE(length(p - page->record.bound.centre), page->record.bound.radius);
                }
                faces.push_back(test::canonical(f));
            }
            std::sort(faces.begin(), faces.end());
            EXPECT_EQ(faces, expected[i]);
        }
    }
    EXPECT_EQ(c, decoded->clusters.size());
}

// A small page and its index record, to be spoilt.
struct Small {
    SampleOptions options;
    EncodedPage page;
    AssetInfo asset;
};

Small small_page()
{
    Small s;
    s.options.tiles = 2;
    s.options.normals = true;
    s.page = *encode_page(sample_levels(s.options)[1], test::sample_grid());
    s.asset = sample_asset(s.options);
    return s;
}

void fix_table_checksum(EncodedPage& page)
{
    const StreamRange r = page.record.cluster_table;
    const std::uint32_t crc = crc32c(ByteSpan(page.glb).subspan(r.offset, r.bytes - 4));
    std::memcpy(page.glb.data() + r.offset + r.bytes - 4, &crc, 4);
}

// Whatever comes out must at least be consistent.
void expect_refused_or_consistent(const EncodedPage& page, const AssetInfo& asset)
{
    const auto decoded = decode_page(page.glb, page.record, asset);
    if (decoded) {
        for (const DecodedCluster& c : decoded->clusters) {
            ASSERT_LE(c.vertex_count, kMaxClusterVertices);
            ASSERT_LE(std::size_t{c.first_vertex} + c.vertex_count, decoded->positions.size());
            for (std::uint32_t t = c.first_triangle; t < c.first_triangle + c.triangle_count; ++t) {
                const auto& corners = decoded->triangles[t];
                ASSERT_LT(*std::max_element(corners.begin(), corners.end()), c.vertex_count);
            }
        }
    }
    const auto groups = read_groups(page.glb, page.record, asset);
    if (!groups)
        return;
    for (const LodGroup& g : *groups)
        for (const Triangle& t : g.triangles) {
            ASSERT_LT(t[0], g.positions.size());
            ASSERT_LT(t[1], g.positions.size());
            ASSERT_LT(t[2], g.positions.size());
        }
}

TEST(Decode, truncation_at_every_byte_fails)
{
    Small s = small_page();
    const Bytes whole = s.page.glb;
    for (std::size_t n = 0; n < whole.size(); ++n) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
        EXPECT_FALSE(decode_page(cut, s.page.record, s.asset)) << n;
        PageRecord record = s.page.record; // an index that agrees with the truncation
        record.bytes = static_cast<std::uint32_t>(n);
        EXPECT_FALSE(decode_page(cut, record, s.asset)) << n;
    }
}

TEST(Decode, every_flipped_byte_is_refused_or_harmless)
{
    const Small s = small_page();
    std::mt19937 random(1);
    for (std::size_t at = 0; at < s.page.glb.size(); ++at) {
        EncodedPage page = s.page;
        page.glb[at] ^= static_cast<std::byte>(1u << (random() % 8));
        expect_refused_or_consistent(page, s.asset);
        fix_table_checksum(page);
        expect_refused_or_consistent(page, s.asset);
    }
}

TEST(Decode, a_flipped_table_fails_its_checksum)
{
    Small s = small_page();
    s.page.glb[s.page.record.cluster_table.offset + sizeof(TableHeader)] ^= std::byte{1};
    EXPECT_EQ(decode_page(s.page.glb, s.page.record, s.asset).error().code(), Errc::corrupt);
}

TEST(Decode, a_newer_page_version_is_named)
{
    Small s = small_page();
    s.page.glb[s.page.record.cluster_table.offset + 4] = std::byte{2};
    fix_table_checksum(s.page);
    EXPECT_EQ(decode_page(s.page.glb, s.page.record, s.asset).error().code(), Errc::newer_format);
}

TEST(Decode, hostile_index_records_are_refused)
{
    const Small s = small_page();
    const auto refused = [&](auto change) {
        PageRecord record = s.page.record;
        change(record);
        return !decode_page(s.page.glb, record, s.asset);
    };
    EXPECT_TRUE(refused([](PageRecord& r) { r.vertices = 0xffffffff; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.vertices -= 1; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.triangles = 0x80000000; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.clusters = 0x7fffffff; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.group_count = 0; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.positions.offset = 0xfffffff0; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.positions.bytes = 0xffffffff; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.positions = r.colours; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.indices = r.colours; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.cluster_table.offset += 4; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.colours = {}; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.origin.x = 0x7fffffff; }));
    EXPECT_TRUE(refused([](PageRecord& r) { r.first_group += 1; }));
    EXPECT_FALSE(refused([](PageRecord&) {}));
}

} // namespace
} // namespace stele::page
