// The child shares our terminal; an interrupt reaches both.
#include "tools/stele/launch.h"

#include "archive/base/exec_list.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

extern char** environ;

namespace stele::cli {

namespace {

constexpr std::chrono::seconds kPatience(10);
constexpr std::size_t kMaxOutput = 1u << 20;

// To the end of the stream; false when patience or space ran out.
bool read_all(int fd, std::string& text)
{
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::array<char, 4096> part{};
    while (text.size() < kMaxOutput) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        struct pollfd ready {
            fd, POLLIN, 0
        };
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0)
            return false;
        const ssize_t count = ::read(fd, part.data(), part.size());
        if (count == 0)
            return true;
        if (count > 0)
            text.append(part.data(), static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return false;
    }
    return false;
}

pid_t spawn_writing_to(int fd, const std::vector<std::string>& arguments)
{
    std::vector<std::string> texts = arguments;
    const std::vector<char*> argv = exec_list(texts);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    pid_t pid = 0;
    const int failed = ::posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? pid : 0;
}

} // namespace

Result<std::string> output_of(const std::vector<std::string>& arguments)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error(Errc::io, "no pipe for " + arguments[0]);
    const pid_t pid = spawn_writing_to(ends[1], arguments);
    ::close(ends[1]);
    std::string text;
    const bool whole = pid > 0 && read_all(ends[0], text);
    ::close(ends[0]);
    if (pid <= 0)
        return Error(Errc::not_found, arguments[0] + " cannot be started");
    if (!whole)
        ::kill(pid, SIGKILL);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!whole)
        return Error(Errc::limit, arguments[0] + " gave no answer in ten seconds");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return Error(Errc::io, arguments[0] + " failed");
    return text;
}

Exit launch(Context& context, const std::string& name, const std::vector<std::string>& arguments)
{
    std::vector<std::string> texts{(context.program_directory / name).string()};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    if (::access(texts[0].c_str(), X_OK) != 0) {
        context.out.fail(Error(Errc::unsupported,
                             texts[0] + " is not there: this build leaves the renderer out"),
            "build with -DSTELE_RENDERER=ON");
        return Exit::not_built;
    }
    const std::vector<char*> argv = exec_list(texts);
    pid_t pid = 0;
    if (::posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
        return report(context, Error(Errc::io, "could not start " + texts[0]));
    context.out.leave_exit_to_child();
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
    }
    return WIFEXITED(status) ? static_cast<Exit>(WEXITSTATUS(status)) : Exit::failed;
}

} // namespace stele::cli
