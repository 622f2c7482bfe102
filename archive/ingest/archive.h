// An archive opened: its folder, storage root and catalogue together. Opening for writing takes the
// lock, settles what a killed writer left, and re-reads from OCFL every object whose intent was
// never cleared.
#pragma once

#include "archive/base/io.h"
#include "archive/catalogue/catalogue.h"
#include "archive/model/finding.h"
#include "archive/ocfl/archive_dir.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/root.h"
#include "archive/ocfl/write_lock.h"

#include <filesystem>
#include <optional>
#include <string>

namespace stele::ingest {

struct Archive {
    ocfl::ArchiveDir dir;
    ocfl::Root root;
    catalogue::Catalogue catalogue;
    std::optional<ocfl::WriteLock> lock; // held when opened for writing
    Io* io = nullptr;                    // never null; writes go through it

    // An archive for reading. Errc::not_an_archive, newer_format; corrupt when the catalogue cannot
    // be read.
    static Result<Archive> open(const std::filesystem::path& folder);
    // A catalogue of an older Stele is made again.
    static Result<Archive> open_for_writing(const std::filesystem::path& folder, Io& io);
};

// A new archive that explains itself: README, FORMAT.md and schemas lie beside the storage root.
Status create_archive(const std::filesystem::path& folder, Io& io);

// The access object's id: uuid5 of the record's uuid and "access" (RFC 4122).
ObjectId record_object_id(const std::string& uuid);
ObjectId access_object_id(const std::string& uuid);

// Reads record and access object again and makes the catalogue say what they say; an object that is
// gone loses its row. Precondition: opened for writing.
Status refresh_row(Archive& archive, const ObjectId& record_object);

// The catalogue from the storage root alone, whatever state the old one is in; it is replaced only
// at the end.
struct Rebuilt {
    std::uint64_t records = 0;
    Findings findings; // objects that could not be read
};
Result<Rebuilt> rebuild_catalogue(const std::filesystem::path& folder, Io& io);

} // namespace stele::ingest
