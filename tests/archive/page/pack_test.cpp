// Packs: aligned, readable by other programs, strict when read.
#include "archive/base/digest.h"
#include "archive/page/layout.h"
#include "archive/page/pack.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace stele::page {
namespace {

std::vector<std::uint64_t> write_three(const std::filesystem::path& path)
{
    auto pack = *PackFile::create(real_io(), path);
    std::vector<std::uint64_t> offsets;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string text(i * 61, static_cast<char>('a' + i));
        offsets.push_back(
            *pack.add(page_entry_name(static_cast<std::uint32_t>(i)), as_bytes(text)));
    }
    EXPECT_TRUE(pack.finish());
    return offsets;
}

TEST(Pack, entries_are_aligned_and_found_again)
{
    const test::TempDir dir;
    const auto offsets = write_three(dir / "p.zip");
    const auto file = File::open(dir / "p.zip");
    const auto entries = read_pack_directory(*file);
    ASSERT_TRUE(entries) << entries.error().text();
    ASSERT_EQ(entries->size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ((*entries)[i].offset, offsets[i]);
        EXPECT_EQ(offsets[i] % kPageAlignment, 0u);
        EXPECT_EQ((*entries)[i].bytes, i * 61);
        Bytes data(i * 61);
        ASSERT_TRUE(file->read_at(offsets[i], data));
        EXPECT_EQ(crc32_zip(data), (*entries)[i].crc32);
    }
}

TEST(Pack, size_with_is_the_size_of_the_finished_file)
{
    const test::TempDir dir;
    auto pack = *PackFile::create(real_io(), dir / "p.zip");
    ASSERT_TRUE(pack.add("a", as_bytes("12345")));
    const std::uint64_t expected = pack.size_with("bcd", 100);
    ASSERT_TRUE(pack.add("bcd", Bytes(100)));
    ASSERT_TRUE(pack.finish());
    EXPECT_EQ(std::filesystem::file_size(dir / "p.zip"), expected);
}

TEST(Pack, other_programs_read_it)
{
    if (std::system("command -v unzip >/dev/null") != 0)
        GTEST_SKIP() << "unzip is not installed";
    const test::TempDir dir;
    write_three(dir / "p.zip");
    EXPECT_EQ(std::system(("unzip -tqq " + (dir / "p.zip").string()).c_str()), 0);
}

TEST(Pack, truncation_at_every_byte_fails)
{
    const test::TempDir dir;
    write_three(dir / "p.zip");
    const Bytes whole = test::bytes_of(dir / "p.zip");
    for (std::size_t n = 0; n < whole.size(); n += 1) {
        test::overwrite(
            dir / "q.zip", Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)));
        EXPECT_FALSE(read_pack_directory(*File::open(dir / "q.zip"))) << n;
    }
}

TEST(Pack, every_flipped_directory_byte_is_refused_or_harmless)
{
    const test::TempDir dir;
    write_three(dir / "p.zip");
    const Bytes whole = test::bytes_of(dir / "p.zip");
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const int bit : {0, 7}) {
            Bytes spoilt = whole;
            spoilt[at] ^= static_cast<std::byte>(1 << bit);
            test::overwrite(dir / "q.zip", spoilt);
            const auto entries = read_pack_directory(*File::open(dir / "q.zip"));
            if (!entries)
                continue;
            for (const PackEntry& e : *entries)
                EXPECT_LE(e.offset + e.bytes, whole.size());
        }
}

} // namespace
} // namespace stele::page
