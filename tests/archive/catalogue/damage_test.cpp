// A catalogue that was cut, scribbled on or written by something else: an error that names the way
// out, never a crash.
#include "archive/base/file.h"
#include "archive/catalogue/catalogue.h"
#include "tests/archive/catalogue/sample_entries.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace stele::catalogue {
namespace {

using testing::HasSubstr;

std::string bytes_of(const std::filesystem::path& path)
{
    const Result<std::string> text = read_text_file(path);
    EXPECT_TRUE(text);
    return text ? *text : "";
}

void write_bytes(const std::filesystem::path& path, std::string_view bytes)
{
    for (const char* const tail : {"", "-wal", "-shm"})
        std::filesystem::remove(path.native() + tail);
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// The file of a closed catalogue with enough objects for several levels of pages.
std::string filled_catalogue(const std::filesystem::path& path)
{
    Result<Catalogue> catalogue = Catalogue::create(path);
    std::vector<Entry> entries = sample_entries();
    for (int i = 0; i < 60; ++i)
        entries.push_back(sample_entry("object-" + std::to_string(i)));
    EXPECT_TRUE(catalogue->add_all(entries));
    catalogue = Error(Errc::internal, "closed");
    return bytes_of(path);
}

// Every reading call; true if one failed.
bool some_call_fails(const std::filesystem::path& path, Access access)
{
    Result<Catalogue> catalogue =
        access == Access::read_only ? Catalogue::open_readonly(path) : Catalogue::open(path);
    if (!catalogue)
        return true;
    bool failed = !catalogue->list({});
    failed = !catalogue->search(*parse_query("雁塔 pagoda"), 10) || failed;
    failed = !catalogue->suggestion(*parse_query("pagdoa")) || failed;
    failed = !catalogue->find("mogao-096") || failed;
    failed = !catalogue->find("@last") || failed;
    failed = !catalogue->logical_dump() || failed;
    failed = !catalogue->pending_intents() || failed;
    failed = !catalogue->check() || failed;
    return failed;
}

TEST(DamagedCatalogue, is_reported_wherever_the_file_was_cut)
{
    test::TempDir dir;
    const std::string whole = filled_catalogue(dir / "whole.sqlite");
    ASSERT_GT(whole.size(), 40000u);
    const std::filesystem::path cut = dir / "cut.sqlite";
    std::vector<std::size_t> sizes{
        0, 1, 15, 16, 50, 99, 100, 101, 511, 1000, 4095, 4096, 4097, 8192};
    for (std::size_t size = 10000; size < whole.size(); size += 7001)
        sizes.push_back(size);
    // SQLite reads a partial last page as if zeros followed, so only whole pages are sure to be
    // missed.
    sizes.push_back(whole.size() - 4096);
    for (const std::size_t size : sizes)
        for (const Access access : {Access::read_only, Access::read_write}) {
            write_bytes(cut, std::string_view(whole).substr(0, size));
            EXPECT_TRUE(some_call_fails(cut, access)) << size;
        }
    write_bytes(cut, whole);
    EXPECT_FALSE(some_call_fails(cut, Access::read_only));
    EXPECT_FALSE(some_call_fails(cut, Access::read_write));
}

TEST(DamagedCatalogue, says_to_rebuild)
{
    test::TempDir dir;
    const std::string whole = filled_catalogue(dir / "whole.sqlite");
    const std::filesystem::path path = dir / "catalogue.sqlite";
    for (const std::string& bytes :
        {std::string(), std::string("hello"), std::string(20000, 'x'), whole.substr(0, 9000)}) {
        write_bytes(path, bytes);
        for (const auto open : {&Catalogue::open, &Catalogue::open_readonly}) {
            const Result<Catalogue> catalogue = open(path);
            ASSERT_FALSE(catalogue) << bytes.size();
            EXPECT_EQ(catalogue.error().code(), Errc::corrupt) << catalogue.error().text();
            EXPECT_THAT(catalogue.error().text(), HasSubstr("run `stele catalogue rebuild`"));
        }
    }
    std::filesystem::remove(path);
    const Result<Catalogue> missing = Catalogue::open(path);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code(), Errc::not_found);
    EXPECT_THAT(missing.error().text(), HasSubstr("run `stele catalogue rebuild`"));
}

TEST(DamagedCatalogue, survives_scribbled_bytes)
{
    test::TempDir dir;
    const std::string whole = filled_catalogue(dir / "whole.sqlite");
    const std::filesystem::path path = dir / "scribbled.sqlite";
    std::mt19937 random(7);
    for (int round = 0; round < 150; ++round) {
        std::string bytes = whole;
        for (int i = 0; i < 40; ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random() & 0xff);
        write_bytes(path, bytes);
        some_call_fails(path, round % 2 == 0 ? Access::read_only : Access::read_write);
    }
}

TEST(DamagedCatalogue, is_refused_when_newer_or_not_ours)
{
    test::TempDir dir;
    const std::filesystem::path path = dir / "catalogue.sqlite";
    filled_catalogue(path);
    const auto code_after = [&path](const char* sql) {
        Result<Database> database = Database::open(path, Access::read_write);
        EXPECT_TRUE(database->execute(sql));
        database = Error(Errc::internal, "closed");
        const Result<Catalogue> catalogue = Catalogue::open(path);
        return catalogue ? Errc::internal : catalogue.error().code();
    };
    EXPECT_EQ(code_after("PRAGMA user_version = 3"), Errc::newer_format);
    EXPECT_EQ(code_after("PRAGMA user_version = 0"), Errc::corrupt);
    EXPECT_EQ(code_after("PRAGMA user_version = 1"), Errc::corrupt) << "older";
    EXPECT_EQ(code_after("PRAGMA user_version = 2; PRAGMA application_id = 1"), Errc::corrupt);
    EXPECT_EQ(code_after("PRAGMA application_id = 0x5374656c; DROP TABLE objects"), Errc::corrupt);
}

TEST(DamagedCatalogue, is_never_made_over_a_file_that_is_there)
{
    test::TempDir dir;
    const std::filesystem::path path = dir / "odd #name? 100%.sqlite";
    filled_catalogue(path);
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_EQ(Catalogue::create(path).error().code(), Errc::already_exists);
    EXPECT_TRUE(Catalogue::open_readonly(path));
}

} // namespace
} // namespace stele::catalogue
