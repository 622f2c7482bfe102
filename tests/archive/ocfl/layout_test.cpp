// Layout 0004: the golden vectors of the extension's text, and its constraints.
#include "archive/ocfl/layout.h"
#include "archive/ocfl/paths.h"

#include <gtest/gtest.h>

namespace stele::ocfl {
namespace {

TEST(Layout, maps_the_example_ids_with_default_parameters)
{
    EXPECT_EQ(object_directory({"object-01"}),
        "3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4");
    EXPECT_EQ(object_directory({"..hor/rib:le-$id"}),
        "487/326/d8c/487326d8c2a3c0b885e23da1469b4d6671fd4e76978924b4443e9e3c316cda6d");
}

TEST(Layout, maps_the_example_ids_with_md5_fifteen_tuples_and_short_root)
{
    const LayoutConfig config{DigestAlgorithm::md5, 2, 15, true};
    EXPECT_EQ(
        object_directory({"object-01"}, config), "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/4e");
    EXPECT_EQ(object_directory({"..hor/rib:le-$id"}, config),
        "08/31/97/66/fb/6c/29/35/dd/17/5b/94/26/77/17/e0");
}

TEST(Layout, maps_the_example_ids_without_tuples)
{
    const LayoutConfig config{DigestAlgorithm::sha256, 0, 0, false};
    EXPECT_EQ(object_directory({"object-01"}, config),
        "3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4");
}

TEST(Layout, config_reads_back_as_printed)
{
    const LayoutConfig config{DigestAlgorithm::md5, 2, 15, true};
    const Result<LayoutConfig> read = parse_layout(print_layout(config));
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(*read, config);
    EXPECT_EQ(*parse_layout("{}"), LayoutConfig());
}

TEST(Layout, refuses_what_the_extension_forbids)
{
    for (const char* const text : {R"({"tupleSize": 33})", R"({"tupleSize": 0})",
             R"({"numberOfTuples": -1})", R"({"tupleSize": 22, "numberOfTuples": 3})",
             R"({"tupleSize": 32, "numberOfTuples": 2, "shortObjectRoot": true})",
             R"({"digestAlgorithm": "crc32"})", R"([])", R"({"extensionName": "0002"})"})
        EXPECT_FALSE(parse_layout(text).ok()) << text;
}

TEST(SafeName, is_portable_and_short_and_keeps_the_extension)
{
    EXPECT_EQ(safe_name("scans/Venus de Milo.ply"), "Venus_de_Milo.ply");
    EXPECT_EQ(safe_name("a/b/..."), "file");
    EXPECT_EQ(safe_name("CON.txt. "), "CON.txt._");
    const std::string longest = safe_name(std::string(300, 'a') + ".ply");
    EXPECT_EQ(longest.size(), 60u);
    EXPECT_TRUE(longest.ends_with(".ply"));
    EXPECT_EQ(original_content_path({2}, 7, {"o/\xe4\xbd\x9b.obj"}).text, "v2/content/o/7-___.obj");
}

TEST(ConflictingPaths, finds_repeats_and_files_that_are_directories)
{
    EXPECT_TRUE(conflicting_paths({"a", "ab", "a-b/c", "b/a"}).empty());
    EXPECT_EQ(conflicting_paths({"a/b", "a-b", "a"}), std::vector<std::string>{"a/b"});
    EXPECT_EQ(conflicting_paths({"x", "x"}), std::vector<std::string>{"x"});
}

} // namespace
} // namespace stele::ocfl
