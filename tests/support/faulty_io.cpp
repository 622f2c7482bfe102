// Counting, failing, dying (see faulty_io.h).
#include "tests/support/faulty_io.h"

#include <unistd.h>

#include <utility>

namespace stele::test {

namespace fs = std::filesystem;

FaultyIo::Verdict FaultyIo::enter(Operation operation)
{
    operations_.push_back(std::move(operation));
    if (dead_)
        return Verdict::refuse;
    const bool now = operations_.size() == plan_.at;
    hit_ = hit_ || now;
    switch (plan_.fault) {
    case Fault::none:
    case Fault::die_after:
    case Fault::exit_after:
        return Verdict::go;
    case Fault::fail_once:
        return now ? Verdict::refuse : Verdict::go;
    case Fault::fail_forever:
        return hit_ ? Verdict::refuse : Verdict::go;
    case Fault::die_before:
        dead_ = now;
        return now ? Verdict::refuse : Verdict::go;
    case Fault::die_torn:
        return now ? Verdict::tear : Verdict::go;
    case Fault::exit_before:
        if (now)
            ::_exit(kExitCode);
        return Verdict::go;
    }
    return Verdict::go;
}

void FaultyIo::leave()
{
    if (operations_.size() != plan_.at)
        return;
    if (plan_.fault == Fault::exit_after)
        ::_exit(kExitCode);
    dead_ = dead_ || plan_.fault == Fault::die_after || plan_.fault == Fault::die_torn;
}

Error FaultyIo::refusal() const
{
    return {dead_ ? Errc::io : plan_.error, "injected at operation " + std::to_string(plan_.at)};
}

template <class Action>
Status FaultyIo::run(Operation operation, const Action& action)
{
    if (enter(std::move(operation)) == Verdict::refuse)
        return refusal();
    Status status = action();
    leave();
    if (dead_)
        return refusal(); // the process never saw the result
    return status;
}

class FaultyFile : public OutputFile {
public:
    FaultyFile(FaultyIo& io, std::unique_ptr<OutputFile> inner, fs::path path)
        : io_(io), inner_(std::move(inner)), path_(std::move(path))
    {
    }
    Status write(ByteSpan bytes) override
    {
        const FaultyIo::Verdict verdict = io_.enter({"write", path_, {}, bytes.size()});
        if (verdict == FaultyIo::Verdict::refuse)
            return io_.refusal();
        Status status = inner_->write(
            verdict == FaultyIo::Verdict::tear ? bytes.first(bytes.size() / 2) : bytes);
        io_.leave();
        if (io_.dead_)
            return io_.refusal();
        return status;
    }
    Status sync() override
    {
        return io_.run({"sync", path_, {}, 0},
            [&] { return io_.abilities_.sync ? inner_->sync() : Status(); });
    }
    Status close() override
    {
        return io_.run({"close", path_, {}, 0}, [&] { return inner_->close(); });
    }

private:
    FaultyIo& io_;
    std::unique_ptr<OutputFile> inner_;
    fs::path path_;
};

Result<std::unique_ptr<OutputFile>> FaultyIo::create_file(const fs::path& path)
{
    std::unique_ptr<OutputFile> created;
    STELE_CHECK(run({"create", path, {}, 0}, [&]() -> Status {
        STELE_TRY(created, inner_.create_file(path));
        return {};
    }));
    return std::unique_ptr<OutputFile>(
        std::make_unique<FaultyFile>(*this, std::move(created), path));
}

Status FaultyIo::make_directory(const fs::path& path)
{
    return run({"mkdir", path, {}, 0}, [&] { return inner_.make_directory(path); });
}

Status FaultyIo::sync_directory(const fs::path& path)
{
    return run({"sync_dir", path, {}, 0},
        [&] { return abilities_.sync ? inner_.sync_directory(path) : Status(); });
}

Status FaultyIo::sync_file(const fs::path& path)
{
    return run(
        {"sync", path, {}, 0}, [&] { return abilities_.sync ? inner_.sync_file(path) : Status(); });
}

Status FaultyIo::rename_no_replace(const fs::path& from, const fs::path& to)
{
    return run({"rename_new", from, to, 0}, [&]() -> Status {
        if (!abilities_.no_replace)
            return Error(Errc::invalid_argument, "no RENAME_NOREPLACE here");
        return inner_.rename_no_replace(from, to);
    });
}

Status FaultyIo::rename_replace(const fs::path& from, const fs::path& to)
{
    return run({"rename", from, to, 0}, [&] { return inner_.rename_replace(from, to); });
}

Status FaultyIo::exchange(const fs::path& a, const fs::path& b)
{
    return run({"exchange", a, b, 0}, [&]() -> Status {
        if (!abilities_.exchange)
            return Error(Errc::invalid_argument, "no RENAME_EXCHANGE here");
        return inner_.exchange(a, b);
    });
}

Status FaultyIo::hard_link(const fs::path& existing, const fs::path& link)
{
    return run({"link", existing, link, 0}, [&]() -> Status {
        if (!abilities_.hard_link)
            return Error(Errc::permission_denied, "no hard links here");
        return inner_.hard_link(existing, link);
    });
}

Status FaultyIo::remove_file(const fs::path& path)
{
    return run({"unlink", path, {}, 0}, [&] { return inner_.remove_file(path); });
}

Status FaultyIo::remove_directory(const fs::path& path)
{
    return run({"rmdir", path, {}, 0}, [&] { return inner_.remove_directory(path); });
}

} // namespace stele::test
