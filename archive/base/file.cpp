// Reading through POSIX calls; every errno becomes an Error with the path in it.
#include "archive/base/file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace stele {

namespace {

Errc errc_of(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return Errc::not_found;
    case EEXIST:
    case ENOTEMPTY:
        return Errc::already_exists;
    case EACCES:
    case EPERM:
        return Errc::permission_denied;
    case EROFS:
        return Errc::read_only;
    case ENOSPC:
    case EDQUOT:
        return Errc::no_space;
    case EXDEV:
        return Errc::cross_device;
    case EMLINK:
    case ENOSYS:
    case ENOTSUP:
        return Errc::unsupported;
    case EINVAL:
        return Errc::invalid_argument;
    case ELOOP:
        return Errc::invalid_argument;
    case EWOULDBLOCK:
        return Errc::locked;
    default:
        return Errc::io;
    }
}

Result<int> open_descriptor(const std::filesystem::path& path, int flags)
{
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return errno_error(errno, "open " + path.string());
    return fd;
}

Result<std::uint64_t> size_of(int fd)
{
    struct stat status {};
    if (::fstat(fd, &status) != 0)
        return errno_error(errno, "stat");
    return static_cast<std::uint64_t>(status.st_size);
}

} // namespace

Error errno_error(int code, std::string_view what)
{
    return {errc_of(code), std::string(what) + ": " + std::strerror(code)};
}

Result<File> File::open(const std::filesystem::path& path)
{
    STELE_TRY(const int fd, open_descriptor(path, O_RDONLY | O_NOCTTY | O_NONBLOCK));
    File file(fd);
    struct stat status {};
    if (::fstat(fd, &status) != 0)
        return errno_error(errno, "stat " + path.string());
    if (!S_ISREG(status.st_mode))
        return Error(Errc::invalid_argument, "open " + path.string() + ": not a regular file");
    return file;
}

Result<File> File::adopt(int descriptor)
{
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
        return errno_error(errno, "descriptor " + std::to_string(descriptor));
    if (!S_ISREG(status.st_mode))
        return Error(Errc::invalid_argument,
            "descriptor " + std::to_string(descriptor) + " is not a regular file");
    return File(descriptor);
}

Result<File> File::open_directory(const std::filesystem::path& path)
{
    STELE_TRY(const int fd, open_descriptor(path, O_RDONLY | O_DIRECTORY));
    return File(fd);
}

Result<File> File::open_beneath(const File& directory, std::string_view relative)
{
    struct open_how how {};
    how.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    const std::string name(relative);
    long fd = -1;
    do {
        fd = ::syscall(SYS_openat2, directory.fd_, name.c_str(), &how, sizeof(how));
    } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    if (fd < 0)
        return errno_error(errno, "open " + name);
    return File(static_cast<int>(fd));
}

File::~File()
{
    if (fd_ >= 0)
        ::close(fd_);
}

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

File& File::operator=(File&& other) noexcept
{
    std::swap(fd_, other.fd_);
    return *this;
}

Result<std::uint64_t> File::size_bytes() const
{
    return size_of(fd_);
}

Result<std::size_t> File::read_some(std::uint64_t offset, std::span<std::byte> out) const
{
    ssize_t count = -1;
    do {
        count = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return errno_error(errno, "read");
    return static_cast<std::size_t>(count);
}

Status File::read_at(std::uint64_t offset, std::span<std::byte> out) const
{
    while (!out.empty()) {
        STELE_TRY(const std::size_t count, read_some(offset, out));
        if (count == 0)
            return Error(
                Errc::malformed, "file ends " + std::to_string(out.size()) + " bytes early");
        offset += count;
        out = out.subspan(count);
    }
    return {};
}

Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes)
{
    STELE_TRY(const File file, File::open(path));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    if (size > limit_bytes)
        return Error(Errc::limit, path.string() + ": " + std::to_string(size) + " bytes, at most " +
                                      std::to_string(limit_bytes) + " are read");
    Bytes bytes(static_cast<std::size_t>(size));
    STELE_CHECK(file.read_at(0, bytes).in(path.string()));
    return bytes;
}

Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t limit_bytes)
{
    STELE_TRY(const Bytes bytes, read_file(path, limit_bytes));
    return std::string(as_text(bytes));
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    STELE_TRY(const File file, File::open(path));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    if (size == 0)
        return MappedFile(nullptr, 0);
    void* const data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
    if (data == MAP_FAILED)
        return errno_error(errno, "map " + path.string());
    return MappedFile(static_cast<const std::byte*>(data), static_cast<std::size_t>(size));
}

MappedFile::~MappedFile()
{
    if (data_ != nullptr)
        ::munmap(const_cast<std::byte*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0))
{
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

} // namespace stele
