// flock, and the holder's process id in the file for the message.
#include "archive/ocfl/write_lock.h"

#include "archive/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

namespace stele::ocfl {

namespace {

std::string holder_of(int fd)
{
    std::array<char, 32> text{};
    const ssize_t count = ::pread(fd, text.data(), text.size(), 0);
    std::string pid(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    pid.erase(std::min(pid.find_first_not_of("0123456789"), pid.size()));
    return pid.empty() ? "another process" : "process " + pid;
}

} // namespace

Result<WriteLock> WriteLock::take(const ArchiveDir& archive)
{
    const std::filesystem::path path = archive.staging() / kLockName;
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return errno_error(errno, "open " + path.string());
    WriteLock lock(archive, fd);
    int taken = -1;
    do {
        taken = ::flock(fd, LOCK_EX | LOCK_NB);
    } while (taken != 0 && errno == EINTR);
    if (taken != 0 && errno == EWOULDBLOCK)
        return Error(
            Errc::locked, archive.folder().string() + " is being written by " + holder_of(fd));
    if (taken != 0)
        return errno_error(errno, "lock " + path.string());
    // Only the message needs the pid: a full disk must not keep anybody from the archive.
    const std::string pid = std::to_string(::getpid()) + "\n";
    const bool written = ::ftruncate(fd, 0) == 0 && ::pwrite(fd, pid.data(), pid.size(), 0) > 0;
    static_cast<void>(written);
    return lock;
}

WriteLock::~WriteLock()
{
    if (fd_ >= 0)
        ::close(fd_);
}

WriteLock::WriteLock(WriteLock&& other) noexcept
    : archive_(other.archive_), fd_(std::exchange(other.fd_, -1))
{
}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept
{
    std::swap(archive_, other.archive_);
    std::swap(fd_, other.fd_);
    return *this;
}

} // namespace stele::ocfl
