// Bytes that come one after another and are not known in advance: a pipe, or memory in tests.
#pragma once

#include "archive/base/bytes.h"

#include <algorithm>

namespace stele::readers {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Up to out.size() bytes, at least one; 0 at the end. out is not empty.
    virtual Result<std::size_t> read_some(std::span<std::byte> out) = 0;
    // Why the bytes ended before they should have.
    virtual Error early_end() = 0;
};

// bytes must outlive it.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(ByteSpan bytes) : rest_(bytes) {}

    Result<std::size_t> read_some(std::span<std::byte> out) override
    {
        const std::size_t count = std::min(out.size(), rest_.size());
        std::copy_n(rest_.begin(), count, out.begin());
        rest_ = rest_.subspan(count);
        return count;
    }
    Error early_end() override { return {Errc::malformed, "the mesh stream ends early"}; }

private:
    ByteSpan rest_;
};

} // namespace stele::readers
