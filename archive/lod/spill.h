// Room for what a build cannot keep in memory: bytes are appended, then read at any place. They
// stay in memory while the build's allowance lasts and lie in a scratch file beyond it; whoever
// reads cannot tell.
#pragma once

#include "archive/base/file.h"
#include "archive/base/io.h"

#include <atomic>
#include <memory>
#include <vector>

namespace stele::lod {

inline constexpr std::uint64_t kDefaultMemory = std::uint64_t(512) << 20;

// What one build may use. Not copied: every spill of the build takes from the same allowance.
class Workspace {
public:
    // memory_bytes: what the whole process may hold. directory: for scratch files, which have no
    // name once they are open, so that nothing is left behind however the process ends.
    Workspace(Io& io, std::filesystem::path directory, std::uint64_t memory_bytes = kDefaultMemory);
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    std::uint64_t memory_bytes() const { return memory_bytes_; }
    // How many of something that costs bytes_each may be at work: half the memory is theirs, and at
    // least one always is.
    unsigned at_once(std::uint64_t bytes_each, unsigned jobs) const;
    // Bytes that lie in scratch files now, at most so far, and written in all.
    std::uint64_t scratch_bytes() const { return scratch_now_; }
    std::uint64_t scratch_peak_bytes() const { return scratch_peak_; }
    std::uint64_t scratch_written_bytes() const { return scratch_written_; }

private:
    friend class Spill;
    bool take(std::uint64_t bytes);
    void give_back(std::uint64_t bytes) { spill_left_ += bytes; }
    void note_written(std::uint64_t bytes);
    void note_removed(std::uint64_t bytes) { scratch_now_ -= bytes; }

    Io& io_;
    std::filesystem::path directory_;
    std::uint64_t memory_bytes_;
    std::atomic<std::uint64_t> spill_left_;
    std::atomic<std::uint64_t> next_name_{0};
    std::atomic<std::uint64_t> scratch_now_{0}, scratch_peak_{0}, scratch_written_{0};
};

// Written by one thread, then sealed, then read by any.
class Spill {
public:
    explicit Spill(Workspace& workspace) : workspace_(&workspace) {}
    ~Spill() { clear(); }
    Spill(Spill&& other) noexcept;
    Spill& operator=(Spill&& other) noexcept;

    std::uint64_t size() const { return size_; }
    // Where it begins. After a failure the spill is spent.
    Result<std::uint64_t> append(ByteSpan bytes);
    Status seal();
    // Precondition: sealed, and the range was written.
    Status read_at(std::uint64_t offset, std::span<std::byte> out) const;
    bool is_in_memory() const { return output_ == nullptr && !file_; }
    // Gives up what it holds.
    void clear();

private:
    static constexpr std::size_t kChunkBytes = std::size_t(1) << 18;
    static constexpr std::size_t kBufferBytes = std::size_t(1) << 16;

    Status move_to_file();
    Status flush();

    Workspace* workspace_;
    std::uint64_t size_ = 0;
    std::vector<Bytes> chunks_;
    std::unique_ptr<OutputFile> output_;
    std::unique_ptr<File> file_;
    Bytes buffer_; // not written yet
    std::uint64_t in_file_ = 0;
};

// Records of one type, written in order and read by number.
template <class T>
class SpilledArray {
public:
    explicit SpilledArray(Workspace& workspace) : spill_(workspace) {}

    std::uint64_t size() const { return spill_.size() / sizeof(T); }
    Status append(std::span<const T> values)
    {
        STELE_CHECK(spill_.append(std::as_bytes(values)));
        return {};
    }
    Status seal() { return spill_.seal(); }
    Status read(std::uint64_t first, std::span<T> out) const
    {
        return spill_.read_at(first * sizeof(T), std::as_writable_bytes(out));
    }
    void clear() { spill_.clear(); }

    // Calls work(first, values) for consecutive runs, in order.
    template <class Work>
    Status for_each_run(Work&& work) const
    {
        std::vector<T> run(std::size_t(1) << 16);
        for (std::uint64_t first = 0; first < size(); first += run.size()) {
            const std::size_t n = std::size_t(std::min<std::uint64_t>(run.size(), size() - first));
            STELE_CHECK(read(first, std::span<T>(run).first(n)));
            STELE_CHECK(work(first, std::span<const T>(run).first(n)));
        }
        return {};
    }

private:
    Spill spill_;
};

} // namespace stele::lod
