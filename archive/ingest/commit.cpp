// The intent is cleared only after the catalogue says what OCFL says.
#include "archive/ingest/commit.h"

#include <unistd.h>

namespace stele::ingest {

Status commit_with_intent(Archive& archive, ocfl::ObjectUpdate& update, const ObjectId& record,
    VersionNum record_version, const ocfl::VersionInfo& info)
{
    STELE_CHECK(archive.catalogue.add_intent({record, record_version, info.message, ::getpid()}));
    STELE_CHECK(update.commit(info));
    STELE_CHECK(refresh_row(archive, record));
    return archive.catalogue.clear_intent(record, record_version);
}

ocfl::VersionInfo version_info(const std::string& message, const Options& options)
{
    ocfl::VersionInfo info;
    info.message = message;
    info.user_name = options.user_name;
    info.user_address = options.user_address;
    return info;
}

} // namespace stele::ingest
