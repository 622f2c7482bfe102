// What an interrupted build of a viewing copy leaves for the next one: .staging/resume/<record
// uuid>-<asset>/, which recovery spares.
#pragma once

#include "archive/base/json.h"
#include "archive/ingest/archive.h"
#include "archive/lod/brick_results.h"

#include <filesystem>
#include <string>

namespace stele::ingest {

class ResumeFolder {
public:
    // Empties it when it belongs to a build from something else. made_from: everything that decides
    // the bytes of the viewing copy.
    static Result<ResumeFolder> open(
        Archive& archive, const std::string& uuid, const std::string& asset, const Json& made_from);

    lod::BrickResults& results() { return *results_; }
    // Once the viewing copy is committed.
    Status remove();

private:
    ResumeFolder(Io& io, std::filesystem::path folder)
        : io_(&io), folder_(folder), results_(std::make_unique<lod::BrickResults>(io, folder))
    {
    }
    Io* io_;
    std::filesystem::path folder_;
    std::unique_ptr<lod::BrickResults> results_;
};

} // namespace stele::ingest
