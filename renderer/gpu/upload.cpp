// Host bytes into device buffers.
#include "renderer/gpu/upload.h"

#include <cassert>
#include <cstring>

namespace stele::gpu {

Result<Upload> Upload::create(Device& device, std::uint64_t ring_bytes)
{
    STELE_TRY(Buffer ring, Buffer::create(device, BufferUse::upload, ring_bytes, "upload ring"));
    return Upload(device, std::move(ring));
}

// Bytes left unused at the end of the ring when a write does not fit before it.
std::uint64_t Upload::padding(std::uint64_t size_bytes) const
{
    return head_ + size_bytes > ring_.size_bytes ? ring_.size_bytes - head_ : 0;
}

bool Upload::has_room(std::uint64_t size_bytes)
{
    if (device_->facts().unified)
        return true;
    if (const auto done = device_->completed())
        while (!used_.empty() && used_.front().timeline_value <= *done) {
            in_use_ -= used_.front().bytes;
            used_.pop_front();
        }
    return in_use_ + padding(size_bytes) + size_bytes <= ring_.size_bytes;
}

void Upload::write(Commands& commands, const Buffer& target, std::uint64_t offset,
    std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return;
    if (target.maybe_mapped != nullptr) {
        std::memcpy(target.maybe_mapped + offset, bytes.data(), bytes.size());
        return;
    }
    assert(in_use_ + padding(bytes.size()) + bytes.size() <= ring_.size_bytes);
    const std::uint64_t skipped = padding(bytes.size());
    if (skipped > 0)
        head_ = 0;
    std::memcpy(ring_.maybe_mapped + head_, bytes.data(), bytes.size());
    commands.copy(ring_, head_, target, offset, bytes.size());
    head_ += bytes.size();
    in_use_ += skipped + bytes.size();
    used_.push_back({device_->submitted() + 1, skipped + bytes.size()});
}

void Upload::finish(Commands& commands, const Buffer& target)
{
    if (target.maybe_mapped == nullptr)
        commands.barrier(target, State::written_by_copy, State::read_by_compute);
}

} // namespace stele::gpu
