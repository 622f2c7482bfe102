// An archive in a temporary directory with one object of two versions, and what tests ask of it
// again and again.
#pragma once

#include "archive/ocfl/archive_dir.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/recover.h"
#include "archive/ocfl/root.h"
#include "archive/ocfl/update.h"
#include "archive/ocfl/validate.h"
#include "archive/ocfl/write_lock.h"
#include "tests/support/faulty_io.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stele::ocfl {

inline const ObjectId kTower{"urn:uuid:6f0e3c52-0f5b-4c2a-9d0e-0d6c7a2f4b11"};
inline const ObjectId kPages{"urn:uuid:0a4d1f0e-51f3-5d8b-8f49-6c3e1b7a9c20"};

VersionInfo version_info(const std::string& message);
std::string show(const Violations& violations);

// Logical path -> content, of the head or of one version. Empty when there is no such object.
using Contents = std::map<std::string, std::string>;
Contents contents_of(const ArchiveDir& archive, const ObjectId& id, VersionNum version = {});

// Sweeps make thousands of archives: in memory where there is a tmpfs (which links and exchanges
// like a disk).
std::filesystem::path memory_directory();

class World {
public:
    explicit World(const std::filesystem::path& parent = memory_directory());

    const ArchiveDir& archive() const { return *archive_; }
    std::filesystem::path folder() const { return directory_ / "a"; }
    std::filesystem::path source(const std::string& name) const { return directory_ / name; }
    void write_source(const std::string& name, const std::string& bytes) const;

    Io& io() const { return io_; } // works, without syncing

    // The operations under test. Each takes the lock, so that a dead writer's lock is gone.
    Result<Committed> create_tower(Io& io) const; // sources venus.ply, venus.mtl; record.json
    Result<Committed> update_tower(
        Io& io) const; // new record.json, one more file, one removed, one unchanged
    Result<Committed> replace_pages(Io& io, const std::string& text) const;
    Result<Recovery> recover_now() const;

    std::size_t staging_entries() const; // without the lock file
    Violations validate() const;

private:
    test::TempDir directory_;
    mutable test::FaultyIo io_{real_io()};
    std::optional<ArchiveDir> archive_;
};

extern const Contents kTowerV1, kTowerV2;

} // namespace stele::ocfl
