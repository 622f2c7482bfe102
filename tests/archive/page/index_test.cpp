// index.stele: round trip, strictness, versions.
#include "archive/base/digest.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace stele::page {
namespace {

PageIndex sample(std::uint32_t tiles)
{
    const test::TempDir dir;
    test::SampleOptions o;
    o.tiles = tiles;
    return *test::write_sample(o, dir.path());
}

TEST(Index, reads_back_what_it_wrote)
{
    const PageIndex index = sample(16);
    const auto bytes = write_index(index);
    ASSERT_TRUE(bytes) << bytes.error().text();
    const auto read = read_index(*bytes);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*write_index(*read), *bytes);
    EXPECT_EQ(read->root, index.root);
    EXPECT_EQ(read->parents, index.parents);
    EXPECT_TRUE(read->asset.grid == index.asset.grid);
    EXPECT_EQ(read->asset.recipe, index.asset.recipe);
    EXPECT_EQ(read->asset.quantisation_m, index.asset.quantisation_m);
    EXPECT_EQ(read->asset.bounds.max, index.asset.bounds.max);
    EXPECT_EQ(read->asset.source_vertices, index.asset.source_vertices);
    EXPECT_EQ(read->pages.back().indices.offset, index.pages.back().indices.offset);
}

TEST(Index, the_first_chunk_holds_the_root_and_chunks_are_small)
{
    const Bytes bytes = *write_index(sample(32));
    IndexHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    ASSERT_GT(header.chunks, 1u);
    ByteReader in(ByteSpan(bytes).subspan(sizeof header + header.asset_bytes));
    for (std::uint32_t c = 0; c < header.chunks; ++c) {
        const ChunkEntry chunk = *in.read<ChunkEntry>();
        EXPECT_LE(chunk.bytes, kMaxChunkBytes);
        if (c == 0) {
            EXPECT_EQ(chunk.first_page + chunk.page_count, header.pages);
            EXPECT_LE(chunk.first_page, header.root);
        }
    }
}

TEST(Index, truncation_at_every_byte_fails)
{
    const Bytes bytes = *write_index(sample(4));
    for (std::size_t n = 0; n < bytes.size(); ++n)
        EXPECT_FALSE(read_index(ByteSpan(bytes).first(n))) << n;
    Bytes longer = bytes;
    longer.push_back(std::byte{0});
    EXPECT_FALSE(read_index(longer));
}

TEST(Index, a_newer_version_is_named_before_anything_else)
{
    Bytes bytes = *write_index(sample(2));
    bytes[8] = std::byte{2};
    bytes.resize(40);
    EXPECT_EQ(read_index(bytes).error().code(), Errc::newer_format);
}

// So that flips reach the checks behind the checksums.
void fix_checksums(Bytes& bytes)
{
    IndexHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    const std::size_t directory = sizeof header + header.asset_bytes;
    const std::size_t end = directory + std::size_t{header.chunks} * sizeof(ChunkEntry);
    if (end + 4 > bytes.size())
        return;
    for (std::size_t c = 0; c < header.chunks; ++c) {
        ChunkEntry chunk;
        std::byte* const at = bytes.data() + directory + c * sizeof chunk;
        std::memcpy(&chunk, at, sizeof chunk);
        if (chunk.offset > bytes.size() || chunk.bytes > bytes.size() - chunk.offset)
            continue;
        chunk.crc32c = crc32c(ByteSpan(bytes).subspan(chunk.offset, chunk.bytes));
        std::memcpy(at, &chunk, sizeof chunk);
    }
    const std::uint32_t crc = crc32c(ByteSpan(bytes).first(end));
    std::memcpy(bytes.data() + end, &crc, 4);
}

TEST(Index, every_flipped_byte_is_refused_or_leaves_a_valid_index)
{
    const Bytes bytes = *write_index(sample(2));
    std::mt19937 random(7);
    std::size_t refused = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        Bytes spoilt = bytes;
        spoilt[at] ^= static_cast<std::byte>(1u << (random() % 8));
        EXPECT_FALSE(read_index(spoilt)) << at;
        fix_checksums(spoilt);
        const auto read = read_index(spoilt);
        if (!read)
            ++refused;
        else
            EXPECT_TRUE(check_index(*read).ok());
    }
    EXPECT_GT(refused, bytes.size() / 4);
}

TEST(Index, inconsistent_indices_are_refused)
{
    const PageIndex good = sample(8);
    const auto refused = [&](auto change) {
        PageIndex index = good;
        change(index);
        const auto written = write_index(index);
        return !written && written.error().code() == Errc::invalid_argument;
    };
    EXPECT_FALSE(refused([](PageIndex&) {}));
    EXPECT_TRUE(refused([](PageIndex& i) { i.root.value = 0; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.pages[1].first_group += 1; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.pages[1].offset = i.pages[0].offset; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.pages[1].offset += 1; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.pages[1].pack = 2; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.groups[0].page.value += 1; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.groups[0].triangles += 1; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.groups[0].error.selection_m = 0; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.groups[0].bound.radius = -1; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.parents[0] = {0}; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.parents[0] = {1}; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.parents[0] = {0xfffffff0}; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.groups[0].parent_count = 0xffffffff; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.asset.grid.step_m = 0.001; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.asset.has_normals = true; }));
    EXPECT_TRUE(refused([](PageIndex& i) { i.pages.clear(); }));
}

} // namespace
} // namespace stele::page
