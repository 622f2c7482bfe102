// Assimp finds files beneath the folder by the rules of companions, and nothing else.
#include "tests/archive/readers/read_whole.h"
#include "tools/read_mesh/folder_io.h"

#include <assimp/IOStream.hpp>
#include <gtest/gtest.h>

namespace stele::read_mesh {
namespace {

class FolderIoTest : public testing::Test {
protected:
    void SetUp() override
    {
        test::write_file(dir_ / "outside.txt", "secret");
        test::write_file(dir_ / "folder/scan/a.dae", "the scan");
        test::write_file(dir_ / "folder/scan/Parts/Arm.LWO", "an arm");
        test::write_file(dir_ / "folder/shared.txt", "beneath the folder");
        std::filesystem::create_symlink(dir_ / "outside.txt", dir_ / "folder/scan/link.txt");
        auto file = File::open(dir_ / "folder/scan/a.dae");
        auto companions = readers::Companions::beside(dir_ / "folder/scan/a.dae", dir_ / "folder");
        ASSERT_TRUE(file && companions);
        scan_.emplace(std::move(*file));
        io_.emplace(*scan_, "a.dae", std::move(*companions));
    }

    // The file's text; "-" when it is not opened.
    std::string read(const char* name)
    {
        Assimp::IOStream* const stream = io_->Open(name, "rb");
        EXPECT_EQ(stream != nullptr, io_->Exists(name)) << name;
        if (stream == nullptr)
            return "-";
        std::string text(stream->FileSize(), '\0');
        EXPECT_EQ(stream->Read(text.data(), 1, text.size()), text.size());
        io_->Close(stream);
        return text;
    }

    test::TempDir dir_;
    std::optional<File> scan_;
    std::optional<FolderIo> io_;
};

TEST_F(FolderIoTest, the_scan_and_what_lies_beneath_the_folder_can_be_read)
{
    EXPECT_EQ(read("a.dae"), "the scan");
    EXPECT_EQ(read("Parts/Arm.LWO"), "an arm");
    EXPECT_EQ(read(".\\parts\\ARM.lwo"), "an arm");
    EXPECT_EQ(read("../shared.txt"), "beneath the folder");
    EXPECT_EQ(io_->opened(),
        (std::vector<std::string>{"Parts/Arm.LWO", ".\\parts\\ARM.lwo", "../shared.txt"}));
}

TEST_F(FolderIoTest, nothing_outside_can_be_read)
{
    EXPECT_EQ(read("../../outside.txt"), "-");
    EXPECT_EQ(read((dir_ / "outside.txt").c_str()), "-");
    EXPECT_EQ(read("link.txt"), "-");
    EXPECT_EQ(read("/etc/passwd"), "-");
    EXPECT_EQ(read(""), "-");
    EXPECT_TRUE(io_->opened().empty());
    ASSERT_FALSE(io_->findings().empty());
    EXPECT_EQ(io_->findings()[0].code, "companion.outside-folder");
}

TEST_F(FolderIoTest, nothing_can_be_written)
{
    EXPECT_EQ(io_->Open("new.txt", "wb"), nullptr);
    EXPECT_EQ(io_->Open("a.dae", "w"), nullptr);
    EXPECT_FALSE(std::filesystem::exists(dir_ / "folder/scan/new.txt"));
    Assimp::IOStream* const stream = io_->Open("a.dae", "rb");
    ASSERT_NE(stream, nullptr);
    EXPECT_EQ(stream->Write("x", 1, 1), 0u);
    io_->Close(stream);
}

TEST_F(FolderIoTest, reading_stays_inside_the_file)
{
    Assimp::IOStream* const stream = io_->Open("a.dae", "rb");
    ASSERT_NE(stream, nullptr);
    std::array<char, 64> out{};
    EXPECT_EQ(stream->Seek(9, aiOrigin_SET), aiReturn_FAILURE);
    EXPECT_EQ(stream->Seek(4, aiOrigin_SET), aiReturn_SUCCESS);
    EXPECT_EQ(stream->Read(out.data(), 3, 20), 1u); // one whole element of the four bytes left
    EXPECT_EQ(stream->Tell(), 7u);
    EXPECT_EQ(stream->Seek(static_cast<std::size_t>(-7), aiOrigin_CUR), aiReturn_SUCCESS);
    EXPECT_EQ(stream->Read(out.data(), 0, 1), 0u);
    EXPECT_EQ(stream->Read(out.data(), 1, 64), 8u);
    EXPECT_EQ(stream->Seek(static_cast<std::size_t>(-9), aiOrigin_END), aiReturn_FAILURE);
    io_->Close(stream);
}

} // namespace
} // namespace stele::read_mesh
