// Where a reader's bytes come from: a file, or memory that outlives the reader. Reads are
// positional.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/file.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>

namespace stele::readers {

class Input {
public:
    static Result<Input> open(const std::filesystem::path& path);
    static Input memory(ByteSpan bytes) { return Input(bytes); }

    std::uint64_t size_bytes() const { return size_bytes_; }
    // Up to out.size() bytes; 0 at the end.
    Result<std::size_t> read_some(std::uint64_t offset, std::span<std::byte> out) const;
    // All bytes at once: a mapping of the file. The span lives as long as this Input.
    Result<ByteSpan> map();

private:
    explicit Input(ByteSpan bytes) : memory_(bytes), size_bytes_(bytes.size()) {}
    Input(File file, std::uint64_t size, std::filesystem::path path)
        : file_(std::move(file)), path_(std::move(path)), size_bytes_(size)
    {
    }

    std::optional<File> file_;
    std::optional<MappedFile> mapping_;
    std::filesystem::path path_;
    ByteSpan memory_;
    std::uint64_t size_bytes_ = 0;
};

} // namespace stele::readers
