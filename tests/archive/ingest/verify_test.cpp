// Damage of every kind of file is found and named; a whole landmark passes.
#include "archive/ingest/verify.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

Verdict verdict_of(const World& world, const std::string& slug, const VerifyOptions& options = {})
{
    auto archive = Archive::open(world.folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    const auto row = archive->catalogue.find(slug);
    EXPECT_TRUE(row.ok()) << why(row);
    auto verdict = verify_record(*archive, slug, row->uuid, options);
    EXPECT_TRUE(verdict.ok()) << why(verdict);
    return verdict ? *verdict : Verdict();
}

void flip(const fs::path& path, std::size_t at)
{
    std::string bytes = test::slurp(path);
    ASSERT_LT(at, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    test::write_file(path, bytes);
}

class Verify : public ::testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(world_.ingest(world_.put("ball.ply", ball(3))).ok());
        const auto row = world_.row("ball");
        auto archive = Archive::open(world_.folder());
        record_ = archive->root.object_path(row.object_id);
        access_ = archive->root.object_path(row.access_id);
    }
    // Where the bytes of a logical path lie.
    static fs::path file_of(const fs::path& object_root, const std::string& logical)
    {
        auto object = ocfl::Object::open_at(object_root);
        EXPECT_TRUE(object.ok()) << why(object);
        if (!object)
            return {};
        const auto files = object->files();
        EXPECT_TRUE(files.ok()) << why(files);
        if (files)
            for (const ocfl::StoredFile& file : *files)
                if (file.logical.text == logical)
                    return object_root / file.content.text;
        ADD_FAILURE() << logical << " is not in " << object_root;
        return {};
    }
    // First, middle and last byte, one at a time; each must be damage that names the file.
    void expect_found(const fs::path& path, const std::string& named)
    {
        const std::size_t size = fs::file_size(path);
        for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
            flip(path, at);
            const Verdict verdict = verdict_of(world_, "ball");
            EXPECT_TRUE(verdict.damaged()) << path << " at " << at;
            bool says = false;
            for (const Finding& finding : verdict.findings)
                says = says || (finding.severity == Severity::error &&
                                   (finding.where + finding.text).find(named) != std::string::npos);
            EXPECT_TRUE(says) << named << " at " << at << ":\n" << text_of(verdict.findings);
            flip(path, at);
        }
        EXPECT_FALSE(verdict_of(world_, "ball").damaged());
    }

    World world_;
    fs::path record_, access_;
};

TEST_F(Verify, an_intact_landmark_passes)
{
    const Verdict verdict = verdict_of(world_, "ball");
    EXPECT_FALSE(verdict.damaged()) << text_of(verdict.findings);
    EXPECT_EQ(text_of(verdict.findings), "");
    EXPECT_GE(verdict.files, 9u);
    EXPECT_GT(verdict.bytes, 10'000u);
    EXPECT_GE(verdict.pages, 1u);
    EXPECT_GE(verdict.groups, verdict.pages);
    auto archive = Archive::open(world_.folder());
    EXPECT_EQ(text_of(verify_root(*archive)), "");
    VerifyOptions all;
    all.all_digests = true;
    EXPECT_FALSE(verdict_of(world_, "ball", all).damaged());
}

TEST_F(Verify, a_byte_of_a_pack_is_found)
{
    expect_found(file_of(access_, "access/ball/pages-0001.zip"), "access/ball/pages-0001.zip");
}

TEST_F(Verify, a_byte_of_the_index_is_found)
{
    expect_found(file_of(access_, "access/ball/index.stele"), "access/ball/index.stele");
}

TEST_F(Verify, a_byte_of_the_overview_is_found)
{
    expect_found(file_of(access_, "access/ball/overview.glb"), "access/ball/overview.glb");
}

TEST_F(Verify, a_byte_of_the_provenance_is_found)
{
    expect_found(file_of(access_, "access/ball/source.json"), "access/ball/source.json");
}

TEST_F(Verify, a_byte_of_the_record_is_found)
{
    expect_found(file_of(record_, "record.json"), "record.json");
}

TEST_F(Verify, a_byte_of_an_original_is_found)
{
    expect_found(file_of(record_, "original/ball.ply"), "original/ball.ply");
}

TEST_F(Verify, a_byte_of_a_report_is_found)
{
    expect_found(file_of(record_, "report/ball.json"), "report/ball.json");
}

TEST_F(Verify, a_byte_of_an_inventory_is_found)
{
    for (const fs::path& object : {record_, access_}) {
        expect_found(object / "inventory.json", "inventory.json");
        expect_found(object / "v1/inventory.json", "v1/inventory.json");
        flip(object / "inventory.json.sha512", 0);
        EXPECT_TRUE(verdict_of(world_, "ball").damaged());
        flip(object / "inventory.json.sha512", 0);
    }
}

TEST_F(Verify, a_missing_and_a_surplus_file_are_found)
{
    const fs::path original = file_of(record_, "original/ball.ply");
    const std::string bytes = test::slurp(original);
    fs::remove(original);
    EXPECT_THAT(world_.damage("ball"), HasSubstr("ball.ply"));
    test::write_file(original, bytes);
    EXPECT_EQ(world_.damage("ball"), "");
    test::write_file(record_ / "v1/content/surplus.txt", "x");
    EXPECT_THAT(world_.damage("ball"), HasSubstr("surplus.txt"));
}

TEST_F(Verify, a_missing_object_is_damage)
{
    fs::remove_all(record_);
    EXPECT_NE(world_.damage("ball"), "");
}

TEST_F(Verify, quick_reads_no_content_but_judges_structure)
{
    VerifyOptions quick;
    quick.quick = true;
    const fs::path pack = file_of(access_, "access/ball/pages-0001.zip");
    flip(pack, fs::file_size(pack) / 2);
    EXPECT_FALSE(verdict_of(world_, "ball", quick).damaged());
    fs::remove(file_of(record_, "record.json"));
    EXPECT_TRUE(verdict_of(world_, "ball", quick).damaged());
}

TEST_F(Verify, a_record_without_viewing_copy_is_a_warning)
{
    fs::remove_all(access_);
    const Verdict verdict = verdict_of(world_, "ball");
    EXPECT_FALSE(verdict.damaged()) << text_of(verdict.findings);
    EXPECT_NE(find(verdict.findings, "verify.no-viewing-copy"), nullptr);
}

TEST_F(Verify, cancelling_ends_it)
{
    Cancel cancel;
    cancel.requested = true;
    VerifyOptions options;
    options.cancel = &cancel;
    auto archive = Archive::open(world_.folder());
    const auto verdict = verify_record(*archive, "ball", world_.row("ball").uuid, options);
    ASSERT_FALSE(verdict.ok());
    EXPECT_EQ(verdict.error().code(), Errc::cancelled);
}

} // namespace
} // namespace stele::ingest
