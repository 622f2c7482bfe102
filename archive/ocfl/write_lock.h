// One writer an archive: flock(2) on .staging/lock, released by the kernel when the process dies.
#pragma once

#include "archive/base/result.h"
#include "archive/ocfl/archive_dir.h"

namespace stele::ocfl {

class WriteLock {
public:
    // Errc::locked names the process that holds it. Never waits. The lock file stays; only its lock
    // matters.
    static Result<WriteLock> take(const ArchiveDir& archive);

    ~WriteLock();
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&& other) noexcept;

    const ArchiveDir& archive() const { return archive_; }

private:
    WriteLock(ArchiveDir archive, int fd) : archive_(std::move(archive)), fd_(fd) {}
    ArchiveDir archive_;
    int fd_ = -1;
};

// The entry of .staging that is not work in progress.
inline constexpr std::string_view kLockName = "lock";
// What interrupted builds left, to go on from; whoever owns it knows what is still of use.
inline constexpr std::string_view kResumeName = "resume";

} // namespace stele::ocfl
