// How a delivery is sorted into records: by names alone.
#include "archive/ingest/delivery.h"
#include "archive/ingest/walk.h"
#include "tests/archive/ingest/world.h"

#include <sys/stat.h>

namespace stele::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

class Folder {
public:
    explicit Folder(const std::vector<std::string>& files)
    {
        for (const std::string& file : files) {
            fs::create_directories((dir_ / file).parent_path());
            test::write_file(dir_ / file, "x");
        }
    }
    const fs::path& path() const { return dir_.path(); }
    fs::path operator/(const std::string& name) const { return dir_ / name; }

    std::vector<std::string> relative(const std::vector<fs::path>& files) const
    {
        std::vector<std::string> names;
        for (const fs::path& file : files)
            names.push_back(file.lexically_relative(dir_.path()).generic_string());
        return names;
    }

    Delivery sort(const Options& options = {}) const
    {
        const auto sorted = sort_delivery({dir_.path()}, options);
        EXPECT_TRUE(sorted.ok()) << why(sorted);
        return sorted ? *sorted : Delivery();
    }

private:
    test::TempDir dir_;
};

TEST(Delivery, the_only_scan_of_a_folder_takes_everything_with_it)
{
    const Folder in({"scan/lion.ply", "photos/1.jpg", "notes.pdf", "cloud.e57"});
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 1u);
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("scan/lion.ply"));
    EXPECT_THAT(in.relative(d.consignments[0].documents),
        ElementsAre("cloud.e57", "notes.pdf", "photos/1.jpg"));
    EXPECT_EQ(d.consignments[0].folder, in.path());
    EXPECT_EQ(d.consignments[0].named_after.filename(), "lion.ply");
    EXPECT_THAT(d.shared, IsEmpty());
}

TEST(Delivery, several_scans_are_one_record_each_with_their_own_documents)
{
    const Folder in({"lion.ply", "LION.txt", "skull.obj", "a/venus.glb", "a/photo.jpg", "who.txt"});
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 3u);
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("a/venus.glb"));
    EXPECT_THAT(in.relative(d.consignments[0].documents), ElementsAre("a/photo.jpg"));
    EXPECT_THAT(in.relative(d.consignments[1].scans), ElementsAre("lion.ply"));
    EXPECT_THAT(in.relative(d.consignments[1].documents), ElementsAre("LION.txt"));
    EXPECT_THAT(in.relative(d.consignments[2].scans), ElementsAre("skull.obj"));
    EXPECT_THAT(in.relative(d.shared), ElementsAre("who.txt"));
}

TEST(Delivery, one_thing_in_several_formats_is_one_record)
{
    const Folder in({"lion.glb", "LION.ply", "skull.ply", "lion.jpg"});
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 2u);
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("LION.ply", "lion.glb"));
    EXPECT_THAT(in.relative(d.consignments[0].documents), ElementsAre("lion.jpg"));
    EXPECT_EQ(d.consignments[0].named_after, in / "LION.ply");
}

TEST(Delivery, with_a_record_named_everything_is_one_record)
{
    const Folder in({"a/lion.ply", "b/lion.ply", "who.txt"});
    Options options;
    options.record = "pair";
    const Delivery d = in.sort(options);
    ASSERT_EQ(d.consignments.size(), 1u);
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("a/lion.ply", "b/lion.ply"));
    EXPECT_THAT(in.relative(d.consignments[0].documents), ElementsAre("who.txt"));
}

TEST(Delivery, a_folder_with_a_record_toml_is_one_record)
{
    const Folder in(
        {"hall/record.toml", "hall/roof.ply", "hall/wall/wall.ply", "gate/gate.ply", "who.txt"});
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 2u);
    const Consignment& hall = d.consignments[1];
    EXPECT_EQ(hall.folder, in / "hall");
    EXPECT_EQ(hall.record_file, in / "hall/record.toml");
    EXPECT_EQ(hall.named_after.filename(), "hall");
    EXPECT_THAT(in.relative(hall.scans), ElementsAre("hall/roof.ply", "hall/wall/wall.ply"));
    EXPECT_THAT(in.relative(hall.documents), ElementsAre("hall/record.toml"));
    EXPECT_THAT(in.relative(d.consignments[0].documents), ElementsAre("who.txt"));
}

TEST(Delivery, a_scan_with_its_own_toml_is_one_record)
{
    const Folder in({"a.ply", "a.toml", "b.ply", "record.toml"});
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 2u);
    EXPECT_EQ(d.consignments[0].record_file, in / "a.toml");
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("a.ply"));
    EXPECT_EQ(d.consignments[1].record_file, in / "record.toml");
    EXPECT_THAT(in.relative(d.consignments[1].scans), ElementsAre("b.ply"));
}

TEST(Delivery, what_operating_systems_leave_is_left_out_with_its_reason)
{
    const Folder in({"lion.ply", "Thumbs.db", ".DS_Store", "._lion.ply", "__MACOSX/lion.ply",
        "photos/~$notes.docx", "other/stele.toml", "other/x.ply"});
    fs::create_symlink("lion.ply", in / "link.ply");
    fs::create_directory_symlink("/", in / "root");
    ASSERT_EQ(::mkfifo((in / "pipe.ply").c_str(), 0600), 0);
    const Delivery d = in.sort();
    ASSERT_EQ(d.consignments.size(), 1u);
    EXPECT_THAT(in.relative(d.consignments[0].scans), ElementsAre("lion.ply"));
    EXPECT_THAT(d.consignments[0].documents, IsEmpty());
    std::vector<std::string> left;
    for (const LeftOut& l : d.consignments[0].left_out) {
        left.push_back(l.path);
        EXPECT_FALSE(l.reason.empty());
    }
    EXPECT_THAT(left, ElementsAre(".DS_Store", "._lion.ply", "Thumbs.db", "__MACOSX", "link.ply",
                          "other", "photos/~$notes.docx", "pipe.ply", "root"));
}

TEST(Delivery, a_folder_without_scans_is_refused_unless_a_record_is_named)
{
    const Folder in({"notes.txt"});
    const auto refused = sort_delivery({in.path()});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), Errc::not_found);
    EXPECT_THAT(refused.error().text(), ::testing::HasSubstr("--record"));
    Options options;
    options.record = "lion";
    EXPECT_THAT(in.relative(in.sort(options).consignments[0].documents), ElementsAre("notes.txt"));
    EXPECT_EQ(sort_delivery({Folder({}).path()}).error().code(), Errc::not_found);
}

TEST(Delivery, files_are_scans_and_with_a_record_also_documents)
{
    const Folder in({"lion.ply", "notes.txt"});
    const auto plain = sort_delivery({in / "lion.ply", in / "notes.txt"});
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(plain->consignments[1].scans.size(), 1u); // its content may tell
    Options options;
    options.record = "lion";
    const auto named = sort_delivery({in / "lion.ply", in / "notes.txt"}, options);
    ASSERT_TRUE(named.ok());
    EXPECT_EQ(named->consignments[0].scans.size(), 1u);
    EXPECT_EQ(named->consignments[1].documents.size(), 1u);
}

TEST(Delivery, two_files_that_would_become_one_are_refused_before_anything_is_written)
{
    const Folder in({"a/scan.ply", "b/scan.ply"});
    const auto sorted = sort_delivery({in / "a/scan.ply", in / "b/scan.ply"});
    ASSERT_FALSE(sorted.ok());
    EXPECT_EQ(sorted.error().code(), Errc::already_exists);
    EXPECT_THAT(sorted.error().text(), ::testing::HasSubstr("original/scan.ply"));
    EXPECT_TRUE(sort_delivery({in / "a/scan.ply", in / "a/scan.ply"}).ok()); // the same file
}

} // namespace
} // namespace stele::ingest
