// See program.h.
#include "tests/cli/program.h"

#include "archive/base/exec_list.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

extern char** environ;

namespace stele::cli {

namespace fs = std::filesystem;

namespace {

fs::path fast_folder()
{
    return ::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path();
}

int exit_of_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

Outcome stele(
    const std::vector<std::string>& arguments, const std::map<std::string, std::string>& variables)
{
    std::vector<std::string> argv{test::built_program("stele")};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    auto environment = variables;
    for (const char* const name : {"STELE_ARCHIVE", "STELE_LANG", "STELE_USER"})
        environment.try_emplace(name, "");
    environment.try_emplace("LC_ALL", "C");
    return test::run_program(argv, environment);
}

std::string said(const Outcome& outcome)
{
    return "exit " + std::to_string(outcome.exit) + "\nstdout: " + outcome.out +
           "\nstderr: " + outcome.err;
}

Json document_of(const Outcome& outcome)
{
    auto json = parse_json(outcome.out);
    EXPECT_TRUE(json.ok()) << (json ? "" : json.error().text()) << "\n" << said(outcome);
    return json ? std::move(*json) : Json();
}

Json::Array elements_of(const Json& json)
{
    const Json::Array* const elements = json.elements();
    EXPECT_NE(elements, nullptr);
    return elements != nullptr ? *elements : Json::Array();
}

std::vector<Json> events_of(const Outcome& outcome)
{
    std::vector<Json> events;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
        auto json = parse_json(line);
        EXPECT_TRUE(json.ok()) << line;
        if (!json)
            continue;
        EXPECT_EQ((*json)["schema"].string_or(""), "stele:cli/event/1") << line;
        EXPECT_FALSE((*json)["time"].string_or("").empty()) << line;
        events.push_back(std::move(*json));
    }
    EXPECT_FALSE(events.empty()) << said(outcome);
    if (!events.empty()) {
        EXPECT_EQ(events.back()["type"].string_or(""), "exit") << outcome.out;
        EXPECT_EQ(events.back()["exit"].integer_or(-1), outcome.exit) << outcome.out;
    }
    return events;
}

Json event_of(const std::vector<Json>& events, const std::string& type)
{
    for (const Json& event : events)
        if (event["type"].string_or("") == type)
            return event;
    ADD_FAILURE() << "no event " << type;
    return {};
}

Workplace::Workplace() : dir_(fast_folder())
{
    test::write_file(dir_ / "ball.ply", test::ply_bytes(test::make_sphere(2, 0.1)));
    const Outcome made = stele({"init", folder().string()});
    EXPECT_EQ(made.exit, 0) << said(made);
}

Workplace::Workplace(const std::vector<std::string>& ingest_options) : Workplace()
{
    std::vector<std::string> arguments{"ingest", ball()};
    arguments.insert(arguments.end(), ingest_options.begin(), ingest_options.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
}

Outcome Workplace::run(
    std::vector<std::string> arguments, const std::map<std::string, std::string>& variables) const
{
    arguments.insert(arguments.begin(), {"-A", folder().string()});
    return stele(arguments, variables);
}

fs::path Workplace::stored(const std::string& name) const
{
    for (const auto& entry : fs::recursive_directory_iterator(storage()))
        if (entry.is_regular_file() && entry.path().filename() == name)
            return entry.path();
    ADD_FAILURE() << name << " is not in the storage root";
    return {};
}

Started::Started(const std::vector<std::string>& argv, const fs::path& out, const fs::path& err)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
    std::vector<std::string> texts = argv;
    EXPECT_EQ(
        ::posix_spawn(&pid_, texts[0].c_str(), &actions, nullptr, exec_list(texts).data(), environ),
        0);
    posix_spawn_file_actions_destroy(&actions);
}

Started::~Started()
{
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        wait();
    }
}

bool Started::running()
{
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
        exit_ = exit_of_status(status);
        pid_ = 0;
    }
    return pid_ > 0;
}

void Started::signal(int number) const
{
    if (pid_ > 0)
        ::kill(pid_, number);
}

int Started::wait()
{
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, 0) == pid_)
        exit_ = exit_of_status(status);
    pid_ = 0;
    return exit_;
}

} // namespace stele::cli
