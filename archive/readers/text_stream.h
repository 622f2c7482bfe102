// Lines and words of a text file of any size, through a bounded window. Line ends: LF, CRLF or CR
// alone. A byte order mark before the first line is skipped.
#pragma once

#include "archive/readers/byte_stream.h"

#include <string>
#include <string_view>

namespace stele::readers {

inline constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxWordBytes = 4096;

inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// The next word of a line, removed from it; empty at the end.
std::string_view take_word(std::string_view& line);
std::string_view trimmed(std::string_view text);

class TextStream {
public:
    explicit TextStream(ByteStream& bytes) : bytes_(&bytes) {}

    // False at the end. The line has no line end and lives until the next call. Errc::limit beyond
    // 16 MiB.
    Result<bool> next_line(std::string_view& line);
    // As next_line; a backslash at the end of a line joins the next one to it with a space, unless
    // the line is a comment ("# C:\\scans\\").
    Result<bool> next_joined_line(std::string_view& line);
    // The next run of characters that are neither blank nor a line end; empty at the end of the
    // input.
    Result<std::string_view> next_word();

    std::uint64_t line_number() const { return line_number_; } // of the line last returned, from 1

private:
    Result<bool> find_line_end();

    ByteStream* bytes_;
    char line_end_ = 0; // '\n' or '\r', found at the first line
    std::uint64_t line_number_ = 0;
    std::string joined_;
};

} // namespace stele::readers
