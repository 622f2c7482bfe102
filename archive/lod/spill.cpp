// Chunks in memory until the allowance refuses one; then everything goes to a file without a name.
#include "archive/lod/spill.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace stele::lod {

namespace {

// Of the memory: the rest is for bricks at work, caches, pages and the program.
constexpr std::uint64_t kSpillShare = 5;

} // namespace

Workspace::Workspace(Io& io, std::filesystem::path directory, std::uint64_t memory_bytes)
    : io_(io), directory_(std::move(directory)), memory_bytes_(memory_bytes),
      spill_left_(memory_bytes / kSpillShare)
{
}

unsigned Workspace::at_once(std::uint64_t bytes_each, unsigned jobs) const
{
    return unsigned(std::clamp<std::uint64_t>(memory_bytes_ / 2 / bytes_each, 1, jobs));
}

bool Workspace::take(std::uint64_t bytes)
{
    std::uint64_t left = spill_left_;
    while (left >= bytes)
        if (spill_left_.compare_exchange_weak(left, left - bytes))
            return true;
    return false;
}

void Workspace::note_written(std::uint64_t bytes)
{
    scratch_written_ += bytes;
    const std::uint64_t now = scratch_now_ += bytes;
    std::uint64_t peak = scratch_peak_;
    while (peak < now && !scratch_peak_.compare_exchange_weak(peak, now)) {
    }
}

Spill::Spill(Spill&& other) noexcept
    : workspace_(other.workspace_), size_(std::exchange(other.size_, 0)),
      chunks_(std::move(other.chunks_)), output_(std::move(other.output_)),
      file_(std::move(other.file_)), buffer_(std::move(other.buffer_)),
      in_file_(std::exchange(other.in_file_, 0))
{
    other.chunks_.clear();
}

Spill& Spill::operator=(Spill&& other) noexcept
{
    if (this != &other) {
        clear();
        workspace_ = other.workspace_;
        size_ = std::exchange(other.size_, 0);
        chunks_ = std::move(other.chunks_);
        other.chunks_.clear();
        output_ = std::move(other.output_);
        file_ = std::move(other.file_);
        buffer_ = std::move(other.buffer_);
        in_file_ = std::exchange(other.in_file_, 0);
    }
    return *this;
}

Result<std::uint64_t> Spill::append(ByteSpan bytes)
{
    const std::uint64_t at = size_;
    while (!bytes.empty()) {
        if (is_in_memory()) {
            if (size_ % kChunkBytes == 0) {
                if (!workspace_->take(kChunkBytes)) {
                    STELE_CHECK(move_to_file());
                    continue;
                }
                chunks_.emplace_back().reserve(kChunkBytes);
            }
            const std::size_t n =
                std::min(bytes.size(), kChunkBytes - std::size_t(size_ % kChunkBytes));
            chunks_.back().insert(
                chunks_.back().end(), bytes.begin(), bytes.begin() + std::ptrdiff_t(n));
            bytes = bytes.subspan(n);
            size_ += n;
            continue;
        }
        const std::size_t n = std::min(bytes.size(), kBufferBytes - buffer_.size());
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.begin() + std::ptrdiff_t(n));
        bytes = bytes.subspan(n);
        size_ += n;
        if (buffer_.size() == kBufferBytes)
            STELE_CHECK(flush());
    }
    return at;
}

Status Spill::move_to_file()
{
    // A name may be taken: by another build of this process, or by one killed before it could
    // remove it.
    constexpr std::uint64_t kMostTaken = 1000;
    std::filesystem::path path;
    for (std::uint64_t taken = 0; output_ == nullptr; ++taken) {
        path = workspace_->directory_ / ("scratch-" + std::to_string(::getpid()) + "-" +
                                            std::to_string(workspace_->next_name_++));
        auto created = workspace_->io_.create_file(path);
        if (created)
            output_ = std::move(*created);
        else if (created.error().code() != Errc::already_exists || taken == kMostTaken)
            return Error(created.error()).in("scratch space");
    }
    auto opened = File::open(path);
    STELE_CHECK(workspace_->io_.remove_file(path).in("scratch space"));
    if (!opened)
        return opened.error();
    file_ = std::make_unique<File>(std::move(*opened));
    for (Bytes& chunk : chunks_) {
        STELE_CHECK(output_->write(chunk).in("scratch space"));
        in_file_ += chunk.size();
        workspace_->note_written(chunk.size());
        chunk = {};
        workspace_->give_back(kChunkBytes);
    }
    chunks_.clear();
    buffer_.reserve(kBufferBytes);
    return {};
}

Status Spill::flush()
{
    STELE_CHECK(output_->write(buffer_).in("scratch space"));
    in_file_ += buffer_.size();
    workspace_->note_written(buffer_.size());
    buffer_.clear();
    return {};
}

Status Spill::seal()
{
    if (output_ == nullptr)
        return {};
    STELE_CHECK(flush());
    buffer_ = {};
    STELE_CHECK(output_->close().in("scratch space"));
    output_.reset();
    return {};
}

Status Spill::read_at(std::uint64_t offset, std::span<std::byte> out) const
{
    assert(offset + out.size() <= size_ && output_ == nullptr);
    if (file_)
        return file_->read_at(offset, out).in("scratch space");
    while (!out.empty()) {
        const Bytes& chunk = chunks_[std::size_t(offset / kChunkBytes)];
        const std::size_t from = std::size_t(offset % kChunkBytes);
        const std::size_t n = std::min(out.size(), kChunkBytes - from);
        std::memcpy(out.data(), chunk.data() + from, n);
        out = out.subspan(n);
        offset += n;
    }
    return {};
}

void Spill::clear()
{
    for (std::size_t i = 0; i < chunks_.size(); ++i)
        workspace_->give_back(kChunkBytes);
    chunks_.clear();
    workspace_->note_removed(in_file_);
    in_file_ = 0;
    size_ = 0;
    output_.reset();
    file_.reset();
    buffer_ = {};
}

} // namespace stele::lod
