// The sliding window.
#include "archive/readers/byte_stream.h"

#include <algorithm>
#include <cstring>

namespace stele::readers {

ByteStream::ByteStream(const Input& input, std::size_t capacity_bytes)
    : input_(&input),
      buffer_(static_cast<std::size_t>(std::min<std::uint64_t>(capacity_bytes, input.size_bytes())))
{
}

Result<ByteSpan> ByteStream::window(std::size_t wanted)
{
    // No more than there is, so that a small file costs little.
    wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(wanted, end_ - begin_ + behind_window()));
    if (end_ - begin_ < wanted) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        window_offset_ += begin_;
        end_ -= begin_;
        begin_ = 0;
        if (buffer_.size() < wanted)
            buffer_.resize(wanted);
        while (end_ < wanted) {
            STELE_TRY(const std::size_t count,
                input_->read_some(window_offset_ + end_, std::span(buffer_).subspan(end_)));
            if (count == 0)
                break;
            end_ += count;
        }
    }
    return ByteSpan(buffer_).subspan(begin_, end_ - begin_);
}

std::uint64_t ByteStream::behind_window() const
{
    const std::uint64_t size = input_->size_bytes(), end = window_offset_ + end_;
    return end < size ? size - end : 0;
}

std::uint64_t ByteStream::remaining() const
{
    const std::uint64_t size = input_->size_bytes();
    return offset() < size ? size - offset() : 0;
}

void ByteStream::seek(std::uint64_t offset)
{
    if (offset >= window_offset_ && offset <= window_offset_ + end_) {
        begin_ = static_cast<std::size_t>(offset - window_offset_);
        return;
    }
    window_offset_ = offset;
    begin_ = end_ = 0;
}

bool ByteStream::skip(std::uint64_t count)
{
    if (count > remaining())
        return false;
    seek(offset() + count);
    return true;
}

} // namespace stele::readers
