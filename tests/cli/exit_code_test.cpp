// Every exit code that a script may meet, and what is said with it.
#include "tests/cli/program.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace stele::cli {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

TEST(ExitCode, usage_errors_are_2_and_go_to_stderr)
{
    const std::vector<std::vector<std::string>> kWrong = {{}, {"inges", "x.glb"}, {"init", "--bad"},
        {"ingest"}, {"show"}, {"list", "--sort", "colour"}, {"page"}, {"page", "unpack"},
        {"list", "--state", "fine"}, {"schema", "nothing"}, {"--color", "sometimes", "list"},
        {"-j", "many", "list"}};
    for (const auto& arguments : kWrong) {
        const Outcome outcome = stele(arguments);
        EXPECT_EQ(outcome.exit, 2) << said(outcome);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr("stele: "));
    }
}

TEST(ExitCode, an_unknown_command_is_named_wherever_it_stands)
{
    for (const std::vector<std::string>& arguments :
        {std::vector<std::string>{"inges", "x"}, {"-A", "/tmp", "inges", "x"}, {"-q", "inges"}}) {
        const Outcome outcome = stele(arguments);
        EXPECT_EQ(outcome.exit, 2);
        EXPECT_THAT(outcome.err, HasSubstr("unknown command 'inges'. Did you mean 'ingest'?"));
    }
}

TEST(ExitCode, whatever_is_mistyped_is_named_with_what_it_may_have_been)
{
    const auto refused = [](const std::vector<std::string>& arguments) {
        const Outcome outcome = stele(arguments);
        EXPECT_EQ(outcome.exit, 2) << said(outcome);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_THAT(refused({"catalogue", "rebiuld"}), HasSubstr("Did you mean 'catalogue rebuild'?"));
    EXPECT_THAT(refused({"list", "--jsn"}), HasSubstr("unknown option '--jsn'"));
    EXPECT_THAT(refused({"list", "--jsn"}), HasSubstr("Did you mean '--json'?"));
    EXPECT_THAT(refused({"--jsn", "list"}), HasSubstr("Did you mean '--json'?"));
    EXPECT_THAT(refused({"show", "--jsno"}), HasSubstr("Did you mean '--json'?"))
        << "the missing ID is said later";
    EXPECT_THAT(refused({"ingest", "x.ply", "--recrod=y"}), HasSubstr("Did you mean '--record'?"));
    EXPECT_THAT(refused({"--color", "allways", "list"}), HasSubstr("Did you mean 'always'?"));
    EXPECT_THAT(refused({"list", "--sort", "tittle"}), HasSubstr("Did you mean 'title'?"));
    EXPECT_THAT(refused({"list", "--state", "damagd"}), HasSubstr("Did you mean 'damaged'?"));
    EXPECT_THAT(refused({"list", "--type", "bulding"}), HasSubstr("Did you mean 'building'?"));
    EXPECT_THAT(refused({"schema", "recrod"}), HasSubstr("Did you mean 'record'?"));
    EXPECT_THAT(refused({"help", "ingst"}), HasSubstr("Did you mean 'ingest'?"));
    EXPECT_THAT(refused({"completion", "bsh"}), HasSubstr("Did you mean 'bash'?"));
    EXPECT_THAT(refused({"list", "--no-json"}), HasSubstr("no --no- forms"));
    EXPECT_THAT(refused({"show", "a", "b"}), HasSubstr("'b'"));
    EXPECT_THAT(refused({"page"}), HasSubstr("needs a command"));
    EXPECT_THAT(refused({}), HasSubstr("no command is given"));
    const Workplace place(std::vector<std::string>{});
    EXPECT_THAT(place.run({"show", "bal"}).err, HasSubstr("Did you mean \"ball\"?"));
    EXPECT_THAT(place.run({"ingest", place.ball(), "--set", "titel.en=x"}).err,
        HasSubstr("did you mean title.en?"));
}

TEST(ExitCode, a_usage_error_with_json_still_ends_with_exit)
{
    const Outcome outcome = stele({"--json", "ingest"});
    EXPECT_EQ(outcome.exit, 2);
    events_of(outcome);
}

TEST(ExitCode, help_and_version_are_data)
{
    const Outcome version = stele({"--version"});
    EXPECT_EQ(version.exit, 0);
    EXPECT_EQ(version.out.substr(0, 6), "stele ");
    EXPECT_EQ(version.err, "");
    const Outcome help = stele({"--help"});
    EXPECT_EQ(help.exit, 0);
    for (const char* const command :
        {"init", "ingest", "list", "show", "verify", "render", "view", "demo", "page", "catalogue"})
        EXPECT_THAT(help.out, HasSubstr(command));
}

TEST(ExitCode, no_archive_is_10_and_says_how_to_make_one)
{
    const test::TempDir dir;
    for (const std::vector<std::string>& command :
        {std::vector<std::string>{"list"}, {"show", "x"}, {"verify"}, {"catalogue", "rebuild"},
            {"page", "unpack", "x", "-o", (dir / "o").string()}, {"ingest", "x.ply"}}) {
        auto arguments = command;
        arguments.insert(arguments.begin(), {"-A", (dir / "none").string()});
        const Outcome outcome = stele(arguments);
        EXPECT_EQ(outcome.exit, 10) << command[0] << "\n" << said(outcome);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr("stele init"));
    }
    const Outcome json = stele({"--json", "-A", (dir / "none").string(), "list"});
    EXPECT_EQ(json.exit, 10);
    EXPECT_EQ(event_of(events_of(json), "error")["code"].string_or(""), "stele.not-an-archive");
}

TEST(ExitCode, a_locked_archive_is_11_and_names_the_holder)
{
    const Workplace place;
    const int lock = ::open((place.folder() / ".staging/lock").c_str(), O_RDWR | O_CREAT, 0600);
    ASSERT_GE(lock, 0);
    ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
    const Outcome outcome = place.run({"ingest", place.ball()});
    EXPECT_EQ(outcome.exit, 11) << said(outcome);
    EXPECT_EQ(place.run({"catalogue", "rebuild"}).exit, 11);
    EXPECT_EQ(place.run({"list"}).exit, 0); // readers do not wait
    ::close(lock);
    EXPECT_EQ(place.run({"ingest", place.ball()}).exit, 0);
}

TEST(ExitCode, a_newer_archive_is_12_and_is_not_touched)
{
    const Workplace place;
    std::string settings = test::slurp(place.folder() / "stele.toml");
    const auto at = settings.find("format = 1");
    ASSERT_NE(at, std::string::npos);
    test::write_file(place.folder() / "stele.toml", settings.replace(at, 10, "format = 2"));
    for (const std::vector<std::string>& command : {std::vector<std::string>{"list"}, {"verify"},
             {"ingest", place.ball()}, {"catalogue", "rebuild"}}) {
        const Outcome outcome = place.run(command);
        EXPECT_EQ(outcome.exit, 12) << said(outcome);
        EXPECT_THAT(outcome.err, HasSubstr("newer Stele"));
    }
}

TEST(ExitCode, nothing_matched_is_5)
{
    const Workplace place;
    ASSERT_EQ(place.run({"ingest", place.ball()}).exit, 0);
    const std::string out = (place / "out").string();
    for (const std::vector<std::string>& command : {std::vector<std::string>{"show", "bull"},
             {"verify", "bull"}, {"page", "unpack", "bull", "-o", out},
             {"page", "unpack", "ball", "--asset", "bull", "-o", out}}) {
        const Outcome outcome = place.run(command);
        EXPECT_EQ(outcome.exit, 5) << said(outcome);
        EXPECT_EQ(outcome.out, "");
    }
    EXPECT_THAT(place.run({"show", "bull"}).err, HasSubstr("ball")); // the nearest one
}

TEST(ExitCode, some_refused_is_3_all_refused_is_1)
{
    const Workplace place;
    const std::string letter = test::write_file(place / "letter.txt", "Dear curator").string();
    const Outcome all = place.run({"ingest", letter});
    EXPECT_EQ(all.exit, 1) << said(all);
    EXPECT_THAT(all.err, HasSubstr("letter.txt"));
    const Outcome some = place.run({"--json", "ingest", letter, place.ball()});
    EXPECT_EQ(some.exit, 3) << said(some);
    const auto events = events_of(some);
    EXPECT_EQ(event_of(events, "summary")["refused"].integer_or(-1), 1);
    EXPECT_EQ(event_of(events, "item")["record"].string_or(""), "ball");
    EXPECT_EQ(event_of(events, "error")["code"].string_or("").substr(0, 6), "stele.");
}

TEST(ExitCode, a_scan_without_viewing_copy_is_3)
{
    const Workplace place;
    test::SourceMesh nothing = test::make_cube();
    nothing.triangles = {{0, 0, 1}};
    const std::string scan =
        test::write_file(place / "nothing.ply", test::ply_bytes(nothing)).string();
    const Outcome outcome = place.run({"ingest", scan});
    EXPECT_EQ(outcome.exit, 3) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("originals are kept"));
    const auto records = elements_of(document_of(place.run({"--json", "list"}))["records"]);
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0]["state"].string_or(""), "no-viewing-copy");
}

TEST(ExitCode, damage_is_4_and_is_named)
{
    const Workplace place;
    ASSERT_EQ(place.run({"ingest", place.ball()}).exit, 0);
    const fs::path pack = place.stored("pages-0001.zip");
    std::string bytes = test::slurp(pack);
    bytes[bytes.size() / 2] ^= 1;
    fs::permissions(pack, fs::perms::owner_write, fs::perm_options::add);
    test::write_file(pack, bytes);
    const Outcome outcome = place.run({"verify"});
    EXPECT_EQ(outcome.exit, 4) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("DAMAGED  ball"));
    EXPECT_THAT(outcome.err, HasSubstr("pages-0001.zip"));
    const std::string chinese = place.run({"--lang", "zh-Hans", "verify"}).err;
    EXPECT_THAT(chinese, HasSubstr("\u635f\u574f  ball"));
    EXPECT_THAT(chinese, HasSubstr("\u8bf7\u4ece\u5907\u4efd\u6062\u590d\u8be5\u5bf9\u8c61"));
    const auto events = events_of(place.run({"--json", "verify", "ball"}));
    EXPECT_EQ(event_of(events, "item")["action"].string_or(""), "damaged");
    EXPECT_EQ(event_of(events, "summary")["damaged"].integer_or(0), 1);
}

TEST(ExitCode, init_over_something_is_1)
{
    const Workplace place;
    const Outcome again = stele({"init", place.folder().string()});
    EXPECT_EQ(again.exit, 1) << said(again);
    EXPECT_EQ(stele({"init"}).exit, 2);
}

} // namespace
} // namespace stele::cli
