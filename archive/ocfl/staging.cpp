// Transaction folders and the trees in them.
#include "archive/ocfl/staging.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

struct Entry {
    fs::path path;
    fs::file_type type;
};

// Sorted, so that operations come in one order.
Result<std::vector<Entry>> list(const fs::path& directory)
{
    std::vector<Entry> entries;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code unreadable;
        entries.push_back({it->path(), it->symlink_status(unreadable).type()});
    }
    if (error)
        return errno_error(error.value(), "list " + directory.string());
    std::sort(entries.begin(), entries.end(),
        [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return entries;
}

bool cannot_link(Errc code)
{
    return code == Errc::permission_denied || code == Errc::cross_device ||
           code == Errc::unsupported;
}

struct Linker {
    Io& io;
    Staging& staging;
    const fs::path& old_object;
    const fs::path& new_object;
    std::set<std::string> linked;

    Status link_directory(const fs::path& relative)
    {
        STELE_TRY(const std::vector<Entry> entries, list(old_object / relative));
        bool made = false;
        for (const Entry& entry : entries) {
            const fs::path name = relative / entry.path.filename();
            if (entry.type == fs::file_type::directory) {
                STELE_CHECK(link_directory(name));
                continue;
            }
            if (entry.type != fs::file_type::regular)
                return Error(Errc::corrupt, entry.path.string() + " is no regular file");
            if (relative.empty() && is_rewritten(name.string()))
                continue;
            if (!std::exchange(made, true)) // an empty directory is not carried over
                STELE_CHECK(staging.make_directories(new_object / relative));
            STELE_CHECK(link_file(entry.path, new_object / name));
            linked.insert(name.generic_string());
        }
        return {};
    }

    Status link_file(const fs::path& from, const fs::path& to)
    {
        Status status = io.hard_link(from, to);
        if (!status && cannot_link(status.error().code()))
            return copy_file(io, from, to);
        return status;
    }

    static bool is_rewritten(const std::string& name)
    {
        return name.starts_with("inventory.json") || name.starts_with("0=");
    }
};

} // namespace

Result<Staging> Staging::begin(const WriteLock& lock, Io& io, const std::string& object_directory)
{
    Staging staging(io, lock.archive().staging() / new_uuid_v4(), object_directory);
    STELE_CHECK(io.make_directory(staging.folder()));
    return staging;
}

Staging::~Staging()
{
    if (!folder_.empty() && !kept_)
        static_cast<void>(discard().ok());
}

Staging::Staging(Staging&& other) noexcept
    : io_(other.io_), folder_(std::exchange(other.folder_, fs::path())),
      object_directory_(std::move(other.object_directory_)), kept_(other.kept_)
{
}

Staging& Staging::operator=(Staging&& other) noexcept
{
    std::swap(io_, other.io_);
    std::swap(folder_, other.folder_);
    std::swap(object_directory_, other.object_directory_);
    std::swap(kept_, other.kept_);
    return *this;
}

Status Staging::make_directories(const fs::path& directory)
{
    std::error_code error;
    if (directory == folder_ || fs::is_directory(fs::symlink_status(directory, error)))
        return {};
    STELE_CHECK(make_directories(directory.parent_path()));
    return io_->make_directory(directory);
}

Status Staging::discard()
{
    const fs::path folder = std::exchange(folder_, fs::path());
    return folder.empty() ? Status() : remove_tree(*io_, folder);
}

Status link_object(Io& io, Staging& staging, const fs::path& old_object, const fs::path& new_object,
    const Inventory& inventory)
{
    Linker linker{io, staging, old_object, new_object, {}};
    STELE_CHECK(linker.link_directory({}).in("link " + old_object.string()));
    for (const auto& [path, digest] : content_files(inventory.manifest))
        if (!linker.linked.contains(path.text))
            return Error(Errc::corrupt,
                "object " + inventory.id.text + " lacks " + path.text + "; not updated");
    return {};
}

Status copy_file(Io& io, const fs::path& from, const fs::path& to)
{
    STELE_TRY(const File source, File::open(from));
    STELE_TRY(const std::unique_ptr<OutputFile> target, io.create_file(to));
    Bytes buffer(1u << 20);
    for (std::uint64_t offset = 0;;) {
        STELE_TRY(const std::size_t count, source.read_some(offset, buffer).in(from.string()));
        if (count == 0)
            break;
        STELE_CHECK(target->write(ByteSpan(buffer).first(count)));
        offset += count;
    }
    STELE_CHECK(target->sync());
    return target->close();
}

namespace {

// Whether anything is left.
Result<bool> prune_directory(Io& io, const fs::path& directory, const std::string& relative,
    const std::function<bool(const std::string&)>& keep)
{
    STELE_TRY(const std::vector<Entry> entries, list(directory));
    bool left = false;
    for (const Entry& entry : entries) {
        const std::string name = relative + entry.path.filename().string();
        if (entry.type == fs::file_type::directory) {
            STELE_TRY(const bool kept, prune_directory(io, entry.path, name + "/", keep));
            left = left || kept;
        } else if (keep(name)) {
            left = true;
        } else {
            STELE_CHECK(io.remove_file(entry.path));
        }
    }
    if (!left)
        STELE_CHECK(io.remove_directory(directory));
    return left;
}

} // namespace

Status prune(Io& io, const fs::path& directory, const std::function<bool(const std::string&)>& keep)
{
    std::error_code error;
    if (!fs::is_directory(fs::symlink_status(directory, error)))
        return {};
    STELE_CHECK(prune_directory(io, directory, "", keep));
    return {};
}

Status sync_tree(Io& io, const fs::path& directory)
{
    STELE_TRY(const std::vector<Entry> entries, list(directory));
    for (const Entry& entry : entries)
        if (entry.type == fs::file_type::directory)
            STELE_CHECK(sync_tree(io, entry.path));
    return io.sync_directory(directory);
}

} // namespace stele::ocfl
