// The archive folder: what create makes, what open refuses, who may write.
#include "tests/archive/ocfl/world.h"

#include <fstream>

namespace stele::ocfl {
namespace {

namespace fs = std::filesystem;

Errc code_of(const Result<ArchiveDir>& result)
{
    return result ? Errc::internal : result.error().code();
}

TEST(ArchiveDir, has_a_valid_empty_storage_root_and_its_extra_files)
{
    const World world;
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
    for (const char* const name :
        {"stele.toml", "README", "ocfl/0=ocfl_1.1", "ocfl/ocfl_1.1.md", "ocfl/ocfl_layout.json",
            ".staging", "cache", "ocfl/extensions/0004-hashed-n-tuple-storage-layout/config.json"})
        EXPECT_TRUE(fs::exists(world.folder() / name)) << name;
    EXPECT_EQ(world.staging_entries(), 0u);
}

TEST(ArchiveDir, is_not_created_over_an_archive_or_over_other_files)
{
    const World world;
    EXPECT_EQ(code_of(ArchiveDir::create(real_io(), world.folder())), Errc::already_exists);
    const test::TempDir other;
    std::ofstream(other / "thesis.txt") << "mine";
    EXPECT_EQ(code_of(ArchiveDir::create(real_io(), other.path())), Errc::already_exists);
    EXPECT_FALSE(fs::exists(other / "ocfl"));
}

TEST(ArchiveDir, refuses_extra_files_outside_the_folder)
{
    const test::TempDir directory;
    const Result<ArchiveDir> created =
        ArchiveDir::create(real_io(), directory / "a", {{{"../evil", "x"}}, {}, ""});
    EXPECT_EQ(code_of(created), Errc::invalid_argument);
    EXPECT_FALSE(fs::exists(directory / "evil"));
}

TEST(ArchiveDir, open_tells_no_archive_from_a_newer_one)
{
    const test::TempDir directory;
    EXPECT_EQ(code_of(ArchiveDir::open(directory.path())), Errc::not_an_archive);
    const World world;
    std::ofstream(world.archive().settings_file()) << "# x\n format = 2 # newer\n";
    EXPECT_EQ(code_of(ArchiveDir::open(world.folder())), Errc::newer_format);
    std::ofstream(world.archive().settings_file()) << "[format]\nformat = 1\n";
    EXPECT_EQ(code_of(ArchiveDir::open(world.folder())), Errc::malformed);
    std::ofstream(world.archive().settings_file()) << "format = 1\n[demo]\nx = 1\n";
    EXPECT_TRUE(ArchiveDir::open(world.folder()).ok());
    fs::remove(world.archive().storage_root() / "0=ocfl_1.1");
    EXPECT_EQ(code_of(ArchiveDir::open(world.folder())), Errc::not_an_archive);
}

TEST(WriteLock, admits_one_and_names_it)
{
    const World world;
    {
        const Result<WriteLock> first = WriteLock::take(world.archive());
        ASSERT_TRUE(first.ok());
        const Result<WriteLock> second = WriteLock::take(world.archive());
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().code(), Errc::locked);
        EXPECT_NE(second.error().text().find(std::to_string(::getpid())), std::string::npos);
    }
    EXPECT_TRUE(WriteLock::take(world.archive()).ok());
}

TEST(FreeSpace, is_known_and_checked)
{
    const World world;
    EXPECT_GT(*world.archive().free_bytes(), 0u);
    EXPECT_TRUE(check_free_space(world.archive(), 1).ok());
    EXPECT_EQ(check_free_space(world.archive(), ~std::uint64_t{0}).error().code(), Errc::no_space);
}

TEST(Root, refuses_a_layout_that_it_does_not_know)
{
    const World world;
    std::ofstream(world.archive().storage_root() / "ocfl_layout.json")
        << R"({"extension": "0003-hash-and-id-n-tuple-storage-layout", "description": ""})";
    const Result<Root> root = Root::open(world.archive().storage_root());
    ASSERT_FALSE(root.ok());
    EXPECT_EQ(root.error().code(), Errc::unsupported);
}

TEST(Root, lists_objects_sorted_by_id)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    ASSERT_TRUE(world.replace_pages(world.io(), "x").ok());
    const Root root = *Root::open(world.archive().storage_root());
    EXPECT_EQ(*root.object_ids(), (std::vector<ObjectId>{kPages, kTower}));
    EXPECT_TRUE(root.contains(kTower));
    EXPECT_FALSE(root.contains({"urn:uuid:none"}));
}

} // namespace
} // namespace stele::ocfl
