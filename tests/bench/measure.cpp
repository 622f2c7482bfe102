// wait4 gives CPU time and peak memory of exactly the child.
#include "tests/bench/measure.h"

#include "archive/base/exec_list.h"
#include "archive/base/file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace stele::bench {

namespace {

double seconds(const timeval& t)
{
    return double(t.tv_sec) + double(t.tv_usec) * 1e-6;
}

[[noreturn]] void become(std::vector<std::string> words, const std::filesystem::path& out)
{
    const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ::dup2(file, STDOUT_FILENO) < 0)
        ::_exit(126);
    const std::vector<char*> argv = exec_list(words);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
}

} // namespace

Result<Measured> measure(const std::vector<std::string>& argv, const std::filesystem::path& scratch)
{
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child < 0)
        return errno_error(errno, "fork");
    if (child == 0)
        become(argv, scratch);
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR)
            return errno_error(errno, "wait for " + argv[0]);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    Measured measured;
    measured.wall_s = taken.count();
    measured.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    measured.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    measured.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (measured.exit == 126 || measured.exit == 127)
        return Error(Errc::not_found, argv[0] + ": cannot be run");
    STELE_TRY(measured.out, read_text_file(scratch));
    return measured;
}

Result<Measured> measure_success(
    const std::vector<std::string>& argv, const std::filesystem::path& scratch)
{
    STELE_TRY(Measured measured, measure(argv, scratch));
    if (measured.exit != 0)
        return Error(Errc::internal,
            argv[0] + " " + argv[1] + " ended with " + std::to_string(measured.exit));
    return measured;
}

} // namespace stele::bench
