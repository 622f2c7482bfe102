// What is left out is named with its reason: nothing vanishes silently.
#include "archive/ingest/walk.h"

#include "archive/base/unicode.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace stele::ingest {

namespace fs = std::filesystem;

namespace {

// Lower case. Made by file managers and network shares, never by a person.
constexpr std::array<std::string_view, 10> kLitter{"thumbs.db", "ehthumbs.db", "desktop.ini",
    ".ds_store", ".localized", ".directory", "__macosx", "@eadir", "$recycle.bin",
    "system volume information"};
constexpr std::array<std::string_view, 4> kLitterFolders{
    ".spotlight-v100", ".trashes", ".fseventsd", ".temporaryitems"};

// Empty when the name is to be kept.
std::string_view litter(const std::string& name)
{
    const std::string lower = ascii_lower(name);
    const auto is = [&](const auto& list) {
        return std::find(list.begin(), list.end(), lower) != list.end();
    };
    if (is(kLitter) || is(kLitterFolders) || lower.starts_with("._"))
        return "made by the operating system";
    if (lower.starts_with("~$") || lower.starts_with(".~lock."))
        return "the lock of an open document";
    return {};
}

class Walk {
public:
    explicit Walk(const fs::path& folder) : folder_(folder) {}

    Status enter(const fs::path& relative)
    {
        std::error_code error;
        fs::directory_iterator it(folder_ / relative, error);
        for (; !error && it != fs::directory_iterator(); it.increment(error)) {
            const std::string name = it->path().filename().string();
            STELE_CHECK(meet(relative.empty() ? fs::path(name) : relative / name));
        }
        if (error)
            return Error(Errc::io, "the folder " + (folder_ / relative).string() +
                                       " cannot be read: " + error.message() +
                                       "; nothing of it was kept");
        return {};
    }

    Walked finish()
    {
        std::sort(walked_.files.begin(), walked_.files.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
        std::sort(walked_.left_out.begin(), walked_.left_out.end(),
            [](const LeftOut& a, const LeftOut& b) { return a.path < b.path; });
        return std::move(walked_);
    }

private:
    Status meet(const fs::path& relative)
    {
        std::error_code error;
        const fs::file_status status = fs::symlink_status(folder_ / relative, error);
        if (const auto reason = litter(relative.filename().string()); !reason.empty())
            leave_out(relative, reason);
        else if (fs::is_symlink(status))
            leave_out(relative, "a symbolic link, which is not followed");
        else if (fs::is_directory(status) && fs::exists(folder_ / relative / "stele.toml", error))
            leave_out(relative, "an archive of Stele");
        else if (fs::is_directory(status))
            return enter(relative);
        else if (fs::is_regular_file(status))
            walked_.files.push_back(relative);
        else
            leave_out(relative, "neither a file nor a folder");
        return {};
    }

    void leave_out(const fs::path& relative, std::string_view reason)
    {
        walked_.left_out.push_back({to_valid_utf8(relative.generic_string()), std::string(reason)});
    }

    const fs::path& folder_;
    Walked walked_;
};

} // namespace

Result<Walked> walk_folder(const fs::path& folder)
{
    Walk walk(folder);
    STELE_CHECK(walk.enter({}));
    return walk.finish();
}

} // namespace stele::ingest
