// Which record a scan belongs to and what it says: file name, record.toml, --set, and the archive's
// own record beneath them.
#include "archive/base/clock.h"
#include "archive/ingest/describe.h"
#include "archive/record/json.h"
#include "tests/archive/ingest/world.h"

namespace stele::ingest {
namespace {

using ::testing::HasSubstr;

const char* const kUuid = "0f1e2d3c-4b5a-4697-8877-665544332211";

Result<Description> described(
    const World& world, const std::filesystem::path& scan, const Options& options = {})
{
    STELE_TRY(Archive archive, world.open());
    return describe(archive, intake_of_scan(scan, options), options);
}

std::string refusal(const Result<Description>& description)
{
    return description ? "accepted" : description.error().text();
}

TEST(Describe, a_bare_scan_gets_a_record_from_its_name)
{
    const World world;
    const auto description = described(world, world.put("Venus of Milo.ply", "x"));
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_EQ(description->record.id, "venus-of-milo");
    EXPECT_TRUE(is_uuid(description->record.uuid));
    EXPECT_EQ(description->record.type, "object");
    EXPECT_EQ(description->record.title.at("und"), "Venus of Milo");
    EXPECT_FALSE(description->exists);
    EXPECT_TRUE(description->changed);
}

TEST(Describe, a_name_without_latin_letters_still_gets_an_id_and_keeps_its_title)
{
    const World world;
    const auto description = described(world, world.put("\u9547\u6d77\u697c.ply", "x"));
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_FALSE(description->record.id.empty());
    EXPECT_EQ(description->record.title.at("und"), "\u9547\u6d77\u697c");
}

TEST(Describe, reads_the_toml_named_like_the_scan_before_record_toml)
{
    const World world;
    const auto scan = world.put("a.ply", "x");
    world.put("record.toml", "id = 'shared'\ntitle.en = 'Shared'\n");
    auto description = described(world, scan);
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_EQ(description->record.id, "shared");
    EXPECT_EQ(description->record.title.at("en"), "Shared");

    world.put("a.toml", "id = 'own'\ntitle.en = 'Own'\n");
    description = described(world, scan);
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_EQ(description->record.id, "own");

    Options options;
    options.record_file = world.put("else/x.toml", "id = 'given'\n");
    description = described(world, scan, options);
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_EQ(description->record.id, "given");
}

TEST(Describe, the_option_beats_the_tomls_id_and_set_beats_the_toml)
{
    const World world;
    const auto scan = world.put("a.ply", "x");
    world.put("a.toml", "id = 'own'\ntype = 'building'\ntitle.en = 'Own'\ndate = '1380'\n");
    Options options;
    options.record = "chosen";
    options.set = {"title.zh-Hans=\u697c", "date=1381"};
    const auto description = described(world, scan, options);
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_EQ(description->record.id, "chosen");
    EXPECT_EQ(description->record.type, "building");
    EXPECT_EQ(description->record.title.at("en"), "Own");
    EXPECT_EQ(description->record.title.at("zh-Hans"), "\u697c");
    EXPECT_EQ(description->record.date, "1381");
}

TEST(Describe, a_toml_overlays_the_record_key_by_key)
{
    const World world;
    const auto scan = world.put("a.ply", ball(1));
    world.put("a.toml", std::string("uuid = '") + kUuid +
                            "'\ntitle.en = 'First'\ndate = '1380'\n[rights]\nmodel = 'CC0-1.0'\n");
    ASSERT_TRUE(world.ingest(scan).ok());

    auto same = described(world, scan);
    ASSERT_TRUE(same.ok()) << why(same);
    EXPECT_TRUE(same->exists);
    EXPECT_FALSE(same->changed);

    world.put("a.toml", "title.zh-Hans = '\u4e8c'\n");
    auto next = described(world, scan);
    ASSERT_TRUE(next.ok()) << why(next);
    EXPECT_TRUE(next->exists);
    EXPECT_TRUE(next->changed);
    EXPECT_EQ(next->record.uuid, kUuid);
    EXPECT_EQ(next->record.date, "1380");
    EXPECT_EQ(next->record.rights.model, "CC0-1.0");
    EXPECT_EQ(next->record.title.count("en"), 0u); // a top-level key is replaced whole
    EXPECT_EQ(next->record.title.at("zh-Hans"), "\u4e8c");
}

TEST(Describe, without_any_description_the_archives_record_stays)
{
    const World world;
    const auto scan = world.put("a.ply", ball(1));
    Options options;
    options.set = {"title.en=Named", "date=1380"};
    ASSERT_TRUE(world.ingest(scan, options).ok());
    const auto again = described(world, scan);
    ASSERT_TRUE(again.ok()) << why(again);
    EXPECT_FALSE(again->changed);
    EXPECT_EQ(again->record.title.at("en"), "Named");
}

TEST(Describe, faults_of_the_toml_name_file_line_and_field)
{
    const World world;
    const auto scan = world.put("a.ply", "x");
    world.put("a.toml", "title.en = 'A'\ndate = 1380\nplace.lat = 91\n");
    const std::string text = refusal(described(world, scan));
    EXPECT_THAT(text, HasSubstr("a.toml:2:1: date: "));
    EXPECT_THAT(text, HasSubstr("a.toml:3:7: place.lat: "));

    world.put("a.toml", "title.en = 'A'\ntitel = 'B'\n");
    const auto unknown = described(world, scan);
    if (unknown) // kept as an unknown key: nothing is lost
        EXPECT_THAT(record::canonical_text(unknown->record), HasSubstr("titel"));
    else
        EXPECT_THAT(refusal(unknown), HasSubstr("a.toml:2:1"));

    world.put("a.toml", "title.en = \n");
    EXPECT_THAT(refusal(described(world, scan)), HasSubstr("a.toml:1:"));
}

TEST(Describe, faults_of_set_name_the_key)
{
    const World world;
    const auto scan = world.put("a.ply", "x");
    Options options;
    options.set = {"place.lat=north"};
    EXPECT_THAT(refusal(described(world, scan, options)), HasSubstr("place.lat"));
    options.set = {"no-equals-sign"};
    EXPECT_THAT(refusal(described(world, scan, options)), HasSubstr("no-equals-sign"));
}

TEST(Describe, refuses_an_id_that_is_no_slug)
{
    const World world;
    const auto scan = world.put("a.ply", "x");
    for (const char* const id : {"Upper", "-a", "a b", "a/b", "..", "\u697c"}) {
        Options options;
        options.record = id;
        const auto description = described(world, scan, options);
        ASSERT_FALSE(description.ok()) << id;
        EXPECT_EQ(description.error().code(), Errc::invalid_argument) << id;
        EXPECT_THAT(description.error().text(), HasSubstr(id));
    }
}

TEST(Describe, a_missing_record_file_is_named)
{
    const World world;
    Options options;
    options.record_file = world.inbox() / "nowhere.toml";
    EXPECT_THAT(
        refusal(described(world, world.put("a.ply", "x"), options)), HasSubstr("nowhere.toml"));
}

TEST(Describe, another_uuid_for_a_known_id_is_refused)
{
    const World world;
    const auto scan = world.put("a.ply", ball(1));
    ASSERT_TRUE(world.ingest(scan).ok());
    world.put("a.toml", std::string("uuid = '") + kUuid + "'\n");
    const auto description = described(world, scan);
    ASSERT_FALSE(description.ok());
    EXPECT_EQ(description.error().code(), Errc::already_exists);
    EXPECT_THAT(description.error().text(), HasSubstr("uuid"));
}

TEST(Describe, a_known_uuid_under_a_new_id_renames_the_record)
{
    const World world;
    const auto scan = world.put("a.ply", ball(1));
    world.put("a.toml", std::string("uuid = '") + kUuid + "'\nid = 'old'\ndate = '1380'\n");
    ASSERT_TRUE(world.ingest(scan).ok());
    world.put("a.toml", std::string("uuid = '") + kUuid + "'\nid = 'new'\n");
    const auto description = described(world, scan);
    ASSERT_TRUE(description.ok()) << why(description);
    EXPECT_TRUE(description->exists);
    EXPECT_TRUE(description->changed);
    EXPECT_EQ(description->record.id, "new");
    EXPECT_EQ(description->record.date, "1380");
}

} // namespace
} // namespace stele::ingest
