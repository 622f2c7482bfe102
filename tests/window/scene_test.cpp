// From an archive's folder or a folder of pages to what is shown.
#include "archive/base/file.h"
#include "archive/catalogue/catalogue.h"
#include "archive/ocfl/update.h"
#include "archive/record/json.h"
#include "tests/support/temp_dir.h"
#include "tests/window/small_asset.h"
#include "tools/viewer/scene.h"

#include <gtest/gtest.h>

namespace stele::viewer {
namespace {

const ObjectId kAccess{"urn:uuid:6f0c7d3e-2a5b-5c1d-9e6f-0a1b2c3d4e5f"};

record::Record tower()
{
    const auto text =
        read_text_file(std::filesystem::path(STELE_SOURCE_DIR) / "tests/window/record.json");
    auto record = record::from_json_text(text ? *text : std::string());
    if (!record)
        ADD_FAILURE() << record.error().text();
    return record ? *record : record::Record{};
}

// One record; its access object holds one asset, or does not exist.
Status make_archive(const std::filesystem::path& folder, const std::filesystem::path& maybe_asset)
{
    STELE_TRY(const auto archive, ocfl::ArchiveDir::create(real_io(), folder));
    if (!maybe_asset.empty()) {
        STELE_TRY(const auto lock, ocfl::WriteLock::take(archive));
        STELE_TRY(auto update, ocfl::ObjectUpdate::begin_new(lock, real_io(), kAccess));
        for (const char* const name : {"index.stele", "pages-0001.zip"})
            STELE_CHECK(update.add_copy({std::string("access/tower/") + name}, maybe_asset / name));
        ocfl::VersionInfo info;
        info.message = "test";
        STELE_CHECK(update.commit(info));
    }
    std::error_code ignored;
    std::filesystem::remove(archive.catalogue_file(), ignored);
    STELE_TRY(auto catalogue, catalogue::Catalogue::create(archive.catalogue_file()));
    catalogue::Entry entry;
    catalogue::describe(entry.object, tower());
    entry.object.object_id = {"urn:uuid:" + entry.object.uuid};
    entry.object.access_id = kAccess;
    entry.object.record_json = record::canonical_text(tower());
    entry.object.state =
        maybe_asset.empty() ? catalogue::State::no_viewing_copy : catalogue::State::ok;
    return catalogue.add(entry);
}

Options of(const std::filesystem::path& archive, const std::string& id = "")
{
    Options options;
    options.archive = archive;
    options.id = id;
    return options;
}

class SceneTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(test::write_small_asset(dir_ / "asset").ok()); }
    test::TempDir dir_;
};

TEST_F(SceneTest, a_record_is_found_by_slug_by_uuid_or_as_the_first)
{
    const Status made = make_archive(dir_ / "a.stele", dir_ / "asset");
    ASSERT_TRUE(made.ok()) << made.error().text();
    for (const char* const id : {"", "five-storeys", "5f0c7d3e"}) {
        const auto scene = open_scene(of(dir_ / "a.stele", id));
        ASSERT_TRUE(scene) << scene.error().text();
        EXPECT_EQ(scene->id, "five-storeys");
        EXPECT_EQ(scene->record.title.at("en"), "Five Storeys");
        EXPECT_EQ(scene->pages->index().asset.source_triangles, 3840u);
        const auto page = scene->pages->load(scene->pages->index().root);
        ASSERT_TRUE(page);
        EXPECT_EQ(page->triangles.size(), 3840u);
    }
}

TEST_F(SceneTest, what_is_not_there_is_named)
{
    ASSERT_TRUE(make_archive(dir_ / "a.stele", dir_ / "asset").ok());
    EXPECT_EQ(open_scene(of(dir_ / "a.stele", "five-stories")).error().code(), Errc::not_found);
    EXPECT_EQ(open_scene(of(dir_.path())).error().code(), Errc::not_an_archive);
    ASSERT_TRUE(make_archive(dir_ / "bare.stele", {}).ok());
    EXPECT_EQ(open_scene(of(dir_ / "bare.stele")).error().code(), Errc::not_found);
    EXPECT_EQ(open_scene(of(dir_ / "bare.stele", "five-storeys")).error().code(), Errc::not_found);
}

TEST_F(SceneTest, a_folder_of_pages_needs_no_archive)
{
    Options options;
    options.pages = dir_ / "asset/"; // with a slash at the end
    const auto plain = open_scene(options);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->id, "asset");
    options.record = std::filesystem::path(STELE_SOURCE_DIR) / "tests/window/record.json";
    EXPECT_EQ(open_scene(options)->record.title.at("en"), "Five Storeys");
    options.pages = dir_ / "nothing";
    EXPECT_FALSE(open_scene(options));
}

} // namespace
} // namespace stele::viewer
