// Pages: what goes in comes out; misuse is refused; the glTF says what it must.
#include "archive/base/digest.h"
#include "archive/page/decode.h"
#include "archive/page/encode.h"
#include "archive/page/glb.h"
#include "tests/archive/page/sample_groups.h"

#include <gtest/gtest.h>

namespace stele::page {
namespace {

using test::faces_of;
using test::sample_asset;
using test::sample_levels;
using test::SampleOptions;

TEST(Encode, groups_read_back_exactly)
{
    for (const bool normals : {false, true})
        for (const bool colours : {false, true}) {
            SampleOptions o;
            o.normals = normals;
            o.colours = colours;
            o.shift = {-3000, 17, 1 << 20};
            const auto levels = sample_levels(o);
            for (const auto& groups : levels) {
                const auto page = encode_page(groups, test::sample_grid());
                ASSERT_TRUE(page) << page.error().text();
                const auto read = read_groups(page->glb, page->record, sample_asset(o));
                ASSERT_TRUE(read) << read.error().text();
                ASSERT_EQ(read->size(), groups.size());
                for (std::size_t g = 0; g < groups.size(); ++g) {
                    const LodGroup& in = groups[g];
                    const LodGroup& out = (*read)[g];
                    EXPECT_EQ(out.key, in.key);
                    EXPECT_EQ(out.level, in.level);
                    EXPECT_EQ(out.terminal, in.terminal);
                    EXPECT_EQ(out.bound.centre, in.bound.centre);
                    EXPECT_EQ(out.bound.radius, in.bound.radius);
                    EXPECT_EQ(out.error.geometric_m, in.error.geometric_m);
                    EXPECT_EQ(out.error.selection_m, in.error.selection_m);
                    EXPECT_EQ(out.positions.size(), in.positions.size());
                    EXPECT_EQ(out.normals.size(), in.normals.size());
                    for (std::size_t c = 0; c < in.clusters.size(); ++c)
                        EXPECT_EQ(out.clusters[c].refined, in.clusters[c].refined);
                    EXPECT_EQ(faces_of(out), faces_of(in));
                }
            }
        }
}

TEST(Encode, normals_are_within_a_degree)
{
    SampleOptions o;
    o.normals = true;
    const auto groups = sample_levels(o)[0];
    const auto page = encode_page(groups, test::sample_grid());
    const auto read = read_groups(page->glb, page->record, sample_asset(o));
    ASSERT_TRUE(read);
    std::map<Vec3i, Vec3f> expected;
    for (std::size_t v = 0; v < groups[0].positions.size(); ++v)
        expected[groups[0].positions[v]] = groups[0].normals[v];
    for (std::size_t v = 0; v < (*read)[0].positions.size(); ++v)
        EXPECT_GT(dot(expected.at((*read)[0].positions[v]), (*read)[0].normals[v]), 0.9998f);
}

TEST(Encode, vertices_are_shared_across_groups)
{
    const SampleOptions o;
    const auto groups = sample_levels(o)[0];
    const auto page = encode_page(groups, test::sample_grid());
    EXPECT_EQ(page->record.vertices, 65u * 65u);
    EXPECT_EQ(page->record.triangles, 16u * 512u);
    EXPECT_EQ(page->record.clusters, 64u);
}

TEST(Encode, the_whole_24_bit_range_is_exact)
{
    LodGroup g = sample_levels({})[0][0];

    g.positions[1].x = (1 << 24) - 1; // the least is 0
    const auto page = encode_page({&g, 1}, test::sample_grid());
    ASSERT_TRUE(page) << page.error().text();
    const auto read = read_groups(page->glb, page->record, sample_asset({}));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(faces_of((*read)[0]), faces_of(g));
    g.positions[1].x += 1;
    EXPECT_EQ(encode_page({&g, 1}, test::sample_grid()).error().code(), Errc::limit);
}

TEST(Encode, same_groups_same_bytes)
{
    const auto groups = sample_levels({})[1];
    EXPECT_EQ(encode_page(groups, test::sample_grid())->glb,
        encode_page(groups, test::sample_grid())->glb);
}

TEST(Encode, broken_groups_are_refused)
{
    const LodGroup good = sample_levels({})[1][0];
    std::vector<LodGroup> broken(8, good);
    broken[0].triangles[0][0] = 100000;
    broken[1].clusters[1].first_triangle += 1;
    broken[2].clusters.back().triangle_count -= 1;
    broken[3].colours.pop_back();
    broken[4].clusters[0].refined = broken[4].key;
    broken[5].terminal = true;
    broken[6].clusters.clear();
    broken[7].error.selection_m = 0;
    for (const LodGroup& g : broken)
        EXPECT_EQ(encode_page({&g, 1}, test::sample_grid()).error().code(), Errc::invalid_argument);
    std::vector<LodGroup> gap{good, good};
    EXPECT_EQ(encode_page(gap, test::sample_grid()).error().code(), Errc::invalid_argument);
}

TEST(Encode, a_cluster_of_129_vertices_is_refused)
{
    LodGroup g;
    g.key = {0};
    for (std::uint32_t t = 0; t < 43; ++t) {
        for (std::int32_t k = 0; k < 3; ++k)
            g.positions.push_back({static_cast<std::int32_t>(t), k, k * k});
        g.triangles.push_back({t * 3, t * 3 + 1, t * 3 + 2});
    }
    g.error = {0.1, 0.1, 0.1};
    g.clusters.push_back({0, 43, {}});
    EXPECT_EQ(encode_page({&g, 1}, test::sample_grid()).error().code(), Errc::invalid_argument);
    g.triangles[42][2] = 0;
    EXPECT_TRUE(encode_page({&g, 1}, test::sample_grid()));
}

TEST(Encode, the_gltf_names_its_codec_and_fallback_buffer)
{
    const auto page = encode_page(sample_levels({})[0], test::sample_grid());
    const auto glb = read_glb(page->glb);
    ASSERT_TRUE(glb);
    const Json& doc = glb->document;
    EXPECT_EQ(print_json(doc["extensionsRequired"]), "[\"EXT_meshopt_compression\"]");
    const Json& fallback = (*doc["buffers"].elements())[1];
    EXPECT_TRUE(fallback["extensions"]["EXT_meshopt_compression"]["fallback"].bool_or(false));
    EXPECT_EQ(fallback.find("uri"), nullptr);
    EXPECT_EQ((*doc["buffers"].elements())[0]["byteLength"].unsigned_or(0), glb->bin.size());
    EXPECT_EQ(
        (*doc["meshes"].elements())[0]["extensions"]["STELE_clusters"]["clusters"].unsigned_or(0),
        64u);
    EXPECT_EQ(page->record.crc32c, crc32c(page->glb));
}

} // namespace
} // namespace stele::page
