// An Io that counts its operations, fails the n-th, or dies at it: every later operation then fails
// without effect, which is what a killed process leaves, only faster than forking. For the real
// thing it can _exit instead.
#pragma once

#include "archive/base/io.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stele::test {

enum class Fault {
    none,
    fail_once,    // the n-th operation has no effect and returns the error; the rest work
    fail_forever, // so do all after it
    die_before,   // the n-th and all later operations have no effect
    die_after,    // the n-th has its effect, nothing after it
    die_torn,     // the n-th writes half of its bytes if it is a write; otherwise as die_after
    exit_before,  // _exit(kExitCode) instead of dying, for forked children
    exit_after,
};

struct FaultPlan {
    Fault fault = Fault::none;
    std::uint64_t at = 0; // counted from 1
    Errc error = Errc::io;
};

// What the file system can do.
struct Abilities {
    bool sync = false; // a killed process loses nothing that it wrote: kill sweeps need not wait
                       // for the disk
    bool exchange = true;
    bool no_replace = true;
    bool hard_link = true;
};

struct Operation {
    std::string name; // "create", "write", "sync", "close", "mkdir", "sync_dir", "rename", ...
    std::filesystem::path path, other;
    std::uint64_t bytes = 0;
};

class FaultyIo : public Io {
public:
    static constexpr int kExitCode = 86;

    explicit FaultyIo(Io& inner, FaultPlan plan = {}, Abilities abilities = {})
        : inner_(inner), plan_(plan), abilities_(abilities)
    {
    }

    std::uint64_t count() const { return operations_.size(); }
    bool dead() const { return dead_; }
    bool hit() const { return hit_; } // the plan's operation was reached
    const std::vector<Operation>& operations() const { return operations_; }

    Result<std::unique_ptr<OutputFile>> create_file(const std::filesystem::path& path) override;
    Status make_directory(const std::filesystem::path& path) override;
    Status sync_directory(const std::filesystem::path& path) override;
    Status sync_file(const std::filesystem::path& path) override;
    Status rename_no_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) override;
    Status rename_replace(
        const std::filesystem::path& from, const std::filesystem::path& to) override;
    Status exchange(const std::filesystem::path& a, const std::filesystem::path& b) override;
    Status hard_link(
        const std::filesystem::path& existing, const std::filesystem::path& link) override;
    Status remove_file(const std::filesystem::path& path) override;
    Status remove_directory(const std::filesystem::path& path) override;

private:
    friend class FaultyFile;
    enum class Verdict { go, refuse, tear };
    // Called before each operation, and after each that went through.
    Verdict enter(Operation operation);
    void leave();
    Error refusal() const;
    template <class Action>
    Status run(Operation operation, const Action& action);

    Io& inner_;
    FaultPlan plan_;
    Abilities abilities_;
    bool dead_ = false, hit_ = false;
    std::vector<Operation> operations_;
};

} // namespace stele::test
