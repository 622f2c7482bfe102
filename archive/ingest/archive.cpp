// Opening, recovery and the way from OCFL to the catalogue. The reverse never holds.
#include "archive/ingest/archive.h"

#include "archive/base/clock.h"
#include "archive/ingest/entry.h"
#include "archive/ocfl/recover.h"
#include "archive/record/schema.h"

namespace stele::ingest {

extern const std::string_view kArchiveReadme;
extern const std::string_view kPageFormat;

namespace {

// Objects whose commit was announced and whose row may be stale: OCFL says what became of them.
Status settle_intents(Archive& archive)
{
    STELE_TRY(const auto pending, archive.catalogue.pending_intents());
    for (const catalogue::Intent& intent : pending) {
        STELE_CHECK(refresh_row(archive, intent.object_id));
        STELE_CHECK(archive.catalogue.clear_intent(intent.object_id, intent.version));
    }
    return {};
}

std::string uuid_of(const ObjectId& record_object)
{
    constexpr std::string_view kPrefix = "urn:uuid:";
    return record_object.text.starts_with(kPrefix) ? record_object.text.substr(kPrefix.size())
                                                   : record_object.text;
}

// Precondition: the archive's lock is held and recovery is done.
Result<Rebuilt> rebuild_locked(const ocfl::ArchiveDir& dir, const ocfl::Root& root, Io& io)
{
    STELE_TRY(const auto ids, root.object_ids());
    Rebuilt rebuilt;
    std::vector<catalogue::Entry> entries;
    for (const ObjectId& id : ids) {
        auto entry = read_entry(root, id);
        if (!entry)
            rebuilt.findings.push_back(
                {Severity::error, "rebuild.unreadable", id.text, entry.error().text()});
        else if (*entry)
            entries.push_back(std::move(**entry));
    }
    rebuilt.records = entries.size();
    auto fresh = dir.catalogue_file();
    fresh += ".new";
    for (const char* const suffix : {"", "-wal", "-shm"})
        STELE_CHECK(remove_tree(io, fresh.string() + suffix));
    {
        STELE_TRY(auto catalogue, catalogue::Catalogue::create(fresh));
        STELE_CHECK(catalogue.add_all(entries));
    }
    for (const char* const suffix : {"-wal", "-shm"})
        STELE_CHECK(remove_tree(io, dir.catalogue_file().string() + suffix));
    STELE_CHECK(io.sync_file(fresh));
    STELE_CHECK(io.rename_replace(fresh, dir.catalogue_file()));
    STELE_CHECK(io.sync_directory(dir.folder()));
    return rebuilt;
}

Error lost_catalogue(const Error& error)
{
    const Errc code = error.code() == Errc::not_found ? Errc::corrupt : error.code();
    return {code, "the catalogue cannot be read (" + error.text() +
                      "); stele catalogue rebuild makes it again"};
}

} // namespace

ObjectId record_object_id(const std::string& uuid)
{
    return {"urn:uuid:" + uuid};
}

ObjectId access_object_id(const std::string& uuid)
{
    return {"urn:uuid:" + uuid_v5(uuid, "access")};
}

Result<Archive> Archive::open(const std::filesystem::path& folder)
{
    STELE_TRY(auto dir, ocfl::ArchiveDir::open(folder));
    STELE_TRY(auto root, ocfl::Root::open(dir.storage_root()));
    auto catalogue = catalogue::Catalogue::open_readonly(dir.catalogue_file());
    if (!catalogue)
        return lost_catalogue(catalogue.error());
    return Archive{
        std::move(dir), std::move(root), std::move(*catalogue), std::nullopt, &real_io()};
}

Result<Archive> Archive::open_for_writing(const std::filesystem::path& folder, Io& io)
{
    STELE_TRY(auto dir, ocfl::ArchiveDir::open(folder));
    STELE_TRY(auto lock, ocfl::WriteLock::take(dir));
    STELE_CHECK(ocfl::recover(lock, io));
    STELE_TRY(auto root, ocfl::Root::open(dir.storage_root()));
    if (catalogue::Catalogue::is_older(dir.catalogue_file()))
        STELE_CHECK(rebuild_locked(dir, root, io));
    auto catalogue = catalogue::Catalogue::open(dir.catalogue_file());
    if (!catalogue)
        return lost_catalogue(catalogue.error());
    Archive archive{std::move(dir), std::move(root), std::move(*catalogue), std::move(lock), &io};
    STELE_CHECK(settle_intents(archive));
    return archive;
}

Status create_archive(const std::filesystem::path& folder, Io& io)
{
    ocfl::CreateOptions options;
    options.archive_files = {{"README.md", std::string(kArchiveReadme)},
        {"FORMAT.md", std::string(kPageFormat)},
        {"schemas/record-1.json", std::string(record::schema_json())}};
    STELE_TRY(const auto dir, ocfl::ArchiveDir::create(io, folder, options));
    return rebuild_catalogue(folder, io).ok()
               ? Status()
               : Status(Error(Errc::io, "could not make " + dir.catalogue_file().string()));
}

Status refresh_row(Archive& archive, const ObjectId& record_object)
{
    if (archive.root.contains(record_object)) {
        STELE_TRY(const auto entry, read_entry(archive.root, record_object));
        return entry ? archive.catalogue.replace(*entry) : Status();
    }
    const Status removed = archive.catalogue.remove(uuid_of(record_object));
    return removed || removed.error().code() == Errc::not_found ? Status()
                                                                : Status(removed.error());
}

Result<Rebuilt> rebuild_catalogue(const std::filesystem::path& folder, Io& io)
{
    STELE_TRY(const auto dir, ocfl::ArchiveDir::open(folder));
    STELE_TRY(const auto lock, ocfl::WriteLock::take(dir));
    STELE_CHECK(ocfl::recover(lock, io));
    STELE_TRY(const auto root, ocfl::Root::open(dir.storage_root()));
    return rebuild_locked(dir, root, io);
}

} // namespace stele::ingest
