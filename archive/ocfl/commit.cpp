// Commit by rename or exchange, and the write-ahead fallback with its recovery.
#include "archive/ocfl/commit.h"

#include "archive/base/file.h"
#include "archive/base/json.h"
#include "archive/ocfl/object.h"

#include <algorithm>
#include <vector>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kRecordName = "record.json";

bool is_there(const fs::path& path)
{
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

// The file system knows no flags for rename (EINVAL or ENOSYS).
bool no_such_rename(Errc code)
{
    return code == Errc::invalid_argument || code == Errc::unsupported;
}

// Under the lock nobody else creates names in the storage root, so look-then-rename is a fair
// substitute.
Status rename_new(Io& io, const fs::path& from, const fs::path& to)
{
    Status status = io.rename_no_replace(from, to);
    if (status || !no_such_rename(status.error().code()))
        return status;
    if (is_there(to))
        return Error(Errc::already_exists, "rename to " + to.string() + ": exists");
    return io.rename_replace(from, to);
}

// One rename of the topmost missing directory, so that no moment has an empty directory in the
// storage root.
Status commit_new(Io& io, const Staging& staging, const fs::path& storage_root)
{
    fs::path staged = staging.chain();
    fs::path target = storage_root;
    const fs::path relative = staging.object_directory();
    for (auto element = relative.begin(); element != relative.end(); ++element) {
        staged /= *element;
        target /= *element;
        if (std::next(element) != relative.end() && is_there(target))
            continue;
        Status status = rename_new(io, staged, target);
        if (status) {
            STELE_CHECK(io.sync_directory(target.parent_path()));
            return io.sync_directory(staged.parent_path());
        }
        if (status.error().code() != Errc::already_exists || std::next(element) == relative.end())
            return status;
    }
    return Error(Errc::internal, "no object directory to commit");
}

struct Record {
    CommitKind kind = CommitKind::update;
    std::string object_directory;
    VersionNum head;
};

Status write_record(Io& io, const fs::path& folder, const Record& record)
{
    const Json document =
        Json::object({{"kind", record.kind == CommitKind::update ? "update" : "replace"},
            {"object", record.object_directory}, {"head", record.head.value}});
    STELE_CHECK(write_new_file(io, folder / kRecordName, as_bytes(print_json(document) + "\n")));
    STELE_CHECK(io.sync_directory(folder));
    return io.sync_directory(folder.parent_path());
}

// A record that is not whole was never acted upon.
Result<std::optional<Record>> read_record(const fs::path& folder)
{
    const Result<std::string> text = read_text_file(folder / kRecordName, 64u << 10);
    if (!text && text.error().code() == Errc::not_found)
        return std::optional<Record>();
    if (!text)
        return text.error();
    const Result<Json> document = parse_json(*text);
    if (!document)
        return std::optional<Record>();
    Record record;
    const std::string kind = (*document)["kind"].string_or("");
    record.kind = kind == "update" ? CommitKind::update : CommitKind::replace;
    record.object_directory = (*document)["object"].string_or("");
    record.head.value = static_cast<std::uint32_t>(
        std::min<std::uint64_t>((*document)["head"].unsigned_or(0), 999'999'999));
    if ((kind != "update" && kind != "replace") || !is_safe_path(record.object_directory) ||
        record.head.value == 0)
        return Error(Errc::malformed, "write-ahead record in " + folder.string());
    return std::optional<Record>(record);
}

// Replaces one file of the object root by a copy of another, through the transaction folder.
Status put_copy(Io& io, const fs::path& folder, const fs::path& from, const fs::path& to)
{
    const fs::path aside = folder / "put";
    if (is_there(aside))
        STELE_CHECK(io.remove_file(aside));
    STELE_CHECK(copy_file(io, from, aside));
    return io.rename_replace(aside, to);
}

// Makes the root of the object say what the version's own inventory says.
Status adopt_version(
    Io& io, const fs::path& folder, const fs::path& object, const fs::path& version)
{
    STELE_TRY(const File directory, File::open_directory(object / version));
    STELE_TRY(const Inventory inventory, read_checked_inventory(directory));
    const std::string sidecar = sidecar_name(inventory.algorithm);
    STELE_CHECK(
        put_copy(io, folder, object / version / "inventory.json", object / "inventory.json"));
    STELE_CHECK(put_copy(io, folder, object / version / sidecar, object / sidecar));
    const std::string value = "ocfl_object_" + std::string(spec_version_name(inventory.spec));
    if (!is_there(object / ("0=" + value))) {
        const fs::path aside = folder / ("0=" + value);
        STELE_CHECK(remove_tree(io, aside));
        STELE_CHECK(write_new_file(io, aside, as_bytes(value + "\n")));
        STELE_CHECK(rename_new(io, aside, object / ("0=" + value)));
    }
    for (const std::string_view other : {"0=ocfl_object_1.0", "0=ocfl_object_1.1"})
        if (other != "0=" + value && is_there(object / other))
            STELE_CHECK(io.remove_file(object / other));
    return io.sync_directory(object);
}

fs::path version_directory(const fs::path& object, VersionNum version)
{
    // Padded names are looked for by number: their width is the object's own affair.
    std::error_code error;
    for (auto it = fs::directory_iterator(object, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (const auto name = parse_version_name(it->path().filename().string()))
            if (name->number == version)
                return it->path().filename();
    return version_name(version);
}

Result<Inventory> read_root_inventory(const fs::path& object)
{
    STELE_TRY(const File directory, File::open_directory(object));
    return read_checked_inventory(directory);
}

Result<Settled> settle_update(
    Io& io, const fs::path& folder, const fs::path& object, VersionNum head)
{
    const fs::path before = version_directory(object, VersionNum{head.value - 1});
    const Result<Inventory> root = read_root_inventory(object);
    if (root && root->head > head)
        return Settled::nothing; // an old record: later versions were committed since
    const fs::path version = version_directory(object, head);
    if (!is_there(object / version)) {
        if (root)
            return Settled::nothing;
        STELE_CHECK(adopt_version(io, folder, object, before));
        return Settled::back;
    }
    Status forward = adopt_version(io, folder, object, version);
    if (forward)
        return Settled::forward;
    const Errc code = forward.error().code();
    if (code != Errc::corrupt && code != Errc::malformed && code != Errc::not_found)
        return forward.take_error(); // the file system's trouble, not the version's
    STELE_CHECK(rename_new(io, object / version, folder / "rejected"));
    STELE_CHECK(io.sync_directory(object));
    STELE_CHECK(adopt_version(io, folder, object, before));
    return Settled::back;
}

Result<Settled> settle_replace(
    Io& io, const fs::path& folder, const fs::path& object, const std::string& object_directory)
{
    if (is_there(object))
        return Settled::nothing; // before the first rename, or after the second
    for (const fs::path& candidate : {folder / "root" / object_directory, folder / "old"}) {
        if (!is_there(candidate))
            continue;
        STELE_CHECK(rename_new(io, candidate, object));
        STELE_CHECK(io.sync_directory(object.parent_path()));
        return candidate.filename() == "old" ? Settled::back : Settled::forward;
    }
    return Error(Errc::corrupt, "neither the old nor the new " + object.string() + " is there");
}

Status commit_write_ahead(Io& io, Staging& staging, const CommitPlan& plan)
{
    staging.keep();
    const fs::path object = plan.storage_root / staging.object_directory();
    STELE_CHECK(
        write_record(io, staging.folder(), {plan.kind, staging.object_directory(), plan.head}));
    if (plan.kind == CommitKind::replace) {
        STELE_CHECK(rename_new(io, object, staging.folder() / "old"));
        STELE_CHECK(io.sync_directory(staging.folder()));
        STELE_CHECK(rename_new(io, staging.object(), object));
        return io.sync_directory(object.parent_path());
    }
    const fs::path version = version_directory(staging.object(), plan.head);
    STELE_CHECK(rename_new(io, staging.object() / version, object / version));
    STELE_CHECK(io.sync_directory(object));
    return adopt_version(io, staging.folder(), object, version);
}

} // namespace

Result<CommitPath> commit_staged(Io& io, Staging& staging, const CommitPlan& plan)
{
    // The staged tree must be durable up to the folder itself before anything points at it.
    for (fs::path above = staging.object().parent_path(); above != staging.folder().parent_path();
         above = above.parent_path())
        STELE_CHECK(io.sync_directory(above));
    STELE_CHECK(io.sync_directory(staging.folder().parent_path()));

    if (plan.kind == CommitKind::create) {
        STELE_CHECK(commit_new(io, staging, plan.storage_root));
        return CommitPath::rename;
    }
    const fs::path object = plan.storage_root / staging.object_directory();
    const Status exchanged = io.exchange(staging.object(), object);
    if (exchanged) {
        // Until both parents are synced, a power cut may bring the old root back: its tree must
        // stay.
        staging.keep();
        STELE_CHECK(io.sync_directory(object.parent_path()));
        STELE_CHECK(io.sync_directory(staging.object().parent_path()));
        return CommitPath::exchange;
    }
    if (!no_such_rename(exchanged.error().code()))
        return exchanged.error();
    STELE_CHECK(commit_write_ahead(io, staging, plan));
    return CommitPath::write_ahead;
}

Result<Settled> settle_record(Io& io, const fs::path& folder, const fs::path& storage_root)
{
    STELE_TRY(const std::optional<Record> record, read_record(folder));
    if (!record)
        return Settled::nothing;
    const fs::path object = storage_root / record->object_directory;
    if (record->kind == CommitKind::replace)
        return settle_replace(io, folder, object, record->object_directory);
    return settle_update(io, folder, object, record->head);
}

} // namespace stele::ocfl
