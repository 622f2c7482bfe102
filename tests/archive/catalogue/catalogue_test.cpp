// Adding, finding, listing, and what a rebuilt catalogue has to give.
#include "archive/catalogue/catalogue.h"
#include "tests/archive/catalogue/sample_entries.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace stele::catalogue {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct CatalogueTest : testing::Test {
    test::TempDir dir;
    std::filesystem::path path = dir / "catalogue.sqlite";
    Result<Catalogue> made = Catalogue::create(path);
    Catalogue& catalogue = *made;

    std::vector<std::string> slugs(const ListOptions& options)
    {
        const auto rows = catalogue.list(options);
        EXPECT_TRUE(rows) << rows.error().text();
        std::vector<std::string> out;
        for (const ObjectRow& row : *rows)
            out.push_back(row.slug);
        return out;
    }
};

#define EXPECT_OK(...)                                                                             \
    do {                                                                                           \
        const auto stele_outcome = (__VA_ARGS__);                                                  \
        EXPECT_TRUE(stele_outcome.ok()) << stele_outcome.error().text();                           \
    } while (false)

TEST_F(CatalogueTest, gives_back_what_was_added)
{
    record::Record record = sample_record("lion", {{"en", "Lion"}, {"zh-Hans", "石狮"}});
    record.date = "1380~";
    record.place.name = {{"en", "Guangzhou"}};
    record.place.lat = 23.125;
    Entry entry = sample_entry(record);
    entry.object.last_verified = 1700000123;
    EXPECT_OK(catalogue.add(entry));
    const Result<ObjectRow> row = catalogue.find("lion");
    ASSERT_TRUE(row) << row.error().text();
    const ObjectRow& want = entry.object;
    EXPECT_EQ(row->uuid, want.uuid);
    EXPECT_EQ(row->object_id, want.object_id);
    EXPECT_EQ(row->access_id, want.access_id);
    EXPECT_EQ(row->head_version, want.head_version);
    EXPECT_EQ(row->titles, want.titles);
    EXPECT_EQ(row->places, want.places);
    EXPECT_EQ(row->type, "building");
    EXPECT_EQ(row->language, "zh-Hans");
    EXPECT_EQ(row->date_text, "1380~");
    EXPECT_EQ(row->earliest_day, want.earliest_day);
    EXPECT_EQ(row->latest_day, want.latest_day);
    EXPECT_EQ(row->lat, 23.125);
    EXPECT_EQ(row->lon, std::nullopt);
    EXPECT_EQ(row->size_bytes, 1000u);
    EXPECT_EQ(row->triangles, 8192u);
    EXPECT_EQ(row->state, State::ok);
    EXPECT_EQ(row->added, want.added);
    EXPECT_EQ(row->last_verified, want.last_verified);
    EXPECT_EQ(row->record_json, want.record_json);
    const auto assets = catalogue.assets(row->uuid);
    ASSERT_TRUE(assets);
    ASSERT_EQ(assets->size(), 1u);
    EXPECT_EQ(assets->front().original_path, "original/scan.ply");
    EXPECT_EQ(assets->front().root_error_m, 0.25);
    EXPECT_EQ(assets->front().levels, 3u);
}

TEST_F(CatalogueTest, refuses_a_slug_or_a_uuid_twice)
{
    EXPECT_OK(catalogue.add(sample_entry("lion")));
    const Status same = catalogue.add(sample_entry("lion"));
    ASSERT_FALSE(same);
    EXPECT_EQ(same.error().code(), Errc::already_exists);
    Entry other = sample_entry("lion");
    other.object.uuid = "00000000-0000-4000-8000-000000000000";
    other.object.object_id = {"urn:uuid:" + other.object.uuid};
    const Status taken = catalogue.add(other);
    ASSERT_FALSE(taken);
    EXPECT_THAT(taken.error().text(), HasSubstr("the name \"lion\" is taken by record"));
    EXPECT_EQ(*catalogue.slug_taken("lion"), true);
    EXPECT_EQ(*catalogue.slug_taken("tiger"), false);
}

TEST_F(CatalogueTest, adds_all_or_none)
{
    std::vector<Entry> entries = sample_entries();
    entries.push_back(entries.front());
    EXPECT_FALSE(catalogue.add_all(entries));
    EXPECT_EQ(*catalogue.count({}), 0u);
}

TEST_F(CatalogueTest, replaces_everything_of_an_object)
{
    EXPECT_OK(catalogue.add_all(sample_entries()));
    Entry changed = sample_entry("mogao-096", {{"fr", "Grotte"}});
    changed.object.head_version = {2};
    changed.assets.clear();
    EXPECT_OK(catalogue.replace(changed));
    const Result<ObjectRow> row = catalogue.find("mogao-096");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->head_version.value, 2u);
    EXPECT_EQ(row->titles, (record::Text{{"fr", "Grotte"}}));
    EXPECT_THAT(row->places, IsEmpty());
    EXPECT_THAT(*catalogue.assets(row->uuid), IsEmpty());
    EXPECT_EQ(*catalogue.count({}), 3u);
    EXPECT_EQ(catalogue.search(*parse_query("莫高"), 9)->total, 0u);
    EXPECT_OK(catalogue.replace(sample_entry("new-one")));
    EXPECT_EQ(*catalogue.count({}), 4u);
}

TEST_F(CatalogueTest, removes_an_object_with_all_that_hangs_on_it)
{
    EXPECT_OK(catalogue.add_all(sample_entries()));
    const std::string uuid = catalogue.find("mogao-096")->uuid;
    EXPECT_OK(catalogue.remove(uuid));
    EXPECT_EQ(catalogue.find("mogao-096").error().code(), Errc::not_found);
    EXPECT_THAT(*catalogue.assets(uuid), IsEmpty());
    EXPECT_EQ(catalogue.search(*parse_query("莫高窟"), 9)->total, 0u);
    EXPECT_EQ(catalogue.remove(uuid).error().code(), Errc::not_found);
    EXPECT_OK(catalogue.check());
}

TEST_F(CatalogueTest, finds_by_slug_uuid_prefix_object_id_and_last)
{
    EXPECT_EQ(catalogue.find("@last").error().message(), "the archive has no records yet");
    EXPECT_OK(catalogue.add_all(sample_entries()));
    const std::string uuid = catalogue.find("cordoba-mezquita")->uuid;
    std::string upper = uuid;
    std::transform(upper.begin(), upper.end(), upper.begin(),
        [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    std::string bare = uuid;
    std::erase(bare, '-');
    for (const std::string& reference : {uuid, uuid.substr(0, 6), uuid.substr(0, 8),
             uuid.substr(0, 9), uuid.substr(0, 20), upper, bare, "urn:uuid:" + uuid}) {
        const Result<ObjectRow> row = catalogue.find(reference);
        ASSERT_TRUE(row) << reference;
        EXPECT_EQ(row->slug, "cordoba-mezquita") << reference;
    }
    EXPECT_EQ(catalogue.find("@last")->slug, "mogao-096");
    for (const std::string& reference : {uuid.substr(0, 5), std::string(), std::string("ffffff"),
             uuid + "0", std::string("%"), std::string("______"), std::string("a' OR 1=1")})
        EXPECT_EQ(catalogue.find(reference).error().code(), Errc::not_found) << reference;
}

TEST_F(CatalogueTest, takes_the_later_of_two_of_the_same_second_as_last)
{
    EXPECT_OK(catalogue.add(sample_entry("b")));
    EXPECT_OK(catalogue.add(sample_entry("a")));
    EXPECT_EQ(catalogue.find("@last")->slug, "a");
    EXPECT_OK(catalogue.replace(sample_entry("b")));
    EXPECT_EQ(catalogue.find("@last")->slug, "b");
}

TEST_F(CatalogueTest, suggests_the_nearest_slug_and_names_ambiguous_ones)
{
    EXPECT_OK(catalogue.add_all(sample_entries()));
    EXPECT_EQ(catalogue.find("mogao-69").error().message(),
        "no record \"mogao-69\". Did you mean \"mogao-096\"?");
    Entry one = sample_entry("one"), two = sample_entry("two");
    one.object.uuid = "aaaaaa11-0000-4000-8000-000000000000";
    two.object.uuid = "aaaaaa22-0000-4000-8000-000000000000";
    one.object.object_id = {"urn:1"};
    two.object.object_id = {"urn:2"};
    EXPECT_OK(catalogue.add_all(std::vector<Entry>{two, one}));
    const Result<ObjectRow> found = catalogue.find("aaaaaa");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), Errc::invalid_argument);
    EXPECT_EQ(found.error().message(),
        "several records begin with aaaaaa: one (aaaaaa11-0000-4000-8000-000000000000) "
        "two (aaaaaa22-0000-4000-8000-000000000000)");
}

TEST_F(CatalogueTest, lists_in_every_order)
{
    EXPECT_OK(catalogue.add_all(sample_entries()));
    const auto sorted = [this](Sort sort, Order order, std::vector<std::string> languages = {}) {
        return slugs({{}, sort, order, std::move(languages)});
    };
    const char *c = "cordoba-mezquita", *f = "foguang-east-hall", *m = "mogao-096";
    EXPECT_THAT(sorted(Sort::slug, Order::ascending), ElementsAre(c, f, m));
    EXPECT_THAT(sorted(Sort::slug, Order::descending), ElementsAre(m, f, c));
    EXPECT_THAT(sorted(Sort::date, Order::ascending), ElementsAre(m, c, f));
    EXPECT_THAT(sorted(Sort::title, Order::ascending, {"en"}), ElementsAre(f, c, m));
    EXPECT_THAT(sorted(Sort::title, Order::ascending, {"zh-Hans"}), ElementsAre(c, f, m));
    EXPECT_THAT(sorted(Sort::place, Order::ascending, {"en"}), ElementsAre(f, m, c));
    EXPECT_THAT(sorted(Sort::state, Order::descending), ElementsAre(m, c, f));
    EXPECT_THAT(sorted(Sort::size, Order::ascending), ElementsAre(f, m, c));
    EXPECT_THAT(sorted(Sort::triangles, Order::ascending), ElementsAre(c, f, m));
    EXPECT_THAT(sorted(Sort::added, Order::descending), ElementsAre(c, f, m));
    EXPECT_THAT(sorted(Sort::modified, Order::descending), ElementsAre(m, c, f));
}

TEST_F(CatalogueTest, filters_and_counts)
{
    const auto filtered = [this](Filter filter) {
        return slugs({filter, Sort::slug, Order::ascending, {}});
    };
    EXPECT_OK(catalogue.add_all(sample_entries()));
    EXPECT_THAT(filtered({State::damaged, ""}), ElementsAre("mogao-096"));
    EXPECT_THAT(
        filtered({std::nullopt, "building"}), ElementsAre("cordoba-mezquita", "foguang-east-hall"));
    EXPECT_THAT(filtered({State::damaged, "building"}), IsEmpty());
    EXPECT_THAT(filtered({State::pending, ""}), IsEmpty());
    EXPECT_EQ(*catalogue.count({}), 3u);
    EXPECT_EQ(*catalogue.count({State::ok, ""}), 2u);
}

TEST_F(CatalogueTest, dumps_the_same_text_in_whatever_order_it_was_filled)
{
    std::vector<Entry> entries = sample_entries();
    EXPECT_OK(catalogue.add_all(entries));
    std::reverse(entries.begin(), entries.end());
    entries[0].object.last_verified = 5;
    Result<Catalogue> rebuilt = Catalogue::create(dir / "rebuilt.sqlite");
    ASSERT_TRUE(rebuilt);
    for (const Entry& entry : entries)
        EXPECT_OK(rebuilt->add(entry));
    EXPECT_OK(rebuilt->add_intent({{"urn:x"}, {1}, "ingest", 1}));
    const Result<std::string> dump = catalogue.logical_dump();
    ASSERT_TRUE(dump);
    EXPECT_THAT(*dump, HasSubstr("佛光寺东大殿"));
    EXPECT_THAT(*dump, HasSubstr("original/scan.ply"));
    EXPECT_EQ(*rebuilt->logical_dump(), *dump);
    entries[1].object.triangles += 1;
    EXPECT_OK(rebuilt->replace(entries[1]));
    EXPECT_NE(*rebuilt->logical_dump(), *dump);
}

TEST_F(CatalogueTest, remembers_intents_until_they_are_cleared)
{
    EXPECT_OK(catalogue.add_intent({{"urn:b"}, {2}, "update", 11}));
    EXPECT_OK(catalogue.add_intent({{"urn:a"}, {1}, "ingest", 10}));
    EXPECT_OK(catalogue.add_intent({{"urn:a"}, {1}, "ingest", 12}));
    made = Error(Errc::internal, "closed");
    Result<Catalogue> again = Catalogue::open(path);
    ASSERT_TRUE(again);
    Result<std::vector<Intent>> pending = again->pending_intents();
    ASSERT_TRUE(pending);
    ASSERT_EQ(pending->size(), 2u);
    EXPECT_EQ(pending->front().object_id.text, "urn:a");
    EXPECT_EQ(pending->front().pid, 12);
    EXPECT_EQ(pending->back().what, "update");
    EXPECT_OK(again->clear_intent({"urn:a"}, {1}));
    EXPECT_OK(again->clear_intent({"urn:a"}, {1}));
    EXPECT_EQ(again->pending_intents()->size(), 1u);
}

TEST_F(CatalogueTest, notes_what_a_verification_found)
{
    EXPECT_OK(catalogue.add(sample_entry("lion")));
    const std::string uuid = catalogue.find("lion")->uuid;
    EXPECT_OK(catalogue.set_verified(uuid, State::damaged, 77));
    EXPECT_EQ(catalogue.find("lion")->state, State::damaged);
    EXPECT_EQ(catalogue.find("lion")->last_verified, 77);
    EXPECT_EQ(catalogue.set_verified("none", State::ok, 1).error().code(), Errc::not_found);
}

TEST_F(CatalogueTest, is_read_while_another_writes)
{
    EXPECT_OK(catalogue.add(sample_entry("lion")));
    Result<Catalogue> reader = Catalogue::open_readonly(path);
    ASSERT_TRUE(reader) << reader.error().text();
    Result<Database> writer = Database::open(path, Access::read_write);
    ASSERT_TRUE(writer);
    Result<Transaction> open_transaction = Transaction::begin(*writer);
    ASSERT_TRUE(open_transaction);
    EXPECT_OK(writer->execute("UPDATE objects SET state = 'damaged'"));
    EXPECT_EQ(reader->find("lion")->state, State::ok);
    EXPECT_OK(open_transaction->commit());
    EXPECT_EQ(reader->find("lion")->state, State::damaged);
    EXPECT_EQ(reader->add(sample_entry("tiger")).error().code(), Errc::read_only);
}

// Root may write everywhere, so the child becomes another user.
int read_as_stranger(const std::filesystem::path& path)
{
    if (::geteuid() == 0 && ::seteuid(65534) != 0)
        return 2;
    Result<Catalogue> reader = Catalogue::open_readonly(path);
    return reader && reader->find("lion") ? 0 : 1;
}

TEST_F(CatalogueTest, is_read_on_read_only_media)
{
    EXPECT_OK(catalogue.add(sample_entry("lion")));
    made = Error(Errc::internal, "closed");
    ASSERT_EQ(::chmod(path.c_str(), 0444), 0);
    ASSERT_EQ(::chmod(dir.path().c_str(), 0555), 0);
    EXPECT_EXIT(::_exit(read_as_stranger(path)), testing::ExitedWithCode(0), "");
    ASSERT_EQ(::chmod(dir.path().c_str(), 0755), 0);
}

TEST_F(CatalogueTest, holds_ten_thousand_objects)
{
    std::vector<Entry> entries;
    for (int i = 0; i < 10000; ++i) {
        record::Record record = sample_record(
            "object-" + std::to_string(i), {{"en", "Object number " + std::to_string(i)},
                                               {"zh-Hans", i % 100 == 0 ? "大雁塔" : "石狮"}});
        record.date = std::to_string(1000 + i % 1000);
        entries.push_back(sample_entry(record));
    }
    EXPECT_OK(catalogue.add_all(entries));
    EXPECT_EQ(*catalogue.count({}), 10000u);
    EXPECT_EQ(catalogue.search(*parse_query("雁塔"), 7)->total, 100u);
    EXPECT_EQ(slugs({{}, Sort::date, Order::descending, {}}).size(), 10000u);
    EXPECT_EQ(catalogue.search(*parse_query("number 4711"), 5)->hits.at(0).row.slug, "object-4711");
    EXPECT_EQ(catalogue.find("object-9999")->slug, "object-9999");
}

} // namespace
} // namespace stele::catalogue
