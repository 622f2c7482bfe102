// Opening an archive, its catalogue lost, rebuilt, locked, too new.
#include "archive/ingest/archive.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

void put_two_records(const World& world)
{
    ASSERT_TRUE(world.ingest(world.put("one.ply", ball(1))).ok());
    Options options;
    options.set = {"title.zh-Hans=\u4e8c", "date=1380", "place.lat=23.1", "place.lon=113.2"};
    ASSERT_TRUE(world.ingest(world.put("two.ply", ball(2)), options).ok());
}

TEST(Archive, explains_itself)
{
    const World world;
    for (const char* const name :
        {"README.md", "FORMAT.md", "schemas/record-1.json", "stele.toml", "ocfl/0=ocfl_1.1"})
        EXPECT_TRUE(fs::exists(world.folder() / name)) << name;
    EXPECT_TRUE(ocfl::validate_root(world.storage()).empty());
}

TEST(Archive, is_not_made_over_something_else)
{
    const World world;
    EXPECT_EQ(create_archive(world.folder(), real_io()).error().code(), Errc::already_exists);
    world.put("letter.txt", "Dear curator");
    EXPECT_EQ(create_archive(world.inbox(), real_io()).error().code(), Errc::already_exists);
    EXPECT_EQ(files_of(world.inbox()).size(), 1u);
}

TEST(Archive, a_rebuilt_catalogue_says_the_same)
{
    const World world;
    put_two_records(world);
    const std::string before = world.dump();
    EXPECT_THAT(before, HasSubstr("two"));
    const auto rebuilt = rebuild_catalogue(world.folder(), real_io());
    ASSERT_TRUE(rebuilt.ok()) << why(rebuilt);
    EXPECT_EQ(rebuilt->records, 2u);
    EXPECT_TRUE(rebuilt->findings.empty()) << text_of(rebuilt->findings);
    EXPECT_EQ(world.dump(), before);
}

TEST(Archive, an_older_catalogue_is_named_to_readers_and_made_again_by_a_writer)
{
    const World world;
    put_two_records(world);
    const std::string before = world.dump();
    {
        auto database = catalogue::Database::open(
            world.folder() / "catalogue.sqlite", catalogue::Access::read_write);
        ASSERT_TRUE(database.ok());
        ASSERT_TRUE(database->execute("DROP TABLE search; PRAGMA user_version = 1").ok());
    }
    const auto reader = Archive::open(world.folder());
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().code(), Errc::corrupt);
    EXPECT_THAT(reader.error().text(), HasSubstr("stele catalogue rebuild"));
    EXPECT_TRUE(world.open().ok());
    EXPECT_TRUE(Archive::open(world.folder()).ok());
    EXPECT_EQ(world.dump(), before);
}

TEST(Archive, a_lost_catalogue_is_named_with_the_command_that_renews_it)
{
    const World world;
    put_two_records(world);
    const std::string before = world.dump();
    for (const char* const suffix : {"", "-wal", "-shm"})
        fs::remove(world.folder() / ("catalogue.sqlite" + std::string(suffix)));
    for (const auto& opened : {Archive::open(world.folder()), world.open()}) {
        ASSERT_FALSE(opened.ok());
        EXPECT_EQ(opened.error().code(), Errc::corrupt);
        EXPECT_THAT(opened.error().text(), HasSubstr("stele catalogue rebuild"));
    }
    ASSERT_TRUE(rebuild_catalogue(world.folder(), real_io()).ok());
    EXPECT_EQ(world.dump(), before);
}

TEST(Archive, a_destroyed_catalogue_is_named_and_rebuilt)
{
    const World world;
    put_two_records(world);
    const std::string before = world.dump();
    test::write_file(world.folder() / "catalogue.sqlite", "not a database at all, sorry");
    const auto opened = Archive::open(world.folder());
    ASSERT_FALSE(opened.ok());
    EXPECT_THAT(opened.error().text(), HasSubstr("stele catalogue rebuild"));
    ASSERT_TRUE(rebuild_catalogue(world.folder(), real_io()).ok());
    EXPECT_EQ(world.dump(), before);
}

TEST(Archive, a_rebuild_names_the_object_it_cannot_read_and_keeps_the_rest)
{
    const World world;
    put_two_records(world);
    auto archive = Archive::open(world.folder());
    const auto object = archive->root.object_path(world.row("one").object_id);
    test::write_file(object / "v1/content/record.json", "{}");
    for (const auto& entry : fs::recursive_directory_iterator(object))
        if (entry.path().filename() == "record.json" || entry.path().extension() == ".json")
            if (entry.path().string().find("/content/") != std::string::npos)
                test::write_file(entry.path(), "{}");
    const auto rebuilt = rebuild_catalogue(world.folder(), real_io());
    ASSERT_TRUE(rebuilt.ok()) << why(rebuilt);
    EXPECT_EQ(rebuilt->records, 1u);
    ASSERT_EQ(rebuilt->findings.size(), 1u);
    EXPECT_EQ(rebuilt->findings[0].code, "rebuild.unreadable");
    EXPECT_EQ(rebuilt->findings[0].where.substr(0, 9), "urn:uuid:");
}

TEST(Archive, a_newer_format_is_refused_and_left_alone)
{
    const World world;
    const std::string text = test::slurp(world.folder() / "stele.toml");
    const auto at = text.find("format = 1");
    ASSERT_NE(at, std::string::npos) << text;
    test::write_file(
        world.folder() / "stele.toml", text.substr(0, at) + "format = 2" + text.substr(at + 10));
    const auto before = files_of(world.folder());
    EXPECT_EQ(Archive::open(world.folder()).error().code(), Errc::newer_format);
    EXPECT_EQ(world.open().error().code(), Errc::newer_format);
    EXPECT_EQ(rebuild_catalogue(world.folder(), real_io()).error().code(), Errc::newer_format);
    EXPECT_EQ(files_of(world.folder()), before);
}

TEST(Archive, a_folder_that_is_none_is_refused)
{
    const World world;
    EXPECT_EQ(Archive::open(world.inbox()).error().code(), Errc::not_an_archive);
    EXPECT_EQ(Archive::open(world.inbox() / "absent").error().code(), Errc::not_an_archive);
}

TEST(Archive, has_one_writer_and_any_number_of_readers)
{
    const World world;
    const auto writer = world.open();
    ASSERT_TRUE(writer.ok()) << why(writer);
    EXPECT_EQ(world.open().error().code(), Errc::locked);
    EXPECT_EQ(rebuild_catalogue(world.folder(), real_io()).error().code(), Errc::locked);
    EXPECT_TRUE(Archive::open(world.folder()).ok());
}

} // namespace
} // namespace stele::ingest
