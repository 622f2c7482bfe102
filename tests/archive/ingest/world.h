// An archive and a folder of deliveries in a temporary directory, in memory where there is one.
#pragma once

#include "archive/ingest/archive.h"
#include "archive/ingest/ingest.h"
#include "archive/ingest/verify.h"
#include "archive/ocfl/validate.h"
#include "tests/support/faulty_io.h"
#include "tests/support/make_mesh.h"
#include "tests/support/temp_dir.h"
#include "tests/support/write_ply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

namespace stele::ingest {

class World {
public:
    World(); // with an empty archive
    explicit World(const std::filesystem::path& archive_to_copy);

    std::filesystem::path folder() const { return dir_ / "archive"; }
    std::filesystem::path storage() const { return folder() / "ocfl"; }
    std::filesystem::path inbox() const { return dir_ / "in"; }

    // Writes into the inbox.
    std::filesystem::path put(const std::string& name, const std::string& bytes) const;
    std::filesystem::path put(const std::string& name, const test::SourceMesh& mesh) const;

    Result<Archive> open(Io& io = real_io()) const;
    // Opens, ingests, closes.
    Result<Outcome> ingest(
        const std::filesystem::path& scan, const Options& options = {}, Io& io = real_io()) const;
    // The row of a record; fails the test when there is none.
    catalogue::ObjectRow row(const std::string& slug) const;
    std::string dump() const; // of the catalogue
    // Every finding of severity error about a record, as lines; empty when it is intact.
    std::string damage(const std::string& slug) const;
    std::size_t records() const;
    std::size_t objects() const; // in the storage root

private:
    test::TempDir dir_;
};

// A closed bumpy ball with colours, 8 * 4^levels triangles; the variant moves its surface.
test::SourceMesh ball(int levels = 2, double bumps = 0.1);

// Relative path to bytes of every file beneath a folder.
std::map<std::string, std::string> files_of(const std::filesystem::path& folder);

std::string text_of(const Findings& findings);
const Finding* find(const Findings& findings, std::string_view code);

// What a Result says when it fails, for messages.
template <class T>
std::string why(const Result<T>& result)
{
    return result.ok() ? std::string("it succeeded") : result.error().text();
}

} // namespace stele::ingest
