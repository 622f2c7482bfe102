// posix_spawn with stdout and stderr in temporary files: no pipe can fill up.
#include "tests/support/run_program.h"

#include "archive/base/exec_list.h"
#include "tests/support/temp_dir.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

extern char** environ;

namespace stele::test {

namespace {

std::string slurp(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& variables)
{
    std::vector<std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!variables.contains(text.substr(0, text.find('='))))
            merged.push_back(text);
    }
    for (const auto& [name, value] : variables)
        merged.push_back(name + "=" + value);
    return merged;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

} // namespace

std::string built_program(const std::string& name)
{
    return std::string(STELE_BINARY_DIR) + "/bin/" + name;
}

Outcome run_program(
    const std::vector<std::string>& argv, const std::map<std::string, std::string>& variables)
{
    const TempDir dir;
    const std::string out_path = (dir / "out").string();
    const std::string err_path = (dir / "err").string();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, out_path.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, err_path.c_str(), O_WRONLY | O_CREAT, 0600);
    std::vector<std::string> arguments = argv;
    std::vector<std::string> environment = merged_environment(variables);
    pid_t pid = 0;
    Outcome outcome;
    if (::posix_spawn(&pid, argv[0].c_str(), &actions, nullptr, exec_list(arguments).data(),
            exec_list(environment).data()) == 0) {
        int status = 0;
        struct rusage used {};
        ::wait4(pid, &status, 0, &used);
        outcome.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
        outcome.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
        outcome.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    posix_spawn_file_actions_destroy(&actions);
    outcome.out = slurp(out_path);
    outcome.err = slurp(err_path);
    return outcome;
}

} // namespace stele::test
