// A program that reads hostile files for us: started with nothing but its ends of two pipes and one
// open file, held to limits, and gone when this object is gone. It must read one byte of
// its standard input first, which comes when its limits are set.
#pragma once

#include "archive/base/file.h"
#include "archive/base/parallel.h"
#include "archive/readers/byte_source.h"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace stele::readers {

struct ChildLimits {
    std::uint64_t memory_bytes = std::uint64_t{4} << 30; // address space; not under sanitizers
    std::uint32_t cpu_s = 300;
    // How long we wait for it altogether; time that we spend on its answers does not count.
    std::chrono::milliseconds wait{600'000};
};

struct ChildCommand {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    const File* file = nullptr; // becomes its descriptor 3
    ChildLimits limits;
    const Cancel* cancel = nullptr; // polled while waiting; outlives the child
};

// The path of a program of ours: beside the one that runs. Errc::unsupported, naming it, if it is
// not there.
Result<std::filesystem::path> program_beside_this(const std::string& name);

// Precondition of use: from the thread that made it, which must not end before it (the child dies
// with that thread).
class ChildProcess final : public ByteSource {
public:
    static Result<std::unique_ptr<ChildProcess>> start(const ChildCommand& command);
    ~ChildProcess() override; // kills it if it runs
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // Its standard output. Errc::limit when the wait is used up, Errc::cancelled.
    Result<std::size_t> read_some(std::span<std::byte> out) override;
    // Its standard input, all of bytes.
    Status write(ByteSpan bytes);
    // Call after the end of its output: waits for it and says how it ended.
    Error early_end() override;

private:
    ChildProcess(pid_t pid, int input, int output, const ChildCommand& command)
        : pid_(pid), input_(input), output_(output), limits_(command.limits),
          cancel_(command.cancel)
    {
    }

    Status wait_for(int descriptor, short events);
    void kill_and_reap();
    Error error_of(int status) const;

    pid_t pid_; // -1 once reaped
    int input_, output_;
    ChildLimits limits_;
    const Cancel* cancel_;
    std::chrono::nanoseconds waited_{0};
};

} // namespace stele::readers
