// Adding files to a version in staging.
#include "archive/ocfl/update.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"
#include "archive/base/unicode.h"
#include "archive/ocfl/object.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

struct SourceStamp {
    dev_t device;
    ino_t inode;
    off_t size;
    std::int64_t seconds;
    std::int64_t nanoseconds;
    friend bool operator==(const SourceStamp&, const SourceStamp&) = default;
};

Result<SourceStamp> stamp_of(const fs::path& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return errno_error(errno, "stat " + path.string());
    return SourceStamp{status.st_dev, status.st_ino, status.st_size,
        std::int64_t{status.st_mtim.tv_sec}, std::int64_t{status.st_mtim.tv_nsec}};
}

struct CopyDigests {
    DigestText primary, sha256;
    std::uint64_t size_bytes = 0;
};

Result<CopyDigests> copy_and_hash(Io& io, const File& source, const fs::path& target,
    DigestAlgorithm algorithm, const CopyOptions& options)
{
    STELE_TRY(const std::unique_ptr<OutputFile> out, io.create_file(target));
    Hasher primary(algorithm);
    Hasher sha256(DigestAlgorithm::sha256);
    Bytes buffer(1u << 20);
    CopyDigests copied;
    for (;;) {
        if (options.cancel != nullptr && options.cancel->requested)
            return Error(Errc::cancelled, "stopped");
        STELE_TRY(const std::size_t count, source.read_some(copied.size_bytes, buffer));
        if (count == 0)
            break;
        const ByteSpan block = ByteSpan(buffer).first(count);
        primary.update(block);
        sha256.update(block);
        STELE_CHECK(out->write(block));
        copied.size_bytes += count;
        if (options.progress)
            options.progress(copied.size_bytes);
    }
    STELE_CHECK(out->sync());
    STELE_CHECK(out->close());
    copied.primary = primary.finish_hex();
    copied.sha256 = sha256.finish_hex();
    return copied;
}

bool is_plain_name(const std::string& name)
{
    return safe_name(name, 200) == name && name != "." && name != "..";
}

} // namespace

Result<ObjectUpdate> ObjectUpdate::begin(const WriteLock& lock, Io& io, const ObjectId& id)
{
    if (id.text.empty() || !is_valid_utf8(id.text))
        return Error(Errc::invalid_argument, "object id: " + id.text);
    STELE_TRY(const Root root, Root::open(lock.archive().storage_root()));
    const fs::path relative = root.object_path(id).lexically_relative(root.path());
    STELE_TRY(Staging staging, Staging::begin(lock, io, relative.generic_string()));
    ObjectUpdate update(lock, io, root, std::move(staging));
    update.inventory_.id = id;
    update.inventory_.head = VersionNum{1};
    return update;
}

Result<ObjectUpdate> ObjectUpdate::begin_new(const WriteLock& lock, Io& io, const ObjectId& id)
{
    STELE_TRY(const Root root, Root::open(lock.archive().storage_root()));
    if (root.contains(id))
        return Error(Errc::already_exists, "object " + id.text + " exists");
    return begin(lock, io, id);
}

Result<ObjectUpdate> ObjectUpdate::begin_next(const WriteLock& lock, Io& io, const ObjectId& id)
{
    STELE_TRY(const Root root, Root::open(lock.archive().storage_root()));
    STELE_TRY(const Object object, Object::open(root, id));
    STELE_TRY(ObjectUpdate update, begin(lock, io, id));
    update.kind_ = CommitKind::update;
    update.inventory_ = object.inventory();
    update.inventory_.spec = SpecVersion::v1_1;
    update.inventory_.head = VersionNum{object.inventory().head.value + 1};
    const std::string name = update.inventory_.directory_of(update.inventory_.head);
    if (update.inventory_.padding != 0 && name.size() > update.inventory_.padding + 1)
        return Error(Errc::limit, "the object's version names have no room for " + name);
    if (update.inventory_.padding != 0 && name[1] != '0')
        return Error(Errc::limit, "the object's zero-padded version names end before " + name);
    update.state_ = logical_state(object.inventory().block(object.inventory().head));
    return update;
}

Result<ObjectUpdate> ObjectUpdate::begin_replacement(
    const WriteLock& lock, Io& io, const ObjectId& id)
{
    STELE_TRY(const Root root, Root::open(lock.archive().storage_root()));
    STELE_TRY(ObjectUpdate update, begin(lock, io, id));
    update.kind_ = root.contains(id) ? CommitKind::replace : CommitKind::create;
    return update;
}

Status ObjectUpdate::check_path(const LogicalPath& path) const
{
    if (!is_safe_path(path.text) || !is_valid_utf8(path.text))
        return Error(Errc::invalid_argument, "logical path: " + to_valid_utf8(path.text));
    return {};
}

Result<ContentPath> ObjectUpdate::next_content_path(const LogicalPath& path)
{
    const std::string directory = inventory_.directory_of(inventory_.head) + "/" +
                                  std::string(inventory_.content_name()) + "/o";
    STELE_CHECK(staging_.make_directories(staging_.object() / directory));
    return ContentPath{
        directory + "/" + std::to_string(next_number_++) + "-" + safe_name(path.text)};
}

bool ObjectUpdate::holds(const DigestText& digest) const
{
    return added_.contains(digest) || content_of(inventory_.manifest, digest) != nullptr;
}

void ObjectUpdate::record(
    const LogicalPath& path, const DigestText& digest, const ContentPath& content)
{
    if (!holds(digest))
        added_.emplace(digest, content);
    staged_files_.erase(content);
    state_[path] = digest;
}

void ObjectUpdate::record_fixity(const DigestText& digest, const DigestText& sha256)
{
    const auto added = added_.find(digest);
    const std::vector<ContentPath>* const stored = content_of(inventory_.manifest, digest);
    const std::vector<ContentPath> paths =
        added != added_.end() ? std::vector<ContentPath>{added->second} : *stored;
    std::vector<ContentPath>& known = inventory_.fixity["sha256"][sha256];
    for (const ContentPath& path : paths)
        if (std::find(known.begin(), known.end(), path) == known.end())
            known.push_back(path);
}

Status ObjectUpdate::add_bytes(const LogicalPath& path, ByteSpan bytes)
{
    STELE_CHECK(check_path(path));
    const DigestText digest = digest_hex(inventory_.algorithm, bytes);
    if (holds(digest)) {
        state_[path] = digest;
        return {};
    }
    STELE_CHECK(check_free_space(archive_, bytes.size()));
    STELE_TRY(const ContentPath content, next_content_path(path));
    STELE_CHECK(write_new_file(*io_, staged(content), bytes));
    record(path, digest, content);
    return {};
}

Result<Copied> ObjectUpdate::add_copy(
    const LogicalPath& path, const fs::path& source, const CopyOptions& options)
{
    STELE_CHECK(check_path(path));
    const std::string context = "copy " + source.string();
    STELE_TRY(const File file, File::open(source));
    STELE_TRY(const SourceStamp before, stamp_of(source));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    STELE_CHECK(check_free_space(archive_, size).in(context));
    STELE_TRY(const ContentPath content, next_content_path(path));
    STELE_TRY(const CopyDigests copied,
        copy_and_hash(*io_, file, staged(content), inventory_.algorithm, options).in(context));

    std::vector<DigestAlgorithm> algorithms{DigestAlgorithm::sha512};
    if (inventory_.algorithm != DigestAlgorithm::sha512)
        algorithms.push_back(inventory_.algorithm);
    STELE_TRY(const std::vector<DigestText> again,
        hash_file(file, algorithms, options.cancel).in(context));
    STELE_TRY(const SourceStamp after, stamp_of(source));
    if (before != after || copied.size_bytes != size || again.back() != copied.primary)
        return Error(Errc::corrupt, source.string() + " changed while it was copied");
    if (options.expected_sha512 && !same_digest(*options.expected_sha512, again.front()))
        return Error(Errc::corrupt, source.string() + " has sha512 " + again.front() +
                                        ", delivered was " + *options.expected_sha512);
    Copied result{again.front(), copied.sha256, size, holds(copied.primary)};
    record(path, copied.primary, content);
    if (inventory_.algorithm != DigestAlgorithm::sha256)
        record_fixity(copied.primary, copied.sha256);
    return result;
}

Result<fs::path> ObjectUpdate::stage_file(const LogicalPath& path)
{
    STELE_CHECK(check_path(path));
    STELE_TRY(const ContentPath content, next_content_path(path));
    staged_files_[content] = path;
    return staged(content);
}

Result<fs::path> ObjectUpdate::stage_directory(const LogicalPath& prefix)
{
    STELE_CHECK(check_path(prefix));
    STELE_TRY(const ContentPath content, next_content_path(prefix));
    STELE_CHECK(io_->make_directory(staged(content)));
    staged_directories_[content] = prefix;
    return staged(content);
}

Status ObjectUpdate::remove(const LogicalPath& path)
{
    if (state_.erase(path) == 0)
        return Error(Errc::not_found, "no " + path.text + " in " + inventory_.id.text);
    return {};
}

Status ObjectUpdate::rename(const LogicalPath& from, const LogicalPath& to)
{
    STELE_CHECK(check_path(to));
    if (!state_.contains(from))
        return Error(Errc::not_found, "no " + from.text + " in " + inventory_.id.text);
    if (state_.contains(to))
        return Error(Errc::already_exists, to.text + " in " + inventory_.id.text);
    auto node = state_.extract(from);
    node.key() = to;
    state_.insert(std::move(node));
    return {};
}

Status ObjectUpdate::seal_file(const ContentPath& content, const LogicalPath& logical)
{
    STELE_CHECK(check_path(logical));
    STELE_CHECK(io_->sync_file(staged(content)));
    STELE_TRY(const File file, File::open(staged(content)));
    STELE_TRY(const std::vector<DigestText> digests, hash_file(file, {inventory_.algorithm}));
    record(logical, digests.front(), content);
    return {};
}

// Files that other modules wrote.
Status ObjectUpdate::seal()
{
    const std::map<ContentPath, LogicalPath> files = staged_files_;
    for (const auto& [content, logical] : files)
        STELE_CHECK(seal_file(content, logical).in("stage " + logical.text));
    for (const auto& [content, prefix] : staged_directories_) {
        std::vector<std::string> names;
        std::error_code error;
        for (auto it = fs::directory_iterator(staged(content), error);
             !error && it != fs::directory_iterator(); it.increment(error))
            names.push_back(it->path().filename().string());
        if (error)
            return errno_error(error.value(), "list " + staged(content).string());
        std::sort(names.begin(), names.end());
        for (const std::string& name : names) {
            if (!is_plain_name(name))
                return Error(Errc::invalid_argument, "name of a staged file: " + name);
            STELE_CHECK(seal_file({content.text + "/" + name}, {prefix.text + "/" + name})
                            .in("stage " + prefix.text));
        }
    }
    return {};
}

Status ObjectUpdate::check_state() const
{
    std::vector<std::string> paths;
    for (const auto& [path, digest] : state_)
        paths.push_back(path.text);
    const std::vector<std::string> conflicts = conflicting_paths(std::move(paths));
    if (!conflicts.empty())
        return Error(Errc::invalid_argument,
            "a file and a directory of the same name above " + conflicts.front());
    return {};
}

Status ObjectUpdate::check_staged_bytes() const
{
    std::vector<std::pair<DigestText, ContentPath>> files(added_.begin(), added_.end());
    return parallel_for(files.size(), 0, [&](std::size_t i) -> Status {
        const auto& [digest, content] = files[i];
        STELE_TRY(const File file, File::open(staged(content)));
        // What was synced may leave the cache, so that the device answers where it can.
        static_cast<void>(::posix_fadvise(file.descriptor(), 0, 0, POSIX_FADV_DONTNEED));
        STELE_TRY(const std::vector<DigestText> found, hash_file(file, {inventory_.algorithm}));
        if (found.front() != digest)
            return Error(
                Errc::corrupt, "staged " + content.text + " differs from what was written");
        return {};
    });
}

void ObjectUpdate::fill_inventory(const VersionInfo& info)
{
    VersionBlock block;
    block.created = info.created.value_or(rfc3339_utc(now_unix_seconds()));
    block.message = info.message;
    block.user = User{info.user_name, info.user_address};
    for (const auto& [path, digest] : state_)
        block.state[digest].push_back(path);
    std::erase_if(added_, [&](const auto& item) { return !block.state.contains(item.first); });
    for (const auto& [digest, content] : added_)
        inventory_.manifest[digest] = {content};
    inventory_.versions[inventory_.head] = std::move(block);

    const std::map<ContentPath, DigestText> stored = content_files(inventory_.manifest);
    for (auto& [algorithm, manifest] : inventory_.fixity)
        for (auto& [digest, paths] : manifest)
            std::erase_if(paths, [&](const ContentPath& path) { return !stored.contains(path); });
    for (auto& [algorithm, manifest] : inventory_.fixity)
        std::erase_if(manifest, [](const auto& item) { return item.second.empty(); });
    std::erase_if(inventory_.fixity, [](const auto& item) { return item.second.empty(); });
}

Status ObjectUpdate::write_documents()
{
    const fs::path object = staging_.object();
    const fs::path version = object / inventory_.directory_of(inventory_.head);
    STELE_CHECK(staging_.make_directories(version));
    const std::string text = print_inventory(inventory_);
    const std::string sidecar = print_sidecar(digest_hex(inventory_.algorithm, as_bytes(text)));
    for (const fs::path& directory : {version, object}) {
        STELE_CHECK(write_new_file(*io_, directory / "inventory.json", as_bytes(text)));
        STELE_CHECK(write_new_file(
            *io_, directory / sidecar_name(inventory_.algorithm), as_bytes(sidecar)));
    }
    const std::string value = "ocfl_object_" + std::string(spec_version_name(inventory_.spec));
    return write_new_file(*io_, object / ("0=" + value), as_bytes(value + "\n"));
}

Result<Committed> ObjectUpdate::commit(const VersionInfo& info)
{
    if (info.user_name.empty() || (info.created && !is_rfc3339(*info.created)) ||
        !is_valid_utf8(info.message) || !is_valid_utf8(info.user_name))
        return Error(Errc::invalid_argument,
            "version of " + inventory_.id.text + ": user name, time or message");
    const Inventory before = inventory_;
    STELE_CHECK(seal());
    STELE_CHECK(check_state());
    fill_inventory(info);
    const std::string version = inventory_.directory_of(inventory_.head);
    const std::map<ContentPath, DigestText> stored = content_files(inventory_.manifest);
    STELE_CHECK(prune(*io_, staging_.object() / version, [&](const std::string& relative) {
        return stored.contains(ContentPath{version + "/" + relative});
    }));
    STELE_CHECK(check_staged_bytes());
    if (kind_ == CommitKind::update)
        STELE_CHECK(link_object(*io_, staging_, storage_root_ / staging_.object_directory(),
            staging_.object(), before));
    STELE_CHECK(write_documents());
    STELE_CHECK(sync_tree(*io_, staging_.object()));
    STELE_TRY(const CommitPath path,
        commit_staged(*io_, staging_, {kind_, storage_root_, inventory_.head})
            .in("commit " + inventory_.id.text));
    Committed committed{inventory_.head, path, false};
    committed.leftover = !staging_.discard().ok();
    return committed;
}

} // namespace stele::ocfl
