// posix_spawn, because a fork of a large process is slow; limits by prlimit from outside, so that
// no program can forget them. A child reads one byte of its input before all else: by then they are
// set.
#include "archive/readers/child_process.h"

#include "archive/base/exec_list.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

extern char** environ;

namespace stele::readers {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif
#else
constexpr bool kIsSanitized = false;
#endif

// How often a wait looks whether it was cancelled.
constexpr std::chrono::milliseconds kLook{50};
constexpr int kFileDescriptor = 3;

// Closed on destruction unless released.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

// A copy whose number none of the child's descriptors has, so that moving one never hits another.
int lifted(int fd)
{
    return ::fcntl(fd, F_DUPFD_CLOEXEC, 10);
}

void limit(pid_t pid, __rlimit_resource resource, std::uint64_t value, std::uint64_t grace = 0)
{
    const struct rlimit both {
        static_cast<rlim_t>(value), static_cast<rlim_t>(value + grace)
    };
    ::prlimit(pid, resource, &both, nullptr);
}

void apply(const ChildLimits& limits, pid_t pid)
{
    if (!kIsSanitized)
        limit(pid, RLIMIT_AS, limits.memory_bytes);
    limit(pid, RLIMIT_CPU, limits.cpu_s, 1); // SIGXCPU first, which says why
    limit(pid, RLIMIT_FSIZE, 0);
    limit(pid, RLIMIT_CORE, 0);
    limit(pid, RLIMIT_NOFILE, 64);
}

// Descriptors 0, 1 and 3 as given, 2 to nowhere, all others closed. Returns errno.
int spawn(const ChildCommand& command, int input, int output, int file, pid_t& pid)
{
    std::vector<std::string> texts{command.program.string()};
    texts.insert(texts.end(), command.arguments.begin(), command.arguments.end());
    const std::vector<char*> argv = exec_list(texts);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (file >= 0)
        posix_spawn_file_actions_adddup2(&actions, file, kFileDescriptor);
    posix_spawn_file_actions_addclosefrom_np(
        &actions, file >= 0 ? kFileDescriptor + 1 : kFileDescriptor);
    // Our masks and handlers are none of its business.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    const int error = ::posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

std::string seconds_text(std::chrono::milliseconds time)
{
    return std::to_string(time.count() / 1000) + " s";
}

} // namespace

Result<std::filesystem::path> program_beside_this(const std::string& name)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto program = self.parent_path() / name;
    if (error || ::access(program.c_str(), X_OK) != 0)
        return Error(Errc::unsupported,
            program.string() + " is not there; it reads this format: install Stele whole");
    return program;
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ChildCommand& command)
{
    // A socket for its input: writing to a child that is gone must be an error, not a signal.
    std::array<int, 2> input{-1, -1}, output{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) != 0)
        return errno_error(errno, "a socket for " + command.program.string());
    Descriptor our_input(input[0]), its_input(input[1]);
    if (::pipe2(output.data(), O_CLOEXEC) != 0)
        return errno_error(errno, "a pipe for " + command.program.string());
    Descriptor our_output(output[0]), its_output(output[1]);
    const Descriptor lifted_input(lifted(its_input.get())), lifted_output(lifted(its_output.get()));
    const Descriptor lifted_file(command.file != nullptr ? lifted(command.file->descriptor()) : -1);
    pid_t pid = -1;
    const int error =
        spawn(command, lifted_input.get(), lifted_output.get(), lifted_file.get(), pid);
    if (error != 0)
        return errno_error(error, "start " + command.program.string());
    apply(command.limits, pid);
    constexpr char kGo = '\n';
    (void)::send(our_input.get(), &kGo, 1, MSG_NOSIGNAL); // one that is gone is found out later
    ::fcntl(our_input.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(our_output.get(), F_SETFL, O_NONBLOCK);
    return std::unique_ptr<ChildProcess>(
        new ChildProcess(pid, our_input.release(), our_output.release(), command));
}

ChildProcess::~ChildProcess()
{
    kill_and_reap();
    ::close(input_);
    ::close(output_);
}

void ChildProcess::kill_and_reap()
{
    if (pid_ < 0)
        return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

Status ChildProcess::wait_for(int descriptor, short events)
{
    using Clock = std::chrono::steady_clock;
    for (;;) {
        if (cancel_ != nullptr && cancel_->requested)
            return Error(Errc::cancelled, "cancelled");
        if (waited_ >= limits_.wait)
            return Error(Errc::limit,
                "not read after " + seconds_text(limits_.wait) + ", the longest that Stele waits");
        struct pollfd entry {
            descriptor, events, 0
        };
        const auto begin = Clock::now();
        const int ready = ::poll(&entry, 1, static_cast<int>(kLook.count()));
        waited_ += Clock::now() - begin;
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return errno_error(errno, "wait for the reading program");
    }
}

Result<std::size_t> ChildProcess::read_some(std::span<std::byte> out)
{
    for (;;) {
        const ssize_t count = ::read(output_, out.data(), out.size());
        if (count >= 0)
            return static_cast<std::size_t>(count);
        if (errno != EAGAIN && errno != EINTR)
            return errno_error(errno, "read from the reading program");
        STELE_CHECK(wait_for(output_, POLLIN));
    }
}

Status ChildProcess::write(ByteSpan bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        else if (count < 0 && (errno == EPIPE || errno == ECONNRESET))
            return early_end();
        else if (count < 0 && errno != EAGAIN && errno != EINTR)
            return errno_error(errno, "write to the reading program");
        else
            STELE_CHECK(wait_for(input_, POLLOUT));
    }
    return {};
}

Error ChildProcess::error_of(int status) const
{
    if (WIFEXITED(status))
        return {Errc::malformed,
            "the reading program gave up with code " + std::to_string(WEXITSTATUS(status))};
    const int signal = WTERMSIG(status);
    if (signal == SIGINT || signal == SIGTERM)
        return {Errc::cancelled, "cancelled"};
    if (signal == SIGXCPU)
        return {Errc::limit, "not read after " + std::to_string(limits_.cpu_s) +
                                 " s of computing, the longest that Stele allows"};
    const std::string memory = std::to_string(limits_.memory_bytes >> 20) + " MiB";
    if (signal == SIGKILL)
        return {Errc::limit, "the reading program was killed: out of computing time (" +
                                 std::to_string(limits_.cpu_s) + " s) or of memory (" + memory +
                                 ")"};
    return {Errc::malformed, "the reading program crashed on it (signal " + std::to_string(signal) +
                                 "): it is damaged, or needs more than " + memory};
}

Error ChildProcess::early_end()
{
    // Its output is closed, so it ends or has ended, unless it closed it to hold us up.
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::seconds(1);
    int status = 0;
    pid_t ended = 0;
    while (
        pid_ >= 0 && (ended = ::waitpid(pid_, &status, WNOHANG)) != pid_ && Clock::now() < until) {
        if (ended < 0 && errno != EINTR)
            break;
        ::poll(nullptr, 0, 1);
    }
    if (ended != pid_ || pid_ < 0) {
        kill_and_reap();
        return {Errc::malformed, "the reading program stopped talking"};
    }
    pid_ = -1;
    return error_of(status);
}

} // namespace stele::readers
