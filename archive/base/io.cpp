// The operating system's side of Io, and what is composed of it.
#include "archive/base/io.h"

#include "archive/base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace stele {

namespace {

Status checked(int result, const std::string& what)
{
    return result == 0 ? Status() : Status(errno_error(errno, what));
}

Status sync_path(const std::filesystem::path& path, int flags)
{
    const int fd = ::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno_error(errno, "open " + path.string());
    const int result = ::fsync(fd);
    const int code = errno;
    ::close(fd);
    return result == 0 ? Status() : Status(errno_error(code, "sync " + path.string()));
}

Status rename_with(
    const std::filesystem::path& from, const std::filesystem::path& to, unsigned int flags)
{
    return checked(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags),
        "rename " + from.string() + " to " + to.string());
}

class PosixOutputFile : public OutputFile {
public:
    PosixOutputFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
    ~PosixOutputFile() override
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    PosixOutputFile(const PosixOutputFile&) = delete;
    PosixOutputFile& operator=(const PosixOutputFile&) = delete;

    Status write(ByteSpan bytes) override
    {
        while (!bytes.empty()) {
            const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return errno_error(errno, "write " + path_);
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
        return {};
    }
    Status sync() override { return checked(::fsync(fd_), "sync " + path_); }
    Status close() override
    {
        const int fd = std::exchange(fd_, -1);
        return checked(::close(fd), "close " + path_);
    }

private:
    int fd_;
    std::string path_;
};

class PosixIo : public Io {
public:
    Result<std::unique_ptr<OutputFile>> create_file(const std::filesystem::path& path) override
    {
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd < 0)
            return errno_error(errno, "create " + path.string());
        return std::unique_ptr<OutputFile>(std::make_unique<PosixOutputFile>(fd, path.string()));
    }
    Status make_directory(const std::filesystem::path& path) override
    {
        return checked(::mkdir(path.c_str(), 0755), "make directory " + path.string());
    }
    Status sync_directory(const std::filesystem::path& path) override
    {
        return sync_path(path, O_DIRECTORY);
    }
    Status sync_file(const std::filesystem::path& path) override { return sync_path(path, 0); }
    Status rename_no_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) override
    {
        return rename_with(from, to, RENAME_NOREPLACE);
    }
    Status rename_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) override
    {
        return rename_with(from, to, 0);
    }
    Status exchange(const std::filesystem::path& a, const std::filesystem::path& b) override
    {
        return rename_with(a, b, RENAME_EXCHANGE);
    }
    Status hard_link(
        const std::filesystem::path& existing, const std::filesystem::path& link) override
    {
        return checked(::link(existing.c_str(), link.c_str()),
            "link " + existing.string() + " to " + link.string());
    }
    Status remove_file(const std::filesystem::path& path) override
    {
        return checked(::unlink(path.c_str()), "remove " + path.string());
    }
    Status remove_directory(const std::filesystem::path& path) override
    {
        return checked(::rmdir(path.c_str()), "remove directory " + path.string());
    }
};

} // namespace

Io& real_io()
{
    static PosixIo io;
    return io;
}

Status write_new_file(Io& io, const std::filesystem::path& path, ByteSpan bytes)
{
    STELE_TRY(const auto file, io.create_file(path));
    STELE_CHECK(file->write(bytes));
    STELE_CHECK(file->sync());
    return file->close();
}

Status replace_file_durably(Io& io, const std::filesystem::path& path, ByteSpan bytes)
{
    std::filesystem::path temporary = path;
    temporary += ".new";
    if (std::error_code ignored; std::filesystem::exists(temporary, ignored))
        STELE_CHECK(io.remove_file(temporary));
    STELE_CHECK(write_new_file(io, temporary, bytes));
    STELE_CHECK(io.rename_replace(temporary, path));
    return io.sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

Status remove_tree(Io& io, const std::filesystem::path& path)
{
    std::error_code error;
    const auto status = std::filesystem::symlink_status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return {};
    if (status.type() != std::filesystem::file_type::directory)
        return io.remove_file(path);
    std::vector<std::filesystem::path> entries;
    for (auto it = std::filesystem::directory_iterator(path, error);
         !error && it != std::filesystem::directory_iterator(); it.increment(error))
        entries.push_back(it->path());
    if (error)
        return errno_error(error.value(), "list " + path.string());
    std::sort(entries.begin(), entries.end());
    for (const auto& entry : entries)
        STELE_CHECK(remove_tree(io, entry));
    return io.remove_directory(path);
}

} // namespace stele
