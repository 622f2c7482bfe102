// Objects that Stele wrote, damaged in one way each: the code that the damage must have is
// reported, and the undamaged object has none.
#include "archive/base/digest.h"
#include "tests/archive/ocfl/world.h"

#include <fstream>
#include <functional>
#include <sstream>

namespace stele::ocfl {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void spill(const fs::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

// Edits an inventory and its sidecar, so that only the edit is wrong.
void edit(const fs::path& directory, const std::string& what, const std::string& by)
{
    std::string text = slurp(directory / "inventory.json");
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), by);
    spill(directory / "inventory.json", text);
    spill(directory / "inventory.json.sha512",
        print_sidecar(digest_hex(DigestAlgorithm::sha512, as_bytes(text))));
}

void edit_head(const fs::path& object, const std::string& what, const std::string& by)
{
    edit(object, what, by);
    edit(object / "v2", what, by);
}

fs::path first_file(const fs::path& directory)
{
    for (const auto& entry : fs::recursive_directory_iterator(directory))
        if (entry.is_regular_file())
            return entry.path();
    return {};
}

struct Mutation {
    const char* code;
    const char* name;
    std::function<void(const fs::path& object)> apply;
};

std::vector<Mutation> mutations()
{
    return {
        {"E001", "stray file", [](const fs::path& o) { spill(o / "note.txt", "x"); }},
        {"E001", "stray directory", [](const fs::path& o) { fs::create_directory(o / "tmp"); }},
        {"E003", "no declaration", [](const fs::path& o) { fs::remove(o / "0=ocfl_object_1.1"); }},
        {"E003", "two declarations",
            [](const fs::path& o) { spill(o / "0=ocfl_object_1.0", "ocfl_object_1.0\n"); }},
        {"E007", "declaration torn", [](const fs::path& o) { spill(o / "0=ocfl_object_1.1", ""); }},
        {"E038", "declared 1.0",
            [](const fs::path& o) {
                fs::remove(o / "0=ocfl_object_1.1");
                spill(o / "0=ocfl_object_1.0", "ocfl_object_1.0\n");
            }},
        {"E015", "file in version", [](const fs::path& o) { spill(o / "v1" / "note.txt", "x"); }},
        {"E023", "file nobody lists",
            [](const fs::path& o) { spill(o / "v2" / "content" / "o" / "extra", "x"); }},
        {"E024", "empty directory in content",
            [](const fs::path& o) { fs::create_directory(o / "v1" / "content" / "empty"); }},
        {"E016", "content directory gone",
            [](const fs::path& o) { fs::remove_all(o / "v1" / "content"); }},
        {"E092", "content file gone",
            [](const fs::path& o) { fs::remove(first_file(o / "v1" / "content")); }},
        {"E092", "one bit flipped",
            [](const fs::path& o) {
                const fs::path file = first_file(o / "v1" / "content");
                std::string text = slurp(file);
                text[0] = static_cast<char>(text[0] ^ 1);
                spill(file, text);
            }},
        {"E093", "fixity digest wrong",
            [](const fs::path& o) {
                const std::string sha256 =
                    digest_hex(DigestAlgorithm::sha256, as_bytes("another scan"));
                edit_head(o, sha256, std::string(64, '0'));
            }},
        {"E058", "sidecar gone",
            [](const fs::path& o) { fs::remove(o / "inventory.json.sha512"); }},
        {"E059", "sidecar of another algorithm",
            [](const fs::path& o) {
                fs::rename(o / "inventory.json.sha512", o / "inventory.json.sha256");
            }},
        {"E060", "inventory edited",
            [](const fs::path& o) {
                spill(o / "inventory.json", slurp(o / "inventory.json") + " ");
            }},
        {"E061", "sidecar torn",
            [](const fs::path& o) { spill(o / "inventory.json.sha512", "abc"); }},
        {"E063", "inventory gone", [](const fs::path& o) { fs::remove(o / "inventory.json"); }},
        {"E064", "root and head differ", [](const fs::path& o) { edit(o, "second scan", "2nd"); }},
        {"E033", "inventory cut in two",
            [](const fs::path& o) {
                spill(o / "inventory.json", slurp(o / "inventory.json").substr(0, 200));
            }},
        {"E046", "version directory gone", [](const fs::path& o) { fs::remove_all(o / "v1"); }},
        {"E046", "version nobody lists",
            [](const fs::path& o) { fs::copy(o / "v2", o / "v3", fs::copy_options::recursive); }},
        {"E066", "old state rewritten",
            [](const fs::path& o) { edit_head(o, "original/venus.mtl", "original/other.mtl"); }},
        {"E110", "id changes",
            [](const fs::path& o) { edit(o / "v1", "urn:uuid:6f", "urn:uuid:7f"); }},
        {"E040", "inventory in the wrong version",
            [](const fs::path& o) {
                for (const char* const name : {"inventory.json", "inventory.json.sha512"})
                    fs::copy(o / name, o / "v1" / name, fs::copy_options::overwrite_existing);
            }},
        {"E046", "every version directory gone",
            [](const fs::path& o) {
                fs::remove_all(o / "v1");
                fs::remove_all(o / "v2");
            }},
        {"E067", "file among extensions",
            [](const fs::path& o) {
                fs::create_directory(o / "extensions");
                spill(o / "extensions" / "x", "");
            }},
        {"E090", "symbolic link",
            [](const fs::path& o) {
                fs::create_symlink("/etc/passwd", o / "v1" / "content" / "l");
            }},
        {"E090", "hard link",
            [](const fs::path& o) {
                fs::create_hard_link(first_file(o / "v1" / "content"), o / "v2" / "content" / "l");
            }},
        {"E089", "pipe",
            [](const fs::path& o) {
                ASSERT_EQ(::system(("mkfifo " + (o / "v1/content/p").string()).c_str()), 0);
            }},
        {"W002", "directory beside content",
            [](const fs::path& o) { fs::create_directory(o / "v1" / "other"); }},
        {"W010", "version inventory gone",
            [](const fs::path& o) {
                fs::remove(o / "v1" / "inventory.json");
                fs::remove(o / "v1" / "inventory.json.sha512");
            }},
        {"W011", "old message rewritten",
            [](const fs::path& o) { edit_head(o, "ingest", "load"); }},
        {"W013", "unregistered extension",
            [](const fs::path& o) { fs::create_directories(o / "extensions" / "mine"); }},
    };
}

TEST(Mutants, each_has_the_code_of_its_damage)
{
    for (const Mutation& mutation : mutations()) {
        const World world;
        ASSERT_TRUE(world.create_tower(world.io()).ok());
        ASSERT_TRUE(world.update_tower(world.io()).ok());
        const fs::path object = Root::open(world.archive().storage_root())->object_path(kTower);
        ASSERT_TRUE(validate_object(object).empty()) << show(validate_object(object));
        mutation.apply(object);
        const Violations found = validate_object(object);
        EXPECT_TRUE(has_code(found, mutation.code)) << mutation.name << show(found);
        EXPECT_EQ(has_errors(found), mutation.code[0] == 'E') << mutation.name << show(found);
    }
}

TEST(Mutants, of_the_storage_root_have_the_code_of_their_damage)
{
    const std::vector<Mutation> roots = {
        {"E069", "no declaration", [](const fs::path& r) { fs::remove(r / "0=ocfl_1.1"); }},
        {"E076", "two declarations",
            [](const fs::path& r) { spill(r / "0=ocfl_1.0", "ocfl_1.0\n"); }},
        {"E080", "declaration torn", [](const fs::path& r) { spill(r / "0=ocfl_1.1", "ocfl"); }},
        {"E081", "objects newer than the root",
            [](const fs::path& r) {
                fs::remove(r / "0=ocfl_1.1");
                spill(r / "0=ocfl_1.0", "ocfl_1.0\n");
            }},
        {"E070", "layout without description",
            [](const fs::path& r) { spill(r / "ocfl_layout.json", R"({"extension": "0004"})"); }},
        {"E071", "layout of nobody",
            [](const fs::path& r) {
                spill(r / "ocfl_layout.json", R"({"extension": "x", "description": "y"})");
            }},
        {"E073", "empty directory", [](const fs::path& r) { fs::create_directory(r / "fff"); }},
        {"E072", "file in the hierarchy",
            [](const fs::path& r) {
                fs::create_directory(r / "fff");
                spill(r / "fff" / "note", "x");
            }},
        {"E112", "file among extensions",
            [](const fs::path& r) { spill(r / "extensions" / "x", ""); }},
        {"W016", "unregistered extension",
            [](const fs::path& r) {
                fs::create_directory(r / "extensions" / "mine");
                spill(r / "extensions" / "mine" / "x", "");
            }},
        {"E083", "object in the wrong place",
            [](const fs::path& r) {
                const fs::path object = Root::open(r)->object_path(kTower);
                fs::create_directories(r / "000" / "000" / "000");
                fs::rename(object, r / "000" / "000" / "000" / object.filename());
            }},
        {"E090", "link across objects",
            [](const fs::path& r) {
                const Root root = *Root::open(r);
                fs::create_hard_link(
                    first_file(root.object_path(kTower) / "v1"), root.object_path(kPages) / "logs");
            }},
    };
    for (const Mutation& mutation : roots) {
        const World world;
        ASSERT_TRUE(world.create_tower(world.io()).ok());
        ASSERT_TRUE(world.replace_pages(world.io(), "x").ok());
        ASSERT_TRUE(world.validate().empty()) << show(world.validate());
        mutation.apply(world.archive().storage_root());
        const Violations found = world.validate();
        EXPECT_TRUE(has_code(found, mutation.code)) << mutation.name << show(found);
        EXPECT_EQ(has_errors(found), mutation.code[0] == 'E') << mutation.name << show(found);
    }
}

TEST(Validate, a_file_in_the_root_that_nobody_knows_is_ignored)
{
    const World world;
    spill(world.archive().storage_root() / "whatever.txt", "E087");
    EXPECT_TRUE(world.validate().empty()) << show(world.validate());
}

// An object as OCFL 1.0 has it, from one that Stele wrote.
TEST(Validate, objects_of_ocfl_1_0_are_read)
{
    const World world;
    ASSERT_TRUE(world.create_tower(world.io()).ok());
    const fs::path object = Root::open(world.archive().storage_root())->object_path(kTower);
    fs::remove(object / "0=ocfl_object_1.1");
    spill(object / "0=ocfl_object_1.0", "ocfl_object_1.0\n");
    edit(object, "1.1/spec", "1.0/spec");
    edit(object / "v1", "1.1/spec", "1.0/spec");
    EXPECT_TRUE(validate_object(object).empty()) << show(validate_object(object));
    ASSERT_TRUE(world.update_tower(world.io()).ok());
    EXPECT_TRUE(validate_object(object).empty()) << show(validate_object(object));
    EXPECT_TRUE(fs::exists(object / "0=ocfl_object_1.1")) << "a new version is of OCFL 1.1";
}

} // namespace
} // namespace stele::ocfl
