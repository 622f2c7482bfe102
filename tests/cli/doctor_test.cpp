// stele doctor: finds what is wrong, changes nothing, and says what to do.
#include "tests/cli/program.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace stele::cli {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

// The first check with that id, or null.
Json check_of(const Outcome& outcome, const std::string& id)
{
    for (const Json& check : elements_of(document_of(outcome)["checks"]))
        if (check["id"].string_or("") == id)
            return check;
    ADD_FAILURE() << "no check " << id << said(outcome);
    return {};
}

std::string verdict_of(const Outcome& outcome, const std::string& id)
{
    return check_of(outcome, id)["verdict"].string_or("");
}

TEST(Doctor, has_a_line_for_everything_and_ends_with_0)
{
    const Workplace place(std::vector<std::string>{});
    const Outcome outcome = place.run({"doctor"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    for (const char* const name : {"Programs", "Search", "Graphics", "Display", "Fonts", "Locale",
             "Archive", "Disk", "Writing", "Catalogue", "SQLite", "1 records"})
        EXPECT_THAT(outcome.out, HasSubstr(name));
    const Outcome chinese = place.run({"--lang", "zh-Hans", "doctor"});
    EXPECT_THAT(chinese.out, HasSubstr("档案库"));
    const Outcome json = place.run({"--json", "doctor"});
    EXPECT_EQ(verdict_of(json, "search"), "ok");
    EXPECT_EQ(verdict_of(json, "archive"), "ok");
    EXPECT_EQ(verdict_of(json, "catalogue"), "ok");
    EXPECT_EQ(verdict_of(json, "staging"), "ok");
    const std::string plain = place.run({"--plain", "doctor"}).out;
    EXPECT_THAT(plain, HasSubstr("search\tok\tSQLite "));
}

TEST(Doctor, asks_the_viewer_for_the_devices)
{
    if (!fs::exists(test::built_program("stele-viewer")))
        GTEST_SKIP() << "built without the renderer";
    const Json graphics = check_of(stele({"--json", "doctor"}), "graphics");
    EXPECT_THAT(graphics["value"].string_or(""), HasSubstr("Vulkan 1."));
    const Outcome none = stele({"--json", "doctor"},
        {{"VK_DRIVER_FILES", "/nonexistent.json"}, {"VK_ICD_FILENAMES", "/nonexistent.json"}});
    EXPECT_EQ(verdict_of(none, "graphics"), "attention");
    EXPECT_THAT(check_of(none, "graphics")["fix"].string_or(""), HasSubstr("mesa-vulkan-drivers"));
}

TEST(Doctor, strict_is_1_when_something_needs_attention)
{
    const Outcome lax = stele({"doctor"}, {{"LC_ALL", "C"}});
    EXPECT_EQ(lax.exit, 0);
    EXPECT_THAT(lax.out, HasSubstr("export LANG=C.UTF-8"));
    EXPECT_EQ(stele({"doctor", "--strict"}, {{"LC_ALL", "C"}}).exit, 1);
    EXPECT_EQ(verdict_of(stele({"--json", "doctor"}, {{"LC_ALL", "C.utf8"}}), "locale"), "ok");
}

TEST(Doctor, says_what_is_wrong_with_an_archive)
{
    const Workplace place(std::vector<std::string>{});
    const auto look = [&] { return place.run({"--json", "doctor"}); };
    fs::create_directory(place.folder() / ".staging/left");
    EXPECT_THAT(check_of(look(), "staging")["value"].string_or(""), HasSubstr("1 left over"));
    fs::remove(place.folder() / ".staging/left");

    const int lock = ::open((place.folder() / ".staging/lock").c_str(), O_RDWR | O_CREAT, 0600);
    ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
    EXPECT_THAT(check_of(look(), "staging")["value"].string_or(""),
        HasSubstr("process " + std::to_string(::getpid())));
    ::close(lock);

    for (const char* const suffix : {"", "-wal", "-shm"})
        fs::remove(place.folder() / ("catalogue.sqlite" + std::string(suffix)));
    const Json lost = check_of(look(), "catalogue");
    EXPECT_EQ(lost["verdict"].string_or(""), "attention");
    EXPECT_THAT(lost["fix"].string_or(""), HasSubstr("stele catalogue rebuild"));
    ASSERT_EQ(place.run({"catalogue", "rebuild"}).exit, 0);
    EXPECT_EQ(verdict_of(look(), "catalogue"), "ok");

    const fs::path inventory = place.stored("inventory.json");
    fs::path object = inventory.parent_path();
    while (!fs::exists(object / "0=ocfl_object_1.1"))
        object = object.parent_path();
    for (const auto& entry : fs::recursive_directory_iterator(object))
        fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add);
    fs::remove_all(object);
    EXPECT_EQ(verdict_of(look(), "catalogue"), "attention");

    test::write_file(place.folder() / "stele.toml", "format = 2\n");
    EXPECT_EQ(verdict_of(look(), "archive"), "attention");
}

TEST(Doctor, needs_no_archive)
{
    const test::TempDir dir;
    const Outcome outcome = stele({"--json", "-A", (dir / "none").string(), "doctor"});
    EXPECT_EQ(outcome.exit, 0);
    EXPECT_EQ(verdict_of(outcome, "archive"), "attention");
}

TEST(Version, names_its_parts_in_json)
{
    const Json version = document_of(stele({"--version", "--json"}));
    EXPECT_EQ(version["program"].string_or(""), "stele");
    EXPECT_EQ(stele({"--version"}).out, "stele " + version["version"].string_or("") + "\n");
    EXPECT_TRUE(version["fts5"].bool_or(false));
    EXPECT_EQ(version["programs"]["stele-viewer"].bool_or(false),
        fs::exists(test::built_program("stele-viewer")));
}

} // namespace
} // namespace stele::cli
