// The one way in which the pipeline commits: announced by an intent row, so that a crash between
// OCFL and the catalogue is noticed.
#pragma once

#include "archive/ingest/archive.h"
#include "archive/ingest/options.h"
#include "archive/ocfl/update.h"

#include <string>

namespace stele::ingest {

// Intent, commit, row, intent cleared. The row is the record's: update may be of its access object.
// record_version: the record object's version once this is done.
Status commit_with_intent(Archive& archive, ocfl::ObjectUpdate& update, const ObjectId& record,
    VersionNum record_version, const ocfl::VersionInfo& info);

ocfl::VersionInfo version_info(const std::string& message, const Options& options);

} // namespace stele::ingest
