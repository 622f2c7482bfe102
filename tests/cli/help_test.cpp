// Help, manual pages and completion say the same as the option table, which stele help --json
// prints: nothing that can be typed is left out of any.
#include "tests/cli/program.h"

#include <unistd.h>

#include <algorithm>
#include <sstream>

namespace stele::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

std::vector<std::string> words_of(const std::string& text)
{
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

void collect(const Json& command, std::vector<Json>& all)
{
    all.push_back(command);
    for (const Json& sub : elements_of(command["commands"]))
        collect(sub, all);
}

// The program itself first, then every command.
std::vector<Json> whole_table()
{
    std::vector<Json> all;
    collect(document_of(stele({"help", "--json"})), all);
    EXPECT_GT(all.size(), 15u);
    return all;
}

std::vector<std::string> option_names(const Json& command)
{
    std::vector<std::string> names;
    for (const Json& option : elements_of(command["options"]))
        for (const Json& name : elements_of(option["names"]))
            names.push_back(name.string_or(""));
    return names;
}

// What may follow these words; directives are left out.
std::vector<std::string> completions(
    std::vector<std::string> words, const std::map<std::string, std::string>& variables = {})
{
    words.insert(words.begin(), "__complete");
    const Outcome outcome = stele(words, variables);
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.err, "");
    std::vector<std::string> found;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with(':'))
            found.push_back(line.substr(0, line.find('\t')));
    return found;
}

std::string directive(std::vector<std::string> words)
{
    words.insert(words.begin(), "__complete");
    const std::string out = stele(words).out;
    const std::size_t at = out.rfind("\n:");
    return out.starts_with(':') ? out : at == std::string::npos ? "" : out.substr(at + 1);
}

TEST(Help, names_every_command_and_option)
{
    for (const Json& command : whole_table()) {
        const std::string path = command["command"].string_or("");
        std::vector<std::string> arguments = words_of(path);
        arguments.insert(arguments.begin(), "help");
        const Outcome help = stele(arguments);
        EXPECT_EQ(help.exit, 0) << said(help);
        EXPECT_EQ(help.err, "");
        const std::string text = path.empty() ? stele({"help", "flags"}).out : help.out;
        for (const std::string& name : option_names(command))
            EXPECT_THAT(text, HasSubstr(name)) << path;
        for (const Json& argument : elements_of(command["arguments"]))
            EXPECT_THAT(text, HasSubstr(elements_of(argument["names"])[0].string_or("-"))) << path;
        for (const Json& sub : elements_of(command["commands"]))
            EXPECT_THAT(help.out, HasSubstr("\n  " + words_of(sub["command"].string_or("")).back()))
                << path;
        std::vector<std::string> flag = words_of(path);
        flag.emplace_back("--help");
        EXPECT_EQ(stele(flag).out, help.out) << path;
        if (!path.empty()) {
            EXPECT_THAT(help.out, HasSubstr("Examples\n")) << path;
        }
    }
}

TEST(Help, fits_eighty_columns)
{
    std::vector<std::vector<std::string>> calls{{"help"}, {"help", "flags"}, {"help", "exit-codes"},
        {"help", "files"}, {"help", "formats"}, {"help", "topics"}, {"help", "ingest"},
        {"help", "search"}, {"help", "render"}};
    for (const auto& call : calls) {
        std::istringstream lines(stele(call).out);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(line.size(), 84u) << line; // bytes: an example is in Chinese
    }
}

TEST(Help, has_topics_and_lists_them)
{
    const std::string topics = stele({"help", "topics"}).out;
    for (const char* const topic : {"flags", "exit-codes", "files", "formats"}) {
        EXPECT_THAT(topics, HasSubstr(topic));
        const Outcome outcome = stele({"help", topic});
        EXPECT_EQ(outcome.exit, 0) << said(outcome);
        EXPECT_GT(outcome.out.size(), 200u) << topic;
    }
    for (const char* const code : {"143", "130", "75", "70", "21", "20", "14", "13", "12", "11"})
        EXPECT_THAT(stele({"help", "exit-codes"}).out, HasSubstr(code));
    const Outcome unknown = stele({"help", "exit-code"});
    EXPECT_EQ(unknown.exit, 2);
    EXPECT_THAT(unknown.err, HasSubstr("Did you mean 'exit-codes'?"));
}

TEST(Manual, has_a_page_for_every_command_with_every_option)
{
    const test::TempDir dir;
    const Outcome outcome = stele({"help", "--man", (dir / "man").string()});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const auto in_roff = [](const std::string& name) {
        std::string out;
        for (const char c : name)
            out += c == '-' ? "\\-" : std::string(1, c);
        return out;
    };
    for (const Json& command : whole_table()) {
        const std::string path = command["command"].string_or("");
        const std::string page =
            path.empty() ? "stele.1" : "stele-" + words_of(path).front() + ".1";
        const std::string text = test::slurp(dir / "man" / page);
        ASSERT_FALSE(text.empty()) << page;
        for (const char* const section :
            {".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SH EXIT STATUS\n"})
            EXPECT_THAT(text, HasSubstr(section)) << page;
        EXPECT_THAT(text, HasSubstr(path.empty() ? ".SH ENVIRONMENT\n" : ".SH EXAMPLES\n")) << page;
        for (const std::string& name : option_names(command))
            EXPECT_THAT(text, HasSubstr("\\fB" + in_roff(name) + "\\fR")) << page;
    }
}

TEST(Manual, is_understood_by_man_without_a_warning)
{
    if (::access("/usr/bin/man", X_OK) != 0 || ::access("/usr/bin/groff", X_OK) != 0)
        GTEST_SKIP() << "no man or groff here";
    const test::TempDir dir;
    ASSERT_EQ(stele({"help", "--man", dir.path().string()}).exit, 0);
    for (const auto& entry : fs::directory_iterator(dir.path())) {
        const Outcome outcome = test::run_program(
            {"/usr/bin/man", "--warnings", "-E", "UTF-8", "-l", entry.path().string()},
            {{"LC_ALL", "C.UTF-8"}, {"MANWIDTH", "80"}});
        EXPECT_EQ(outcome.exit, 0) << entry.path() << said(outcome);
        EXPECT_EQ(outcome.err, "") << entry.path();
        EXPECT_THAT(outcome.out, HasSubstr("SYNOPSIS")) << entry.path();
    }
}

TEST(Completion, offers_every_command_and_option)
{
    for (const Json& command : whole_table()) {
        std::vector<std::string> words = words_of(command["command"].string_or(""));
        words.emplace_back("-");
        const auto flags = completions(words);
        for (const std::string& name : option_names(command))
            EXPECT_THAT(flags, Contains(name)) << command["command"].string_or("");
        EXPECT_THAT(flags, Contains("--json"));
        words.back() = "";
        const auto values = completions(words);
        for (const Json& sub : elements_of(command["commands"]))
            EXPECT_THAT(values, Contains(words_of(sub["command"].string_or("")).back()));
        for (const Json& option : elements_of(command["options"]))
            for (const Json& choice : elements_of(option["choices"])) {
                words.back() = elements_of(option["names"]).back().string_or("");
                words.emplace_back("");
                EXPECT_THAT(completions(words), Contains(choice.string_or("")));
                words.pop_back();
                words.back() += "=";
                EXPECT_THAT(completions(words), Contains(words.back() + choice.string_or("")));
            }
    }
}

TEST(Completion, follows_what_was_typed)
{
    EXPECT_THAT(completions({"in"}), ::testing::UnorderedElementsAre("init", "ingest", "inspect"));
    EXPECT_THAT(completions({"catalogue", ""}), ::testing::UnorderedElementsAre("rebuild", "dump"));
    EXPECT_THAT(completions({"--json", "--color", "al"}), ::testing::ElementsAre("always"));
    EXPECT_THAT(completions({"--color", "=", "al"}), ::testing::ElementsAre("always")); // bash
    EXPECT_THAT(completions({"list", "--sort", "t"}), ::testing::ElementsAre("title", "triangles"));
    EXPECT_THAT(completions({"help", "ex"}), Contains("exit-codes"));
    EXPECT_THAT(completions({"help", "exq"}), ::testing::IsEmpty());
    EXPECT_THAT(completions({"show", "--", "-"}), Not(Contains("--json")));
    EXPECT_EQ(directive({"ingest", ""}), ":files\n");
    EXPECT_EQ(directive({"-A", ""}), ":folders\n");
    EXPECT_EQ(directive({"ingest", "--record-file", ""}), ":files\n");
    EXPECT_EQ(directive({"list", ""}), ":end\n");
    EXPECT_THAT(completions({"nonsense", "--col"}), ::testing::ElementsAre("--color"));
}

TEST(Completion, offers_the_records_of_the_archive)
{
    const Workplace place({"--record", "stone-lion"});
    const std::string archive = place.folder().string();
    EXPECT_THAT(completions({"-A", archive, "show", ""}),
        ::testing::UnorderedElementsAre("@last", "stone-lion"));
    EXPECT_THAT(completions({"--archive=" + archive, "verify", "st"}), Contains("stone-lion"));
    EXPECT_THAT(completions({"show", "s"}, {{"STELE_ARCHIVE", archive}}), Contains("stone-lion"));
    EXPECT_THAT(completions({"-A", archive, "ingest", "--record", "s"}), Contains("stone-lion"));
    EXPECT_THAT(completions({"-A", "/nonexistent", "show", "s"}), ::testing::IsEmpty());
}

TEST(Completion, works_in_a_real_bash)
{
    if (::access("/bin/bash", X_OK) != 0)
        GTEST_SKIP() << "no bash here";
    const Workplace place({"--record", "stone-lion"});
    const std::string program = test::built_program("stele");
    const auto complete = [&](const std::string& words, const std::string& current) {
        const std::string script = "set -e; source <('" + program +
                                   "' completion bash); COMP_WORDS=('" + program + "' " + words +
                                   "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _stele '" + program +
                                   "' '" + current + "' x; printf '%s\\n' \"${COMPREPLY[@]}\"";
        const Outcome outcome = test::run_program(
            {"/bin/bash", "--norc", "-c", script}, {{"STELE_ARCHIVE", place.folder().string()}});
        EXPECT_EQ(outcome.exit, 0) << said(outcome);
        EXPECT_EQ(outcome.err, "") << words;
        return words_of(outcome.out);
    };
    EXPECT_THAT(complete("sea", "sea"), ::testing::ElementsAre("search"));
    EXPECT_THAT(complete("show sto", "sto"), ::testing::ElementsAre("stone-lion"));
    EXPECT_THAT(complete("list --sor", "--sor"), ::testing::ElementsAre("--sort"));
    EXPECT_THAT(complete("--color = n", "n"), ::testing::ElementsAre("never"));
    EXPECT_THAT(complete("--color =", "="), ::testing::ElementsAre("auto", "always", "never"));
    const std::string part = (place / "ba").string();
    EXPECT_THAT(
        complete("ingest " + part, part), ::testing::ElementsAre((place / "ball.ply").string()));
}

TEST(Completion, has_a_script_for_each_shell)
{
    for (const char* const shell : {"bash", "zsh", "fish"}) {
        const Outcome outcome = stele({"completion", shell});
        EXPECT_EQ(outcome.exit, 0);
        EXPECT_THAT(outcome.out, HasSubstr("__complete"));
        for (const char* const sign : {":files", ":folders"})
            EXPECT_THAT(outcome.out, HasSubstr(sign)) << shell;
        for (const char* const folder : {"/bin/", "/usr/bin/"})
            if (const std::string path = folder + std::string(shell);
                ::access(path.c_str(), X_OK) == 0) {
                const test::TempDir dir;
                const auto file = test::write_file(dir / "script", outcome.out);
                EXPECT_EQ(test::run_program({path, "-n", file.string()}).exit, 0) << shell;
            }
    }
    EXPECT_EQ(stele({"completion", "tcsh"}).exit, 2);
}

} // namespace
} // namespace stele::cli
