// Spilled bytes come back the same from memory and from disk, and nothing stays behind.
#include "archive/lod/spill.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace stele::test {
namespace {

std::vector<std::uint32_t> numbers(std::size_t count)
{
    std::vector<std::uint32_t> out(count);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = std::uint32_t(i * 2654435761u);
    return out;
}

void expect_read_back(lod::Workspace& workspace, bool in_memory)
{
    const auto written = numbers(700001);
    lod::SpilledArray<std::uint32_t> array(workspace);
    for (std::size_t at = 0; at < written.size(); at += 1013)
        ASSERT_TRUE(array.append(
            std::span(written).subspan(at, std::min<std::size_t>(1013, written.size() - at))));
    ASSERT_TRUE(array.seal());
    ASSERT_EQ(array.size(), written.size());
    EXPECT_EQ(workspace.scratch_bytes() == 0, in_memory);
    for (const std::size_t at : {std::size_t(0), std::size_t(65535), written.size() - 7}) {
        std::vector<std::uint32_t> some(7);
        ASSERT_TRUE(array.read(at, some));
        EXPECT_TRUE(std::equal(some.begin(), some.end(), written.begin() + std::ptrdiff_t(at)));
    }
    std::size_t next = 0;
    ASSERT_TRUE(
        array.for_each_run([&](std::uint64_t first, std::span<const std::uint32_t> run) -> Status {
            EXPECT_EQ(first, next);
            for (const std::uint32_t value : run)
                EXPECT_EQ(value, written[next++]);
            return {};
        }));
    EXPECT_EQ(next, written.size());
}

TEST(Spill, gives_back_what_was_written_from_memory_and_from_disk)
{
    const TempDir folder;
    lod::Workspace roomy(real_io(), folder.path(), 512u << 20);
    expect_read_back(roomy, true);
    lod::Workspace tight(real_io(), folder.path(), 2u << 20);
    expect_read_back(tight, false);
    EXPECT_EQ(tight.scratch_bytes(), 0u);
    EXPECT_GE(tight.scratch_peak_bytes(), 700001u * 4);
}

TEST(Spill, scratch_files_have_no_name_while_they_are_used)
{
    const TempDir folder;
    lod::Workspace workspace(real_io(), folder.path(), 0);
    lod::SpilledArray<std::uint32_t> array(workspace);
    ASSERT_TRUE(array.append(numbers(100000)));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Spill, a_name_that_is_taken_is_not_touched)
{
    const TempDir folder;
    const auto taken = folder.path() / ("scratch-" + std::to_string(::getpid()) + "-0");
    ASSERT_TRUE(write_new_file(real_io(), taken, as_bytes("another's")));
    lod::Workspace workspace(real_io(), folder.path(), 0);
    lod::SpilledArray<std::uint32_t> array(workspace);
    ASSERT_TRUE(array.append(numbers(100000)));
    const auto kept = read_text_file(taken);
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept, "another's");
}

TEST(Spill, a_folder_that_cannot_be_written_is_an_error)
{
    const TempDir folder;
    lod::Workspace workspace(real_io(), folder.path() / "absent", 0);
    lod::SpilledArray<std::uint32_t> array(workspace);
    const Status written = array.append(numbers(10));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code(), Errc::not_found);
}

TEST(Spill, memory_that_is_given_up_can_be_taken_again)
{
    const TempDir folder;
    lod::Workspace workspace(real_io(), folder.path(), 10u << 20); // 2 MiB for spills
    for (int i = 0; i < 5; ++i) {
        lod::SpilledArray<std::uint32_t> array(workspace);
        ASSERT_TRUE(array.append(numbers(400000)));
        EXPECT_EQ(workspace.scratch_written_bytes(), 0u);
    }
}

TEST(Workspace, lets_as_many_work_as_half_its_memory_holds_and_always_one)
{
    const TempDir dir;
    const lod::Workspace workspace(real_io(), dir.path(), 1000);
    EXPECT_EQ(workspace.at_once(100, 8), 5u);
    EXPECT_EQ(workspace.at_once(100, 3), 3u);
    EXPECT_EQ(workspace.at_once(501, 8), 1u);
    EXPECT_EQ(workspace.at_once(100000, 8), 1u);
}

} // namespace
} // namespace stele::test
