// Reading and durable writing on a real file system.
#include "archive/base/file.h"
#include "archive/base/io.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace stele {
namespace {

TEST(File, read_past_the_end_is_malformed)
{
    const test::TempDir dir;
    ASSERT_TRUE(write_new_file(real_io(), dir / "a", as_bytes("12345")).ok());
    const auto file = File::open(dir / "a");
    ASSERT_TRUE(file.ok());
    Bytes out(6);
    const Status status = file->read_at(0, out);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code(), Errc::malformed);
}

TEST(File, limit_is_checked_before_allocation)
{
    const test::TempDir dir;
    ASSERT_TRUE(write_new_file(real_io(), dir / "a", as_bytes("12345")).ok());
    EXPECT_EQ(read_file(dir / "a", 4).error().code(), Errc::limit);
    EXPECT_TRUE(read_file(dir / "a", 5).ok());
}

TEST(File, missing_and_irregular_files_are_refused)
{
    const test::TempDir dir;
    EXPECT_EQ(File::open(dir / "none").error().code(), Errc::not_found);
    EXPECT_EQ(File::open(dir.path()).error().code(), Errc::invalid_argument);
}

TEST(File, open_beneath_refuses_escape_and_symlinks)
{
    const test::TempDir dir;
    std::filesystem::create_directory(dir / "in");
    ASSERT_TRUE(write_new_file(real_io(), dir / "secret", as_bytes("x")).ok());
    ASSERT_TRUE(write_new_file(real_io(), dir / "in/plain", as_bytes("x")).ok());
    std::filesystem::create_symlink(dir / "secret", dir / "in/link");
    const auto root = File::open_directory(dir / "in");
    ASSERT_TRUE(root.ok());
    EXPECT_TRUE(File::open_beneath(*root, "plain").ok());
    EXPECT_FALSE(File::open_beneath(*root, "../secret").ok());
    EXPECT_FALSE(File::open_beneath(*root, "/etc/passwd").ok());
    EXPECT_FALSE(File::open_beneath(*root, "link").ok());
}

TEST(MappedFile, maps_content_and_empty_files)
{
    const test::TempDir dir;
    ASSERT_TRUE(write_new_file(real_io(), dir / "a", as_bytes("hello")).ok());
    ASSERT_TRUE(write_new_file(real_io(), dir / "empty", {}).ok());
    const auto mapped = MappedFile::open(dir / "a");
    ASSERT_TRUE(mapped.ok());
    EXPECT_EQ(as_text(mapped->bytes()), "hello");
    const auto empty = MappedFile::open(dir / "empty");
    ASSERT_TRUE(empty.ok());
    EXPECT_TRUE(empty->bytes().empty());
}

TEST(Io, create_file_never_overwrites)
{
    const test::TempDir dir;
    ASSERT_TRUE(write_new_file(real_io(), dir / "a", as_bytes("1")).ok());
    EXPECT_EQ(
        write_new_file(real_io(), dir / "a", as_bytes("2")).error().code(), Errc::already_exists);
    EXPECT_EQ(*read_text_file(dir / "a"), "1");
}

TEST(Io, rename_no_replace_keeps_the_target)
{
    const test::TempDir dir;
    ASSERT_TRUE(write_new_file(real_io(), dir / "a", as_bytes("1")).ok());
    ASSERT_TRUE(write_new_file(real_io(), dir / "b", as_bytes("2")).ok());
    EXPECT_EQ(
        real_io().rename_no_replace(dir / "a", dir / "b").error().code(), Errc::already_exists);
    EXPECT_TRUE(real_io().exchange(dir / "a", dir / "b").ok());
    EXPECT_EQ(*read_text_file(dir / "a"), "2");
}

TEST(Io, replace_file_durably_leaves_no_temporary)
{
    const test::TempDir dir;
    ASSERT_TRUE(replace_file_durably(real_io(), dir / "a", as_bytes("1")).ok());
    ASSERT_TRUE(replace_file_durably(real_io(), dir / "a", as_bytes("2")).ok());
    EXPECT_EQ(*read_text_file(dir / "a"), "2");
    EXPECT_FALSE(std::filesystem::exists(dir / "a.new"));
}

TEST(Io, remove_tree_does_not_follow_symlinks)
{
    const test::TempDir dir;
    std::filesystem::create_directories(dir / "keep");
    std::filesystem::create_directories(dir / "tree/sub");
    ASSERT_TRUE(write_new_file(real_io(), dir / "keep/a", as_bytes("1")).ok());
    std::filesystem::create_directory_symlink(dir / "keep", dir / "tree/sub/link");
    ASSERT_TRUE(remove_tree(real_io(), dir / "tree").ok());
    EXPECT_TRUE(std::filesystem::exists(dir / "keep/a"));
    EXPECT_FALSE(std::filesystem::exists(dir / "tree"));
    EXPECT_TRUE(remove_tree(real_io(), dir / "tree").ok());
}

} // namespace
} // namespace stele
