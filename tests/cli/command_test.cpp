// Each command once, as a person and as a script would run it: what is on stdout, what on stderr.
#include "tests/cli/program.h"
#include "tests/support/shared_data.h"

#include <unistd.h>

#include <algorithm>

namespace stele::cli {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::string line;
    for (const char c : text)
        if (c == '\n') {
            lines.push_back(line);
            line.clear();
        } else {
            line += c;
        }
    EXPECT_EQ(line, "") << "the last line does not end";
    return lines;
}

TEST(Init, talks_on_stderr_only)
{
    const test::TempDir dir;
    const Outcome outcome = stele({"init", (dir / "a").string()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("ingest"));
    EXPECT_TRUE(fs::exists(dir / "a/stele.toml"));
    const Outcome quiet = stele({"-q", "init", (dir / "b").string()});
    EXPECT_EQ(quiet.out + quiet.err, "");
    const Outcome json = stele({"--json", "init", (dir / "c").string()});
    EXPECT_EQ(document_of(json)["format"].integer_or(0), 1);
    const Outcome dry = stele({"-n", "init", (dir / "d").string()});
    EXPECT_EQ(dry.exit, 0);
    EXPECT_FALSE(fs::exists(dir / "d"));
}

TEST(Ingest, says_what_happened_on_stderr)
{
    const Workplace place;
    const Outcome added = place.run({"ingest", place.ball(), "--set", "title.en=A ball"});
    EXPECT_EQ(added.exit, 0) << said(added);
    EXPECT_EQ(added.out, "");
    for (const char* const text : {"ball", "A ball", "added", "128 triangles", "viewing copy"})
        EXPECT_THAT(added.err, HasSubstr(text));
    EXPECT_THAT(place.run({"ingest", place.ball()}).err, HasSubstr("unchanged"));
}

TEST(Ingest, speaks_json_lines)
{
    const Workplace place;
    const Outcome outcome = place.run({"--json", "ingest", place.ball()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const auto events = events_of(outcome);
    const Json item = event_of(events, "item");
    EXPECT_EQ(item["op"].string_or(""), "ingest");
    EXPECT_EQ(item["action"].string_or(""), "added");
    EXPECT_EQ(item["record"].string_or(""), "ball");
    EXPECT_TRUE(item["viewing_copy"].bool_or(false));
    EXPECT_EQ(item["report"]["triangles"].integer_or(0), 128);
    EXPECT_EQ(item["bytes"].unsigned_or(0), fs::file_size(place.ball()));
}

TEST(Output, obeys_no_control_character_of_a_name_or_a_title)
{
    const Workplace place({"--set", "title.en=A \x1b]0;ball\x07\tof\nclay\u009b5m", "--set",
        "description.en=one\r\ntwo\x1b[2J"});
    for (const std::vector<std::string>& command : {std::vector<std::string>{"list"},
             {"--plain", "list"}, {"show", "ball"}, {"search", "ball"}, {"search", "\x1b[2J"},
             {"show", "\x1b[31mbull"}, {"ingest", "no\x1b[31m.ply"}, {"\x1b[31m"},
             {"list", "--\x1b[31m"}, {"list", "--sort", "\x1b[31m"}, {"help", "\x1b[31m"}}) {
        const Outcome outcome = place.run(command);
        for (const char* const control : {"\x1b", "\x07", "\r", "\u009b"})
            EXPECT_EQ((outcome.out + outcome.err).find(control), std::string::npos)
                << said(outcome);
    }
    EXPECT_EQ(lines_of(place.run({"list"}).out).size(), 2u);
    const std::string plain = place.run({"--plain", "list"}).out;
    EXPECT_EQ(std::count(plain.begin(), plain.end(), '\t'), 6) << plain;
    EXPECT_THAT(place.run({"show", "ball"}).out, HasSubstr("one\ntwo%1B[2J"));
}

TEST(LogFile, holds_all_that_was_said_and_how_it_ended)
{
    const Workplace place;
    const std::string log = (place / "stele.log").string();
    const Outcome first = place.run({"-q", "--log-file", log, "ingest", place.ball()});
    EXPECT_EQ(first.exit, 0) << said(first);
    EXPECT_EQ(first.out + first.err, "");
    EXPECT_EQ(place.run({"--log-file", log, "list"}).exit, 0);
    EXPECT_EQ(place.run({"--log-file=" + log, "show", "bull"}).exit, 5);
    Outcome written;
    written.exit = 5;
    written.out = test::slurp(log);
    const auto events = events_of(written);
    EXPECT_EQ(event_of(events, "item")["record"].string_or(""), "ball");
    EXPECT_THAT(event_of(events, "error")["message"].string_or(""), HasSubstr("bull"));
    EXPECT_THAT(written.out, HasSubstr("\"type\":\"message\""));
    EXPECT_EQ(std::count_if(events.begin(), events.end(),
                  [](const Json& event) { return event["type"].string_or("") == "exit"; }),
        3);
    const Outcome nowhere = place.run({"--log-file", (place / "no/log").string(), "list"});
    EXPECT_NE(nowhere.exit, 0);
    EXPECT_THAT(nowhere.err, HasSubstr("no/log"));
}

TEST(Ingest, takes_the_scans_of_a_folder_in_order_of_their_names)
{
    const Workplace place;
    fs::create_directory(place / "in");
    for (const char* const name : {"b.ply", "a.ply"})
        test::write_file(place / "in" / name, test::slurp(place.ball()));
    test::write_file(place / "in/notes.txt", "x");
    const auto events = events_of(place.run({"--json", "ingest", (place / "in").string()}));
    std::vector<std::string> records;
    for (const Json& event : events)
        if (event["type"].string_or("") == "item")
            records.push_back(event["record"].string_or(""));
    EXPECT_THAT(records, ::testing::ElementsAre("a", "b"));
    fs::create_directory(place / "empty");
    EXPECT_NE(place.run({"ingest", (place / "empty").string()}).exit, 0);
}

TEST(Ingest, says_which_files_of_a_folder_it_did_not_keep)
{
    const Workplace place;
    fs::create_directory(place / "in");
    for (const char* const name : {"b.ply", "a.ply"})
        test::write_file(place / "in" / name, test::slurp(place.ball()));
    test::write_file(place / "in/notes.txt", "x");
    const Outcome outcome = place.run({"ingest", (place / "in").string()});
    EXPECT_EQ(outcome.exit, 3) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("were not kept"));
    EXPECT_THAT(outcome.err, HasSubstr("notes.txt"));
    const Outcome named = place.run({"ingest", (place / "in").string(), "--record", "pair"});
    EXPECT_EQ(named.exit, 0) << said(named);
    EXPECT_THAT(place.run({"show", "pair"}).out, HasSubstr("original/notes.txt"));
}

TEST(Ingest, takes_paths_from_a_list)
{
    const Workplace place;
    test::write_file(place / "b.ply", test::slurp(place.ball()));
    test::write_file(place / "list", place.ball() + "\n\n" + (place / "b.ply").string() + "\n");
    const Outcome lines = place.run({"ingest", "--files-from", (place / "list").string()});
    EXPECT_EQ(lines.exit, 0) << said(lines);
    EXPECT_THAT(place.run({"list"}).out, HasSubstr("ball"));
    EXPECT_THAT(place.run({"show", "b"}).out, HasSubstr("original/b.ply"));
    test::write_file(place / "nul", (place / "b.ply").string() + std::string(1, '\0'));
    const Outcome nul = place.run({"ingest", "-0", "--files-from", (place / "nul").string()});
    EXPECT_THAT(nul.err, HasSubstr("unchanged"));
    EXPECT_EQ(place.run({"ingest"}).exit, 2);
    EXPECT_EQ(place.run({"ingest", "--files-from", (place / "none").string()}).exit, 1);
}

TEST(Ingest, a_dry_run_leaves_no_record)
{
    const Workplace place;
    const Outcome dry = place.run({"-n", "ingest", place.ball()});
    EXPECT_EQ(dry.exit, 0) << said(dry);
    EXPECT_THAT(dry.err, HasSubstr("examined"));
    EXPECT_EQ(place.run({"list"}).out, "");
}

TEST(Ingest, refuses_an_unknown_unit_with_the_ones_it_knows)
{
    const Workplace place;
    const Outcome outcome = place.run({"ingest", place.ball(), "--unit", "ell"});
    EXPECT_NE(outcome.exit, 0);
    EXPECT_THAT(outcome.err, HasSubstr("'ell': write m, cm, mm"));
}

TEST(List, prints_a_table_plain_lines_or_one_document)
{
    const Workplace place({"--set", "title.en=A ball", "--set", "title.zh-Hans=\u7403"});
    const Outcome table = place.run({"list"});
    EXPECT_EQ(table.exit, 0) << said(table);
    EXPECT_EQ(table.err, "");
    const auto lines = lines_of(table.out);
    ASSERT_EQ(lines.size(), 2u) << table.out;
    EXPECT_EQ(lines[0].substr(0, 2), "ID");
    EXPECT_THAT(lines[1], HasSubstr("A ball"));

    const auto plain = lines_of(place.run({"--plain", "list"}).out);
    ASSERT_EQ(plain.size(), 1u);
    EXPECT_EQ(plain[0].substr(0, 12), "ball\tA ball\t");
    EXPECT_EQ(std::count(plain[0].begin(), plain[0].end(), '\t'), 6);

    EXPECT_THAT(place.run({"--lang", "zh-Hans", "list"}).out, HasSubstr("\u7403"));
    EXPECT_THAT(place.run({"list"}, {{"LC_ALL", "zh_CN.UTF-8"}}).out, HasSubstr("\u7403"));
    for (const char* const locale : {"C", "POSIX", "C.UTF-8", "en_GB.UTF-8"})
        EXPECT_THAT(place.run({"list"}, {{"LC_ALL", locale}}).out, HasSubstr("A ball")) << locale;

    const Json document = document_of(place.run({"--json", "list"}));
    const auto records = elements_of(document["records"]);
    ASSERT_EQ(records.size(), 1u);
    const Json& row = records[0];
    EXPECT_EQ(row["id"].string_or(""), "ball");
    EXPECT_EQ(row["title"]["zh-Hans"].string_or(""), "\u7403");
    EXPECT_EQ(row["triangles"].integer_or(0), 128);
    EXPECT_EQ(row["state"].string_or(""), "ok");
}

TEST(List, an_empty_archive_has_no_data_but_a_hint)
{
    const Workplace place;
    const Outcome outcome = place.run({"list"});
    EXPECT_EQ(outcome.exit, 0);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("stele ingest"));
}

TEST(Show, tells_all_about_one_record)
{
    const Workplace place(
        {"--set", "title.en=A ball", "--set", "date=1380", "--set", "rights.model=CC0-1.0"});
    const Outcome outcome = place.run({"show", "ball"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.err, "");
    for (const char* const text :
        {"A ball", "1380", "CC0-1.0", "original/ball.ply", "128 triangles", "Versions", "  v2  "})
        EXPECT_THAT(outcome.out, HasSubstr(text));
    const Json document = document_of(place.run({"--json", "show", "@last"}));
    EXPECT_EQ(document["record"]["date"].string_or(""), "1380");
    EXPECT_FALSE(elements_of(document["files"]).empty());
    const auto assets = elements_of(document["assets"]);
    ASSERT_EQ(assets.size(), 1u);
    EXPECT_EQ(assets[0]["name"].string_or(""), "ball");
    const std::string uuid = document["uuid"].string_or("");
    EXPECT_EQ(place.run({"show", uuid.substr(0, 8)}).exit, 0);
}

TEST(Verify, passes_an_intact_archive)
{
    const Workplace place(std::vector<std::string>{});
    const Outcome outcome = place.run({"verify"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("all as recorded"));
    const auto events = events_of(place.run({"--json", "verify", "--all-digests"}));
    EXPECT_EQ(event_of(events, "item")["action"].string_or(""), "verified");
    EXPECT_GT(event_of(events, "summary")["files"].integer_or(0), 5);
    EXPECT_EQ(place.run({"verify", "--quick", "ball"}).exit, 0);
}

TEST(Verify, speaks_the_readers_language)
{
    const Workplace place(std::vector<std::string>{});
    const Outcome outcome = place.run({"--lang", "zh-CN", "verify"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("\u5b8c\u597d  ball"));
    EXPECT_THAT(outcome.err, HasSubstr("\u5747\u4e0e\u767b\u8bb0\u4e00\u81f4"));
    EXPECT_THAT(outcome.err, testing::Not(HasSubstr("files")));
}

TEST(Page, unpacks_plain_gltf)
{
    const Workplace place(std::vector<std::string>{});
    const Outcome outcome = place.run({"page", "unpack", "ball", "-o", (place / "out").string()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    std::size_t pages = 0;
    for (const auto& entry : fs::directory_iterator(place / "out")) {
        EXPECT_EQ(test::slurp(entry.path()).substr(0, 4), "glTF") << entry.path();
        ++pages;
    }
    EXPECT_GE(pages, 1u);
    EXPECT_NE(place.run({"page", "unpack", "ball", "-o", (place / "out").string()}).exit, 0)
        << "it overwrote files";
    EXPECT_EQ(
        place.run({"page", "unpack", "ball", "--level", "0", "-o", (place / "l").string()}).exit,
        0);
}

TEST(Catalogue, is_rebuilt_from_the_root_alone)
{
    const Workplace place({"--set", "title.en=A ball"});
    const Outcome before = place.run({"catalogue", "dump"});
    EXPECT_THAT(before.out, HasSubstr("A ball"));
    for (const char* const suffix : {"", "-wal", "-shm"})
        fs::remove(place.folder() / ("catalogue.sqlite" + std::string(suffix)));
    const Outcome lost = place.run({"list"});
    EXPECT_EQ(lost.exit, 1) << said(lost);
    EXPECT_THAT(lost.err, HasSubstr("stele catalogue rebuild"));
    const Outcome rebuilt = place.run({"--json", "catalogue", "rebuild"});
    EXPECT_EQ(rebuilt.exit, 0) << said(rebuilt);
    EXPECT_EQ(document_of(rebuilt)["records"].integer_or(0), 1);
    EXPECT_EQ(place.run({"catalogue", "dump"}).out, before.out);
}

TEST(Schema, is_a_json_schema)
{
    const Outcome outcome = stele({"schema", "record"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.err, "");
    const Json schema = document_of(outcome);
    EXPECT_THAT(schema["$schema"].string_or(""), HasSubstr("json-schema.org"));
    EXPECT_FALSE(schema["properties"]["title"].is_null());
    EXPECT_EQ(stele({"--json", "schema", "record"}).out, outcome.out);
}

TEST(Ocfl, judges_the_shared_fixtures)
{
    STELE_NEED_SHARED("conformance/ocfl/1.1/good-objects");
    const fs::path root = test::shared_path("conformance/ocfl/1.1");
    for (const auto& entry : fs::directory_iterator(root / "good-objects")) {
        const Outcome outcome = stele({"ocfl", "validate", entry.path().string()});
        EXPECT_EQ(outcome.exit, 0) << entry.path() << said(outcome);
        EXPECT_EQ(outcome.out, "");
    }
    for (const auto& entry : fs::directory_iterator(root / "warn-objects")) {
        const Outcome outcome = stele({"ocfl", "validate", entry.path().string()});
        EXPECT_EQ(outcome.exit, 0) << entry.path() << said(outcome);
        EXPECT_EQ(outcome.out.substr(0, 1), "W");
    }
    for (const auto& entry : fs::directory_iterator(root / "bad-objects")) {
        const Outcome outcome = stele({"--json", "ocfl", "validate", entry.path().string()});
        EXPECT_EQ(outcome.exit, 4) << entry.path() << said(outcome);
        const Json document = document_of(outcome);
        EXPECT_FALSE(document["valid"].bool_or(true));
        const std::string name = entry.path().filename().string(); // "E003_E063_empty"
        EXPECT_THAT(outcome.out, HasSubstr("\"" + name.substr(0, 4) + "\"")) << name;
    }
}

TEST(Ocfl, judges_our_own_root)
{
    const Workplace place(std::vector<std::string>{});
    const Outcome outcome = stele({"ocfl", "validate", place.storage().string()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
}

TEST(Names, in_chinese_survive_a_c_locale)
{
    const Workplace place;
    const fs::path scan = place / "\u9547\u6d77\u697c.ply";
    test::write_file(scan, test::slurp(place.ball()));
    const Outcome outcome =
        place.run({"--json", "ingest", scan.string(), "--record", "zhenhai"}, {{"LC_ALL", "C"}});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(event_of(events_of(outcome), "item")["path"].string_or(""), scan.string());
    EXPECT_THAT(place.run({"list"}).out, HasSubstr("\u9547\u6d77\u697c"));
    EXPECT_THAT(place.run({"show", "zhenhai"}).out, HasSubstr("original/\u9547\u6d77\u697c.ply"));
    EXPECT_EQ(place.run({"verify"}).exit, 0);
}

TEST(Names, that_are_not_utf8_are_kept_under_an_escaped_one)
{
    const Workplace place;
    const fs::path scan = place / "b\xff\xfe.ply";
    test::write_file(scan, test::slurp(place.ball()));
    const Outcome outcome = place.run({"--json", "ingest", scan.string()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const Json item = event_of(events_of(outcome), "item");
    EXPECT_THAT(item["path"].string_or(""), HasSubstr("b%FF%FE.ply"));
    EXPECT_THAT(outcome.out, HasSubstr("original.name-not-utf8"));
    const std::string record = item["record"].string_or("");
    EXPECT_THAT(place.run({"show", record}).out, HasSubstr("original/b%FF%FE.ply"));
    EXPECT_EQ(place.run({"verify"}).exit, 0);
    fs::remove(scan);
    const Outcome gone = place.run({"--json", "ingest", scan.string()});
    EXPECT_EQ(gone.exit, 1) << said(gone);
    EXPECT_THAT(
        event_of(events_of(gone), "error")["message"].string_or(""), HasSubstr("b%FF%FE.ply"));
}

} // namespace
} // namespace stele::cli
