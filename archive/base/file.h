// Reading files and directories. Writing into an archive goes through io.h.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace stele {

// "open statue.ply: no such file" from errno; the Errc is derived from it.
Error errno_error(int code, std::string_view what);

// A file or directory opened for reading. Closed on destruction. Reads are positional, so one File
// may be read by several threads.
class File {
public:
    static Result<File> open(const std::filesystem::path& path);
    static Result<File> open_directory(const std::filesystem::path& path);
    // A descriptor that this process was started with, owned from now on; a regular file open for
    // reading.
    static Result<File> adopt(int descriptor);
    // Beneath an open directory; relative must stay beneath it: no "..", no absolute path, no
    // symlink on the way (openat2 RESOLVE_BENEATH|RESOLVE_NO_SYMLINKS).
    static Result<File> open_beneath(const File& directory, std::string_view relative);

    ~File();
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;

    Result<std::uint64_t> size_bytes() const;
    // Exactly out.size() bytes, else Errc::malformed (the file ended) or Errc::io.
    Status read_at(std::uint64_t offset, std::span<std::byte> out) const;
    // Up to out.size(); the count read, 0 at the end.
    Result<std::size_t> read_some(std::uint64_t offset, std::span<std::byte> out) const;
    int descriptor() const { return fd_; }

private:
    explicit File(int fd) : fd_(fd) {}
    int fd_ = -1;
};

// Whole file; refuses more than limit_bytes with Errc::limit before allocating.
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes);
Result<std::string> read_text_file(
    const std::filesystem::path& path, std::uint64_t limit_bytes = 64u << 20);

// Read-only mapping of a whole file; empty files map to an empty span.
class MappedFile {
public:
    static Result<MappedFile> open(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    ByteSpan bytes() const { return {data_, size_}; }

private:
    MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace stele
