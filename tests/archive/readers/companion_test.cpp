// Companions: found inside the folder, never read outside it.
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/make_picture.h"
#include "tests/archive/readers/read_whole.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::TempDir;
using test::write_file;

struct Look {
    bool found, outside;
    std::string relative;
};

Look look(const TempDir& dir, const std::string& name, Notation notation = Notation::path)
{
    FindingTally tally;
    auto companions = *Companions::beside(dir / "folder/scans/scan.obj", dir / "folder");
    const std::size_t index = companions.add(name, "texture", notation, tally);
    EXPECT_EQ(companions.outside(index), !tally.findings().empty());
    return {companions.found(index), companions.outside(index),
        companions.list()[index]
            .resolved.lexically_relative(std::filesystem::canonical(dir / "folder"))
            .string()};
}

class CompanionFolder : public testing::Test {
protected:
    CompanionFolder()
    {
        write_file(dir / "secret.png", "outside");
        write_file(dir / "folder/scans/scan.obj", "f");
        write_file(dir / "folder/scans/Near.png", "near");
        write_file(dir / "folder/textures/Far.png", "far");
        std::filesystem::create_symlink(dir / "secret.png", dir / "folder/scans/link.png");
        std::filesystem::create_directory_symlink(dir.path(), dir / "folder/scans/up");
    }
    TempDir dir;
};

TEST_F(CompanionFolder, names_are_found_beside_the_scan_and_elsewhere_in_the_folder)
{
    EXPECT_EQ(look(dir, "Near.png").relative, "scans/Near.png");
    EXPECT_EQ(look(dir, "NEAR.PNG").relative, "scans/Near.png");
    EXPECT_EQ(look(dir, "../textures/far.png").relative, "textures/Far.png");
    EXPECT_EQ(look(dir, "..\\Textures\\Far.png").relative, "textures/Far.png");
    EXPECT_EQ(look(dir, "D:\\work\\Near.png").relative, "scans/Near.png");
    EXPECT_EQ(look(dir, "%4Eear.png", Notation::uri).relative, "scans/Near.png");
    EXPECT_FALSE(look(dir, "%4Eear.png", Notation::path).found);
}

TEST_F(CompanionFolder, nothing_outside_the_folder_is_found)
{
    for (const std::string name : {"../../secret.png", "..\\..\\secret.png", "link.png",
             "up/secret.png", "x/../../../secret.png"}) {
        const Look outcome = look(dir, name);
        EXPECT_FALSE(outcome.found) << name;
        EXPECT_TRUE(outcome.outside) << name;
    }
    const Look absolute = look(dir, (dir / "secret.png").string());
    EXPECT_FALSE(absolute.found);
    EXPECT_TRUE(absolute.outside);
    EXPECT_TRUE(look(dir, "%2e%2e/%2e%2e/secret.png", Notation::uri).outside);
    EXPECT_TRUE(look(dir, "file:///etc/passwd", Notation::uri).outside);
}

TEST_F(CompanionFolder, folders_empty_names_and_absent_files_are_not_found)
{
    for (const std::string name : {"", ".", "/", "absent.png", "up", "a/b/c/absent.png"})
        EXPECT_FALSE(look(dir, name).found) << name;
    EXPECT_FALSE(look(dir, "absent.png").outside);
}

TEST_F(CompanionFolder, a_scan_outside_the_folder_is_refused)
{
    const auto companions =
        Companions::beside(dir / "folder/scans/scan.obj", dir / "folder/textures");
    ASSERT_FALSE(companions);
    EXPECT_EQ(companions.error().code(), Errc::invalid_argument);
}

TEST_F(CompanionFolder, a_gltf_that_climbs_out_reads_nothing_there)
{
    test::GltfDraft draft = test::square();
    write_file(dir / "outside.bin", draft.bin);
    draft.doc.set("buffers",
        Json::Array{Json::object(
            {{"byteLength", std::uint64_t{draft.bin.size()}}, {"uri", "../outside.bin"}})});
    write_file(dir / "folder/scan.gltf", print_json(draft.doc));
    const auto refused = open_scan(dir / "folder/scan.gltf");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::not_found);
    const auto allowed = open_scan(dir / "folder/scan.gltf", {dir.path()});
    EXPECT_TRUE(allowed) << test::text_of(allowed);
}

} // namespace
} // namespace stele::readers
