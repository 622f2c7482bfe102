// What is kept of a delivery, under which names.
#include "archive/ingest/originals.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using test::TempDir;

std::filesystem::path touch(const std::filesystem::path& path)
{
    std::filesystem::create_directories(path.parent_path());
    return test::write_file(path, "x");
}

std::vector<std::string> paths_of(const Originals& originals)
{
    std::vector<std::string> paths;
    for (const Original& original : originals.files)
        paths.push_back(original.logical_path);
    return paths;
}

Result<Originals> collect(const std::filesystem::path& scan, const std::filesystem::path& folder,
    const ScanInfo& info = {}, std::vector<std::filesystem::path> documents = {})
{
    return collect_originals({scan, folder, std::move(documents), {}, scan, {}}, &info);
}

TEST(Originals, the_scan_comes_first_then_its_companions_each_once)
{
    const TempDir dir;
    ScanInfo info;
    info.companions = {{"venus.mtl", touch(dir / "venus.mtl"), "material"},
        {"tex\\skin.jpg", touch(dir / "tex/skin.jpg"), "texture"},
        {"./venus.mtl", dir / "tex/../venus.mtl", "material"}, {"gone.png", {}, "texture"}};
    const auto originals = collect(touch(dir / "venus.obj"), dir.path(), info);
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/venus.obj",
                                          "original/venus.mtl", "original/tex/skin.jpg"));
}

TEST(Originals, paths_are_relative_to_the_deliverys_folder)
{
    const TempDir dir;
    const auto originals = collect(touch(dir / "day 1/a/scan.ply"), dir.path());
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/day 1/a/scan.ply"));
}

TEST(Originals, a_relative_scan_in_the_working_directory_is_kept_by_its_name)
{
    const TempDir dir;
    const auto here = std::filesystem::current_path();
    touch(dir / "scan.ply");
    std::filesystem::current_path(dir.path());
    const auto originals = collect("scan.ply", ".");
    std::filesystem::current_path(here);
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/scan.ply"));
}

TEST(Originals, a_scan_outside_the_folder_is_refused)
{
    const TempDir dir;
    std::filesystem::create_directory(dir / "inside");
    const auto originals = collect(touch(dir / "scan.ply"), dir / "inside");
    ASSERT_FALSE(originals.ok());
    EXPECT_EQ(originals.error().code(), Errc::invalid_argument);
    EXPECT_THAT(originals.error().text(), ::testing::HasSubstr("scan.ply"));
}

TEST(Originals, a_companion_outside_the_folder_is_not_kept)
{
    const TempDir dir;
    ScanInfo info;
    info.companions = {{"../secret.mtl", touch(dir / "secret.mtl"), "material"}};
    std::filesystem::create_symlink(dir / "secret.mtl", (touch(dir / "d/scan.obj"), dir / "d/l"));
    info.companions.push_back({"l", dir / "d/l", "material"}); // leads outside
    const auto originals = collect(dir / "d/scan.obj", dir / "d", info);
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/scan.obj"));
}

TEST(Originals, names_that_are_not_utf8_are_escaped_and_reported)
{
    const TempDir dir;
    const auto originals = collect(touch(dir / "t\xffower.ply"), dir.path());
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/t%FFower.ply"));
    ASSERT_EQ(originals->findings.size(), 1u);
    EXPECT_EQ(originals->findings[0].code, "original.name-not-utf8");
    EXPECT_EQ(originals->findings[0].severity, Severity::warning);
    EXPECT_EQ(originals->findings[0].where, "t%FFower.ply");
}

TEST(Originals, names_in_any_script_are_kept_as_delivered)
{
    const TempDir dir;
    const std::string name = "\u9547\u6d77\u697c.ply"; // Zhenhai Tower
    const auto originals = collect(touch(dir / name), dir.path());
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals), ::testing::ElementsAre("original/" + name));
    EXPECT_TRUE(originals->findings.empty());
}

TEST(Originals, documents_come_last_and_not_twice)
{
    const TempDir dir;
    ScanInfo info;
    info.companions = {{"skin.jpg", touch(dir / "skin.jpg"), "texture"}};
    const auto originals = collect(
        touch(dir / "a.obj"), dir.path(), info, {touch(dir / "notes.txt"), dir / "skin.jpg"});
    ASSERT_TRUE(originals.ok()) << why(originals);
    EXPECT_THAT(paths_of(*originals),
        ::testing::ElementsAre("original/a.obj", "original/skin.jpg", "original/notes.txt"));
}

TEST(Originals, two_names_that_would_become_one_are_refused)
{
    const TempDir dir;
    const auto originals = collect(
        touch(dir / "a.ply"), dir.path(), {}, {touch(dir / "t\xff.txt"), touch(dir / "t%FF.txt")});
    ASSERT_FALSE(originals.ok());
    EXPECT_EQ(originals.error().code(), Errc::already_exists);
}

TEST(AssetName, keeps_ascii_letters_and_digits)
{
    const std::pair<std::string, std::string> kNames[] = {{"venus.ply", "venus"},
        {"Venus Dense.PLY", "venus-dense"}, {"a__b--c.obj", "a-b-c"}, {"-x-.glb", "x"},
        {"lion.v2.obj", "lion-v2"}, {"\u9547\u6d77\u697c.ply", "scan"}, {"\xff\xfe.ply", "scan"},
        {"\u9547 2.ply", "2"}, {".ply", "ply"}, {"folder.d/a.ply", "a"}};
    for (const auto& [file, name] : kNames)
        EXPECT_EQ(asset_name(file), name) << file;
}

TEST(AssetName, is_never_longer_than_a_page_file_can_bear)
{
    EXPECT_EQ(asset_name(std::string(300, 'a') + ".ply").size(), 60u);
}

} // namespace
} // namespace stele::ingest
