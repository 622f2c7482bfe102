// Lines and words over a ByteStream.
#include "archive/readers/text_stream.h"

#include <cstring>

namespace stele::readers {

std::string_view take_word(std::string_view& line)
{
    std::size_t first = 0;
    while (first < line.size() && is_blank(line[first]))
        ++first;
    std::size_t last = first;
    while (last < line.size() && !is_blank(line[last]))
        ++last;
    const std::string_view word = line.substr(first, last - first);
    line.remove_prefix(last);
    return word;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

namespace {

// A backslash, and perhaps blanks that nobody sees.
bool goes_on(std::string_view line)
{
    while (!line.empty() && is_blank(line.back()))
        line.remove_suffix(1);
    return line.ends_with('\\');
}

} // namespace

// CR ends lines only in a file whose first line shows no LF (old Macintosh).
Result<bool> TextStream::find_line_end()
{
    STELE_TRY(const ByteSpan window, bytes_->window(std::size_t{64} << 10));
    std::string_view text = as_text(window);
    if (bytes_->offset() == 0 && text.starts_with("\xef\xbb\xbf")) {
        bytes_->consume(3);
        text.remove_prefix(3);
    }
    const std::size_t lf = text.find('\n');
    const std::size_t cr = text.find('\r');
    line_end_ = lf == std::string_view::npos && cr != std::string_view::npos ? '\r' : '\n';
    return !text.empty();
}

Result<bool> TextStream::next_line(std::string_view& line)
{
    if (line_end_ == 0)
        STELE_CHECK(find_line_end());
    std::size_t searched = 0;
    std::size_t wanted = 1;
    for (;;) {
        STELE_TRY(const ByteSpan window, bytes_->window(wanted));
        const std::string_view text = as_text(window);
        const std::size_t end = text.find(line_end_, searched);
        if (end == std::string_view::npos && text.size() >= wanted) {
            if (text.size() > kMaxLineBytes)
                return Error(Errc::limit,
                    "line " + std::to_string(line_number_ + 1) + " is longer than 16 MiB");
            searched = text.size();
            wanted = text.size() + (std::size_t{64} << 10);
            continue;
        }
        if (text.empty())
            return false;
        const bool ended = end != std::string_view::npos;
        line = text.substr(0, ended ? end : text.size());
        bytes_->consume(line.size() + (ended ? 1 : 0));
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        ++line_number_;
        return true;
    }
}

Result<bool> TextStream::next_joined_line(std::string_view& line)
{
    STELE_TRY(bool more, next_line(line));
    if (!more || !goes_on(line) || trimmed(line).front() == '#')
        return more;
    joined_.clear();
    while (more && goes_on(line)) {
        joined_.append(line.substr(0, line.rfind('\\'))).push_back(' ');
        if (joined_.size() > kMaxLineBytes)
            return Error(Errc::limit, "line " + std::to_string(line_number_) +
                                          " and its continuations are longer than 16 MiB");
        STELE_TRY(more, next_line(line));
        if (!more)
            line = {};
    }
    joined_.append(line);
    line = joined_;
    return true;
}

Result<std::string_view> TextStream::next_word()
{
    const auto ends_word = [](char c) { return is_blank(c) || c == '\n'; };
    for (;;) {
        STELE_TRY(const ByteSpan window, bytes_->window(kMaxWordBytes));
        const std::string_view text = as_text(window);
        std::size_t first = 0;
        while (first < text.size() && ends_word(text[first]))
            ++first;
        if (first == text.size()) {
            bytes_->consume(first);
            if (text.size() < kMaxWordBytes)
                return std::string_view();
            continue;
        }
        std::size_t last = first;
        while (last < text.size() && !ends_word(text[last]))
            ++last;
        if (last == text.size() && first > 0) {
            // The word may go on beyond the window.
            bytes_->consume(first);
            STELE_TRY(const ByteSpan longer, bytes_->window(kMaxWordBytes));
            if (longer.size() > last - first)
                continue;
            bytes_->consume(last - first);
            return as_text(longer).substr(0, last - first);
        }
        if (last - first >= kMaxWordBytes)
            return Error(Errc::malformed, "a word longer than 4096 characters at byte " +
                                              std::to_string(bytes_->offset() + first));
        bytes_->consume(last);
        return text.substr(first, last - first);
    }
}

} // namespace stele::readers
