// Reading while a writer exchanges the object, and finding damage by name.
#include "tests/archive/ocfl/world.h"

#include <atomic>
#include <fstream>
#include <thread>

namespace stele::ocfl {
namespace {

namespace fs = std::filesystem;

Object open_tower(const World& world)
{
    return *Object::open(*Root::open(world.archive().storage_root()), kTower);
}

TEST(Object, lists_files_with_digest_and_size)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    Object object = open_tower(world);
    const std::vector<StoredFile> files = *object.files();
    ASSERT_EQ(files.size(), 4u);
    EXPECT_EQ(files[1].logical.text, "original/venus.mtl");
    EXPECT_EQ(files[1].size_bytes, 8u);
    EXPECT_EQ(files[1].sha, digest_hex(DigestAlgorithm::sha512, as_bytes("newmtl a")));
    EXPECT_EQ(object.open_file({"none"}).error().code(), Errc::not_found);
    EXPECT_EQ(object.open_file({"record.json"}, VersionNum{9}).error().code(), Errc::not_found);
    EXPECT_EQ(object.read_file({"record.json"}, 3).error().code(), Errc::limit);
}

TEST(Object, opened_before_an_update_reads_on_after_it)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    Object object = open_tower(world);
    const File held = std::move(*object.open_file({"original/venus.ply"}));
    ASSERT_TRUE(world.update_tower(world.io()).ok());
    EXPECT_EQ(as_text(*object.read_file({"record.json"}, 100)), kTowerV2.at("record.json"));
    EXPECT_EQ(object.inventory().head.value, 2u);
    Bytes bytes(12);
    ASSERT_TRUE(held.read_at(0, bytes).ok()) << "an open file survives the exchange";
    EXPECT_EQ(as_text(bytes), "ply of venus");
}

TEST(Object, readers_beside_a_busy_writer_never_see_damage)
{
    const World world;
    ASSERT_TRUE(world.replace_pages(world.io(), "0").ok());
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> reads{0};
    std::string failure;
    std::thread reader([&] {
        const Root root = *Root::open(world.archive().storage_root());
        while (!stop && failure.empty()) {
            Result<Object> object = Object::open(root, kPages);
            if (!object) {
                failure = object.error().text();
                break;
            }
            for (const char* const name : {"index.stele", "overview.glb", "pages-0001.zip"}) {
                const Result<Bytes> bytes =
                    object->read_file({std::string("access/venus/") + name}, 1000);
                if (!bytes)
                    failure = bytes.error().text();
                ++reads;
            }
            const Result<Findings> findings = object->verify();
            if (!findings || !findings->empty())
                failure = findings ? findings->front().text : findings.error().text();
        }
    });
    for (int i = 0; i < 60; ++i)
        EXPECT_TRUE(world.replace_pages(world.io(), std::to_string(i)).ok());
    stop = true;
    reader.join();
    EXPECT_EQ(failure, "");
    EXPECT_GT(reads, 0u);
}

TEST(Object, verify_names_the_file_that_is_damaged_or_gone)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    Object object = open_tower(world);
    VerifyOptions options;
    VerifyProgress last;
    options.progress = [&](const VerifyProgress& progress) { last = progress; };
    options.all_digests = true;
    EXPECT_TRUE(object.verify(options)->empty());
    EXPECT_EQ(last.files_done, 3u);
    EXPECT_EQ(last.files_total, 3u);
    EXPECT_EQ(last.bytes_done, 12u + 8u + 14u);

    std::ofstream(object.path() / "v1/content/o/1-venus.ply") << "ply of Venus";
    fs::remove(object.path() / "v1/content/o/4-record.json");
    const Findings findings = *object.verify();
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].code, "ocfl.fixity");
    EXPECT_EQ(findings[0].where, "v1/content/o/1-venus.ply");
    EXPECT_EQ(findings[1].code, "ocfl.missing");
    EXPECT_EQ(findings[1].where, "v1/content/o/4-record.json");
    EXPECT_EQ(object.read_file({"original/venus.ply"}, 100).error().code(), Errc::corrupt);
}

TEST(Object, a_torn_inventory_is_damage)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    const fs::path path = open_tower(world).path();
    fs::resize_file(path / "inventory.json", 100);
    EXPECT_EQ(Object::open_at(path).error().code(), Errc::corrupt);
}

TEST(Object, nothing_outside_the_object_is_read)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    Object object = open_tower(world);
    const fs::path file = object.path() / "v1/content/o/1-venus.ply";
    fs::remove(file);
    fs::create_symlink(world.source("venus.ply"), file);
    EXPECT_FALSE(object.open_file({"original/venus.ply"}).ok());
    EXPECT_FALSE(object.verify()->empty());
}

TEST(Object, in_the_place_of_another_is_refused)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    const Root root = *Root::open(world.archive().storage_root());
    const fs::path other = root.object_path(kPages);
    fs::create_directories(other.parent_path());
    fs::rename(root.object_path(kTower), other);
    EXPECT_EQ(Object::open(root, kPages).error().code(), Errc::corrupt);
}

} // namespace
} // namespace stele::ocfl
