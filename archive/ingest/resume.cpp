// A folder without its statement, or with another one, is removed before it is used.
#include "archive/ingest/resume.h"

#include "archive/base/file.h"
#include "archive/ocfl/write_lock.h"

namespace stele::ingest {

namespace {

constexpr std::uint64_t kMaxStatementBytes = 1u << 20;
constexpr std::string_view kStatement = "made-from.json";

Status make_folder(Io& io, const std::filesystem::path& folder)
{
    const Status made = io.make_directory(folder);
    if (!made && made.error().code() != Errc::already_exists)
        return Error(made.error());
    return {};
}

} // namespace

Result<ResumeFolder> ResumeFolder::open(
    Archive& archive, const std::string& uuid, const std::string& asset, const Json& made_from)
{
    const std::filesystem::path all = archive.dir.staging() / ocfl::kResumeName;
    const std::filesystem::path folder = all / (uuid + "-" + asset);
    const std::string statement = print_json(made_from, JsonStyle::pretty) + "\n";
    Io& io = *archive.io;
    const auto found = read_file(folder / kStatement, kMaxStatementBytes);
    if (!found || as_text(*found) != statement) {
        STELE_CHECK(make_folder(io, all));
        STELE_CHECK(remove_tree(io, folder));
        STELE_CHECK(make_folder(io, folder));
        STELE_CHECK(write_new_file(io, folder / kStatement, as_bytes(statement)));
    }
    return ResumeFolder(io, folder);
}

Status ResumeFolder::remove()
{
    STELE_CHECK(remove_tree(*io_, folder_));
    return {};
}

} // namespace stele::ingest
