// Folders and several scans, through the whole road.
#include "archive/ingest/ingest.h"
#include "archive/ocfl/object.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

struct Told {
    std::vector<std::string> records, errors;
    Findings findings;
    std::vector<fs::path> not_kept;
};

Told deliver(const World& world, const std::vector<fs::path>& paths, const Options& options = {})
{
    Told told;
    const auto delivery = sort_delivery(paths, options);
    EXPECT_TRUE(delivery.ok()) << why(delivery);
    auto archive = world.open();
    EXPECT_TRUE(archive.ok()) << why(archive);
    if (!delivery || !archive)
        return told;
    DeliveryEvents events;
    events.begins = [](const fs::path&) {};
    events.ends = [&](const fs::path&, const Result<Outcome>& outcome) {
        if (outcome) {
            told.records.push_back(outcome->id + " " + std::string(action_name(outcome->action)));
            told.findings.insert(
                told.findings.end(), outcome->findings.begin(), outcome->findings.end());
        } else {
            told.errors.push_back(outcome.error().text());
        }
        return true;
    };
    told.not_kept = ingest_delivery(*archive, *delivery, options, events);
    return told;
}

std::vector<std::string> originals_of(const World& world, const std::string& slug)
{
    std::vector<std::string> paths;
    auto archive = Archive::open(world.folder());
    auto object = ocfl::Object::open(archive->root, world.row(slug).object_id);
    EXPECT_TRUE(object.ok()) << why(object);
    const auto files = object->files();
    for (const auto& file : *files)
        if (file.logical.text.starts_with("original/"))
            paths.push_back(file.logical.text);
    return paths;
}

std::string newest_event(const World& world, const std::string& slug, const std::string& name)
{
    auto archive = Archive::open(world.folder());
    auto object = ocfl::Object::open(archive->root, world.row(slug).object_id);
    const auto bytes = object->read_file({"events/" + name}, 1u << 20);
    EXPECT_TRUE(bytes.ok()) << why(bytes);
    return bytes ? std::string(as_text(*bytes)) : "";
}

TEST(IngestDelivery, keeps_the_documents_of_a_folder_and_says_what_it_left_out)
{
    const World world;
    world.put("d/lion.ply", ball());
    world.put("d/photos/1.jpg", "not a picture");
    world.put("d/Thumbs.db", "litter");
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("lion added"));
    EXPECT_THAT(
        originals_of(world, "lion"), ElementsAre("original/lion.ply", "original/photos/1.jpg"));
    EXPECT_THAT(newest_event(world, "lion", "0001.json"), HasSubstr("Thumbs.db"));
    EXPECT_EQ(world.damage("lion"), "");
    const Told again = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(again.records, ElementsAre("lion unchanged"));
}

TEST(IngestDelivery, a_scan_that_cannot_be_read_is_kept_as_a_document_of_its_folder)
{
    const World world;
    world.put("d/record.toml", "id = 'pair'\ntitle.en = 'Pair'\n");
    world.put("d/broken.ply", "ply\nformat ascii 1.0\nelement vertex");
    world.put("d/lion.ply", ball());
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("pair added"));
    const Finding* const finding = find(told.findings, "delivery.scan-not-read");
    ASSERT_NE(finding, nullptr);
    EXPECT_EQ(finding->where, "broken.ply");
    EXPECT_THAT(originals_of(world, "pair"),
        ElementsAre("original/broken.ply", "original/lion.ply", "original/record.toml"));
    EXPECT_EQ(world.row("pair").triangles, 128u);
    EXPECT_EQ(world.damage("pair"), "");
}

TEST(IngestDelivery, a_scan_that_cannot_be_read_is_refused_among_other_records)
{
    const World world;
    world.put("d/broken.ply", "ply\nformat ascii 1.0\nelement vertex");
    world.put("d/lion.ply", ball());
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("lion added"));
    ASSERT_EQ(told.errors.size(), 1u);
    EXPECT_THAT(told.errors[0], HasSubstr("broken.ply"));
}

TEST(IngestDelivery, two_scans_of_one_record_have_a_viewing_copy_each)
{
    const World world;
    world.put("d/record.toml", "id = 'pair'\ntitle.en = 'Pair'\n");
    world.put("d/a.ply", ball());
    world.put("d/b.ply", ball(2, 0.2));
    deliver(world, {world.inbox() / "d"});
    EXPECT_EQ(world.records(), 1u);
    EXPECT_EQ(world.row("pair").triangles, 256u);
    EXPECT_EQ(world.damage("pair"), "");
}

TEST(IngestDelivery, scans_of_one_stem_join_one_record)
{
    const World world;
    world.put("d/lion.ply", ball());
    world.put("d/lion.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    world.put("d/skull.ply", ball());
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("lion added", "lion updated", "skull added"));
    EXPECT_EQ(world.row("lion").triangles, 129u);
    EXPECT_THAT(deliver(world, {world.inbox() / "d"}).records,
        ElementsAre("lion unchanged", "lion unchanged", "skull unchanged"));
}

TEST(IngestDelivery, a_texture_that_a_scan_names_is_not_among_the_files_left_over)
{
    const World world;
    world.put("d/a.ply", ball());
    world.put("d/b.obj", "mtllib b.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    world.put("d/b.mtl", "newmtl m\nKd 1 0 0\n");
    world.put("d/other.txt", "x");
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("a added", "b added"));
    EXPECT_THAT(told.not_kept, ElementsAre(world.inbox() / "d/other.txt"));
}

TEST(IngestDelivery, an_id_by_file_name_does_not_bring_strangers_into_one_record)
{
    const World world;
    world.put("d/a/lion.ply", ball());
    world.put("d/b/lion.ply", ball(2, 0.3));
    const Told told = deliver(world, {world.inbox() / "d"});
    EXPECT_THAT(told.records, ElementsAre("lion added"));
    ASSERT_EQ(told.errors.size(), 1u);
    EXPECT_THAT(told.errors[0], HasSubstr("--record lion"));
    EXPECT_THAT(originals_of(world, "lion"), ElementsAre("original/a/lion.ply"));
    Options named;
    named.record = "lion";
    const Told added = deliver(world, {world.inbox() / "d"}, named);
    EXPECT_THAT(added.errors, IsEmpty());
    EXPECT_THAT(
        originals_of(world, "lion"), ElementsAre("original/a/lion.ply", "original/b/lion.ply"));
}

TEST(IngestDelivery, documents_alone_make_a_record_that_is_named)
{
    const World world;
    Options named;
    named.record = "drawings";
    const auto plan = world.put("plan.pdf", "%PDF");
    EXPECT_THAT(deliver(world, {plan}, named).records, ElementsAre("drawings added"));
    EXPECT_EQ(world.row("drawings").state, catalogue::State::no_viewing_copy);
    EXPECT_EQ(world.damage("drawings"), "");
    EXPECT_THAT(deliver(world, {plan}, named).records, ElementsAre("drawings unchanged"));
}

TEST(IngestDelivery, a_dry_run_reports_every_scan_and_writes_nothing)
{
    const World world;
    world.put("d/a.ply", ball());
    world.put("d/b.ply", ball(2, 0.2));
    const auto before = files_of(world.storage());
    Options dry;
    dry.dry_run = true;
    EXPECT_THAT(deliver(world, {world.inbox() / "d"}, dry).records,
        ElementsAre("a examined", "b examined"));
    EXPECT_EQ(files_of(world.storage()), before);
    EXPECT_EQ(world.records(), 0u);
    world.put("d/e/a.ply", ball(2, 0.3));
    EXPECT_EQ(deliver(world, {world.inbox() / "d"}, dry).errors.size(), 1u);
}

} // namespace
} // namespace stele::ingest
