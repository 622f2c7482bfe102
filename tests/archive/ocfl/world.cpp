// See world.h.
#include "tests/archive/ocfl/world.h"

#include "archive/base/file.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace stele::ocfl {

namespace fs = std::filesystem;

const Contents kTowerV1 = {{"original/venus.ply", "ply of venus"},
    {"original/copy.ply", "ply of venus"}, {"original/venus.mtl", "newmtl a"},
    {"record.json", "{\"id\":\"venus\"}"}};
const Contents kTowerV2 = {{"original/venus.ply", "ply of venus"},
    {"original/copy.ply", "ply of venus"}, {"original/second.ply", "another scan"},
    {"record.json", "{\"id\":\"venus\",\"title\":1}"}};

VersionInfo version_info(const std::string& message)
{
    return {message, "A Person", "mailto:person@example.org", "2026-11-23T20:27:00Z"};
}

std::string show(const Violations& violations)
{
    std::ostringstream text;
    for (const Violation& v : violations)
        text << "\n  " << v.code << " " << v.path << ": " << v.text;
    return text.str();
}

Contents contents_of(const ArchiveDir& archive, const ObjectId& id, VersionNum version)
{
    Contents contents;
    const Result<Root> root = Root::open(archive.storage_root());
    Result<Object> object = root ? Object::open(*root, id) : Result<Object>(Error(Errc::io, ""));
    if (!object)
        return contents;
    const VersionNum wanted = version.value == 0 ? object->inventory().head : version;
    const Result<std::vector<StoredFile>> files = object->files(wanted);
    if (files)
        for (const StoredFile& file : *files) {
            const Result<Bytes> bytes = object->read_file(file.logical, 1u << 20, wanted);
            contents[file.logical.text] =
                bytes ? std::string(as_text(*bytes)) : bytes.error().text();
        }
    return contents;
}

fs::path memory_directory()
{
    const fs::path shm = "/dev/shm";
    std::error_code error;
    const fs::space_info space = fs::space(shm, error);
    const bool usable = !error && space.available > (64u << 20) && ::access(shm.c_str(), W_OK) == 0;
    return usable ? shm : fs::temp_directory_path();
}

World::World(const fs::path& parent) : directory_(parent)
{
    Result<ArchiveDir> created = ArchiveDir::create(
        io_, folder(), {{{"README", "how to"}}, {{"ocfl_1.1.md", "the specification"}}, ""});
    EXPECT_TRUE(created.ok());
    if (created)
        archive_ = *created;
    write_source("venus.ply", "ply of venus");
    write_source("venus.mtl", "newmtl a");
    write_source("second.ply", "another scan");
}

void World::write_source(const std::string& name, const std::string& bytes) const
{
    std::ofstream(source(name), std::ios::binary) << bytes;
}

Result<Committed> World::create_tower(Io& io) const
{
    STELE_TRY(const WriteLock lock, WriteLock::take(archive()));
    STELE_TRY(ObjectUpdate update, ObjectUpdate::begin_new(lock, io, kTower));
    STELE_CHECK(update.add_copy({"original/venus.ply"}, source("venus.ply")));
    STELE_CHECK(update.add_copy({"original/copy.ply"}, source("venus.ply")));
    STELE_CHECK(update.add_copy({"original/venus.mtl"}, source("venus.mtl")));
    STELE_CHECK(update.add_bytes({"record.json"}, as_bytes(kTowerV1.at("record.json"))));
    return update.commit(version_info("ingest"));
}

Result<Committed> World::update_tower(Io& io) const
{
    STELE_TRY(const WriteLock lock, WriteLock::take(archive()));
    STELE_TRY(ObjectUpdate update, ObjectUpdate::begin_next(lock, io, kTower));
    STELE_CHECK(update.add_copy({"original/venus.ply"}, source("venus.ply")));
    STELE_CHECK(update.add_copy({"original/second.ply"}, source("second.ply")));
    STELE_CHECK(update.add_bytes({"record.json"}, as_bytes(kTowerV2.at("record.json"))));
    STELE_CHECK(update.remove({"original/venus.mtl"}));
    return update.commit(version_info("second scan"));
}

Result<Committed> World::replace_pages(Io& io, const std::string& text) const
{
    STELE_TRY(const WriteLock lock, WriteLock::take(archive()));
    STELE_TRY(ObjectUpdate update, ObjectUpdate::begin_replacement(lock, io, kPages));
    STELE_TRY(const fs::path directory, update.stage_directory({"access/venus"}));
    STELE_CHECK(write_new_file(io, directory / "pages-0001.zip", as_bytes("zip " + text)));
    STELE_CHECK(write_new_file(io, directory / "index.stele", as_bytes("index " + text)));
    STELE_TRY(const fs::path overview, update.stage_file({"access/venus/overview.glb"}));
    STELE_CHECK(write_new_file(io, overview, as_bytes("glb " + text)));
    return update.commit(version_info("rebuild"));
}

Result<Recovery> World::recover_now() const
{
    STELE_TRY(const WriteLock lock, WriteLock::take(archive()));
    return recover(lock, io_);
}

std::size_t World::staging_entries() const
{
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(archive().staging()))
        count += entry.path().filename() == kLockName ? 0u : 1u;
    return count;
}

Violations World::validate() const
{
    return validate_root(archive().storage_root());
}

} // namespace stele::ocfl
