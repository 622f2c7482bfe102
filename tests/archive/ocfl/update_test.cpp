// Making versions: what is stored, what is not stored twice, what is refused, what is synced.
#include "archive/base/digest.h"
#include "tests/archive/ocfl/world.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace stele::ocfl {
namespace {

namespace fs = std::filesystem;

std::size_t content_files_in(const fs::path& directory)
{
    std::size_t count = 0;
    std::error_code absent;
    for (const auto& entry : fs::recursive_directory_iterator(directory, absent))
        count +=
            entry.is_regular_file() && entry.path().string().find("/content/") != std::string::npos;
    return count;
}

fs::path tower_path(const World& world)
{
    return Root::open(world.archive().storage_root())->object_path(kTower);
}

TEST(Update, stores_each_content_once_and_keeps_old_versions)
{
    const World world;
    const Result<Committed> first = world.create_tower(world.io());
    ASSERT_TRUE(first.ok()) << first.error().text();
    EXPECT_EQ(first->path, CommitPath::rename);
    const Result<Committed> second = world.update_tower(world.io());
    ASSERT_TRUE(second.ok()) << second.error().text();
    EXPECT_EQ(second->version.value, 2u);
    EXPECT_EQ(second->path, CommitPath::exchange);
    EXPECT_EQ(contents_of(world.archive(), kTower, {1}), kTowerV1);
    EXPECT_EQ(contents_of(world.archive(), kTower), kTowerV2);
    EXPECT_EQ(content_files_in(tower_path(world) / "v1"), 3u) << "venus.ply twice is one file";
    EXPECT_EQ(content_files_in(tower_path(world) / "v2"), 2u) << "unchanged files are not stored";
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
    EXPECT_EQ(world.staging_entries(), 0u);
}

TEST(Update, records_sha256_of_copied_originals)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    const Object object = *Object::open_at(tower_path(world));
    const Manifest& fixity = object.inventory().fixity.at("sha256");
    EXPECT_EQ(fixity.size(), 2u);
    EXPECT_TRUE(fixity.contains(digest_hex(DigestAlgorithm::sha256, as_bytes("ply of venus"))));
}

TEST(Update, replacement_keeps_nothing_of_the_old_history)
{
    const World world;
    ASSERT_TRUE(world.replace_pages(world.io(), "old").ok());
    const Result<Committed> done = world.replace_pages(world.io(), "new");
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(done->version.value, 1u);
    EXPECT_EQ(contents_of(world.archive(), kPages).at("access/venus/index.stele"), "index new");
    const Root root = *Root::open(world.archive().storage_root());
    EXPECT_EQ(content_files_in(root.object_path(kPages)), 3u);
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
}

TEST(Update, renames_and_removes_without_storing_anything)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    {
        const WriteLock lock = *WriteLock::take(world.archive());
        ObjectUpdate update = *ObjectUpdate::begin_next(lock, world.io(), kTower);
        EXPECT_TRUE(update.rename({"original/copy.ply"}, {"copy/\xe5\xa1\x94.ply"}).ok());
        EXPECT_TRUE(update.remove({"original/venus.ply"}).ok());
        EXPECT_EQ(update.remove({"nothing"}).error().code(), Errc::not_found);
        EXPECT_EQ(update.rename({"record.json"}, {"original/venus.mtl"}).error().code(),
            Errc::already_exists);
        ASSERT_TRUE(update.commit(version_info("tidy")).ok());
    }
    EXPECT_EQ(contents_of(world.archive(), kTower).at("copy/\xe5\xa1\x94.ply"), "ply of venus");
    EXPECT_FALSE(fs::exists(tower_path(world) / "v2" / "content"));
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
}

TEST(Update, what_was_added_and_dropped_again_leaves_no_file)
{
    const World world;
    {
        const WriteLock lock = *WriteLock::take(world.archive());
        ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
        ASSERT_TRUE(update.add_copy({"a"}, world.source("venus.ply")).ok());
        ASSERT_TRUE(update.add_bytes({"b"}, as_bytes("text")).ok());
        ASSERT_TRUE(update.remove({"a"}).ok());
        ASSERT_TRUE(update.stage_directory({"unused"}).ok());
        ASSERT_TRUE(update.commit(version_info("one file")).ok());
    }
    EXPECT_EQ(contents_of(world.archive(), kTower), (Contents{{"b", "text"}}));
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
}

TEST(Update, dropped_before_commit_leaves_nothing)
{
    const World world;
    {
        const WriteLock lock = *WriteLock::take(world.archive());
        ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
        ASSERT_TRUE(update.add_copy({"a"}, world.source("venus.ply")).ok());
    }
    EXPECT_EQ(world.staging_entries(), 0u);
    EXPECT_TRUE(contents_of(world.archive(), kTower).empty());
}

TEST(Update, refuses_unsafe_paths_and_paths_in_conflict)
{
    const World world;
    const WriteLock lock = *WriteLock::take(world.archive());
    ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
    for (const char* const path : {"", "/a", "a/", "../a", "a//b", "a/./b", "\xff"})
        EXPECT_EQ(update.add_bytes({path}, {}).error().code(), Errc::invalid_argument) << path;
    ASSERT_TRUE(update.add_bytes({"a"}, as_bytes("1")).ok());
    ASSERT_TRUE(update.add_bytes({"a/b"}, as_bytes("2")).ok());
    EXPECT_EQ(update.commit(version_info("x")).error().code(), Errc::invalid_argument);
    EXPECT_TRUE(world.validate().empty());
}

TEST(Update, refuses_a_source_whose_digest_is_not_the_delivered_one)
{
    const World world;
    const WriteLock lock = *WriteLock::take(world.archive());
    ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
    CopyOptions options;
    options.expected_sha512 = digest_hex(DigestAlgorithm::sha512, as_bytes("ply of Venus"));
    EXPECT_EQ(
        update.add_copy({"a"}, world.source("venus.ply"), options).error().code(), Errc::corrupt);
    options.expected_sha512 = digest_hex(DigestAlgorithm::sha512, as_bytes("ply of venus"));
    EXPECT_TRUE(update.add_copy({"a"}, world.source("venus.ply"), options).ok());
}

TEST(Update, refuses_a_source_that_changes_while_it_is_copied)
{
    const World world;
    const WriteLock lock = *WriteLock::take(world.archive());
    ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
    CopyOptions options;
    options.progress = [&](std::uint64_t) { world.write_source("venus.ply", "ply of VENUS"); };
    EXPECT_EQ(
        update.add_copy({"a"}, world.source("venus.ply"), options).error().code(), Errc::corrupt);
    options.progress = [&](std::uint64_t) {
        world.write_source("venus.ply", "longer than before");
    };
    EXPECT_EQ(
        update.add_copy({"a"}, world.source("venus.ply"), options).error().code(), Errc::corrupt);
}

TEST(Update, finds_a_staged_file_that_is_not_what_was_written)
{
    const World world;
    const WriteLock lock = *WriteLock::take(world.archive());
    ObjectUpdate update = *ObjectUpdate::begin_new(lock, world.io(), kTower);
    ASSERT_TRUE(update.add_copy({"a"}, world.source("venus.ply")).ok());
    for (const auto& entry : fs::recursive_directory_iterator(world.archive().staging()))
        if (entry.is_regular_file() && entry.path().filename() == "1-a")
            std::ofstream(entry.path()) << "ply of venUs";
    EXPECT_EQ(update.commit(version_info("x")).error().code(), Errc::corrupt);
    EXPECT_TRUE(contents_of(world.archive(), kTower).empty());
}

TEST(Update, refuses_to_build_on_a_damaged_object)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    fs::remove(tower_path(world) / "v1" / "content" / "o" / "1-venus.ply");
    const Result<Committed> done = world.update_tower(world.io());
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code(), Errc::corrupt);
}

TEST(Update, a_second_creation_is_refused_and_an_update_of_nothing_too)
{
    const World world;
    EXPECT_EQ(world.update_tower(world.io()).error().code(), Errc::not_found);
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    EXPECT_EQ(world.create_tower(world.io()).error().code(), Errc::already_exists);
}

TEST(Update, goes_without_links_and_without_exchange)
{
    for (const test::Abilities abilities :
        {test::Abilities{false, true, true, false}, test::Abilities{false, false, false, true}}) {
        const World world;
        ASSERT_TRUE(world.create_tower(world.io()).ok());
        test::FaultyIo io(real_io(), {}, abilities);
        const Result<Committed> done = world.update_tower(io);
        ASSERT_TRUE(done.ok()) << done.error().text();
        EXPECT_EQ(done->path, abilities.exchange ? CommitPath::exchange : CommitPath::write_ahead);
        EXPECT_EQ(contents_of(world.archive(), kTower), kTowerV2);
        EXPECT_EQ(contents_of(world.archive(), kTower, {1}), kTowerV1);
        EXPECT_TRUE(world.validate().empty()) << show(world.validate());
        EXPECT_EQ(world.staging_entries(), 0u);
    }
}

// Objects that share tuple directories with others are renamed lower down; none leaves an empty
// directory.
TEST(Update, objects_that_share_tuples_lie_side_by_side)
{
    const World world;
    const fs::path shared = Root::open(world.archive().storage_root())->object_path(kTower);
    fs::create_directories(shared.parent_path() / "neighbour");
    std::ofstream(shared.parent_path() / "neighbour" / "0=ocfl_object_1.1") << "ocfl_object_1.1\n";
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    EXPECT_EQ(contents_of(world.archive(), kTower), kTowerV1);
}

// Everything that a commit makes visible was synced before, and the visible names before it is
// acknowledged.
TEST(Update, syncs_files_and_directories_before_the_rename_and_parents_after_it)
{
    for (const bool create : {true, false}) {
        const World world;
        if (!create) {
            ASSERT_TRUE(world.create_tower(world.io()).ok());
        }
        test::FaultyIo io(real_io());
        ASSERT_TRUE((create ? world.create_tower(io) : world.update_tower(io)).ok());
        std::set<fs::path> unsynced;
        bool committed = false;
        for (const test::Operation& operation : io.operations()) {
            if (operation.name == "rename_new" || operation.name == "exchange") {
                EXPECT_TRUE(unsynced.empty())
                    << *unsynced.begin() << " is not synced at the commit";
                committed = true;
                unsynced = {operation.path.parent_path(), operation.other.parent_path()};
            } else if (operation.name == "unlink" || operation.name == "rmdir") {
                EXPECT_TRUE(!committed || unsynced.empty())
                    << "deleted before the commit is durable";
                if (!committed)
                    unsynced.erase(operation.path);
            } else if (operation.name == "sync" || operation.name == "sync_dir") {
                unsynced.erase(operation.path);
            } else if (operation.name != "close") {
                unsynced.insert(
                    operation.name == "link" ? operation.other.parent_path() : operation.path);
                if (operation.name != "write" && operation.name != "link")
                    unsynced.insert(operation.path.parent_path());
            }
        }
        EXPECT_TRUE(committed);
        EXPECT_TRUE(unsynced.empty()) << *unsynced.begin();
    }
}

} // namespace
} // namespace stele::ocfl
