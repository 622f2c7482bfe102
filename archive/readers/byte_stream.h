// A sliding window over an Input: bounded memory whatever the file's size, and whatever the file
// claims.
#pragma once

#include "archive/readers/input.h"

namespace stele::readers {

class ByteStream {
public:
    explicit ByteStream(const Input& input, std::size_t capacity_bytes = std::size_t{1} << 20);

    // What is buffered, after trying to have at least wanted bytes of it; less only at the end of
    // the input. Valid until the next call. The buffer grows to wanted, so the caller bounds
    // wanted.
    Result<ByteSpan> window(std::size_t wanted);
    // Precondition: count <= what window() returned.
    void consume(std::size_t count) { begin_ += count; }

    std::uint64_t offset() const
    {
        return window_offset_ + begin_;
    } // of the next byte in the input
    std::uint64_t remaining() const;
    void seek(std::uint64_t offset);
    // False, and nothing moved, when the input ends before.
    bool skip(std::uint64_t count);

private:
    std::uint64_t behind_window() const;

    const Input* input_;
    Bytes buffer_;
    std::size_t begin_ = 0, end_ = 0; // the unread part of buffer_
    std::uint64_t window_offset_ = 0; // of buffer_[0] in the input
};

} // namespace stele::readers
